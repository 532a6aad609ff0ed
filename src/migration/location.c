#include "migration/location.h"

#include "base/buf.h"

/* Longer ones cannot be opened anyway. */
#define LOCATION_MAX_BYTES ((size_t)64 << 10)

static str lower_case(str s, arena *a)
{
    char *copy = arena_alloc(a, s.len + 1);
    for (size_t i = 0; copy && i < s.len; i++)
        copy[i] = char_lower(s.data[i]);
    return copy ? (str){ copy, s.len } : STR_NONE;
}

static void leave(buf *path)
{
    while (path->len > 0 && path->data[path->len - 1] != '/')
        path->len--;
    if (path->len > 0)
        path->len--;
}

/* Appends the elements of a path: nothing for "." and "", one back for "..". */
static void enter(buf *path, str elements)
{
    while (elements.data) {
        str element = str_split(&elements, '/');
        if (str_eq(element, STR("..")))
            leave(path);
        else if (element.len > 0 && !str_eq(element, STR("."))) {
            buf_char(path, '/');
            buf_str(path, element);
        }
    }
}

static status finish(buf *path, location_kind kind, arena *a, location *out, error *err)
{
    str text;
    if (path->len == 0)
        buf_char(path, '/');
    status st = buf_finish(path, a, &text, err);
    if (!st)
        *out = (location){ .kind = kind, .path = text };
    return st;
}

static status parse_relative(str text, str folder, arena *a, location *out, error *err)
{
    BUF_AUTO path = BUF_INIT(a->mem, LOCATION_MAX_BYTES);
    enter(&path, folder);
    enter(&path, text);
    return finish(&path, LOCATION_FOLDER, a, out, err);
}

/* Names of resources have one root, with a slash in front or without. */
static status parse_name(str text, location_kind kind, arena *a, location *out, error *err)
{
    BUF_AUTO path = BUF_INIT(a->mem, LOCATION_MAX_BYTES);
    enter(&path, text);
    return finish(&path, kind, a, out, err);
}

