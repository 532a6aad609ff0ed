#include "migration/checksum.h"

#include "base/utf8.h"
#include "migration/crc32.h"
#include "migration/precondition.h"

#include <inttypes.h>

static status render(uint32_t crc, arena *a, str *out, error *err)
{
    str text = arena_printf(a, "%" PRIu32, crc);
    if (!text.data)
        return fail_no_memory(err);
    *out = text;
    return ST_OK;
}

static uint32_t crc_of(const cypher_elements *elements)
{
    uint32_t crc = 0;
    for (size_t i = 0; i < elements->count; i++)
        crc = crc32_add(crc, elements->items[i]);
    return crc;
}

status checksum_of_elements(const cypher_elements *elements, arena *a, str *out, error *err)
{
    return render(crc_of(elements), a, out, err);
}

status checksum_of_text(str text, arena *a, str *out, error *err)
{
    return render(crc32_add(0, text), a, out, err);
}

/* CR and LF are left out; a piece without them counts as it stands. */
static uint32_t add_lines(uint32_t crc, str text)
{
    size_t from = 0;
    for (size_t at = 0; at <= text.len; at++)
        if (at == text.len || text.data[at] == '\n' || text.data[at] == '\r') {
            crc = crc32_add(crc, str_slice(text, from, at));
            from = at + 1;
        }
    return crc;
}

static status signed_decimal(uint32_t crc, arena *a, str *out, error *err)
{
    int64_t value = crc > INT32_MAX ? (int64_t)crc - ((int64_t)1 << 32) : (int64_t)crc;
    str text = arena_printf(a, "%" PRId64, value);
    if (!text.data)
        return fail_no_memory(err);
    *out = text;
    return ST_OK;
}

status checksum_of_lines(str text, arena *a, str *out, error *err)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_from_index(text, 3);
    if (utf8_is_valid(text))
        return signed_decimal(add_lines(0, text), a, out, err);
    BUF_AUTO repaired = BUF_INIT(a->mem, a->limit);
    utf8_repair(&repaired, text);
    if (repaired.failed)
        return fail_no_memory(err);
    return signed_decimal(add_lines(0, buf_view(&repaired)), a, out, err);
}

/* The leading comments of an element that are preconditions. */
static status conditions_in(str element, arena *a, cypher_elements *out, error *err)
{
    cypher_elements comments;
    status st = cypher_leading_comments(element, a, &comments, err);
    if (st)
        return st;
    str *texts = arena_array(a, comments.count, sizeof *texts);
    size_t count = 0;
    if (!texts)
        return fail_no_memory(err);
    for (size_t i = 0; i < comments.count; i++) {
        bool is_one;
        precondition ignored;
        st = precondition_parse(comments.items[i], a, &is_one, &ignored, err);
        if (st)
            return st;
        if (is_one)
            texts[count++] = comments.items[i];
    }
    *out = (cypher_elements){ .items = texts, .count = count };
    return ST_OK;
}

/* The historical rule, in regular expressions: (text1|text2)\r?\n|\r. A lone CR goes, too. */
static size_t removed_length(str rest, const cypher_elements *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (!str_starts(rest, texts->items[i]))
            continue;
        str behind = str_from_index(rest, texts->items[i].len);
        size_t line_end = str_starts(behind, STR("\r\n")) ? 2 : str_starts(behind, STR("\n"));
        if (line_end)
            return texts->items[i].len + line_end;
    }
    return str_starts(rest, STR("\r"));
}

static uint32_t add_without(uint32_t crc, str element, const cypher_elements *texts)
{
    size_t from = 0;
    for (size_t at = 0; at < element.len;) {
        size_t removed = removed_length(str_from_index(element, at), texts);
        if (removed) {
            crc = crc32_add(crc, str_slice(element, from, at));
            from = at + removed;
        }
        at += removed ? removed : 1;
    }
    return crc32_add(crc, str_from_index(element, from));
}

status checksum_without_preconditions(const cypher_elements *elements, arena *a, str *out,
                                      error *err)
{
    uint32_t crc = 0;
    size_t found = 0;
    ARENA_AUTO scratch = ARENA_INIT(a->mem, a->limit);
    for (size_t i = 0; i < elements->count; i++) {
        cypher_elements texts = { 0 };
        arena_reset(&scratch);
        status st = conditions_in(elements->items[i], &scratch, &texts, err);
        if (st)
            return st;
        found += texts.count;
        crc = texts.count ? add_without(crc, elements->items[i], &texts)
                          : crc32_add(crc, elements->items[i]);
    }
    if (found == 0 || crc == crc_of(elements)) {
        *out = STR_NONE;
        return ST_OK;
    }
    return render(crc, a, out, err);
}
