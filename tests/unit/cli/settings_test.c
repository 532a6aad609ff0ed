#include "cli/settings.h"

#include <criterion/criterion.h>

static arena memory = ARENA_INIT(NULL, 0);

static status add(cli_settings *s, cli_option_id id, cli_origin origin, str value)
{
    return cli_settings_add(s, cli_option_get(id), &(cli_source){ .origin = origin, .name = "it" },
                            value, NULL);
}

Test(settings, the_command_line_beats_the_environment_beats_the_file)
{
    cli_settings s = { .memory = &memory };
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_ENVIRONMENT, STR("env")), ST_OK);
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_FILE, STR("file")), ST_OK);
    cr_assert_str_eq(cli_settings_text(&s, CLI_ADDRESS), "env");
    cli_settings t = { .memory = &memory };
    cr_assert_eq(add(&t, CLI_ADDRESS, CLI_FROM_COMMAND_LINE, STR("line")), ST_OK);
    cr_assert_eq(add(&t, CLI_ADDRESS, CLI_FROM_ENVIRONMENT, STR("env")), ST_OK);
    cr_assert_str_eq(cli_settings_text(&t, CLI_ADDRESS), "line");
    cr_assert_eq(t.of[CLI_ADDRESS].origin, CLI_FROM_COMMAND_LINE);
}

Test(settings, what_is_weaker_gives_way_though_it_came_first)
{
    cli_settings s = { .memory = &memory };
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_USER_FILE, STR("user")), ST_OK);
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_FILE, STR("file")), ST_OK);
    cr_assert_str_eq(cli_settings_text(&s, CLI_ADDRESS), "file");
    cr_assert_eq(s.of[CLI_ADDRESS].count, 1);
}

Test(settings, a_list_is_replaced_as_a_whole)
{
    cli_settings s = { .memory = &memory };
    cr_assert_eq(add(&s, CLI_LOCATION, CLI_FROM_COMMAND_LINE, STR("a,b")), ST_OK);
    cr_assert_eq(add(&s, CLI_LOCATION, CLI_FROM_COMMAND_LINE, STR("c,,")), ST_OK);
    cr_assert_eq(add(&s, CLI_LOCATION, CLI_FROM_FILE, STR("d")), ST_OK);
    cr_assert_eq(s.of[CLI_LOCATION].count, 3);
    cr_assert_str_eq(s.of[CLI_LOCATION].items[2].data, "c");
}

Test(settings, values_are_checked)
{
    static const struct {
        cli_option_id id;
        const char *value;
        bool fits;
    } CASES[] = {
        { CLI_OUT_OF_ORDER, "TRUE", true },
        { CLI_OUT_OF_ORDER, "false ", true },
        { CLI_OUT_OF_ORDER, "yes", false },
        { CLI_OUT_OF_ORDER, "", false },
        { CLI_CYPHER_VERSION, "cypher_25", true },
        { CLI_CYPHER_VERSION, "CYPHER_4", false },
        { CLI_DELAY, "PT1S", true },
        { CLI_DELAY, "1", false },
        { CLI_MAX_CONNECTION_POOL_SIZE, "2", true },
        { CLI_MAX_CONNECTION_POOL_SIZE, "0", false },
        { CLI_MAX_CONNECTION_POOL_SIZE, "many", false },
        { CLI_PLACEHOLDER, "k=", true },
        { CLI_PLACEHOLDER, "k=a=b", true },
        { CLI_PLACEHOLDER, "k", false },
        { CLI_PLACEHOLDER, "=v", false },
        { CLI_ADDRESS, " ", false },
        { CLI_DATABASE, " ", true },
        { CLI_PASSWORD, "", true },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cli_settings s = { .memory = &memory };
        status st = add(&s, CASES[i].id, CLI_FROM_FILE, str_from(CASES[i].value));
        cr_expect_eq(st, CASES[i].fits ? ST_OK : ST_ARGUMENT, "%s=%s",
                     cli_option_get(CASES[i].id)->name, CASES[i].value);
    }
}

Test(settings, once_is_enough_for_what_is_no_list)
{
    cli_settings s = { .memory = &memory };
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_COMMAND_LINE, STR("a")), ST_OK);
    cr_assert_eq(add(&s, CLI_ADDRESS, CLI_FROM_COMMAND_LINE, STR("a")), ST_ARGUMENT);
    cr_assert_eq(add(&s, CLI_PLACEHOLDER, CLI_FROM_COMMAND_LINE, STR("a=1")), ST_OK);
    cr_assert_eq(add(&s, CLI_PLACEHOLDER, CLI_FROM_COMMAND_LINE, STR("a=2")), ST_OK);
}

Test(settings, defaults)
{
    cli_settings s = { .memory = &memory };
    cr_assert_null(cli_settings_text(&s, CLI_ADDRESS));
    cr_assert(cli_settings_flag(&s, CLI_VALIDATE_ON_MIGRATE));
    cr_assert_not(cli_settings_flag(&s, CLI_OUT_OF_ORDER));
    cr_assert_eq(cli_settings_choice(&s, CLI_TRANSACTION_MODE), 0);
    cr_assert_eq(cli_settings_ms(&s, CLI_DELAY), 0);
}

Test(settings, a_message_names_the_thing_and_not_the_secret)
{
    cli_settings s = { .memory = &memory };
    error err = { .status = ST_OK };
    cr_assert_eq(
        cli_settings_add(&s, cli_option_get(CLI_CUSTOM_AUTH),
                         &(cli_source){ .origin = CLI_FROM_COMMAND_LINE, .name = "--custom-auth" },
                         STR("hush"), &err),
        ST_ARGUMENT);
    cr_assert(str_find(str_from(err.message), STR("--custom-auth"), 0) != STR_NOT_FOUND);
    cr_assert_eq(str_find(str_from(err.message), STR("hush"), 0), STR_NOT_FOUND);
}
