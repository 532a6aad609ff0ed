#include "base/sized.h"

#include <criterion/criterion.h>

typedef struct options {
    size_t size;
    int old, added;
} options;

Test(sized, an_older_caller_gives_less)
{
    struct {
        size_t size;
        int old, whatever;
    } given = { offsetof(options, added), 1, 99 };
    options out = { 0, 7, 7 };
    cr_assert(sized_copy(&out, sizeof out, &given, given.size));
    cr_assert(out.old == 1 && out.added == 0);
}

Test(sized, a_newer_caller_may_give_more_zeroes)
{
    struct {
        options known;
        int newer, newest;
    } given = { { sizeof given, 1, 2 }, 0, 0 };
    options out;
    cr_assert(sized_copy(&out, sizeof out, &given, given.known.size));
    cr_assert(out.old == 1 && out.added == 2);
    given.newest = 3;
    cr_assert_not(sized_copy(&out, sizeof out, &given, given.known.size));
}

Test(sized, without_a_size_it_is_nothing)
{
    options given = { 0 }, out;
    cr_assert_not(sized_copy(&out, sizeof out, &given, given.size));
}
