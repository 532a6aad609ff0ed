#include "cypher/table.h"
#include "migration/migration.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOBODY = 65534 };

typedef struct world {
    arena a;
    str root;
    buf warnings;
    error err;
    migration_options options;
    embedded_folders embedded;
    migration_files files;
    migration_list list;
} world;

static void world_finish(world *w)
{
    str command = arena_printf(&w->a, "chmod -R u+rwx '%.*s'; rm -rf '%.*s'", STR_ARG(w->root),
                               STR_ARG(w->root));
    cr_assert_eq(system(command.data), 0);
    buf_free(&w->warnings);
    arena_finish(&w->a);
}

#define WORLD CLEANUP(world_finish) world

static world world_new(void)
{
    world w = { .a = ARENA_INIT(NULL, 0) };
    const char *folder = getenv("TMPDIR");
    str template = arena_printf(&w.a, "%s/n4m-discover-XXXXXX", folder ? folder : "/tmp");
    char *name = arena_alloc(&w.a, template.len + 1);
    memcpy(name, template.data, template.len);
    cr_assert_not_null(mkdtemp(name));
    w.root = str_from(name);
    return w;
}

static const char *below(world *w, const char *path)
{
    return arena_printf(&w->a, "%.*s/%s", STR_ARG(w->root), path).data;
}

static void folder(world *w, const char *path)
{
    cr_assert_eq(mkdir(below(w, path), 0700), 0, "%s", path);
}

static void file(world *w, const char *path, str content)
{
    FILE *f = fopen(below(w, path), "wb");
    cr_assert_not_null(f, "%s", path);
    cr_assert_eq(fwrite(content.data, 1, content.len, f), content.len);
    cr_assert_eq(fclose(f), 0);
}

static void warn(void *user, str message)
{
    world *w = user;
    buf_str(&w->warnings, message);
    buf_char(&w->warnings, '\n');
}

static status discover_below(const location *where, size_t count, migration_warn_fn *warning,
                             const migration_options *options, arena *a, world *w)
{
    w->err = (error){ 0 };
    migration_places places = { .locations = where, .count = count, .embedded = w->embedded };
    status st = migration_scan(&places, options->objects, warning, w, a, &w->files, &w->err);
    return st ? st : migration_load(&w->files, options, a, &w->list, &w->err);
}

/* In all folders, which are given below the root. */
static status discover(world *w, const char *const *folders)
{
    location where[8];
    size_t count = 0;
    for (; folders[count]; count++)
        where[count] =
            (location){ .kind = LOCATION_FOLDER, .path = str_from(below(w, folders[count])) };
    return discover_below(where, count, warn, &w->options, &w->a, w);
}

#define DISCOVER(w, ...) discover((w), (const char *const[]){ __VA_ARGS__, NULL })

/* The sources in the order in which they were found. */
static str sources(world *w)
{
    BUF_AUTO all = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < w->list.count; i++)
        buf_printf(&all, "%s%.*s", i ? ", " : "", STR_ARG(w->list.items[i].source));
    return arena_str(&w->a, buf_view(&all));
}

#define EXPECT_TEXT(actual, expected)                                                              \
    cr_assert(str_eq((actual), str_from(expected)), "got \"%.*s\"", STR_ARG(actual))

static void expect_warnings(world *w, const char *expected)
{
    BUF_AUTO shown = BUF_INIT(NULL, 0);
    str rest = buf_view(&w->warnings);
    for (size_t at; (at = str_find(rest, w->root, 0)) != STR_NOT_FOUND;) {
        buf_str(&shown, str_slice(rest, 0, at));
        buf_text(&shown, "ROOT");
        rest = str_from_index(rest, at + w->root.len);
    }
    buf_str(&shown, rest);
    EXPECT_TEXT(buf_view(&shown), expected);
}

