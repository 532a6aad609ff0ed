#include "catalog/description.h"

/* ---- Words ---- */

static bool starts_with_word(str s, str word)
{
    return s.len >= word.len && str_eq_ignore_case(str_slice(s, 0, word.len), word);
}

static bool ends_with_word(str s, str word)
{
    return s.len >= word.len && str_eq_ignore_case(str_from_index(s, s.len - word.len), word);
}

/* Takes it from the start, with the blanks around it. */
static bool take(str *s, str word)
{
    if (!starts_with_word(*s, word))
        return false;
    *s = str_trim(str_from_index(*s, word.len));
    return true;
}

static bool take_end(str *s, str word)
{
    if (!ends_with_word(*s, word))
        return false;
    *s = str_trim(str_slice(*s, 0, s->len - word.len));
    return true;
}

static size_t find_word(str s, str word, size_t from)
{
    for (; from + word.len <= s.len; from++)
        if (starts_with_word(str_from_index(s, from), word))
            return from;
    return STR_NOT_FOUND;
}

/* ---- Parts ---- */

typedef struct description {
    str variable, label;
    str condition; /* behind ASSERT */
    catalog_entity entity;
} description;

/* The variable is the label in lower case, so both have colons in the same places. */
static size_t find_colon(str pattern)
{
    size_t first = str_find_char(pattern, ':', 0);
    for (size_t at = first; at != STR_NOT_FOUND; at = str_find_char(pattern, ':', at + 1))
        if (str_eq_ignore_case(str_slice(pattern, 0, at), str_from_index(pattern, at + 1)))
            return at;
    return first;
}

static bool read_pattern(str pattern, description *d)
{
    pattern = str_trim(pattern);
    size_t colon = find_colon(pattern);
    if (colon == STR_NOT_FOUND)
        return false;
    d->variable = str_slice(pattern, 0, colon);
    d->label = str_from_index(pattern, colon + 1);
    return d->variable.len > 0 && d->label.len > 0;
}

static bool read_parts(str text, description *d)
{
    if (!take(&text, STR("CONSTRAINT")) || !take(&text, STR("ON")))
        return false;
    bool node = take(&text, STR("(")) && !starts_with_word(text, STR(")-["));
    str end = node ? STR(") ASSERT ") : STR("]-() ASSERT ");
    if (!node)
        take(&text, STR(")-["));
    size_t at = find_word(text, end, 0);
    if (at == STR_NOT_FOUND)
        return false;
    d->entity = node ? CATALOG_NODE : CATALOG_RELATIONSHIP;
    d->condition = str_trim(str_from_index(text, at + end.len));
    return read_pattern(str_slice(text, 0, at), d);
}

static bool take_kind(str *condition, catalog_kind *kind)
{
    static const struct {
        str words;
        catalog_kind kind;
    } ends[] = {
        { { "IS UNIQUE", 9 }, CATALOG_UNIQUE },
        { { "IS NODE KEY", 11 }, CATALOG_KEY },
        { { "IS RELATIONSHIP KEY", 19 }, CATALOG_KEY },
        { { "IS NOT NULL", 11 }, CATALOG_EXISTS },
    };
    *kind = CATALOG_EXISTS;
    if (starts_with_word(*condition, STR("exists")) && ends_with_word(*condition, STR(")")))
        return take(condition, STR("exists"));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (take_end(condition, ends[i].words)) {
            *kind = ends[i].kind;
            return true;
        }
    return false;
}

/* ---- Properties ---- */

/* Takes `book.` */
static bool take_variable(str *s, str variable)
{
    if (!str_starts(*s, variable) || !str_starts(str_from_index(*s, variable.len), STR(".")))
        return false;
    *s = str_from_index(*s, variable.len + 1);
    return s->len > 0;
}

/* Where the next `, book.` begins. A name that contains that is beyond anybody's reading. */
static size_t find_next(str subject, str variable)
{
    size_t at = str_find(subject, STR(", "), 0);
    for (; at != STR_NOT_FOUND; at = str_find(subject, STR(", "), at + 1)) {
        str rest = str_from_index(subject, at + 2);
        if (take_variable(&rest, variable))
            return at;
    }
    return STR_NOT_FOUND;
}

/* Unless there are several, commas belong to the name. */
static status read_properties(str subject, str variable, bool several, arena *a, catalog_names *out,
                              error *err)
{
    str *names = NULL;
    size_t count = 0, capacity = 0;
    while (take_variable(&subject, variable)) {
        str *grown = arena_grow(a, names, count, &capacity, sizeof *names);
        if (!grown)
            return fail_no_memory(err);
        names = grown;
        size_t end = several ? find_next(subject, variable) : STR_NOT_FOUND;
        names[count++] = str_trim(str_slice(subject, 0, end));
        subject = end == STR_NOT_FOUND ? STR("") : str_from_index(subject, end + 2);
    }
    *out = (catalog_names){ names, subject.len > 0 ? 0 : count };
    return ST_OK;
}

static str without_parentheses(str subject)
{
    str inner = subject;
    return take(&inner, STR("(")) && take_end(&inner, STR(")")) ? inner : subject;
}

status catalog_description_parse(str text, arena *a, bool *known, catalog_item *out, error *err)
{
    description d;
    catalog_kind kind;
    *known = false;
    if (!read_parts(str_trim(text), &d) || !take_kind(&d.condition, &kind))
        return ST_OK;
    str subject = without_parentheses(d.condition), *label = ARENA_NEW(a, str);
    catalog_names properties;
    if (!label)
        return fail_no_memory(err);
    status st = read_properties(subject, d.variable, kind == CATALOG_KEY, a, &properties, err);
    if (st || properties.count == 0)
        return st;
    *label = d.label;
    *known = true;
    out->kind = kind;
    out->entity = d.entity;
    out->labels = (catalog_names){ label, 1 };
    out->properties = properties;
    return ST_OK;
}
