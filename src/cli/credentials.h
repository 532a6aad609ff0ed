/* Who we are to the server, from the options that say so. */
#ifndef CLI_CREDENTIALS_H
#define CLI_CREDENTIALS_H

#include "cli/settings.h"
#include "neo4j_migrations.h"

/* There is something for cli_credentials_resolve to look at. */
bool cli_credentials_given(const cli_settings *s);

/* Fills the fields of authentication with what lives in the settings' arena. May read a file and
 * ask on the terminal. ST_ARGUMENT when nothing is given, or what is given is empty. */
MUST_CHECK status cli_credentials_resolve(const cli_settings *s, n4m_options *out, error *err);

#endif
