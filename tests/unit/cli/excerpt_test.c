#include "cli/excerpt.h"

#include "base/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(const char *line, uint32_t column, const char *wanted)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_excerpt_render(str_from(line), 7, column, false, &out);
    cr_assert(str_eq(buf_view(&out), str_from(wanted)), "%.*s", STR_ARG(buf_view(&out)));
}

Test(excerpt, lines_end_with_lf_crlf_or_cr)
{
    str text = STR("one\r\ntwo\n\rfour");
    cr_assert(str_eq(cli_excerpt_line(text, 1), STR("one")));
    cr_assert(str_eq(cli_excerpt_line(text, 2), STR("two")));
    cr_assert(str_eq(cli_excerpt_line(text, 3), STR("")));
    cr_assert(str_eq(cli_excerpt_line(text, 4), STR("four")));
    cr_assert_null(cli_excerpt_line(text, 5).data);
    cr_assert_null(cli_excerpt_line(text, 0).data);
}

Test(excerpt, a_bom_is_no_character_of_the_line)
{
    cr_assert(str_eq(cli_excerpt_line(STR("\xEF\xBB\xBFone\ntwo"), 1), STR("one")));
}

Test(excerpt, caret)
{
    expect("CREAT (n)", 1, "    7 | CREAT (n)\n      | ^\n");
    expect("CREATE n)", 8, "    7 | CREATE n)\n      |        ^\n");
    expect("abc", 4, "    7 | abc\n      |    ^\n");
    expect("abc", 99, "    7 | abc\n      |    ^\n");
    expect("", 1, "    7 | \n      | ^\n");
}

Test(excerpt, caret_counts_characters_and_their_width)
{
    expect("'\xC3\xA4\xC3\xB6' x", 6, "    7 | '\xC3\xA4\xC3\xB6' x\n      |      ^\n");
    expect("'\xE6\x97\xA5\xE6\x9C\xAC' x", 6,
           "    7 | '\xE6\x97\xA5\xE6\x9C\xAC' x\n      |        ^\n");
    expect("'\xF0\x9F\x98\x80' x", 5, "    7 | '\xF0\x9F\x98\x80' x\n      |      ^\n");
    expect("'e\xCC\x81' x", 6, "    7 | 'e\xCC\x81' x\n      |     ^\n");
}

Test(excerpt, tabs_stand_in_both_lines)
{
    expect("\t\tfoo\tbar", 7, "    7 | \t\tfoo\tbar\n      | \t\t   \t^\n");
}

Test(excerpt, nothing_of_the_file_reaches_the_terminal_as_a_command)
{
    expect("a\x1B[31mb\x7F", 8, "    7 | a\xEF\xBF\xBD[31mb\xEF\xBF\xBD\n      |        ^\n");
}

Test(excerpt, long_lines_are_cut_around_the_caret)
{
    char line[1001];
    memset(line, 'a', 1000);
    line[1000] = '\0';
    line[499] = 'X';
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_excerpt_render(str_from(line), 1, 500, false, &out);
    str rest = buf_view(&out), source = str_split(&rest, '\n'), caret = str_split(&rest, '\n');
    str before_caret = str_slice(caret, 0, str_find_char(caret, '^', 0));
    str before_place = str_slice(source, 0, str_find_char(source, 'X', 0));
    cr_assert_eq(utf8_characters(before_caret), utf8_characters(before_place));
    cr_assert_leq(utf8_characters(source), 82);
    cr_assert_geq(str_find(source, STR("\xE2\x80\xA6"), 0), 8);
    cr_assert(str_ends(source, STR("\xE2\x80\xA6")));
}

Test(excerpt, the_end_of_a_long_line)
{
    char line[301];
    memset(line, 'a', 300);
    line[300] = '\0';
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_excerpt_render(str_from(line), 1, 301, false, &out);
    str rest = buf_view(&out), source = str_split(&rest, '\n'), caret = str_split(&rest, '\n');
    cr_assert(str_ends(source, STR("a")));
    cr_assert_eq(utf8_characters(caret), utf8_characters(source) + 1);
}
