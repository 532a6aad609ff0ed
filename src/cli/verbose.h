/* How much is said, and what -v prints before the work begins. */
#ifndef CLI_VERBOSE_H
#define CLI_VERBOSE_H

#include "base/buf.h"
#include "cli/settings.h"
#include "neo4j_migrations.h"

typedef enum cli_level { CLI_LEVEL_QUIET, CLI_LEVEL_NORMAL, CLI_LEVEL_VERBOSE } cli_level;

/* Of --quiet and --verbose the one counts that comes from the stronger origin. ST_ARGUMENT when both
 * are from the same. */
MUST_CHECK status cli_verbose_level(const cli_settings *s, cli_level *out, error *err);

void cli_verbose_render(const n4m_options *options, buf *out);

#endif
