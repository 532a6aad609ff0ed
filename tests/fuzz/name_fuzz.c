/* Names of files, versions, targets, locations and preconditions: one line each of some text. */
#include "fuzz.h"

#include "migration/location.h"
#include "migration/name.h"
#include "migration/precondition.h"
#include "migration/version.h"

/* What can be written is read as what it was. */
static void write_name(migration_name name, arena *a)
{
    error err;
    str text;
    migration_name again;
    name.extension = STR("cypher");
    status st = migration_name_render(&name, '_', a, &text, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_ARGUMENT && err.message[0]));
    if (st)
        return;
    FUZZ_CHECK(migration_name_parse(text, a, &again, &err) == ST_OK);
    FUZZ_CHECK(str_eq(again.version, name.version) && again.repeatable == name.repeatable);
    FUZZ_CHECK(str_eq(again.description, name.description));
    str next = version_next(name.version, a);
    FUZZ_CHECK(version_compare(next, name.version, VERSION_SEMANTIC) > 0);
}

static void read_name(str name, arena *a)
{
    error err;
    str why = STR_NONE, version;
    bool optional;
    migration_name parsed;
    file_role role = migration_file_role(name, &why, a);
    bool wrong = role == FILE_IS_MISTAKE || role == FILE_IS_MISNAMED_CALLBACK;
    FUZZ_CHECK(wrong == (why.len > 0));
    status st = migration_name_parse(name, a, &parsed, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.message[0]));
    FUZZ_CHECK(st == ST_OK || (role != FILE_IS_MIGRATION && role != FILE_IS_OBJECT));
    FUZZ_CHECK(st || (parsed.version.len > 0 && parsed.description.len > 0));
    if (!st)
        write_name(parsed, a);
    st = migration_target_parse(name, a, &version, &optional, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_ARGUMENT && err.message[0]));
}

static void read_location(str text, arena *a)
{
    error err;
    location where;
    status st = location_parse(text, STR("/srv/app"), NULL, a, &where, &err);
    FUZZ_CHECK(st == ST_OK || ((st == ST_ARGUMENT || st == ST_NO_MEMORY) && err.message[0]));
    FUZZ_CHECK(st || str_starts(where.path, STR("/")));
}

static void read_precondition(str text, arena *a)
{
    error err;
    bool is_one;
    precondition p;
    status st = precondition_parse(text, a, &is_one, &p, &err);
    FUZZ_CHECK(st == ST_OK || (st == ST_PARSE && err.message[0]));
    if (st || !is_one)
        return;
    FUZZ_CHECK(p.value_count > 0 && str_starts(p.text, STR("// ass")));
    precondition_is_met(&p, text, text);
}

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void compare(str a, str b, version_order order)
{
    FUZZ_CHECK(version_compare(a, a, order) == 0);
    FUZZ_CHECK(sign(version_compare(a, b, order)) == -sign(version_compare(b, a, order)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest = { (const char *)data, size }, before = STR("1");
    while (rest.data) {
        str line = str_split(&rest, '\n');
        read_name(line, &a);
        read_location(line, &a);
        read_precondition(line, &a);
        compare(before, line, VERSION_SEMANTIC);
        compare(before, line, VERSION_LEXICOGRAPHIC);
        before = line;
    }
    return 0;
}
