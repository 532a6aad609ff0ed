#include "bolt/packstream.h"

#include "base/file.h"
#include "bolt/notation.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MANY = 70000 };

static bolt_version version_of(const char *text)
{
    bolt_version v = *bolt_version_find((uint8_t)(text[0] - '0'), (uint8_t)(text[2] - '0'));
    if (strstr(text, "utc"))
        v.features |= BOLT_HAS_UTC;
    return v;
}

static status pack(const bolt_version *version, const bolt_value *value, buf *out, error *err)
{
    bolt_packer p;
    bolt_packer_init(&p, out, version, err);
    bolt_pack_value(&p, value);
    return bolt_packer_finish(&p);
}

static status unpack(const buf *bytes, const bolt_version *version, arena *a, bolt_value *out,
                     error *err)
{
    return bolt_unpack(buf_view(bytes), version, a, out, err);
}

typedef struct vector {
    char how;
    bolt_version version;
    str expected, line;
    buf bytes;
} vector;

/* False for a comment or an empty line. */
static bool read_vector(str line, vector *out)
{
    if (str_is_blank(line) || line.data[0] == '#')
        return false;
    str rest = line;
    str head = str_split(&rest, '|');
    str hex = str_split(&rest, '|');
    char name[32] = "";
    memcpy(name, head.data + 2, head.len - 2);
    *out = (vector){ .how = head.data[0],
                     .version = version_of(name),
                     .expected = str_trim(rest),
                     .line = line,
                     .bytes = BUF_INIT(NULL, 0) };
    cr_assert(read_hex(hex, &out->bytes), "%.*s", STR_ARG(line));
    return true;
}

static void check_malformed(const vector *v)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_value value;
    error err;
    cr_assert_eq(unpack(&v->bytes, &v->version, &a, &value, &err), ST_PROTOCOL, "%.*s",
                 STR_ARG(v->line));
    cr_assert(str_find(str_from(err.message), v->expected, 0) != STR_NOT_FOUND, "%.*s: %s",
              STR_ARG(v->line), err.message);
}

/* Every beginning of a valid value is an error, and never more. */
static void check_prefixes(const vector *v)
{
    for (size_t length = 0; length < v->bytes.len; length++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        bolt_value value;
        char *piece = malloc(length + 1);
        memcpy(piece, v->bytes.data, length);
        cr_assert_eq(bolt_unpack((str){ piece, length }, &v->version, &a, &value, NULL),
                     ST_PROTOCOL, "%zu bytes of %.*s", length, STR_ARG(v->line));
        free(piece);
    }
}

static void check_value(const vector *v)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0), sent = BUF_INIT(NULL, 0);
    bolt_value value;
    error err;
    cr_assert_eq(unpack(&v->bytes, &v->version, &a, &value, &err), ST_OK, "%.*s: %s",
                 STR_ARG(v->line), err.message);
    write_value(&text, &value);
    cr_assert(str_eq(buf_view(&text), v->expected), "%.*s: %.*s", STR_ARG(v->line),
              STR_ARG(buf_view(&text)));
    status st = pack(&v->version, &value, &sent, &err);
    bool same = !st && str_eq(buf_view(&sent), buf_view(&v->bytes));
    cr_assert_eq(same, v->how == '=', "%.*s", STR_ARG(v->line));
    check_prefixes(v);
}

Test(packstream, vectors)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str rest, line;
    size_t count = 0;
    cr_assert_eq(file_read(TEST_DATA "/bolt/packstream.txt", 1 << 20, &a, &rest, NULL), ST_OK);
    for (line = str_split(&rest, '\n'); rest.data; line = str_split(&rest, '\n')) {
        vector v;
        if (!read_vector(line, &v))
            continue;
        if (v.how == '!')
            check_malformed(&v);
        else
            check_value(&v);
        buf_free(&v.bytes);
        count++;
    }
    cr_assert_gt(count, 100);
}

/* The header of each length class, and that what was sent comes back. */
static void check_header(const bolt_value *value, const char *header, size_t length)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_version version = version_of("5.8");
    bolt_value back;
    cr_assert_eq(pack(&version, value, &out, NULL), ST_OK);
    cr_assert_geq(out.len, length);
    cr_assert_arr_eq(out.data, header, length);
    cr_assert_eq(unpack(&out, &version, &a, &back, NULL), ST_OK);
    cr_assert(bolt_value_equal(value, &back));
}

