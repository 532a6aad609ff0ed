#include "cli/option.h"

#include "cli/settings.h"

#include <criterion/criterion.h>
#include <string.h>

Test(option, table_is_in_order_and_complete)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        cr_assert_eq(option->id, i);
        cr_assert(option->name && *option->name);
        cr_assert(option->help && *option->help, "%s is not documented", option->name);
        cr_assert_neq(option->group, 0, "%s", option->name);
    }
}

Test(option, names_and_letters_are_unique)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        cr_assert_eq(cli_option_named(str_from(option->name)), option, "%s", option->name);
        if (option->letter)
            cr_assert_eq(cli_option_lettered(option->letter), option, "-%c", option->letter);
    }
    cr_assert_null(cli_option_lettered('\0'));
    cr_assert_null(cli_option_named(STR("")));
    cr_assert_null(cli_option_named(STR("addr")));
}

Test(option, what_the_kind_needs_is_there)
{
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        bool bare = option->kind == CLI_KIND_FLAG || option->kind == CLI_KIND_ACTION;
        cr_assert_eq(option->value == NULL, bare, "%s", option->name);
        cr_assert_eq(option->choices != NULL, option->kind == CLI_KIND_CHOICE, "%s", option->name);
        if (option->choices)
            cr_assert_neq(cli_choice_index(option->choices, str_from(option->preset)),
                          STR_NOT_FOUND);
        bool flag = false;
        if (option->kind == CLI_KIND_FLAG)
            cr_assert(cli_flag_parse(str_from(option->preset), &flag), "%s", option->name);
    }
}