Test(discover, what_is_found)
{
    WORLD w = world_new();
    folder(&w, "V1__release");
    folder(&w, "V1__release/.deep");
    file(&w, "V1__release/V2__inside.cypher", STR("CREATE (:Inside);"));
    file(&w, "V1__release/.deep/R3_1__Deep_inside.cypher", STR("CREATE (:Deep);"));
    file(&w, "V4__beside.xml",
         STR("<migration xmlns=\"https://michael-simons.github.io/neo4j-migrations\"/>"));
    file(&w, "V10__Call_afterMigrate_hook.cypher", STR("CREATE (:Hook);"));
    file(&w, "beforeMigrate.cypher", STR("WRONG;"));
    file(&w, "readme.md", STR("Not at all."));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK, "%s", w.err.message);
    EXPECT_TEXT(sources(&w), "V10__Call_afterMigrate_hook.cypher, R3_1__Deep_inside.cypher, "
                             "V2__inside.cypher, V4__beside.xml");
    const migration *deep = &w.list.items[1];
    cr_assert_eq(deep->type, MIGRATION_CYPHER);
    cr_assert(deep->repeatable);
    EXPECT_TEXT(deep->version, "3.1");
    EXPECT_TEXT(deep->description, "Deep inside");
    EXPECT_TEXT(deep->path, below(&w, "./V1__release/.deep/R3_1__Deep_inside.cypher"));
    cr_assert_eq(w.list.items[3].type, MIGRATION_CATALOG);
    EXPECT_TEXT(w.list.items[3].checksum, "3377160424");
    expect_warnings(&w, "");
}

Test(discover, callbacks_by_phase_and_description)
{
    WORLD w = world_new();
    folder(&w, "sub");
    folder(&w, "sub/deep");
    file(&w, "afterInfo.cypher", STR("WRONG;"));
    file(&w, "beforeMigrate__a.cypher", STR("WRONG;"));
    file(&w, "beforeMigrate.cypher", STR("WRONG;"));
    file(&w, "sub/beforeMigrate__01_b_c.cypher", STR("WRONG;"));
    file(&w, "sub/beforeMigrate__ B .cypher", STR("WRONG;"));
    file(&w, "sub/deep/beforeMigrate.cypher", STR("WRONG;"));
    file(&w, "sub/afterInfo__beyond_.cypher", STR("WRONG;"));
    file(&w, "sub/beforeFirstUse.cypher", STR("WRONG;"));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK, "%s", w.err.message);
    cr_assert_eq(w.list.count, 0);
    BUF_AUTO all = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < w.files.callbacks.count; i++) {
        const callback *c = &w.files.callbacks.items[i];
        str path = str_from_index(c->path, w.root.len + 2);
        cr_assert(str_ends(path, c->source));
        buf_printf(&all, "%.*s \"%.*s\" %.*s\n", STR_ARG(callback_phase_name(c->phase)),
                   STR_ARG(c->description), STR_ARG(path));
    }
    EXPECT_TEXT(buf_view(&all), "beforeFirstUse \"\" /sub/beforeFirstUse.cypher\n"
                                "beforeMigrate \"\" /beforeMigrate.cypher\n"
                                "beforeMigrate \"\" /sub/deep/beforeMigrate.cypher\n"
                                "beforeMigrate \"01 b c\" /sub/beforeMigrate__01_b_c.cypher\n"
                                "beforeMigrate \"B\" /sub/beforeMigrate__ B .cypher\n"
                                "beforeMigrate \"a\" /beforeMigrate__a.cypher\n"
                                "afterInfo \"\" /afterInfo.cypher\n"
                                "afterInfo \"beyond\" /sub/afterInfo__beyond_.cypher\n");
    expect_warnings(&w, "");
}

Test(discover, misnamed_callbacks_are_refused)
{
    WORLD w = world_new();
    file(&w, "afterMigrate-x.cypher", STR("RETURN 1"));
    cr_assert_eq(DISCOVER(&w, "."), ST_MIGRATIONS);
    str message = str_from(w.err.message);
    cr_assert(str_starts(message, STR("Invalid name for a callback script: afterMigrate-x.cypher; "
                                      "only two underscores and a description")),
              "%s", w.err.message);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "./afterMigrate-x.cypher"));
}

