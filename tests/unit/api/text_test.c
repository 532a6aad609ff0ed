#include "api/handle.h"

#include <criterion/criterion.h>
#include <string.h>

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

static const char *of_clean(const str *chains, size_t count, bool dry)
{
    static arena a = ARENA_INIT(NULL, 0);
    str constraint = STR("a"), index = STR("b"), lock = STR("c");
    history_deleted deleted = { .chains = { chains, count },
                                .constraints = { &constraint, 1 },
                                .indexes = { &index, 1 },
                                .locks = { &lock, 1 },
                                .nodes = 4,
                                .relationships = 3,
                                .dropped_constraints = 2 };
    str text;
    cr_assert_eq(text_of_clean(&deleted, dry, STR("the default database"), &a, &text, NULL), ST_OK);
    return text.data;
}

Test(text, cleaning)
{
    str chains[] = { STR("<default>"), STR("other") };
    cr_assert_str_eq(of_clean(chains, 0, false),
                     "Deleted no chains (4 nodes and 3 relationships in total) and 2 constraints "
                     "from the default database.");
    cr_assert_str_eq(of_clean(chains, 1, false),
                     "Deleted chain <default> (4 nodes and 3 relationships in total) and 2 "
                     "constraints from the default database.");
    cr_assert_str_eq(of_clean(chains, 2, false),
                     "Deleted chains <default>, other (4 nodes and 3 relationships in total) and 2 "
                     "constraints from the default database.");
    cr_assert_str_eq(of_clean(chains, 1, true),
                     "Would delete chain <default> (4 nodes and 3 relationships in total) and 2 "
                     "constraints from the default database.\n"
                     "- constraint a\n- index b\n- lock c");
}

static const char *of_repair(bool needed, bool dry, const char *place)
{
    static arena a = ARENA_INIT(NULL, 0);
    engine_change changes[] = { { .text = STR("remove 2") }, { .text = STR("insert 3 behind 1") } };
    engine_repaired repaired = {
        .needed = needed, .counts = { 1, 3, 5, 7 }, .changes = changes, .change_count = 2
    };
    str text;
    cr_assert_eq(text_of_repair(&repaired, dry, str_from(place), &a, &text, NULL), ST_OK);
    return text.data;
}

Test(text, repairing)
{
    cr_assert_str_eq(
        of_repair(false, false, "the default database"),
        "The default database is in a valid state, missing or new migrations can be applied");
    cr_assert_str_eq(of_repair(false, true, "`x`"),
                     "`x` is in a valid state, missing or new migrations can be applied");
    cr_assert_str_eq(of_repair(true, false, "`x`"),
                     "The migration chain in `x` has been repaired: 1 nodes and 3 relationships "
                     "have been deleted, 5 nodes and 7 relationships have been recreated.");
    cr_assert_str_eq(of_repair(true, true, "`x`"),
                     "The migration chain in `x` would be repaired: 1 nodes and 3 relationships "
                     "would be deleted, 5 nodes and 7 relationships would be recreated.\n"
                     "- remove 2\n- insert 3 behind 1");
}

static const char *of_delete(const char *version, const char *description, bool dry)
{
    static arena a = ARENA_INIT(NULL, 0);
    engine_removed removed = { .version = str_from(version),
                               .description = str_from(description),
                               .counts = { .nodes_deleted = 1, .relationships_deleted = 2 } };
    str text;
    cr_assert_eq(text_of_delete(&removed, dry, STR("`x`"), &a, &text, NULL), ST_OK);
    return text.data;
}

Test(text, deleting)
{
    cr_assert_str_eq(of_delete("1", "ent", false),
                     "Migration 1 (\"ent\") has been removed (deleted "
                     "1 nodes and 2 relationships from `x`).");
    cr_assert_str_eq(of_delete("1", NULL, false), "Migration 1 has been removed (deleted 1 nodes "
                                                  "and 2 relationships from `x`).");
    cr_assert_str_eq(of_delete("1", "ent", true), "Migration 1 (\"ent\") would be removed (would "
                                                  "delete 1 nodes and 2 relationships from `x`).");
    cr_assert_str_eq(of_delete(NULL, NULL, false),
                     "Database is unchanged, no version has been deleted.");
    cr_assert_str_eq(of_delete(NULL, NULL, true),
                     "Database would be unchanged, no version would be deleted.");
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

Test(text, running)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str text;
    cr_assert_eq(text_of_run(2, &a, &text, NULL), ST_OK);
    cr_assert_str_eq(text.data, "Applied 2 migration(s).");
}

static const char *of_locks(const engine_lock *items, size_t count, bool released, bool release)
{
    static arena a = ARENA_INIT(NULL, 0);
    engine_locks locks = { .name = STR("John Doe"),
                           .database = STR("neo4j"),
                           .items = items,
                           .count = count,
                           .released = released };
    str text;
    cr_assert_eq(release ? text_of_lock_release(&locks, &a, &text, NULL)
                         : text_of_lock_status(&locks, &a, &text, NULL),
                 ST_OK);
    return text.data;
}

Test(text, locks)
{
    engine_lock locks[] = {
        { .text = STR("held by me"), .ours = true, .process = ENGINE_PROCESS_RUNS },
        { .held.name = STR("shop"), .text = STR("held by you") },
    };
    cr_assert_str_eq(of_locks(NULL, 0, false, false),
                     "The lock \"John Doe\" in database \"neo4j\" is not held.");
    cr_assert_str_eq(of_locks(locks, 2, false, false),
                     "The lock \"John Doe\" in database \"neo4j\" is held by me.\n"
                     "That process is running on this host.\n"
                     "The lock \"shop\" of another target is held by you.");
    locks[0].process = ENGINE_PROCESS_GONE;
    cr_assert(strstr(of_locks(locks, 1, false, false),
                     "\nThat process is no longer running on this host: `lock release` removes the "
                     "lock."));
    locks[0].process = ENGINE_PROCESS_UNKNOWN;
    cr_assert(strstr(of_locks(locks, 1, false, false),
                     "\nIf that is no longer running, `lock release` removes the lock."));
}

Test(text, releasing)
{
    engine_lock lock = { .text = STR("held by me"), .ours = true };
    cr_assert_str_eq(of_locks(&lock, 1, true, true),
                     "Released the lock \"John Doe\" in database \"neo4j\", held by me.");
    cr_assert_str_eq(of_locks(NULL, 0, false, true),
                     "The lock \"John Doe\" in database \"neo4j\" is not held, nothing was "
                     "released.");
}
