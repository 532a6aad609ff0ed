#include "migration/precondition.h"

#include "base/buf.h"
#include "migration/version.h"

#include <stdlib.h>

/* A script's comment line is of any length; what is shown of it is not. */
#define PRECONDITION_MAX_BYTES ((size_t)1 << 20)

static bool starts_ignoring_case(str s, str word)
{
    return str_eq_ignore_case(str_slice(s, 0, word.len), word);
}

static bool ends_ignoring_case(str s, str word)
{
    return s.len >= word.len && str_eq_ignore_case(str_from_index(s, s.len - word.len), word);
}

static bool eat(str *s, str word)
{
    if (!starts_ignoring_case(*s, word))
        return false;
    *s = str_from_index(*s, word.len);
    return true;
}

static void eat_spaces(str *s)
{
    while (s->len > 0 && s->data[0] == ' ')
        *s = str_from_index(*s, 1);
}

/* Digits, and more of them behind single dots; 0 when there are none. */
static size_t version_length(str s)
{
    size_t end = 0;
    for (size_t at = 0; at < s.len; at++) {
        if (char_is_digit(s.data[at]))
            end = at + 1;
        else if (s.data[at] != '.' || end != at || at == 0)
            break;
    }
    return end;
}

/* Anywhere in the line: // assume that, // assert in schema q' */
static bool is_meant(str line, str keyword)
{
    for (size_t at = 0; (at = str_find(line, STR("//"), at)) != STR_NOT_FOUND; at++) {
        str s = str_from_index(line, at + 2);
        eat_spaces(&s);
        if (!eat(&s, keyword))
            continue;
        if (!eat(&s, STR(" in schema")))
            eat(&s, STR(" in target"));
        if (eat(&s, STR(" that")) || eat(&s, STR(" q'")))
            return true;
    }
    return false;
}

/* // assume */
static bool eat_head(str *s)
{
    eat_spaces(s);
    if (!eat(s, STR("//")))
        return false;
    eat_spaces(s);
    return eat(s, STR("assume")) || eat(s, STR("assert"));
}

static status fail_form(str line, const char *expected, error *err)
{
    return fail(err, ST_PARSE, "\"%.*s\" is not a precondition: %s", STR_ARG(line), expected);
}

static status finish(precondition *p, const char *condition, str value, arena *a, error *err)
{
    p->text = arena_printf(a, "// %s %s%.*s", p->assertion ? "assert" : "assume", condition,
                           STR_ARG(value));
    return p->text.data ? ST_OK : fail_no_memory(err);
}

static status one_value(precondition *p, str value, arena *a, error *err)
{
    str *values = ARENA_NEW(a, str);
    if (!values)
        return fail_no_memory(err);
    *values = arena_str(a, value);
    p->values = values;
    p->value_count = 1;
    return values->data ? ST_OK : fail_no_memory(err);
}

static status read_range(str version, bool below, arena *a, precondition *p, error *err)
{
    p->kind = below ? PRECONDITION_VERSION_LT : PRECONDITION_VERSION_GE;
    status st = one_value(p, version, a, err);
    return st ? st
              : finish(p, below ? "that version is lt " : "that version is ge ", version, a, err);
}

static bool is_list_character(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '.' || c == ',' || c == ' ' ||
           (c >= '\t' && c <= '\r');
}

/* The text of a list, from its first version to the first character that cannot stand in one. */
static str list_text(str s)
{
    size_t at = version_length(s);
    while (at > 0 && at < s.len && is_list_character(s.data[at]))
        at++;
    return str_slice(s, 0, at);
}

/* Cuts at "," and "or" (lower case only, also within a word). */
static str cut_piece(str *rest)
{
    size_t comma = str_find_char(*rest, ',', 0), word = str_find(*rest, STR("or"), 0);
    size_t at = comma < word ? comma : word;
    str piece = str_slice(*rest, 0, at);
    *rest = at == STR_NOT_FOUND ? STR_NONE : str_from_index(*rest, at + (at == word ? 2 : 1));
    return piece;
}

static int compare_values(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static size_t sort_and_dedupe(str *values, size_t count)
{
    size_t kept = 0;
    qsort(values, count, sizeof *values, compare_values);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !str_eq(values[kept - 1], values[i]))
            values[kept++] = values[i];
    return kept;
}

/* An empty piece at the very end is none: "4.3," is accepted. */
static bool is_last_nothing(str piece, str rest)
{
    while (piece.len == 0 && rest.data)
        piece = cut_piece(&rest);
    return piece.len == 0;
}

static status read_versions(str line, str list, arena *a, precondition *p, error *err)
{
    str *values = NULL;
    size_t count = 0, capacity = 0;
    while (list.data) {
        str piece = cut_piece(&list);
        if (count > 0 && is_last_nothing(piece, list))
            break;
        piece = str_trim(piece);
        if (piece.len == 0 || version_length(piece) != piece.len)
            return fail_form(line,
                             "expected versions as in \"that version is 4.4, 5.26\", or one bound "
                             "as in \"that version is lt 5\" or \"that version is ge 5\"",
                             err);
        str *grown = arena_grow(a, values, count, &capacity, sizeof *values);
        piece = arena_str(a, piece);
        if (!grown || !piece.data)
            return fail_no_memory(err);
        values = grown;
        values[count++] = piece;
    }
    p->value_count = sort_and_dedupe(values, count);
    p->values = values;
    return ST_OK;
}

