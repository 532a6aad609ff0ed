/* Names in refactorings: whatever they are, the statement has the shape that it has with plain ones. A line is a name; the first byte
 * chooses the type and whether there are batches. */
#include "fuzz.h"

#include "base/utf8.h"
#include "cypher/lexer.h"
#include "refactoring/merge.h"

#include <string.h>

enum { NAMES = 4 };

static const struct {
    const char *type;
    const char *names[NAMES]; /* of its parameters; in "labels" it is a list */
} types[] = {
    { "rename.label", { "from", "to" } },
    { "rename.type", { "from", "to" } },
    { "rename.nodeProperty", { "from", "to" } },
    { "rename.relationshipProperty", { "from", "to" } },
    { "addSurrogateKeyTo.nodes", { "labels", "property" } },
    { "addSurrogateKeyTo.relationships", { "type", "property" } },
    { "normalize.asBoolean", { "property" } },
    { "listToVectorOn.nodes", { "labels", "property" } },
    { "listToVectorOn.relationships", { "type", "property" } },
};

typedef struct call {
    catalog_parameter parameters[NAMES + 1];
    str values[NAMES];
    catalog_operation operation;
} call;

static catalog_parameter word(const char *name, str *value)
{
    *value = str_from(name);
    return (catalog_parameter){ .name = str_from(name), .values = value, .value_count = 1 };
}

static void build(call *c, size_t type, bool batches, const str names[NAMES])
{
    size_t count = 0;
    for (; count < NAMES && types[type].names[count]; count++) {
        c->values[count] = names[count];
        c->parameters[count] = (catalog_parameter){ .name = str_from(types[type].names[count]),
                                                    .text = names[count],
                                                    .values = &c->values[count],
                                                    .value_count = 1 };
    }
    if (count == 1) { /* words to compare with are no names */
        c->parameters[count++] = word("trueValues", &c->values[2]);
        c->parameters[count++] = word("falseValues", &c->values[3]);
    }
    if (batches)
        c->parameters[count++] = (catalog_parameter){ .name = STR("batchSize"), .text = STR("7") };
    c->operation = (catalog_operation){
        .kind = CATALOG_REFACTOR,
        .refactoring = { str_from(types[type].type), c->parameters, count },
    };
}

static status render(const call *c, const catalog_server *server, arena *a,
                     refactoring_statement *out)
{
    error err = { .status = ST_OK };
    status st = refactoring_render(&c->operation, server, NULL, a, out, &err);
    FUZZ_CHECK(!st || err.message[0]);
    return st;
}

static int hex_value(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, char_lower(c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* The length of an escape at the start, and what it stands for; 0 when there is none. */
static size_t escape_length(str s, unsigned *out)
{
    size_t at = 1;
    while (at < s.len && s.data[at] == 'u')
        at++;
    *out = 0;
    if (at == 1 || s.len < at + 4)
        return 0;
    for (size_t i = at; i < at + 4; i++) {
        if (hex_value(s.data[i]) < 0)
            return 0;
        *out = *out * 16 + (unsigned)hex_value(s.data[i]);
    }
    return at + 4;
}

/* As servers read a statement before they look for tokens: escapes count, but for those behind another backslash. */
static void unescape(str s, buf *out)
{
    while (s.len > 0) {
        unsigned code;
        bool backslash = s.data[0] == '\\';
        size_t length = backslash ? escape_length(s, &code) : 0;
        if (length) {
            buf_char(out, code < 0x80 ? (char)code : 'x');
        } else {
            length = backslash && s.len > 1 && s.data[1] == '\\' ? 2 : 1;
            buf_str(out, str_slice(s, 0, length));
        }
        s = str_from_index(s, length);
    }
}

/* A name may be quoted or not. */
static cypher_token next(cypher_lexer *lexer)
{
    cypher_token token = cypher_next_code(lexer);
    if (token.kind == TOKEN_QUOTED)
        token.kind = TOKEN_NAME;
    return token;
}

static void check_same_shape(str hostile, str plain)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    unescape(hostile, &text);
    cypher_lexer left = CYPHER_LEXER(buf_view(&text)), right = CYPHER_LEXER(plain);
    for (;;) {
        cypher_token a = next(&left), b = next(&right);
        FUZZ_CHECK(a.kind == b.kind && a.closed);
        FUZZ_CHECK(a.kind != TOKEN_SYMBOL || str_eq(a.text, b.text));
        if (a.kind == TOKEN_END)
            return;
    }
}

static void check(size_t type, bool batches, const str names[NAMES])
{
    static const catalog_server servers[] = { { .major = 3, .minor = 5 },
                                              { .major = 4, .minor = 4 },
                                              { .major = 5, .minor = 26 },
                                              { .major = 2026, .minor = 8 } };
    static const str plain_names[NAMES] = { { "a", 1 }, { "b", 1 }, { "c", 1 }, { "d", 1 } };
    call hostile, plain;
    build(&hostile, type, batches, names);
    build(&plain, type, batches, plain_names);
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        ARENA_AUTO a = ARENA_INIT(NULL, 0);
        refactoring_statement left, right;
        if (render(&hostile, &servers[i], &a, &left) == ST_OK &&
            render(&plain, &servers[i], &a, &right) == ST_OK)
            check_same_shape(left.text, right.text);
    }
}

/* What a server tells is not trusted either, and means what it says. */
static void check_merge(const str names[NAMES])
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    static const catalog_server server = { .major = 5, .minor = 26 };
    static const merge_policy policy = { { ".*", 2 }, MERGE_KEEP_LAST };
    bolt_value ids[] = { bolt_int(1), bolt_int(2) };
    merge_plan m = { .server = &server, .policies = { &policy, 1 }, .ids = { ids, 2 } };
    bolt_value pair[] = { bolt_string(names[2]), bolt_int(0) };
    bolt_value label = bolt_string(names[0]), type = bolt_string(names[1]);
    bolt_value key = bolt_list_of(pair, 2);
    bolt_list answers[] = {
        [MERGE_LABELS] = { &label, 1 }, [MERGE_TYPES] = { &type, 1 }, [MERGE_KEYS] = { &key, 1 }
    };
    merge_changes hostile, plain;
    if (merge_decide(&m, answers, &a, &hostile, NULL))
        return;
    label = type = pair[0] = bolt_string(STR("a"));
    FUZZ_CHECK(merge_decide(&m, answers, &a, &plain, NULL) == ST_OK);
    FUZZ_CHECK(hostile.count == plain.count);
    for (size_t i = 0; i < plain.count; i++)
        check_same_shape(hostile.items[i].text, plain.items[i].text);
}

static void check_query(str text)
{
    error err = { .status = ST_OK };
    refactoring_query query = { .text = STR_NONE };
    if (refactoring_query_read(text, &query, &err))
        return;
    FUZZ_CHECK(query.text.len > 0 && query.text.data >= text.data &&
               query.text.data + query.text.len <= text.data + text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str rest = { (const char *)data, size };
    if (size < 2 || !utf8_is_valid(str_from_index(rest, 1)))
        return 0;
    str names[NAMES] = { { 0 } };
    rest = str_from_index(rest, 1);
    check_query(rest);
    for (size_t i = 0; i < NAMES; i++)
        names[i] = rest.data ? str_split(&rest, '\n') : STR("");
    check(data[0] / 2 % (sizeof types / sizeof *types), data[0] % 2, names);
    if (names[0].len && names[1].len && names[2].len)
        check_merge(names);
    return 0;
}
