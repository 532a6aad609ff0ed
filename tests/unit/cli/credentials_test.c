#include "cli/credentials.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static arena memory = ARENA_INIT(NULL, 0);

static void add(cli_settings *s, cli_option_id id, cli_origin origin, const char *value)
{
    cr_assert_eq(cli_settings_add(s, cli_option_get(id),
                                  &(cli_source){ .origin = origin, .name = "it" }, str_from(value),
                                  NULL),
                 ST_OK);
}

static const char *password_of(const cli_settings *s)
{
    n4m_options options = N4M_OPTIONS_INIT;
    return cli_credentials_resolve(s, &options, NULL) ? NULL : options.password;
}

static const char *file_with(const char *content)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/credentials-XXXXXX");
    FILE *file = fdopen(mkstemp(path), "w");
    cr_assert(file && fputs(content, file) >= 0 && fclose(file) == 0);
    return path;
}

Test(credentials, order_of_ways)
{
    cli_settings s = { .memory = &memory };
    setenv("OTHER", "from-variable", 1);
    const char *path = file_with("from-file");
    add(&s, CLI_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, path);
    cr_expect_str_eq(password_of(&s), "from-file");
    add(&s, CLI_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "OTHER");
    cr_expect_str_eq(password_of(&s), "from-variable");
    add(&s, CLI_PASSWORD, CLI_FROM_COMMAND_LINE, "given");
    cr_expect_str_eq(password_of(&s), "given");
    remove(path);
}

Test(credentials, neo4j_password_beats_another_variable_but_not_a_file)
{
    setenv("OTHER", "from-variable", 1);
    cli_settings s = { .memory = &memory };
    add(&s, CLI_PASSWORD, CLI_FROM_ENVIRONMENT, "well-known");
    add(&s, CLI_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "OTHER");
    cr_expect_str_eq(password_of(&s), "well-known");
    cli_settings t = { .memory = &memory };
    const char *path = file_with("from-file");
    add(&t, CLI_PASSWORD, CLI_FROM_ENVIRONMENT, "well-known");
    add(&t, CLI_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, path);
    cr_expect_str_eq(password_of(&t), "from-file");
    remove(path);
}

Test(credentials, the_command_line_beats_a_password_in_the_properties_file)
{
    setenv("OTHER", "from-variable", 1);
    cli_settings s = { .memory = &memory };
    add(&s, CLI_PASSWORD, CLI_FROM_FILE, "in-properties");
    add(&s, CLI_PASSWORD_ENV, CLI_FROM_COMMAND_LINE, "OTHER");
    cr_expect_str_eq(password_of(&s), "from-variable");
}

Test(credentials, the_project_beats_the_user)
{
    setenv("OTHER", "from-variable", 1);
    cli_settings s = { .memory = &memory };
    add(&s, CLI_PASSWORD_ENV, CLI_FROM_FILE, "OTHER");
    add(&s, CLI_PASSWORD, CLI_FROM_USER_FILE, "of-the-user");
    cr_expect_str_eq(password_of(&s), "from-variable");
    cli_settings t = { .memory = &memory };
    add(&t, CLI_PASSWORD, CLI_FROM_USER_FILE, "of-the-user");
    cr_expect_str_eq(password_of(&t), "of-the-user");
}

Test(credentials, one_newline_at_the_end_of_a_file_is_not_the_password)
{
    static const char *const CASES[][2] = { { "secret", "secret" },
                                            { "secret\n", "secret" },
                                            { "secret\r\n", "secret" },
                                            { "secret\n\n", "secret\n" },
                                            { " secret ", " secret " } };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cli_settings s = { .memory = &memory };
        const char *path = file_with(CASES[i][0]);
        add(&s, CLI_PASSWORD_FILE, CLI_FROM_COMMAND_LINE, path);
        cr_expect_str_eq(password_of(&s), CASES[i][1]);
        remove(path);
    }
}

Test(credentials, blank_ones_let_the_next_way_have_its_turn)
{
    cli_settings s = { .memory = &memory };
    n4m_options options = N4M_OPTIONS_INIT;
    add(&s, CLI_PASSWORD, CLI_FROM_COMMAND_LINE, "");
    add(&s, CLI_BEARER, CLI_FROM_COMMAND_LINE, " token\n");
    cr_assert_eq(cli_credentials_resolve(&s, &options, NULL), ST_OK);
    cr_expect_eq(options.auth, N4M_AUTH_BEARER);
    cr_expect_str_eq(options.password, "token");
}

Test(credentials, a_ticket)
{
    cli_settings s = { .memory = &memory };
    n4m_options options = N4M_OPTIONS_INIT;
    add(&s, CLI_KERBEROS, CLI_FROM_FILE, "dGlja2V0\n");
    cr_assert_eq(cli_credentials_resolve(&s, &options, NULL), ST_OK);
    cr_expect_eq(options.auth, N4M_AUTH_KERBEROS);
    cr_expect_str_eq(options.password, "dGlja2V0");
}

Test(credentials, what_is_missing_is_told)
{
    static const struct {
        cli_option_id id;
        const char *value, *told;
    } CASES[] = {
        { CLI_VERBOSE, "true", "no password: give one with --password" },
        { CLI_PASSWORD, "", "no password: give one with --password" },
        { CLI_PASSWORD_ENV, "NOT_SET", "the environment variable \"NOT_SET\" is not set" },
        { CLI_PASSWORD_FILE, "/nowhere", "\"/nowhere\"" },
        { CLI_PASSWORD_FILE, "/dev/null", "\"/dev/null\" is empty" },
        { CLI_CUSTOM_AUTH, "scheme=basic", "wants credentials" },
        { CLI_CUSTOM_AUTH, "credentials=x", "wants a scheme" },
    };
    unsetenv("NOT_SET");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cli_settings s = { .memory = &memory };
        n4m_options options = N4M_OPTIONS_INIT;
        error err = { .status = ST_OK };
        add(&s, CASES[i].id, CLI_FROM_COMMAND_LINE, CASES[i].value);
        cr_expect_eq(cli_credentials_resolve(&s, &options, &err), ST_ARGUMENT);
        cr_expect(str_find(str_from(err.message), str_from(CASES[i].told), 0) != STR_NOT_FOUND,
                  "%s", err.message);
    }
}

Test(credentials, custom)
{
    cli_settings s = { .memory = &memory };
    n4m_options options = N4M_OPTIONS_INIT;
    add(&s, CLI_USERNAME, CLI_FROM_COMMAND_LINE, "neo4j");
    add(&s, CLI_CUSTOM_AUTH, CLI_FROM_COMMAND_LINE, "Scheme=own");
    add(&s, CLI_CUSTOM_AUTH, CLI_FROM_COMMAND_LINE, "credentials=a=b");
    add(&s, CLI_CUSTOM_AUTH, CLI_FROM_COMMAND_LINE, "realm=r");
    add(&s, CLI_CUSTOM_AUTH, CLI_FROM_COMMAND_LINE, "more=m");
    cr_assert_eq(cli_credentials_resolve(&s, &options, NULL), ST_OK);
    cr_expect_eq(options.auth, N4M_AUTH_CUSTOM);
    cr_expect_str_eq(options.auth_scheme, "own");
    cr_expect_str_eq(options.password, "a=b");
    cr_expect_str_eq(options.auth_realm, "r");
    cr_expect_str_eq(options.username, "neo4j");
    cr_expect_str_eq(options.auth_parameters[0].key, "more");
    cr_expect_null(options.auth_parameters[1].key);
}
