#include "migration/blocks.h"
#include "migration/callback.h"
#include "migration/grammar.h"
#include "migration/migration.h"
#include "migration/name.h"

static bool ends_ignoring_case(str s, str ending)
{
    return s.len >= ending.len && str_eq_ignore_case(str_from_index(s, s.len - ending.len), ending);
}

static bool starts_ignoring_case(str s, str beginning)
{
    return str_eq_ignore_case(str_slice(s, 0, beginning.len), beginning);
}

/* before or after, and then something that sets it off: beforeEverything, not aftermath. */
static bool resembles_callback(str name)
{
    if (!ends_ignoring_case(name, STR(".cypher")))
        return false;
    callback_phase phase;
    if (callback_phase_resembles(name, &phase))
        return true;
    size_t at = starts_ignoring_case(name, STR("before"))  ? 6
                : starts_ignoring_case(name, STR("after")) ? 5
                                                           : name.len;
    return at < name.len &&
           (name.data[at] == '_' || name.data[at] == '-' ||
            (char_is_alpha(name.data[at]) && char_lower(name.data[at]) != name.data[at]));
}

/* For a name that begins with a phase in its very case. */
static str misnamed_problem(str name, callback_phase phase, arena *a)
{
    if (!str_ends(name, STR(".cypher")))
        return arena_str(a, STR("its extension is to be written in lower case: .cypher"));
    return arena_printf(a,
                        "only two underscores and a description of letters from A to Z, digits, "
                        "blanks and underscores may follow the phase, as in %.*s__Say_hello.cypher",
                        STR_ARG(callback_phase_name(phase)));
}

static str resembling_problem(str name, arena *a)
{
    callback_phase phase;
    if (callback_phase_resembles(name, &phase))
        return arena_printf(a, "the phase is spelled %.*s", STR_ARG(callback_phase_name(phase)));
    return arena_str(a, STR("it names no phase: callbacks are beforeFirstUse, beforeMigrate, "
                            "afterMigrate, beforeClean, afterClean, beforeValidate, "
                            "afterValidate, beforeInfo and afterInfo"));
}

/* Stranger when it has nothing to do with callbacks. */
static file_role callback_role(str name, str *why, arena *a)
{
    callback_phase phase;
    str description;
    if (callback_name_read(name, &phase, &description))
        return FILE_IS_CALLBACK;
    if (!resembles_callback(name))
        return FILE_IS_STRANGER;
    if (!callback_phase_begins(name, &phase)) {
        *why = resembling_problem(name, a);
        return FILE_IS_MISTAKE;
    }
    *why = misnamed_problem(name, phase, a);
    return FILE_IS_MISNAMED_CALLBACK;
}

static bool resembles_extension(str extension)
{
    static const char *const known[] = { "cypher", "xml", "cql", "cyp" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_ignore_case(extension, str_from(known[i])))
            return true;
    return extension.len == 0;
}

/* A version where versions stand: V1.., 1_.., X6__.., or a prefix without one: V__ */
static bool resembles_version(str name)
{
    char letter = name.len ? char_lower(name.data[0]) : ' ';
    bool known = letter == 'v' || letter == 'r' || letter == 'u';
    str rest = str_from_index(name, char_is_alpha(letter) ? 1 : 0);
    size_t digits = 0;
    while (digits < rest.len && char_is_digit(rest.data[digits]))
        digits++;
    if (known)
        return digits > 0 || str_starts(rest, STR("__"));
    str separator = char_is_alpha(letter) ? STR("__") : STR("_");
    return digits > 0 && str_starts(str_from_index(rest, digits), separator);
}

static bool resembles_migration(str name)
{
    if (name_stands_inside(name))
        return true;
    bool xml = ends_ignoring_case(name, STR(".xml"));
    if (!xml && !ends_ignoring_case(name, STR(".cypher")))
        return false;
    return resembles_version(name) && (!xml || str_find(name, STR("__"), 0) != STR_NOT_FOUND);
}

bool migration_extension_is_object(str extension)
{
    return str_eq(extension, STR("so"));
}

file_role migration_file_role(str name, str *why, arena *a)
{
    name_match match;
    if (blocks_are_in(name))
        return FILE_IS_DOCUMENT;
    if (name_match_start(name, &match) && match.length == name.len) {
        if (match.extension.data && name_extension_is_ours(match.extension))
            return FILE_IS_MIGRATION;
        if (migration_extension_is_object(match.extension))
            return FILE_IS_OBJECT;
        if (!resembles_extension(match.extension))
            return FILE_IS_STRANGER;
    } else {
        file_role role = callback_role(name, why, a);
        if (role != FILE_IS_STRANGER || !resembles_migration(name))
            return role;
    }
    *why = name_problem(name, a);
    return FILE_IS_MISTAKE;
}

static status fail_name(str name, str why, error *err)
{
    if (!why.data)
        return fail_no_memory(err);
    return fail(err, ST_PARSE,
                "\"%.*s\" is not the name of a migration, a document or a callback: %.*s",
                STR_ARG(name), STR_ARG(why));
}

status migration_check_name(str name, const allocator *mem, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(mem, 0);
    str why = STR_NONE;
    switch (migration_file_role(name, &why, &scratch)) {
    case FILE_IS_MIGRATION:
    case FILE_IS_DOCUMENT:
    case FILE_IS_CALLBACK:
        return ST_OK;
    case FILE_IS_OBJECT:
        return fail_name(name, STR("shared objects are run only from folders"), err);
    case FILE_IS_STRANGER:
        return fail_name(name, STR("expected something like V1_2__Add_index.cypher"), err);
    case FILE_IS_MISTAKE:
    case FILE_IS_MISNAMED_CALLBACK:
        return fail_name(name, why, err);
    }
    return ST_OK;
}