Test(discover, mistakes_are_told_and_the_run_goes_on)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher", STR("RETURN 1"));
    file(&w, "V1__a.cypher.bak", STR("RETURN 1"));
    file(&w, "v2__x.cypher", STR("RETURN 1"));
    folder(&w, "V3__folder.cypher");
    cr_assert_eq(symlink("nowhere", below(&w, "V4__link.cypher")), 0);
    cr_assert_eq(mkfifo(below(&w, "V5__pipe.cypher"), 0600), 0);
    cr_assert_eq(DISCOVER(&w, ".", "missing", "V1__a.cypher"), ST_OK, "%s", w.err.message);
    EXPECT_TEXT(sources(&w), "V1__a.cypher");
    expect_warnings(
        &w, "Ignoring `ROOT/./V1__a.cypher.bak`: \".bak\" follows \"V1__a.cypher\": a name ends "
            "with its extension, .cypher or .xml\n"
            "Ignoring `ROOT/./V4__link.cypher` (a link that leads nowhere)\n"
            "Ignoring `ROOT/./V5__pipe.cypher` (not a file)\n"
            "Ignoring `ROOT/./v2__x.cypher`: it begins with a small letter: write V2__x.cypher\n"
            "Ignoring `ROOT/missing` (not a directory)\n"
            "Ignoring `ROOT/V1__a.cypher` (not a directory)\n");
}

Test(discover, links_are_followed_but_not_in_circles)
{
    WORLD w = world_new();
    folder(&w, "one");
    folder(&w, "two");
    file(&w, "two/V2__x.cypher", STR("RETURN 1"));
    cr_assert_eq(symlink("../two", below(&w, "one/linked")), 0);
    cr_assert_eq(symlink("../two/V2__x.cypher", below(&w, "one/V1__y.cypher")), 0);
    cr_assert_eq(DISCOVER(&w, "one"), ST_OK, "%s", w.err.message);
    EXPECT_TEXT(sources(&w), "V1__y.cypher, V2__x.cypher");
    cr_assert_eq(symlink("../one", below(&w, "two/back")), 0);
    cr_assert_eq(DISCOVER(&w, "one"), ST_IO);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "one/linked/back"));
    cr_assert(str_find(str_from(w.err.message), STR("leads back to"), 0) != STR_NOT_FOUND);
    cr_assert_eq(symlink("itself", below(&w, "one/itself")), 0);
    cr_assert_eq(unlink(below(&w, "two/back")), 0);
    cr_assert_eq(DISCOVER(&w, "one"), ST_IO);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "one/itself"));
}

Test(discover, a_mounted_config_map_has_its_files_once)
{
    WORLD w = world_new();
    folder(&w, "map");
    folder(&w, "map/..2026_11_25_14_08_01.1234");
    file(&w, "map/..2026_11_25_14_08_01.1234/V1__x.cypher", STR("RETURN 1"));
    cr_assert_eq(symlink("..2026_11_25_14_08_01.1234", below(&w, "map/..data")), 0);
    cr_assert_eq(symlink("..data/V1__x.cypher", below(&w, "map/V1__x.cypher")), 0);
    folder(&w, "map/.hidden");
    file(&w, "map/.hidden/V2__y.cypher", STR("RETURN 1"));
    cr_assert_eq(DISCOVER(&w, "map"), ST_OK, "%s", w.err.message);
    EXPECT_TEXT(sources(&w), "V2__y.cypher, V1__x.cypher");
}

Test(discover, unreadable)
{
    WORLD w = world_new();
    if (geteuid() == 0) { /* nothing is unreadable to root */
        cr_assert_eq(chown(below(&w, "."), NOBODY, NOBODY), 0);
        cr_assert_eq(seteuid(NOBODY), 0);
    }
    folder(&w, "closed");
    file(&w, "V1__a.cypher", STR("RETURN 1"));
    cr_assert_eq(chmod(below(&w, "closed"), 0), 0);
    cr_assert_eq(DISCOVER(&w, "closed"), ST_IO);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "closed"));
    cr_assert_eq(rmdir(below(&w, "closed")), 0);
    cr_assert_eq(chmod(below(&w, "V1__a.cypher"), 0), 0);
    cr_assert_eq(DISCOVER(&w, "."), ST_IO);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "./V1__a.cypher"));
}

Test(discover, one_file_by_two_ways_is_a_duplicate)
{
    WORLD w = world_new();
    folder(&w, "one");
    file(&w, "one/V1__a.cypher", STR("RETURN 1"));
    cr_assert_eq(DISCOVER(&w, "one", "."), ST_OK);
    cr_assert_eq(w.list.count, 2);
    cr_assert_eq(migration_sort(&w.list, VERSION_SEMANTIC, &w.a, &w.err), ST_MIGRATIONS);
    cr_assert(str_starts(str_from(w.err.message),
                         STR("Duplicate version '1' (V1__a.cypher, V1__a.cypher)")));
}

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static const embedded_file EMBEDDED_FILES[] = {
    { TEXT("V2__b.cypher"), TEXT("// assume that version is 5\nRETURN 2;") },
    { TEXT("late/V3__c.cypher"), TEXT("") },
    { TEXT("V1__a.cypher.bak"), TEXT("RETURN 1") },
    { TEXT("beforeInfo__x.cypher"), TEXT("RETURN 'callback'") },
};

