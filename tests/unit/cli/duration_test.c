#include "cli/duration.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

Test(duration, cases)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str cases, line;
    cr_assert_eq(file_read(TEST_DATA "/cli/durations.tsv", 1 << 20, &a, &cases, NULL), ST_OK);
    size_t seen = 0;
    while ((line = str_split(&cases, '\n')).data) {
        if (line.len == 0 || line.data[0] == '#')
            continue;
        str expected = line, text = str_split(&expected, '\t');
        int64_t ms = -1;
        bool parsed = cli_duration_parse(text, &ms);
        int64_t wanted = str_eq(expected, STR("-")) ? -1 : strtoll(expected.data, NULL, 10);
        cr_expect_eq(ms, wanted, "\"%.*s\" is %lld", STR_ARG(text), (long long)ms);
        cr_expect_eq(parsed, wanted >= 0, "\"%.*s\"", STR_ARG(text));
        seen++;
    }
    cr_assert_gt(seen, 40);
}
