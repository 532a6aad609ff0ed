/* What -v prints before the work begins. */
#ifndef CLI_VERBOSE_H
#define CLI_VERBOSE_H

#include "base/buf.h"
#include "neo4j_migrations.h"

void cli_verbose_render(const n4m_options *options, buf *out);

#endif
