/* The global options as data: parsing, help, names of environment variables and of property keys
 * all come from one table. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/str.h"

typedef enum cli_option_id {
    CLI_ADDRESS,
    CLI_USERNAME,
    CLI_PASSWORD,
    CLI_PASSWORD_ENV,
    CLI_PASSWORD_FILE,
    CLI_BEARER,
    CLI_KERBEROS,
    CLI_CUSTOM_AUTH,
    CLI_DATABASE,
    CLI_SCHEMA_DATABASE,
    CLI_IMPERSONATE,
    CLI_MAX_CONNECTION_POOL_SIZE,
    CLI_BOLT_TRACE,
    CLI_ENCRYPTED,
    CLI_TRUST,
    CLI_CA_FILE,
    CLI_CA_FOLDER,
    CLI_CLIENT_CERTIFICATE,
    CLI_CLIENT_KEY,
    CLI_CLIENT_KEY_PASSWORD,
    CLI_CLIENT_KEY_PASSWORD_ENV,
    CLI_CLIENT_KEY_PASSWORD_FILE,
    CLI_LOCATION,
    CLI_PACKAGE,
    CLI_VERSION_SORT_ORDER,
    CLI_OUT_OF_ORDER,
    CLI_NATIVE,
    CLI_AUTOCRLF,
    CLI_FLYWAY_CHECKSUMS,
    CLI_READ_LOCK,
    CLI_TARGET,
    CLI_TRANSACTION_MODE,
    CLI_TRANSACTION_TIMEOUT,
    CLI_VALIDATE_ON_MIGRATE,
    CLI_DELAY,
    CLI_CYPHER_VERSION,
    CLI_PLACEHOLDER,
    CLI_FORMAT,
    CLI_COLOR,
    CLI_DETAILED_EXIT_CODES,
    CLI_QUIET,
    CLI_VERBOSE,
    CLI_HELP,
    CLI_VERSION,
} cli_option_id;
enum { CLI_OPTIONS = CLI_VERSION + 1 };

/* The choices of CLI_FORMAT. */
typedef enum cli_format { CLI_TEXT, CLI_JSON } cli_format;

/* The choices of CLI_COLOR. */
typedef enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER } cli_color;

typedef enum cli_option_kind {
    CLI_KIND_TEXT,
    CLI_KIND_NAME,   /* text that must not be blank */
    CLI_KIND_SECRET, /* text that may be left out, and is asked for then */
    CLI_KIND_LIST,   /* pieces between commas, repeatable */
    CLI_KIND_PAIRS,  /* key=value, repeatable */
    CLI_KIND_FLAG,   /* bare: true; or =true, =false */
    CLI_KIND_CHOICE, /* one of `choices`, in any case */
    CLI_KIND_DURATION,
    CLI_KIND_NUMBER,
    CLI_KIND_ACTION, /* no value, on the command line only */
} cli_option_kind;

/* Bits, so that a command can say which groups concern it. */
typedef enum cli_option_group {
    CLI_GROUP_CONNECTION = 1,
    CLI_GROUP_ENCRYPTION = 2,
    CLI_GROUP_MIGRATIONS = 4,
    CLI_GROUP_APPLYING = 8,
    CLI_GROUP_GENERAL = 16,
} cli_option_group;

typedef struct cli_option {
    cli_option_id id;
    cli_option_kind kind;
    cli_option_group group;
    char letter;                /* of the short form; 0 for none */
    bool hidden;                /* not in the help */
    bool wipe;                  /* the value is not for other eyes */
    const char *name;           /* of the long form and of the property, without dashes */
    const char *value;          /* what the help calls the value; NULL for flags */
    const char *environment;    /* the variable that stands in for it; or NULL */
    const char *set_means;      /* the value that such a variable has, whatever is in it; or NULL */
    const char *preset;         /* what holds without it; or NULL */
    const char *const *choices; /* ended by NULL */
    const char *help;
} cli_option;

const cli_option *cli_option_get(cli_option_id id);

/* NULL when there is none. */
const cli_option *cli_option_named(str name);
const cli_option *cli_option_lettered(char letter);

/* The heading of a group in the help. */
const char *cli_option_group_title(cli_option_group group);

#endif
