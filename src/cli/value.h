/* The value of an option as text. */
#ifndef CLI_VALUE_H
#define CLI_VALUE_H

#include "base/buf.h"
#include "cli/settings.h"

/* As it would be written into a file: what was given, tidied, or else the preset. */
void cli_value_render(const cli_settings *s, const cli_option *option, buf *out);

#endif