static const embedded_folder EMBEDDED_FOLDERS[] = {
    { TEXT("/app/m"), EMBEDDED_FILES, sizeof EMBEDDED_FILES / sizeof *EMBEDDED_FILES },
    { TEXT("/app/more"), EMBEDDED_FILES, 1 },
};

static status discover_embedded(world *w, const char *path)
{
    location where = { .kind = LOCATION_EMBEDDED, .path = str_from(path) };
    w->embedded = (embedded_folders){ EMBEDDED_FOLDERS, 2 };
    return discover_below(&where, 1, warn, &w->options, &w->a, w);
}

Test(discover, embedded)
{
    WORLD w = world_new();
    cypher_script script;
    cr_assert_eq(discover_embedded(&w, "/app/m"), ST_OK);
    EXPECT_TEXT(sources(&w), "V2__b.cypher, V3__c.cypher");
    EXPECT_TEXT(w.list.items[0].path, "embedded:/app/m/V2__b.cypher");
    cr_assert_eq(w.list.items[0].precondition_count, 1);
    EXPECT_TEXT(w.list.items[1].checksum, "0");
    cr_assert_neq(str_find(buf_view(&w.warnings), STR("`embedded:/app/m/V1__a.cypher.bak`"), 0),
                  STR_NOT_FOUND);
    cr_assert_eq(migration_script(&w.list.items[0], &w.options, &w.a, &script, &w.err), ST_OK);
    cr_assert_eq(script.count, 1);
    cr_assert_eq(w.files.callbacks.count, 1);
    cr_assert_eq(callback_script(&w.files.callbacks.items[0], &w.options, &w.a, &script, &w.err),
                 ST_OK);
    EXPECT_TEXT(script.items[0].text, "RETURN 'callback'");
}

Test(discover, embedded_below_and_above)
{
    WORLD w = world_new();
    cr_assert_eq(discover_embedded(&w, "/app/m/late"), ST_OK);
    EXPECT_TEXT(sources(&w), "V3__c.cypher");
    cr_assert_eq(discover_embedded(&w, "/app"), ST_OK);
    EXPECT_TEXT(sources(&w), "V2__b.cypher, V3__c.cypher, V2__b.cypher");
    buf_free(&w.warnings);
    cr_assert_eq(discover_embedded(&w, "/ap"), ST_OK);
    cr_assert_eq(w.list.count, 0);
    expect_warnings(&w, "Ignoring `embedded:/ap` (nothing of that name is embedded)\n");
}

Test(discover, checksum_by_options)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher", STR("MATCH (n)\r\nRETURN n;\r\nMATCH (m)\r\nRETURN m;\r\n"));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK);
    EXPECT_TEXT(w.list.items[0].checksum, "3967524000");
    w.options.autocrlf = true;
    cr_assert_eq(DISCOVER(&w, "."), ST_OK);
    EXPECT_TEXT(w.list.items[0].checksum, "2771049109");
    w.options.flyway_checksums = true;
    cr_assert_eq(DISCOVER(&w, "."), ST_OK);
    EXPECT_TEXT(w.list.items[0].checksum, "-878328626");
}

Test(discover, preconditions_and_their_lines)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher",
         STR("\xEF\xBB\xBF// assume that version is 5\r\n// hello \xFF\r\n//assert q' RETURN "
             "true\r\n"
             "CREATE (n);\n\r// assume that version is 5\nCREATE (m)\n// assume q' RETURN 1\n;\n"));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK, "%s", w.err.message);
    const migration *m = &w.list.items[0];
    cr_assert_eq(m->precondition_count, 3);
    cr_assert_eq(m->preconditions[0].line, 1);
    cr_assert_eq(m->preconditions[1].line, 3);
    EXPECT_TEXT(m->preconditions[1].text, "// assert in TARGET q'RETURN true");
    cr_assert_eq(m->preconditions[2].line, 6);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(m->preconditions[i].column, 1);
    cr_assert_eq(m->alternative_count, 1);
}

