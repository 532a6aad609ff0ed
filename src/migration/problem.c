#include "base/utf8.h"
#include "migration/grammar.h"

/* The first character, whole. */
static str first_character(str s)
{
    uint32_t ignored;
    return s.len ? str_slice(s, 0, utf8_decode(s, &ignored)) : s;
}

bool name_extension_is_ours(str extension)
{
    return str_eq(extension, STR("cypher")) || str_eq(extension, STR("xml"));
}

static str extension_problem(str extension, arena *a)
{
    if (!extension.data)
        return arena_str(a, STR("it has no extension: .cypher or .xml is expected"));
    if (str_eq_ignore_case(extension, STR("cypher")) || str_eq_ignore_case(extension, STR("xml")))
        return arena_printf(a, "its extension is \"%.*s\": write it in lower case",
                            STR_ARG(extension));
    return arena_printf(a, "its extension is \"%.*s\": .cypher or .xml is expected",
                        STR_ARG(extension));
}

static str description_problem(str name, str rest, arena *a)
{
    str bad = first_character(str_from_index(rest, name_description_length(rest)));
    if (rest.len == 0 || str_starts(rest, STR(".")))
        return arena_printf(a,
                            "it has no description: write what it does behind \"%.*s\", as in "
                            "%.*sAdd_an_index.cypher",
                            (int)(name.len - rest.len), name.data, (int)(name.len - rest.len),
                            name.data);
    return arena_printf(a,
                        "its description has \"%.*s\" in it: only letters from A to Z, digits, "
                        "blanks and underscores may stand there",
                        STR_ARG(bad));
}

static str separator_problem(str name, str version, str rest, arena *a)
{
    char used = '\0';
    for (size_t i = 0; i < version.len && !used; i++)
        used = char_is_digit(version.data[i]) ? '\0' : version.data[i];
    bool digit = rest.len > 1 && char_is_digit(rest.data[1]);
    if (used && used != rest.data[0] && digit)
        return arena_str(a, STR("its version mixes dots and underscores: separate all parts by the "
                                "same one"));
    bool repeated = rest.len > 1 && (rest.data[1] == '.' || rest.data[1] == '_');
    if (repeated)
        return arena_printf(a,
                            "its version has \"%.*s\" in it: separate the parts by one dot or one "
                            "underscore",
                            2, rest.data);
    str front = str_slice(name, 0, name.len - rest.len);
    if (rest.data[0] == '_')
        return arena_printf(a, "one underscore follows the version: write two, %.*s__%.*s",
                            STR_ARG(front), STR_ARG(str_from_index(rest, 1)));
    return arena_printf(a,
                        "it has no description: write what it does behind two underscores, as in "
                        "%.*s__Add_an_index.cypher",
                        STR_ARG(front));
}

static str version_problem(str name, arena *a)
{
    str rest = str_from_index(name, 1);
    str version = str_slice(rest, 0, name_version_length(rest));
    rest = str_from_index(rest, version.len);
    if (version.len == 0)
        return arena_printf(a, "it has no version behind \"%c\": write one as in %c1__ or %c1_2__",
                            name.data[0], name.data[0], name.data[0]);
    if (str_starts(rest, STR("__")))
        return description_problem(name, str_from_index(rest, 2), a);
    if (rest.len == 0 || rest.data[0] == '.' || rest.data[0] == '_')
        return rest.len ? separator_problem(name, version, rest, a)
                        : separator_problem(name, version, STR("."), a);
    return arena_printf(a,
                        "its version has \"%.*s\" in it: it consists of numbers, separated by dots "
                        "or underscores, and two underscores follow it",
                        STR_ARG(first_character(rest)));
}

static str type_problem(str name, arena *a)
{
    str first = first_character(name);
    char c = name.len ? name.data[0] : ' ';
    if (c == 'v' || c == 'r')
        return arena_printf(a, "it begins with a small letter: write %c%.*s", char_upper(c),
                            STR_ARG(str_from_index(name, 1)));
    if (c == 'U' || c == 'u')
        return arena_str(a, STR("there are no undo migrations: a name begins with V (applied once) "
                                "or R (applied again when it changes)"));
    return arena_printf(
        a,
        "it begins with \"%.*s\": a name begins with V (applied once) or R (applied "
        "again when it changes)",
        STR_ARG(first));
}

/* A complete name of a file in the middle of something longer. */
static bool find_inner(str name, size_t *from, name_match *out)
{
    for (size_t i = 0; i < name.len; i++)
        if (name_match_start(str_from_index(name, i), out) && out->extension.data &&
            name_extension_is_ours(out->extension)) {
            *from = i;
            return true;
        }
    return false;
}

bool name_stands_inside(str name)
{
    size_t from;
    name_match inner;
    return find_inner(name, &from, &inner);
}

static str inner_problem(str name, size_t from, const name_match *inner, arena *a)
{
    str whole = str_slice(name, from, from + inner->length);
    if (from > 0)
        return arena_printf(a, "\"%.*s\" stands before \"%.*s\": a name begins with V or R",
                            (int)from, name.data, STR_ARG(whole));
    return arena_printf(a,
                        "\"%.*s\" follows \"%.*s\": a name ends with its extension, .cypher or "
                        ".xml",
                        STR_ARG(str_from_index(name, inner->length)), STR_ARG(whole));
}

str name_problem(str name, arena *a)
{
    name_match match;
    size_t from;
    bool begun = name_match_start(name, &match);
    if (begun && match.length == name.len)
        return extension_problem(match.extension, a);
    if (find_inner(name, &from, &match))
        return inner_problem(name, from, &match, a);
    if (!str_starts(name, STR("V")) && !str_starts(name, STR("R")))
        return type_problem(name, a);
    return version_problem(name, a);
}
