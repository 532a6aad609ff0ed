/* The reference of commands and options, in Markdown, from their tables. */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include "base/buf.h"

void cli_reference_render(buf *out);

#endif
