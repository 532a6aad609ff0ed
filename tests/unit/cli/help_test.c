#include "cli/help.h"

#include "base/utf8.h"
#include "cli/option.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void expect_narrow(const buf *text)
{
    str rest = buf_view(text);
    while (rest.data) {
        str line = str_split(&rest, '\n');
        cr_assert_leq(utf8_characters(line), 80, "%.*s", STR_ARG(line));
        cr_assert_not(str_ends(line, STR(" ")), "\"%.*s\"", STR_ARG(line));
    }
}

Test(help, names_every_option_that_is_not_hidden)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    cli_help_render(&text);
    for (size_t i = 0; i < CLI_OPTIONS; i++) {
        const cli_option *option = cli_option_get((cli_option_id)i);
        char name[64];
        snprintf(name, sizeof name, "--%s", option->name);
        bool there = str_find(buf_view(&text), str_from(name), 0) != STR_NOT_FOUND;
        cr_expect_eq(there, !option->hidden, "%s", option->name);
    }
}

Test(help, fits_eighty_columns)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    cli_help_render(&text);
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        cli_help_render_command(command, &text);
        cli_help_render_usage(command, &text);
    }
    cli_help_render_usage(NULL, &text);
    cr_assert_not(text.failed);
    expect_narrow(&text);
}

Test(help, every_command_is_described)
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        cr_assert(command->purpose && command->example && command->run, "%s", command->name);
        cr_assert_eq(cli_command_named(str_from(command->name)), command);
        cr_assert(!command->alias || cli_command_named(str_from(command->alias)) == command);
    }
    cr_assert_null(cli_command_named(STR("")));
}
