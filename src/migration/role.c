#include "migration/grammar.h"
#include "migration/name.h"

static const char *const PHASES[] = {
    "beforeFirstUse", "beforeMigrate", "afterMigrate", "beforeClean", "afterClean",
    "beforeValidate", "afterValidate", "beforeInfo",   "afterInfo",
};

enum { PHASE_COUNT = sizeof PHASES / sizeof *PHASES };

static bool ends_ignoring_case(str s, str ending)
{
    return s.len >= ending.len && str_eq_ignore_case(str_from_index(s, s.len - ending.len), ending);
}

static bool starts_ignoring_case(str s, str beginning)
{
    return str_eq_ignore_case(str_slice(s, 0, beginning.len), beginning);
}

/* STR_NONE when the name begins with none, whatever its case. */
static str phase_of(str name)
{
    for (size_t i = 0; i < PHASE_COUNT; i++)
        if (starts_ignoring_case(name, str_from(PHASES[i])))
            return str_from(PHASES[i]);
    return STR_NONE;
}

static bool is_description(str s)
{
    return str_starts(s, STR("__")) && s.len > 2 &&
           name_description_length(str_from_index(s, 2)) == s.len - 2;
}

static bool is_callback(str name)
{
    str phase = phase_of(name);
    if (!phase.data || !str_starts(name, phase) || !str_ends(name, STR(".cypher")))
        return false;
    str rest = str_slice(name, phase.len, name.len - STR(".cypher").len);
    return rest.len == 0 || is_description(rest);
}

/* before or after, and then something that sets it off: beforeEverything, not aftermath. */
static bool resembles_callback(str name)
{
    if (!ends_ignoring_case(name, STR(".cypher")))
        return false;
    if (phase_of(name).data)
        return true;
    size_t at = starts_ignoring_case(name, STR("before"))  ? 6
                : starts_ignoring_case(name, STR("after")) ? 5
                                                           : name.len;
    return at < name.len &&
           (name.data[at] == '_' || name.data[at] == '-' ||
            (char_is_alpha(name.data[at]) && char_lower(name.data[at]) != name.data[at]));
}

static str callback_problem(str name, arena *a)
{
    str phase = phase_of(name);
    if (!phase.data)
        return arena_str(a, STR("it names no phase: callbacks are beforeFirstUse, beforeMigrate, "
                                "afterMigrate, beforeClean, afterClean, beforeValidate, "
                                "afterValidate, beforeInfo and afterInfo"));
    if (!str_starts(name, phase))
        return arena_printf(a, "the phase is spelled %.*s", STR_ARG(phase));
    if (!str_ends(name, STR(".cypher")))
        return arena_str(a, STR("its extension is to be written in lower case: .cypher"));
    return arena_printf(a,
                        "only two underscores and a description of letters from A to Z, digits, "
                        "blanks and underscores may follow the phase, as in %.*s__Say_hello.cypher",
                        STR_ARG(phase));
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

file_role migration_file_role(str name, str *why, arena *a)
{
    name_match match;
    if (name_match_start(name, &match) && match.length == name.len) {
        if (match.extension.data && name_extension_is_ours(match.extension))
            return FILE_IS_MIGRATION;
        if (!resembles_extension(match.extension))
            return FILE_IS_STRANGER;
    } else if (is_callback(name)) {
        return FILE_IS_CALLBACK;
    } else if (resembles_callback(name)) {
        *why = callback_problem(name, a);
        return FILE_IS_MISTAKE;
    } else if (!resembles_migration(name)) {
        return FILE_IS_STRANGER;
    }
    *why = name_problem(name, a);
    return FILE_IS_MISTAKE;
}