static status read_exact(str line, str list, arena *a, precondition *p, error *err)
{
    p->kind = PRECONDITION_VERSION_IS;
    status st = read_versions(line, list, a, p, err);
    BUF_AUTO shown = BUF_INIT(a->mem, PRECONDITION_MAX_BYTES);
    for (size_t i = 0; !st && i < p->value_count; i++) {
        buf_text(&shown, i ? ", " : "");
        buf_str(&shown, p->values[i]);
    }
    str text;
    st = st ? st : buf_finish(&shown, a, &text, err);
    return st ? st : finish(p, "that version is ", text, a, err);
}

static status read_edition(str line, str word, arena *a, precondition *p, error *err)
{
    static const char *const editions[] = { "ENTERPRISE", "COMMUNITY", "UNDEFINED" };
    p->kind = PRECONDITION_EDITION;
    for (size_t i = 0; i < sizeof editions / sizeof *editions; i++) {
        str edition = str_from(editions[i]);
        if (!str_eq_ignore_case(word, edition))
            continue;
        status st = one_value(p, edition, a, err);
        return st ? st : finish(p, "that edition is ", edition, a, err);
    }
    return fail_form(
        line, "expected \"that edition is enterprise\" or \"that edition is community\"", err);
}

static bool is_word(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_alpha(s.data[i]) && !char_is_digit(s.data[i]) && s.data[i] != '_')
            return false;
    return true;
}

/* The first q' that does not stand behind "that". */
static size_t find_query(str line)
{
    for (size_t at = 0; at < line.len; at++)
        if (starts_ignoring_case(str_from_index(line, at), STR(" q'")) &&
            !ends_ignoring_case(str_slice(line, 0, at), STR("that")))
            return at;
    return STR_NOT_FOUND;
}

static uint32_t count_characters(str s)
{
    uint32_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.data[i] & 0xC0) != 0x80;
    return count;
}

static status read_query(str line, size_t at, arena *a, precondition *p, error *err)
{
    str query = str_trim(str_from_index(line, at + STR(" q'").len));
    p->kind = PRECONDITION_QUERY;
    p->query_at = count_characters(str_slice(line, 0, (size_t)(query.data - line.data)));
    p->in_schema = ends_ignoring_case(str_slice(line, 0, at), STR(" in schema"));
    if (query.len == 0)
        return fail_form(line, "expected a query behind q', as in \"q' RETURN true\"", err);
    status st = one_value(p, query, a, err);
    return st ? st : finish(p, p->in_schema ? "in SCHEMA q'" : "in TARGET q'", query, a, err);
}

static status read_form(str line, arena *a, precondition *p, error *err)
{
    str rest = line;
    bool head = eat_head(&rest), version = head && eat(&rest, STR(" that version is"));
    bool edition = head && !version && eat(&rest, STR(" that edition is"));
    str range = rest;
    bool below = version && eat(&range, STR(" lt "));
    if (below || (version && eat(&range, STR(" ge "))))
        range = str_slice(range, 0, version_length(range));
    else
        range.len = 0;
    if (range.len > 0)
        return read_range(range, below, a, p, err);
    eat_spaces(&rest);
    if (version)
        return read_exact(line, list_text(rest), a, p, err);
    if (edition && is_word(rest))
        return read_edition(line, rest, a, p, err);
    size_t query = find_query(line);
    if (query != STR_NOT_FOUND)
        return read_query(line, query, a, p, err);
    return fail_form(line,
                     "expected \"that version is 4.4, 5.26\", \"that version is lt 5\", \"that "
                     "version is ge 5\", \"that edition is enterprise\" or \"q' RETURN true\" "
                     "behind // assume or // assert (put other words there if it is a comment)",
                     err);
}

status precondition_parse(str comment, arena *a, bool *is_one, precondition *out, error *err)
{
    bool assume = is_meant(comment, STR("assume"));
    if (!assume && !is_meant(comment, STR("assert"))) {
        *is_one = false;
        return ST_OK;
    }
    precondition p = { .assertion = !assume };
    status st = read_form(comment, a, &p, err);
    if (st)
        return st;
    *is_one = true;
    *out = p;
    return ST_OK;
}

static bool is_any_version(const precondition *p, str server)
{
    str prefix = STR("Neo4j/");
    if (!str_starts(server, prefix))
        return false;
    for (size_t i = 0; i < p->value_count; i++)
        if (str_starts(str_from_index(server, prefix.len), p->values[i]))
            return true;
    return false;
}

/* "5.26.0" of "Neo4j/5.26.0-drop02". */
static str version_of(str server)
{
    str prefix = STR("Neo4j/");
    str version = str_starts(server, prefix) ? str_from_index(server, prefix.len) : server;
    return str_slice(version, 0, str_find_char(version, '-', 0));
}

static bool is_edition(str wanted, str edition)
{
    bool known = str_eq_ignore_case(edition, STR("enterprise")) ||
                 str_eq_ignore_case(edition, STR("community"));
    return str_eq_ignore_case(wanted, known ? edition : STR("UNDEFINED"));
}

bool precondition_is_met(const precondition *p, str server, str edition)
{
    switch (p->kind) {
    case PRECONDITION_VERSION_IS:
        return is_any_version(p, server);
    case PRECONDITION_VERSION_LT:
        return version_compare(version_of(server), p->values[0], VERSION_SEMANTIC) < 0;
    case PRECONDITION_VERSION_GE:
        return version_compare(version_of(server), p->values[0], VERSION_SEMANTIC) >= 0;
    case PRECONDITION_EDITION:
        return is_edition(p->values[0], edition);
    case PRECONDITION_QUERY:
        break;
    }
    return false;
}
