/* What settings mean for the library. */
#ifndef CLI_CONFIGURE_H
#define CLI_CONFIGURE_H

#include "cli/settings.h"
#include "neo4j_migrations.h"

/* Where migrations are looked for when there is no location. */
#define CLI_DEFAULT_FOLDER "neo4j/migrations"

/* ST_ARGUMENT for what this build cannot do. */
MUST_CHECK status cli_configure_check(const cli_settings *s, error *err);

/* Everything lives in the settings' arena. Also looks at the variables NM_PLACEHOLDERS_..., for the
 * default folder, and does what cli_credentials_resolve and cli_configure_check
 * do. Without `server` credentials may be missing. */
MUST_CHECK status cli_configure(const cli_settings *s, bool server, n4m_options *out, error *err);

/* Where migrations are without a location: the URI of a folder that may not be there. */
MUST_CHECK status cli_configure_default_location(arena *a, const char **out, error *err);

/* A path as a URI, with everything encoded that may not stand in one. Data is NULL when there is no
 * memory. */
str cli_configure_file_uri(str path, arena *a);

#endif
