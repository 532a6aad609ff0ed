#include "api/handle.h"

#include <criterion/criterion.h>

static const char *of_verdict(chain_outcome outcome, bool needs_repair, const char *warning)
{
    static arena a = ARENA_INIT(NULL, 0);
    chain_verdict verdict = { outcome, needs_repair, str_from(warning) };
    str text;
    cr_assert_eq(text_of_verdict(&verdict, STR("`x`"), &a, &text, NULL), ST_OK);
    return text.data;
}

Test(text, verdicts)
{
    cr_assert_str_eq(of_verdict(CHAIN_VALID, false, "No migrations resolved."),
                     "All resolved migrations have been applied to `x`.");
    cr_assert_str_eq(of_verdict(CHAIN_INCOMPLETE_DATABASE, false, NULL),
                     "Some versions have been resolved that are not applied to `x`.\n"
                     "Database is not in a valid state. To fix this, apply this configuration.");
    cr_assert_str_eq(of_verdict(CHAIN_INCOMPLETE_MIGRATIONS, true, "More."),
                     "Some versions previously applied to `x` cannot be resolved anymore.\nMore.\n"
                     "Database is not in a valid state and needs manual repair.");
    cr_assert_str_eq(of_verdict(CHAIN_DIFFERENT_CONTENT, true, "Checksum."),
                     "Versions resolved locally mismatch in either names, types or checksums "
                     "compared to `x`.\nChecksum.\n"
                     "Database is not in a valid state and needs manual repair.");
    cr_assert_str_eq(of_verdict(CHAIN_DUPLICATE_VERSION, false, "Duplicate version '1' (a, b)"),
                     "Some versions occur more than once, locally or in `x`.\n"
                     "Duplicate version '1' (a, b)");
}

static const char *of_clean(const str *chains, size_t count)
{
    static arena a = ARENA_INIT(NULL, 0);
    history_deleted deleted = {
        .chains = chains, .chain_count = count, .nodes = 4, .relationships = 3, .constraints = 2
    };
    str text;
    cr_assert_eq(text_of_clean(&deleted, STR("the default database"), &a, &text, NULL), ST_OK);
    return text.data;
}

Test(text, cleaning)
{
    str chains[] = { STR("<default>"), STR("other") };
    cr_assert_str_eq(of_clean(chains, 0), "Deleted no chains (4 nodes and 3 relationships in "
                                          "total) and 2 constraints from the default database.");
    cr_assert_str_eq(of_clean(chains, 1), "Deleted chain <default> (4 nodes and 3 relationships in "
                                          "total) and 2 constraints from the default database.");
    cr_assert_str_eq(of_clean(chains, 2),
                     "Deleted chains <default>, other (4 nodes and 3 relationships in total) and 2 "
                     "constraints from the default database.");
}

Test(text, applying)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str text;
    cr_assert_eq(text_of_apply(STR("1.2"), &a, &text, NULL), ST_OK);
    cr_assert_str_eq(text.data, "Database migrated to version 1.2.");
    cr_assert_eq(text_of_apply(STR_NONE, &a, &text, NULL), ST_OK);
    cr_assert_str_eq(text.data, "No migrations have been applied.");
}
