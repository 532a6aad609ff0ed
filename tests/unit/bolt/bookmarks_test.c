#include "bolt/bookmarks.h"

#include <criterion/criterion.h>

static bolt_bookmarks *open_with(const char *a, const char *b)
{
    bolt_bookmarks *bookmarks;
    cr_assert_eq(bolt_bookmarks_create(NULL, &bookmarks, NULL), ST_OK);
    bolt_bookmarks_replace(bookmarks, 0, 0, str_from(a));
    bolt_bookmarks_replace(bookmarks, 0, 0, str_from(b));
    return bookmarks;
}

static void check(bolt_bookmarks *bookmarks, const char *first, const char *second)
{
    size_t count;
    const str *items = bolt_bookmarks_list(bookmarks, &count);
    cr_assert_eq(count, second ? 2 : 1);
    cr_assert(str_eq(items[0], str_from(first)));
    cr_assert_str_eq(items[0].data, first, "the application gets it with a NUL");
    cr_assert(!second || str_eq(items[1], str_from(second)));
    bolt_bookmarks_destroy(bookmarks);
}

Test(bookmarks, what_was_sent_is_replaced)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), 0, STR("c"));
    check(b, "c", NULL);
}

Test(bookmarks, what_came_meanwhile_stays)
{
    bolt_bookmarks *b = open_with("a", "b");
    uint64_t mark = bolt_bookmarks_mark(b);
    bolt_bookmarks_replace(b, mark, 0, STR("other"));
    bolt_bookmarks_replace(b, mark, 0, STR("mine"));
    check(b, "other", "mine");
}

Test(bookmarks, one_takes_the_place_of_that_before_it_but_not_of_what_came_meanwhile)
{
    bolt_bookmarks *b = open_with("a", "b");
    uint64_t mark = bolt_bookmarks_mark(b);
    uint64_t own = bolt_bookmarks_replace(b, mark, 0, STR("mine"));
    bolt_bookmarks_replace(b, 0, 0, STR("other"));
    cr_assert_eq(bolt_bookmarks_replace(b, mark, own, STR_NONE), own, "nothing new");
    own = bolt_bookmarks_replace(b, mark, own, STR("mine again"));
    cr_assert_eq(bolt_bookmarks_replace(b, mark, own, STR("mine again")), own);
    check(b, "other", "mine again");
}

Test(bookmarks, copies_stay_when_the_set_changes)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_bookmarks *b = open_with("a", "b");
    const str *items;
    size_t count;
    cr_assert_eq(bolt_bookmarks_copy(b, &a, &items, &count, NULL), ST_OK);
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), 0, STR("c"));
    cr_assert_eq(count, 2);
    cr_assert(str_eq(items[0], STR("a")) && str_eq(items[1], STR("b")));
    check(b, "c", NULL);
}

Test(bookmarks, none_appears_twice)
{
    bolt_bookmarks *b = open_with("a", "a");
    check(b, "a", NULL);
}

Test(bookmarks, the_same_again_is_kept)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), 0, STR("a"));
    check(b, "a", NULL);
}

Test(bookmarks, nothing_new_changes_nothing)
{
    bolt_bookmarks *b = open_with("a", "b");
    bolt_bookmarks_replace(b, bolt_bookmarks_mark(b), 0, STR_NONE);
    check(b, "a", "b");
}
