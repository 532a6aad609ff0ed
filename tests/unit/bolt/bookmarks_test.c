#include "bolt/bookmarks.h"

#include <criterion/criterion.h>

static bolt_bookmarks *open_with(const char *a, const char *b)
{
    bolt_bookmarks *bookmarks;
    cr_assert_eq(bolt_bookmarks_create(NULL, &bookmarks, NULL), ST_OK);
    bolt_bookmarks_replace(bookmarks, 0, str_from(a));
    bolt_bookmarks_replace(bookmarks, 0, str_from(b));
    return bookmarks;
}

static void check(bolt_bookmarks *bookmarks, const char *first, const char *second)
{
    size_t count;
    const str *items = bolt_bookmarks_list(bookmarks, &count);
    cr_assert_eq(count, second ? 2 : 1);
    cr_assert(str_eq(items[0], str_from(first)));
    cr_assert(!second || str_eq(items[1], str_from(second)));
    bolt_bookmarks_destroy(bookmarks);
}

Test(bookmarks, what_was_sent_is_replaced)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), STR("c"));
    check(b, "c", NULL);
}

Test(bookmarks, what_came_meanwhile_stays)
{
    bolt_bookmarks *b = open_with("a", "b");
    uint64_t mark = bolt_bookmarks_mark(b);
    bolt_bookmarks_replace(b, mark, STR("other"));
    bolt_bookmarks_replace(b, mark, STR("mine"));
    check(b, "other", "mine");
}

Test(bookmarks, none_appears_twice)
{
    bolt_bookmarks *b = open_with("a", "a");
    check(b, "a", NULL);
}

Test(bookmarks, the_same_again_is_kept)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), STR("a"));
    check(b, "a", NULL);
}

Test(bookmarks, nothing_new_changes_nothing)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), STR_NONE);
    check(b, "a", "b");
}