Test(packstream, lengths_of_text_and_bytes)
{
    char *text = malloc(MANY);
    memset(text, 'a', MANY);
    const struct {
        size_t length;
        const char *text_header, *bytes_header;
        size_t text_size, bytes_size;
    } cases[] = {
        { 15, "\x8F", "\xCC\x0F", 1, 2 },
        { 16, "\xD0\x10", "\xCC\x10", 2, 2 },
        { 255, "\xD0\xFF", "\xCC\xFF", 2, 2 },
        { 256, "\xD1\x01\x00", "\xCD\x01\x00", 3, 3 },
        { 65535, "\xD1\xFF\xFF", "\xCD\xFF\xFF", 3, 3 },
        { 65536, "\xD2\x00\x01\x00\x00", "\xCE\x00\x01\x00\x00", 5, 5 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        str s = { text, cases[i].length };
        bolt_value as_text = bolt_string(s), as_bytes = bolt_bytes(s);
        check_header(&as_text, cases[i].text_header, cases[i].text_size);
        check_header(&as_bytes, cases[i].bytes_header, cases[i].bytes_size);
    }
    free(text);
}

Test(packstream, lengths_of_lists_and_maps)
{
    bolt_value *items = calloc(MANY, sizeof *items);
    bolt_entry *entries = calloc(MANY, sizeof *entries);
    char *name = malloc(MANY);
    memset(name, 'k', MANY);
    for (size_t i = 0; i < MANY; i++)
        entries[i] = (bolt_entry){ { name, i }, bolt_null() };
    const struct {
        size_t length;
        const char *list_header, *map_header;
        size_t size;
    } cases[] = {
        { 15, "\x9F", "\xAF", 1 },          { 16, "\xD4\x10", "\xD8\x10", 2 },
        { 255, "\xD4\xFF", "\xD8\xFF", 2 }, { 256, "\xD5\x01\x00", "\xD9\x01\x00", 3 },
        { 65535, "\xD5\xFF\xFF", NULL, 3 }, { 65536, "\xD6\x00\x01\x00\x00", NULL, 5 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bolt_value list = bolt_list_of(items, cases[i].length);
        bolt_value map = bolt_map_of(entries, cases[i].length);
        check_header(&list, cases[i].list_header, cases[i].size);
        if (cases[i].map_header)
            check_header(&map, cases[i].map_header, cases[i].size);
    }
    free(items);
    free(entries);
    free(name);
}

static void fill_nested(buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buf_text(out, "\x91");
    buf_text(out, "\x01");
}

Test(packstream, nesting_is_limited_when_reading)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_version version = version_of("5.8");
    bolt_value value;
    error err;
    for (size_t depth = BOLT_MAX_DEPTH; depth < 1000000; depth = depth * 100 + 1) {
        BUF_AUTO bytes = BUF_INIT(NULL, 0);
        fill_nested(&bytes, depth);
        status st = unpack(&bytes, &version, &a, &value, &err);
        cr_assert_eq(st, depth == BOLT_MAX_DEPTH ? ST_OK : ST_PROTOCOL);
        cr_assert(st == ST_OK || strstr(err.message, "within each other"));
    }
}

Test(packstream, nesting_is_limited_by_one_more)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO bytes = BUF_INIT(NULL, 0);
    bolt_version version = version_of("5.8");
    bolt_value value;
    fill_nested(&bytes, BOLT_MAX_DEPTH + 1);
    cr_assert_eq(unpack(&bytes, &version, &a, &value, NULL), ST_PROTOCOL);
}

/* Many lists, maps and structures side by side are no nesting. */
Test(packstream, neighbours_do_not_nest)
{
    static const str items[] = { { "\x91\x01", 2 }, { "\xA1\x81k\x01", 4 }, { "\xB1\x44\x01", 3 } };
    bolt_version version = version_of("5.8");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        BUF_AUTO bytes = BUF_INIT(NULL, 0), sent = BUF_INIT(NULL, 0);
        bolt_value value;
        cr_assert(read_hex(STR("D5 04 00"), &bytes));
        for (size_t n = 0; n < 1024; n++)
            buf_str(&bytes, items[i]);
        cr_assert_eq(unpack(&bytes, &version, &a, &value, NULL), ST_OK);
        cr_assert_eq(pack(&version, &value, &sent, NULL), ST_OK);
        cr_assert(str_eq(buf_view(&sent), buf_view(&bytes)));
    }
}

Test(packstream, nesting_is_limited_when_sending)
{
    static bolt_value levels[BOLT_MAX_DEPTH + 2];
    bolt_version version = version_of("5.8");
    error err;
    levels[0] = bolt_int(1);
    for (size_t i = 1; i < sizeof levels / sizeof levels[0]; i++)
        levels[i] = bolt_list_of(&levels[i - 1], 1);
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(pack(&version, &levels[BOLT_MAX_DEPTH], &out, &err), ST_OK);
    cr_assert_eq(pack(&version, &levels[BOLT_MAX_DEPTH + 1], &out, &err), ST_ARGUMENT);
    cr_assert(strstr(err.message, "512"));
}

/* A peer that announces much and sends little costs next to no memory. */
Test(packstream, lengths_are_not_believed)
{
    static const char *const lies[] = { "D6 7F FF FF FF 01", "DA 3F FF FF FF 81 61 01",
                                        "D2 7F FF FF FF 61", "CE 7F FF FF FF 61" };
    bolt_version version = version_of("5.8");
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        BUF_AUTO bytes = BUF_INIT(NULL, 0);
        bolt_value value;
        cr_assert(read_hex(str_from(lies[i]), &bytes));
        cr_assert_eq(unpack(&bytes, &version, &a, &value, NULL), ST_PROTOCOL);
        cr_assert_leq(a.used, 4096);
    }
}