/* The same words elsewhere are none, and the same precondition may stand there twice. */
Test(discover, places_of_preconditions)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher",
         STR("/*\n// assume q' RETURN true\n*/\nCREATE (:A {t: '// assume q\\' RETURN "
             "true'});\n\n  // \xC3\xA4\n \t// assume q' RETURN true\nCREATE (:B);\n:use neo4j\n// "
             "assume q' RETURN true\nCREATE (:C);\n// assert in schema q'   RETURN 1"));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK, "%s", w.err.message);
    const uint32_t places[3][2] = { { 7, 3 }, { 10, 1 }, { 12, 1 } };
    const migration *m = &w.list.items[0];
    cr_assert_eq(m->precondition_count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(m->preconditions[i].line, places[i][0], "%zu: %u", i,
                     m->preconditions[i].line);
        cr_expect_eq(m->preconditions[i].column, places[i][1], "%zu: %u", i,
                     m->preconditions[i].column);
    }
    cr_assert_eq(m->preconditions[0].query_at, 13);
    cr_assert_eq(m->preconditions[2].query_at, 25);
}

Test(discover, malformed_precondition_names_its_place)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher", STR("CREATE (n);\n\n// fine\n // assume that moon is full\nRETURN 1"));
    cr_assert_eq(DISCOVER(&w, "."), ST_PARSE);
    cr_assert_eq(w.err.line, 4);
    cr_assert_eq(w.err.column, 2);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "./V1__a.cypher"));
    cr_assert(str_starts(str_from(w.err.message), STR("\"// assume that moon is full\" is not")));
}

Test(discover, a_script_without_historical_cut_names_its_place)
{
    WORLD w = world_new();
    file(&w, "V1__a.cypher", STR("CREATE (:A)\n:use neo4j\n:use system\nCREATE (:B);\n"));
    cr_assert_eq(DISCOVER(&w, "."), ST_PARSE);
    cr_assert_eq(w.err.line, 3);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "./V1__a.cypher"));
}

static bool matches(world *w, size_t index, const char *checksum)
{
    return migration_checksum_matches(&w->list.items[index], str_from(checksum));
}

/* One migration, written anew for another server: whoever applied the old one is up to date. */
Test(discover, alternatives_between_files_of_one_name)
{
    WORLD w = world_new();
    folder(&w, "compat");
    folder(&w, "current");
    folder(&w, "other");
    file(&w, "compat/V01__x.cypher", STR("// assume that version is lt 5\nCREATE (m);\n"));
    file(&w, "current/V01__x.cypher", STR("// assume that version is ge 5\nCREATE (n);\n"));
    file(&w, "other/V01__x.cypher", STR("CREATE (o);\n"));
    file(&w, "other/V02__x.cypher", STR("// assume that version is ge 5\nCREATE (p);\n"));
    cr_assert_eq(DISCOVER(&w, "compat", "current", "other"), ST_OK);
    const char *compat = arena_str(&w.a, w.list.items[0].checksum).data;
    const char *current = arena_str(&w.a, w.list.items[1].checksum).data;
    const char *create_m = "1243850585";
    cr_assert(matches(&w, 0, compat) && matches(&w, 0, create_m) && matches(&w, 0, current));
    cr_assert(matches(&w, 1, compat) && matches(&w, 1, create_m) && matches(&w, 1, current));
    const char *bare = arena_str(&w.a, w.list.items[2].checksum).data;
    cr_assert(matches(&w, 2, bare));
    cr_assert_not(matches(&w, 0, bare) || matches(&w, 1, bare));
    cr_assert_not(matches(&w, 2, create_m) || matches(&w, 2, compat));
    cr_assert_not(matches(&w, 3, create_m) || matches(&w, 3, current));
    cr_assert_not(matches(&w, 0, NULL) || matches(&w, 0, ""));
    migration without = { .checksum = STR_NONE };
    cr_assert(migration_checksum_matches(&without, STR_NONE));
    cr_assert_not(migration_checksum_matches(&without, STR("")));
}

