#include "cypher/table.h"
#include "migration/migration.h"

/* "1.2 V1_2__a.cypher", ... */
static migration_list list_of(arena *a, const char *const *versions)
{
    migration_list list = { 0 };
    migration *items = arena_array(a, 32, sizeof *items);
    for (; versions[list.count]; list.count++) {
        str rest = str_from(versions[list.count]);
        str version = str_split(&rest, ' ');
        items[list.count] = (migration){ .version = version, .source = rest, .path = rest };
    }
    list.items = items;
    return list;
}

static void expect_order(const char *const *versions, version_order order, const char *expected)
{
    error err = { 0 };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO sorted = BUF_INIT(NULL, 0);
    migration_list list = list_of(&a, versions);
    if (migration_sort(&list, order, &a, &err))
        buf_text(&sorted, err.message);
    for (size_t i = 0; err.status == ST_OK && i < list.count; i++)
        buf_printf(&sorted, "%s%.*s", i ? " " : "", STR_ARG(list.items[i].version));
    cr_assert(str_eq(buf_view(&sorted), str_from(expected)), "%.*s", STR_ARG(buf_view(&sorted)));
}

static const char *const MANY[] = { "1.4.3",  "0.0.0",  "1.4.2",   "1.4.1",    "2.0.0",
                                    "1.16.1", "1.17.1", "1.17.10", "1.17.2.3", NULL };

Test(sort, semantic)
{
    expect_order(MANY, VERSION_SEMANTIC,
                 "0.0.0 1.4.1 1.4.2 1.4.3 1.16.1 1.17.1 1.17.2.3 1.17.10 2.0.0");
}

Test(sort, lexicographic)
{
    expect_order(MANY, VERSION_LEXICOGRAPHIC,
                 "0.0.0 1.16.1 1.17.1 1.17.10 1.17.2.3 1.4.1 1.4.2 1.4.3 2.0.0");
}

Test(sort, one_and_none)
{
    expect_order((const char *const[]){ NULL }, VERSION_SEMANTIC, "");
    expect_order((const char *const[]){ "1", NULL }, VERSION_SEMANTIC, "1");
}

Test(sort, duplicates)
{
    const char *const versions[] = { "2 V2__x", "1 V1__b", "1 V1__a", "1 R1__c", NULL };
    expect_order(versions, VERSION_SEMANTIC,
                 "Duplicate version '1' (R1__c, V1__a, V1__b): rename or remove \"R1__c\" or "
                 "\"V1__a\"");
    const char *const twice[] = { "1 V1__a", "1 V1__a", NULL };
    expect_order(twice, VERSION_LEXICOGRAPHIC,
                 "Duplicate version '1' (V1__a, V1__a): \"V1__a\" is found twice, remove one of "
                 "the locations it is below");
}

Test(sort, equal_numbers)
{
    const char *const versions[] = { "1.0 V1_0__b", "2 V2__x", "1 V1__a", NULL };
    expect_order(versions, VERSION_SEMANTIC,
                 "the versions '1.0' (V1_0__b) and '1' (V1__a) are equal as numbers: give one of "
                 "the files another version, or sort versions lexicographically");
    expect_order(versions, VERSION_LEXICOGRAPHIC, "1 1.0 2");
}

Test(sort, zero_behind_and_more)
{
    const char *const versions[] = { "2.0.1", "2", NULL };
    expect_order(versions, VERSION_SEMANTIC, "2 2.0.1");
}