Test(packstream, the_limit_of_the_arena_holds)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 10000);
    BUF_AUTO bytes = BUF_INIT(NULL, 0);
    bolt_version version = version_of("5.8");
    bolt_value value;
    error err;
    cr_assert(read_hex(STR("D5 10 00 C0*4096"), &bytes));
    cr_assert_eq(unpack(&bytes, &version, &a, &value, &err), ST_NO_MEMORY);
}

static void check_refused(const char *version_name, bolt_value value, const char *sentence)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_version version = version_of(version_name);
    error err;
    cr_assert_eq(pack(&version, &value, &out, &err), ST_ARGUMENT, "%s", sentence);
    cr_assert(strstr(err.message, sentence), "%s", err.message);
}

Test(packstream, what_cannot_be_sent)
{
    static const uint8_t uuid[BOLT_UUID_SIZE];
    bolt_node node = { .labels = { NULL, 0 } };
    bolt_relationship relationship = { .id = 1 };
    bolt_path path = { .nodes = { NULL, 0 } };
    bolt_unsupported unsupported = { .name = STR("x") };
    bolt_struct structure = { .tag = 1 };
    bolt_temporal zoned = { .zone = STR("UTC") };
    bolt_temporal wall = { .zone = STR("UTC"), .local = true };
    bolt_temporal far = { .seconds = INT64_MAX, .offset = 1 };
    bolt_temporal lost = { .seconds = 1 };
    bolt_entry nameless = { STR_NONE, bolt_int(1) };
    bolt_entry twice[] = { { STR("a"), bolt_int(1) },
                           { STR("b"), bolt_int(2) },
                           { STR("a"), bolt_int(1) } };
    bolt_vector numbers = { BOLT_VECTOR_INT16, STR("ab") };
    bolt_vector crooked = { BOLT_VECTOR_INT16, STR("abc") };
    check_refused("5.8", (bolt_value){ BOLT_NODE, { .node = &node } }, "cannot be parameters");
    check_refused("5.8", (bolt_value){ BOLT_RELATIONSHIP, { .relationship = &relationship } },
                  "cannot be parameters");
    check_refused("5.8",
                  (bolt_value){ BOLT_UNBOUND_RELATIONSHIP, { .relationship = &relationship } },
                  "cannot be parameters");
    check_refused("5.8", (bolt_value){ BOLT_PATH, { .path = &path } }, "cannot be parameters");
    check_refused("6.0", (bolt_value){ BOLT_UNSUPPORTED, { .unsupported = &unsupported } },
                  "does not know");
    check_refused("5.8", (bolt_value){ BOLT_STRUCT, { .structure = &structure } }, "does not know");
    check_refused("6.0", (bolt_value){ BOLT_UUID, { .uuid = uuid } },
                  "Bolt 6.1, this one speaks 6.0");
    check_refused("5.8", (bolt_value){ BOLT_VECTOR, { .vector = numbers } },
                  "Bolt 6.0, this one speaks 5.8");
    check_refused("6.0", (bolt_value){ BOLT_VECTOR, { .vector = crooked } }, "whole numbers");
    check_refused("4.4", (bolt_value){ BOLT_DATETIME_ZONED, { .temporal = &zoned } },
                  "wants local");
    check_refused("5.8", (bolt_value){ BOLT_DATETIME_ZONED, { .temporal = &wall } }, "wants UTC");
    check_refused("5.8", (bolt_value){ BOLT_DATETIME_ZONED, { .temporal = &lost } }, "no zone");
    check_refused("4.4", (bolt_value){ BOLT_DATETIME, { .temporal = &far } }, "out of range");
    check_refused("5.8", bolt_map_of(&nameless, 1), "no name");
    check_refused("5.8", bolt_map_of(twice, 3), "\"a\" is there twice");
    check_refused("5.8", bolt_string(STR("a\xFF")), "not UTF-8");
    check_refused("5.8", bolt_bytes((str){ "", (size_t)INT32_MAX + 1 }), "2,147,483,647");
}

Test(packstream, the_first_failure_counts)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_version version = version_of("5.8");
    bolt_packer p;
    error err;
    bolt_packer_init(&p, &out, &version, &err);
    bolt_pack_string(&p, STR("\xFF"));
    bolt_pack_bytes(&p, (str){ "", (size_t)INT32_MAX + 1 });
    cr_assert_eq(bolt_packer_finish(&p), ST_ARGUMENT);
    cr_assert(strstr(err.message, "not UTF-8"));
}

Test(packstream, a_full_buffer_is_an_error)
{
    BUF_AUTO out = BUF_INIT(NULL, 3);
    bolt_version version = version_of("5.8");
    bolt_value value = bolt_string(STR("too long"));
    cr_assert_eq(pack(&version, &value, &out, NULL), ST_NO_MEMORY);
}
