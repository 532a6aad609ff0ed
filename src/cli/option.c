#include "cli/option.h"

static const char *const TRANSACTION_MODES[] = { "PER_MIGRATION", "PER_STATEMENT", NULL };
static const char *const SORT_ORDERS[] = { "SEMANTIC", "LEXICOGRAPHIC", NULL };
static const char *const CYPHER_VERSIONS[] = { "DATABASE_DEFAULT", "CYPHER_5", "CYPHER_25", NULL };

static const cli_option OPTIONS[CLI_OPTIONS] = {
    [CLI_ADDRESS] = { .id = CLI_ADDRESS,
                      .kind = CLI_KIND_NAME,
                      .group = CLI_GROUP_CONNECTION,
                      .letter = 'a',
                      .name = "address",
                      .value = "<uri>",
                      .environment = "NEO4J_URI",
                      .preset = "bolt://localhost:7687",
                      .help = "the server" },
    [CLI_USERNAME] = { .id = CLI_USERNAME,
                       .kind = CLI_KIND_NAME,
                       .group = CLI_GROUP_CONNECTION,
                       .letter = 'u',
                       .name = "username",
                       .value = "<name>",
                       .environment = "NEO4J_USERNAME",
                       .preset = "neo4j",
                       .help = "who connects" },
    [CLI_PASSWORD] = { .id = CLI_PASSWORD,
                       .kind = CLI_KIND_SECRET,
                       .group = CLI_GROUP_CONNECTION,
                       .letter = 'p',
                       .wipe = true,
                       .name = "password",
                       .value = "[<password>]",
                       .environment = "NEO4J_PASSWORD",
                       .help = "the password of the user; asked for without echo when left out" },
    [CLI_PASSWORD_ENV] = { .id = CLI_PASSWORD_ENV,
                           .kind = CLI_KIND_NAME,
                           .group = CLI_GROUP_CONNECTION,
                           .name = "password:env",
                           .value = "<variable>",
                           .help = "the environment variable that holds the password" },
    [CLI_PASSWORD_FILE] = { .id = CLI_PASSWORD_FILE,
                            .kind = CLI_KIND_NAME,
                            .group = CLI_GROUP_CONNECTION,
                            .name = "password:file",
                            .value = "<file>",
                            .help = "the file that holds the password; one newline at its end does "
                                    "not belong to it" },
    [CLI_BEARER] = { .id = CLI_BEARER,
                     .kind = CLI_KIND_TEXT,
                     .group = CLI_GROUP_CONNECTION,
                     .wipe = true,
                     .name = "bearer",
                     .value = "<token>",
                     .help = "a token for single sign-on, in place of a password" },
    [CLI_CUSTOM_AUTH] = { .id = CLI_CUSTOM_AUTH,
                          .kind = CLI_KIND_PAIRS,
                          .group = CLI_GROUP_CONNECTION,
                          .wipe = true,
                          .name = "custom-auth",
                          .value = "<key>=<value>",
                          .help = "an authentication scheme of the server's own: scheme and "
                                  "credentials, optionally principal and realm, anything else is "
                                  "handed on; repeatable" },
    [CLI_DATABASE] = { .id = CLI_DATABASE,
                       .kind = CLI_KIND_TEXT,
                       .group = CLI_GROUP_CONNECTION,
                       .letter = 'd',
                       .name = "database",
                       .value = "<name>",
                       .preset = "the user's home database",
                       .help = "the database to migrate" },
    [CLI_SCHEMA_DATABASE] = { .id = CLI_SCHEMA_DATABASE,
                              .kind = CLI_KIND_TEXT,
                              .group = CLI_GROUP_CONNECTION,
                              .name = "schema-database",
                              .value = "<name>",
                              .preset = "the database that is migrated",
                              .help = "the database that keeps the history" },
    [CLI_IMPERSONATE] = { .id = CLI_IMPERSONATE,
                          .kind = CLI_KIND_TEXT,
                          .group = CLI_GROUP_CONNECTION,
                          .name = "impersonate",
                          .value = "<name>",
                          .help = "the user as whom migrations run (Enterprise Edition)" },
    [CLI_MAX_CONNECTION_POOL_SIZE] = { .id = CLI_MAX_CONNECTION_POOL_SIZE,
                                       .kind = CLI_KIND_NUMBER,
                                       .group = CLI_GROUP_CONNECTION,
                                       .hidden = true,
                                       .name = "max-connection-pool-size",
                                       .value = "<number>",
                                       .help = "accepted, without effect" },
    [CLI_LOCATION] = { .id = CLI_LOCATION,
                       .kind = CLI_KIND_LIST,
                       .group = CLI_GROUP_MIGRATIONS,
                       .name = "location",
                       .value = "<location>",
                       .preset = "neo4j/migrations below the current folder, when there is one",
                       .help = "a folder with migrations, as file:///folder or ./folder; several "
                               "between commas, repeatable" },
    [CLI_PACKAGE] = { .id = CLI_PACKAGE,
                      .kind = CLI_KIND_LIST,
                      .group = CLI_GROUP_MIGRATIONS,
                      .hidden = true,
                      .name = "package",
                      .value = "<package>",
                      .help = "refused: there are no Java classes here" },
    [CLI_VERSION_SORT_ORDER] = { .id = CLI_VERSION_SORT_ORDER,
                                 .kind = CLI_KIND_CHOICE,
                                 .group = CLI_GROUP_MIGRATIONS,
                                 .name = "version-sort-order",
                                 .value = "<order>",
                                 .preset = "SEMANTIC",
                                 .choices = SORT_ORDERS,
                                 .help = "how versions are compared" },
    [CLI_OUT_OF_ORDER] = { .id = CLI_OUT_OF_ORDER,
                           .kind = CLI_KIND_FLAG,
                           .group = CLI_GROUP_MIGRATIONS,
                           .name = "out-of-order",
                           .preset = "false",
                           .help = "accept new migrations with a lower version than applied ones" },
    [CLI_AUTOCRLF] = { .id = CLI_AUTOCRLF,
                       .kind = CLI_KIND_FLAG,
                       .group = CLI_GROUP_MIGRATIONS,
                       .name = "autocrlf",
                       .preset = "false",
                       .help = "read CRLF line ends as LF" },
    [CLI_FLYWAY_CHECKSUMS] = { .id = CLI_FLYWAY_CHECKSUMS,
                               .kind = CLI_KIND_FLAG,
                               .group = CLI_GROUP_MIGRATIONS,
                               .name = "use-flyway-compatible-checksums",
                               .preset = "false",
                               .help = "compute checksums as Flyway does" },
    [CLI_TARGET] = { .id = CLI_TARGET,
                     .kind = CLI_KIND_TEXT,
                     .group = CLI_GROUP_APPLYING,
                     .name = "target",
                     .value = "<version>",
                     .help = "where to stop: a version as V2 (V2? when it need not exist), or "
                             "current, next, latest" },
    [CLI_TRANSACTION_MODE] = { .id = CLI_TRANSACTION_MODE,
                               .kind = CLI_KIND_CHOICE,
                               .group = CLI_GROUP_APPLYING,
                               .name = "transaction-mode",
                               .value = "<mode>",
                               .preset = "PER_MIGRATION",
                               .choices = TRANSACTION_MODES,
                               .help = "what shares a transaction" },
    [CLI_TRANSACTION_TIMEOUT] = { .id = CLI_TRANSACTION_TIMEOUT,
                                  .kind = CLI_KIND_DURATION,
                                  .group = CLI_GROUP_APPLYING,
                                  .name = "transaction-timeout",
                                  .value = "<duration>",
                                  .preset = "the server's",
                                  .help = "how long a transaction may take, e.g. PT5M" },
    [CLI_VALIDATE_ON_MIGRATE] = { .id = CLI_VALIDATE_ON_MIGRATE,
                                  .kind = CLI_KIND_FLAG,
                                  .group = CLI_GROUP_APPLYING,
                                  .name = "validate-on-migrate",
                                  .preset = "true",
                                  .help = "compare checksums with the history before applying "
                                          "anything; =false switches it off, the bare option "
                                          "means true" },
    [CLI_DELAY] = { .id = CLI_DELAY,
                    .kind = CLI_KIND_DURATION,
                    .group = CLI_GROUP_APPLYING,
                    .name = "delay-between-migrations",
                    .value = "<duration>",
                    .preset = "none",
                    .help = "a pause before each migration, e.g. PT0.5S" },
    [CLI_CYPHER_VERSION] = { .id = CLI_CYPHER_VERSION,
                             .kind = CLI_KIND_CHOICE,
                             .group = CLI_GROUP_APPLYING,
                             .name = "cypher-version",
                             .value = "<version>",
                             .preset = "DATABASE_DEFAULT",
                             .choices = CYPHER_VERSIONS,
                             .help = "the Cypher that statements are written in" },
    [CLI_PLACEHOLDER] = { .id = CLI_PLACEHOLDER,
                          .kind = CLI_KIND_PAIRS,
                          .group = CLI_GROUP_APPLYING,
                          .name = "placeholder",
                          .value = "<key>=<value>",
                          .environment = "NM_PLACEHOLDERS_<key>",
                          .help = "what ${nm:<key>} in a migration stands for; repeatable" },
    [CLI_VERBOSE] = { .id = CLI_VERBOSE,
                      .kind = CLI_KIND_FLAG,
                      .group = CLI_GROUP_GENERAL,
                      .letter = 'v',
                      .name = "verbose",
                      .preset = "false",
                      .help = "print the configuration first" },
    [CLI_HELP] = { .id = CLI_HELP,
                   .kind = CLI_KIND_ACTION,
                   .group = CLI_GROUP_GENERAL,
                   .letter = 'h',
                   .name = "help",
                   .help = "print this help" },
    [CLI_VERSION] = { .id = CLI_VERSION,
                      .kind = CLI_KIND_ACTION,
                      .group = CLI_GROUP_GENERAL,
                      .letter = 'V',
                      .name = "version",
                      .help = "print the version" },
};

const cli_option *cli_option_get(cli_option_id id)
{
    return &OPTIONS[id];
}

const cli_option *cli_option_named(str name)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        if (str_eq(name, str_from(OPTIONS[i].name)))
            return &OPTIONS[i];
    return NULL;
}

const cli_option *cli_option_lettered(char letter)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++)
        if (letter && OPTIONS[i].letter == letter)
            return &OPTIONS[i];
    return NULL;
}

const char *cli_option_group_title(cli_option_group group)
{
    switch (group) {
    case CLI_GROUP_CONNECTION:
        return "Connection";
    case CLI_GROUP_MIGRATIONS:
        return "Migrations";
    case CLI_GROUP_APPLYING:
        return "Applying";
    case CLI_GROUP_GENERAL:
        return "General";
    }
    return "";
}
