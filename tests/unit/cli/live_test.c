#include "cli/live.h"

#include <criterion/criterion.h>

static size_t render(const cli_live *l, int64_t now, size_t columns, char *out)
{
    size_t length = cli_live_render(l, now, columns, out, 512);
    out[length] = '\0';
    return length;
}

Test(live, statement_and_time)
{
    char line[513];
    cli_live l = { .since = 1000, .statement = 3, .statements = 10, .text = "apply 2 (\"half\")" };
    render(&l, 5250, 80, line);
    cr_assert_str_eq(line, "apply 2 (\"half\"), statement 3/10, 4.2 s");
}

Test(live, nothing_but_the_command)
{
    char line[513];
    cli_live l = { .since = 0, .text = "info" };
    render(&l, 62000, 80, line);
    cr_assert_str_eq(line, "info, 62.0 s");
}

Test(live, never_wraps)
{
    char line[513];
    cli_live l = { .since = 0, .text = "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F" };
    cr_assert_eq(render(&l, 0, 4, line), 6);
    cr_assert_str_eq(line, "\xC3\xA4\xC3\xB6\xC3\xBC");
}

Test(live, without_a_terminal_nothing_happens)
{
    cli_live l = { .running = false };
    cli_live_begin(&l, "x");
    cli_live_statement(&l, 1, 2);
    cli_live_hide(&l);
    cli_live_show(&l);
    cli_live_end(&l);
    cli_live_stop(&l);
    cr_assert_not(l.busy);
}