static int hex_value(char c)
{
    c = char_lower(c);
    if (char_is_digit(c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What a URI may hold in its path as it is (RFC 3986), and everything beyond ASCII. */
static bool is_path_character(char c)
{
    return (unsigned char)c >= 0x80 || char_is_alpha(c) || char_is_digit(c) ||
           str_find_char(STR("-._~!$&'()*+,;=:@/"), c, 0) != STR_NOT_FOUND;
}

static status fail_uri(str text, const char *why, error *err)
{
    return fail(err, ST_ARGUMENT,
                "Invalid path; a valid file location must begin with file:/ or file:/// and name "
                "an absolute path: '%.*s' %s",
                STR_ARG(text), why);
}

static status decode(str text, str path, arena *a, str *out, error *err)
{
    BUF_AUTO decoded = BUF_INIT(a->mem, LOCATION_MAX_BYTES);
    for (size_t i = 0; i < path.len; i++) {
        char c = path.data[i];
        bool escape = c == '%' && i + 2 < path.len && hex_value(path.data[i + 1]) >= 0 &&
                      hex_value(path.data[i + 2]) >= 0;
        if (escape) {
            c = (char)(hex_value(path.data[i + 1]) * 16 + hex_value(path.data[i + 2]));
            i += 2;
        } else if (!is_path_character(c)) {
            return fail_uri(text, "has a character that must be escaped (a blank is %20)", err);
        }
        if (c == '\0')
            return fail_uri(text, "has a zero byte in it", err);
        buf_char(&decoded, c);
    }
    return buf_finish(&decoded, a, out, err);
}

/* Behind "file:": /path or //host/path, whose host is of no use. */
static status parse_file(str text, str rest, arena *a, location *out, error *err)
{
    if (!str_starts(rest, STR("/")))
        return fail_uri(text, "is relative", err);
    if (str_starts(rest, STR("//"))) {
        size_t slash = str_find_char(rest, '/', 2);
        if (slash == STR_NOT_FOUND)
            return fail_uri(text, "has no path", err);
        rest = str_from_index(rest, slash);
    }
    str decoded;
    status st = decode(text, rest, a, &decoded, err);
    return st ? st : parse_relative(decoded, STR(""), a, out, err);
}

static str slashes(str s, arena *a)
{
    char *copy = arena_alloc(a, s.len + 1);
    for (size_t i = 0; copy && i < s.len; i++)
        copy[i] = s.data[i] == '\\' ? '/' : s.data[i];
    return copy ? (str){ copy, s.len } : STR_NONE;
}

static const location_handler *find_handler(const location_handlers *handlers, str scheme)
{
    for (size_t i = 0; handlers && i < handlers->count; i++)
        if (str_eq(handlers->items[i].scheme, scheme))
            return &handlers->items[i];
    return NULL;
}

static status fail_scheme(str scheme, const location_handlers *handlers, arena *a, error *err)
{
    str known;
    BUF_AUTO list = BUF_INIT(a->mem, 0);
    buf_text(&list, "'classpath:', 'embedded:', 'file:'");
    for (size_t i = 0; handlers && i < handlers->count; i++)
        buf_printf(&list, ", '%.*s:'", STR_ARG(handlers->items[i].scheme));
    status st = buf_finish(&list, a, &known, err);
    return st ? st
              : fail(err, ST_ARGUMENT, "Invalid scheme: '%.*s', supported schemes are %.*s",
                     STR_ARG(scheme), STR_ARG(known));
}

static status parse_uri(str text, size_t colon, const location_handlers *handlers, arena *a,
                        location *out, error *err)
{
    str scheme = lower_case(str_trim(str_slice(text, 0, colon)), a);
    str rest = slashes(str_trim(str_from_index(text, colon + 1)), a);
    if (!scheme.data || !rest.data)
        return fail_no_memory(err);
    if (rest.len == 0)
        return fail(err, ST_ARGUMENT, "Invalid location: '%.*s'", STR_ARG(text));
    if (str_eq(scheme, STR("classpath")))
        return parse_name(rest, LOCATION_CLASSPATH, a, out, err);
    if (str_eq(scheme, STR("embedded")))
        return parse_name(rest, LOCATION_EMBEDDED, a, out, err);
    if (str_eq(scheme, STR("file")))
        return parse_file(text, rest, a, out, err);
    const location_handler *handler = find_handler(handlers, scheme);
    if (!handler)
        return fail_scheme(scheme, handlers, a, err);
    *out = (location){ LOCATION_SERVED, arena_str(a, str_trim(text)), handler };
    return out->path.data ? ST_OK : fail_no_memory(err);
}

status location_parse(str text, str folder, const location_handlers *handlers, arena *a,
                      location *out, error *err)
{
    size_t colon = str_find_char(text, ':', 0);
    if (text.len > LOCATION_MAX_BYTES)
        return fail(err, ST_ARGUMENT, "the location is longer than %zu bytes", LOCATION_MAX_BYTES);
    if (colon != STR_NOT_FOUND)
        return parse_uri(text, colon, handlers, a, out, err);
    str rest = text = str_trim(text);
    str first = str_split(&rest, '/');
    if (str_eq(first, STR(".")) || str_eq(first, STR("..")))
        return parse_relative(text, folder, a, out, err);
    return parse_name(text, LOCATION_CLASSPATH, a, out, err);
}

status location_of_embedded(str name, arena *a, str *out, error *err)
{
    location named;
    status st = parse_name(name, LOCATION_EMBEDDED, a, &named, err);
    if (!st)
        *out = named.path;
    return st;
}

bool location_contains(const location *where, str path)
{
    if (str_eq(where->path, STR("/")) || str_eq(where->path, path))
        return true;
    return str_starts(path, where->path) && path.data[where->path.len] == '/';
}

/* ---- Files ---- */

static status fail_remote(str text, error *err)
{
    return fail(err, ST_ARGUMENT,
                "\"%.*s\" is not on this machine: download it first, as with curl -O, and name the "
                "file by its URL, file:///...",
                STR_ARG(text));
}

static status fail_without_scheme(str text, str folder, arena *a, error *err)
{
    location found;
    status st = parse_relative(text, str_starts(text, STR("/")) ? STR("") : folder, a, &found, err);
    if (st)
        return st;
    BUF_AUTO url = BUF_INIT(a->mem, LOCATION_MAX_BYTES);
    for (size_t i = 0; i < found.path.len; i++) {
        char c = found.path.data[i];
        if (is_path_character(c) && c != ',') /* which parts URLs in a list */
            buf_char(&url, c);
        else
            buf_printf(&url, "%%%02X", (unsigned)(unsigned char)c);
    }
    return fail(err, ST_ARGUMENT, "\"%.*s\" is no URL: write file://%.*s", STR_ARG(text),
                STR_ARG(buf_view(&url)));
}

status location_parse_file(str text, str folder, arena *a, str *out, error *err)
{
    location found;
    const str scheme = STR("file:");
    text = str_trim(text);
    bool is_file = str_eq_ignore_case(str_slice(text, 0, scheme.len), scheme);
    if (!is_file && str_find(text, STR("://"), 0) != STR_NOT_FOUND)
        return fail_remote(text, err);
    if (!is_file)
        return fail_without_scheme(text, folder, a, err);
    status st = parse_uri(text, scheme.len - 1, NULL, a, &found, err);
    if (!st)
        *out = found.path;
    return st;
}