Test(discover, script_is_read_again_and_must_be_the_same)
{
    WORLD w = world_new();
    cypher_script script;
    file(&w, "V1__a.cypher", STR("RETURN 1;\nMATCH (n)\n:use foo\nRETURN 2"));
    file(&w, "V2__b.cypher", STR("RETURN 'a;\nb';"));
    cr_assert_eq(DISCOVER(&w, "."), ST_OK);
    const migration *m = w.list.items;
    cr_assert_eq(migration_script(&m[1], &w.options, &w.a, &script, &w.err), ST_OK);
    cr_assert_eq(script.count, 1);
    cr_assert_eq(migration_script(&m[0], &w.options, &w.a, &script, &w.err), ST_PARSE);
    cr_assert_eq(w.err.line, 3);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "./V1__a.cypher"));
    file(&w, "V2__b.cypher", STR("RETURN 'c;\nb';"));
    cr_assert_eq(migration_script(&m[1], &w.options, &w.a, &script, &w.err), ST_MIGRATIONS);
    cr_assert_eq(unlink(below(&w, "V2__b.cypher")), 0);
    cr_assert_eq(migration_script(&m[1], &w.options, &w.a, &script, &w.err), ST_IO);
}

static status read_file(world *w, const char *path, migration *out)
{
    w->err = (error){ 0 };
    return migration_read_file(str_from(below(w, path)), &w->options, &w->a, out, &w->err);
}

Test(discover, a_single_file)
{
    WORLD w = world_new();
    migration m;
    file(&w, "R1_2__a b.cypher", STR("// assume that version is 5\nCREATE (n:T1);\n"));
    cr_assert_eq(read_file(&w, "R1_2__a b.cypher", &m), ST_OK);
    EXPECT_TEXT(m.version, "1.2");
    EXPECT_TEXT(m.description, "a b");
    EXPECT_TEXT(m.source, "R1_2__a b.cypher");
    EXPECT_TEXT(m.path, below(&w, "R1_2__a b.cypher"));
    cr_assert(m.repeatable && m.type == MIGRATION_CYPHER && m.precondition_count == 1);
    file(&w, "V1__a.xml",
         STR("<migration xmlns=\"https://michael-simons.github.io/neo4j-migrations\"/>"));
    cr_assert_eq(read_file(&w, "V1__a.xml", &m), ST_OK);
    cr_assert_eq(m.type, MIGRATION_CATALOG);
}

Test(discover, a_single_file_that_is_none)
{
    WORLD w = world_new();
    migration m;
    cr_assert_eq(read_file(&w, "V1__missing.cypher", &m), ST_IO);
    EXPECT_TEXT(str_from(w.err.source), below(&w, "V1__missing.cypher"));
    static const char *const NAMES[] = {
        "V1__a.txt",    "V1__a", "x.cypher", "V1__a.cypher.bak", "beforeMigrate.cypher",
        "xV1__a.cypher"
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        file(&w, NAMES[i], STR("RETURN 1;"));
        cr_assert_eq(read_file(&w, NAMES[i], &m), ST_PARSE, "%s", NAMES[i]);
        cr_assert_not_null(strstr(w.err.message, "is not the name of a migration: "), "%s",
                           w.err.message);
    }
    folder(&w, "V1__b.cypher");
    cr_assert_eq(read_file(&w, "V1__b.cypher", &m), ST_IO);
}

typedef struct failing {
    size_t allowed;
} failing;

static void *failing_resize(void *user, void *block, size_t size)
{
    failing *f = user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return f->allowed-- == 0 ? (f->allowed = 0, NULL) : realloc(block, size);
}

Test(discover, out_of_memory_is_an_error)
{
    WORLD w = world_new();
    status st = ST_NO_MEMORY;
    file(&w, "V1__a.cypher", STR("// assume that version is 5\n:use foo\nRETURN\r\n1;\nRETURN 2"));
    file(&w, "v1__a.cypher", STR("x"));
    file(&w, "afterInfo__b.cypher", STR("x"));
    file(&w, "afterInfo__a.cypher", STR("x"));
    location where = { .kind = LOCATION_FOLDER, .path = w.root };
    migration_options options = { .autocrlf = true };
    for (size_t allowed = 0; st == ST_NO_MEMORY && allowed < 1000; allowed++) {
        failing f = { allowed };
        allocator mem = { failing_resize, &f };
        ARENA_AUTO a = ARENA_INIT(&mem, 0);
        st = discover_below(&where, 1, NULL, &options, &a, &w);
        cypher_script script;
        if (!st)
            st = migration_script(&w.list.items[0], &options, &a, &script, NULL);
    }
    cr_assert_eq(st, ST_OK);
}
