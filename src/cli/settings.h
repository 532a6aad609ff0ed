/* What was given for each option, and by whom. The command line beats the environment, that beats the
 * file of the project, and that beats the file of the user. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/option.h"

typedef enum cli_origin {
    CLI_NOT_GIVEN,
    CLI_FROM_USER_FILE,
    CLI_FROM_FILE,
    CLI_FROM_ENVIRONMENT,
    CLI_FROM_COMMAND_LINE,
} cli_origin;

/* Where a value was found. */
typedef struct cli_source {
    cli_origin origin;
    const char *name; /* what the user calls it there: "--address", NEO4J_URI, or a key */
    const char *file; /* with the line from 1; NULL where there is none. Borrowed */
    uint32_t line;
} cli_source;

typedef struct cli_setting {
    cli_origin origin;
    const char *file; /* of the last value, as in its source */
    uint32_t line;
    str *items; /* each with a terminating NUL; none when a secret is to be asked for */
    size_t count, capacity;
} cli_setting;

typedef struct cli_settings cli_settings;
struct cli_settings {
    arena *memory;
    cli_setting of[CLI_OPTIONS];
};

/* Copies a value, unless something that beats it is there already. ST_ARGUMENT when the value does not
 * fit the kind of the option, or comes a second time. Feed a file in its final form: one value a key. */
MUST_CHECK status cli_settings_add(cli_settings *s, const cli_option *option,
                                   const cli_source *source, str value, error *err);

/* A secret that was named without a value. */
MUST_CHECK status cli_settings_ask_for(cli_settings *s, const cli_option *option, error *err);

bool cli_settings_given(const cli_settings *s, cli_option_id id);

/* NULL when not given, or blank. */
const char *cli_settings_text(const cli_settings *s, cli_option_id id);

/* The option's own default when not given. */
bool cli_settings_flag(const cli_settings *s, cli_option_id id);

/* The index among the option's choices. */
size_t cli_settings_choice(const cli_settings *s, cli_option_id id);

/* 0 when not given. */
int64_t cli_settings_ms(const cli_settings *s, cli_option_id id);

/* The index of `text` among words that end with NULL, in any case; STR_NOT_FOUND. */
size_t cli_choice_index(const char *const *choices, str text);

/* "A, B, C". Data is NULL when there is no memory. */
str cli_choice_list(const char *const *choices, arena *a);

/* False when the text is neither true nor false, in any case. */
bool cli_flag_parse(str text, bool *out);

#endif
