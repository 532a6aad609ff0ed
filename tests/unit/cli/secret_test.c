#include "cli/secret.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static const cli_secret KEY = { .name = "password for the key",
                                .question = "Password: ",
                                .given = CLI_CLIENT_KEY_PASSWORD,
                                .variable = CLI_CLIENT_KEY_PASSWORD_ENV,
                                .file = CLI_CLIENT_KEY_PASSWORD_FILE };
static arena memory = ARENA_INIT(NULL, 0);
static char path[64];

static void add(cli_settings *s, cli_option_id id, cli_origin origin, const char *value)
{
    cr_assert_eq(cli_settings_add(s, cli_option_get(id),
                                  &(cli_source){ .origin = origin, .name = "it" }, str_from(value),
                                  NULL),
                 ST_OK);
}

static void set_up(void)
{
    snprintf(path, sizeof path, "/tmp/secret-XXXXXX");
    FILE *file = fdopen(mkstemp(path), "w");
    cr_assert(file && fputs("from-file\n", file) >= 0 && fclose(file) == 0);
    setenv("SECRET_TEST", "from-variable", 1);
    setenv("SECRET_BLANK", " ", 1);
}

static void tear_down(void)
{
    remove(path);
    arena_finish(&memory);
}

TestSuite(secret, .init = set_up, .fini = tear_down);

static const char *resolve(const cli_settings *s)
{
    const char *found = "unset";
    error err = { .status = ST_OK };
    static error kept;
    if (cli_secret_resolve(s, &KEY, &found, &err)) {
        cr_assert_eq(err.status, ST_ARGUMENT);
        kept = err;
        return kept.message;
    }
    return found;
}

Test(secret, is_nothing_that_must_be_given)
{
    cli_settings s = { .memory = &memory };
    cr_expect_null(resolve(&s));
    add(&s, CLI_CLIENT_KEY_PASSWORD, CLI_FROM_COMMAND_LINE, " ");
    cr_expect_null(resolve(&s));
}

Test(secret, in_a_variable_or_a_file)
{
    cli_settings s = { .memory = &memory }, t = { .memory = &memory };
    add(&s, CLI_CLIENT_KEY_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "SECRET_TEST");
    cr_expect_str_eq(resolve(&s), "from-variable");
    add(&t, CLI_CLIENT_KEY_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, path);
    cr_expect_str_eq(resolve(&t), "from-file");
}

Test(secret, the_command_line_comes_first)
{
    cli_settings s = { .memory = &memory };
    add(&s, CLI_CLIENT_KEY_PASSWORD, CLI_FROM_FILE, "in-properties");
    cr_expect_str_eq(resolve(&s), "in-properties");
    add(&s, CLI_CLIENT_KEY_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, path);
    cr_expect_str_eq(resolve(&s), "from-file");
    add(&s, CLI_CLIENT_KEY_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "SECRET_TEST");
    cr_expect_str_eq(resolve(&s), "from-variable");
}

Test(secret, blank_ways_make_room_for_the_next)
{
    cli_settings s = { .memory = &memory };
    add(&s, CLI_CLIENT_KEY_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "SECRET_BLANK");
    cr_expect_str_eq(resolve(&s),
                     "no password for the key: the environment variable \"SECRET_BLANK\" is empty");
    add(&s, CLI_CLIENT_KEY_PASSWORD, CLI_FROM_FILE, "in-properties");
    cr_expect_str_eq(resolve(&s), "in-properties");
}

Test(secret, files_that_cannot_be_read)
{
    cli_settings s = { .memory = &memory };
    add(&s, CLI_CLIENT_KEY_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, "/nowhere");
    cr_expect_str_eq(
        resolve(&s),
        "no password for the key: cannot read \"/nowhere\": No such file or directory");
}
