/* Locations that the application serves. */
#include "api/handle.h"

#include "base/utf8.h"

struct n4m_sink {
    const location_sink *to;
    error failure; /* the first one, whatever the application makes of it */
};

/* A handler as the caller has given it. */
typedef struct served {
    n4m_list_fn *list;
    void *user;
} served;

/* ---- Listing ---- */

static status put(n4m_sink *sink, const char *path, const void *data, size_t size, error *err)
{
    str name = str_from(path ? path : "");
    if (!utf8_is_valid(name) || name.len == 0)
        return fail(err, ST_ARGUMENT, "a file has no path, or one that is not UTF-8");
    if ((!data && size > 0) || size > SCRIPT_MAX_BYTES)
        return fail(err, ST_ARGUMENT, "the file \"%.*s\" has no content, or too much of it",
                    STR_ARG(name));
    return sink->to->put(sink->to, name, (str){ data ? data : "", size }, err);
}

n4m_status n4m_sink_put(n4m_sink *sink, const char *path, const void *data, size_t size,
                        n4m_error *err)
{
    error missing = { .status = ST_OK };
    if (!sink)
        return api_status(fail(&missing, ST_ARGUMENT, "there is no sink"), &missing, err);
    if (!sink->failure.status)
        (void)put(sink, path, data, size, &sink->failure);
    return api_status(sink->failure.status, &sink->failure, err);
}

/* What the handler has returned, and filled if it was so kind; `where` is NUL-terminated, as all that is configured. */
static status call(const served *s, str where, n4m_sink *sink, error *err)
{
    n4m_error given = N4M_ERROR_INIT;
    n4m_status st = s->list(s->user, where.data, sink, &given);
    if (st && given.message[0])
        return api_error_of_caller(st, &given, err);
    return st ? fail(err, ST_IO, "the handler of \"%s\" has failed and gave no reason", where.data)
              : ST_OK;
}

static status list(void *user, str where, const location_sink *to, error *err)
{
    n4m_sink sink = { .to = to, .failure = { .status = ST_OK } };
    status st = call(user, where, &sink, err);
    if (sink.failure.status) {
        st = sink.failure.status;
        if (err)
            *err = sink.failure;
    }
    if (st && err && !err->source[0])
        ERROR_SET(err, source, where.data, where.len);
    return st;
}

/* ---- Options ---- */

static status copy_scheme(const char *given, const location_handlers *before, arena *load, str *out,
                          error *err)
{
    char *scheme = arena_alloc(load, str_from(given).len + 1);
    if (!scheme)
        return fail_no_memory(err);
    for (size_t i = 0; given[i]; i++)
        scheme[i] = char_lower(given[i]);
    *out = str_from(scheme);
    status st = location_check_scheme(*out, err);
    for (size_t i = 0; !st && i < before->count; i++)
        if (str_eq(before->items[i].scheme, *out))
            st = fail(err, ST_ARGUMENT, "there are two handlers of the scheme \"%s\"", scheme);
    return st;
}

static status copy_handler(const n4m_location_handler *given, const location_handlers *before,
                           arena *load, location_handler *out, error *err)
{
    served *kept = ARENA_NEW(load, served);
    if (!kept)
        return fail_no_memory(err);
    if (!given->list)
        return fail(err, ST_ARGUMENT, "the handler of the scheme \"%s\" has no function",
                    given->scheme);
    *kept = (served){ given->list, given->user };
    *out = (location_handler){ .list = list, .user = kept };
    return copy_scheme(given->scheme, before, load, &out->scheme, err);
}

status settings_handlers(const n4m_location_handler *given, arena *load, location_handlers *out,
                         error *err)
{
    size_t count = 0;
    while (given && given[count].scheme)
        count++;
    location_handler *items = arena_array(load, count, sizeof *items);
    status st = items ? ST_OK : fail_no_memory(err);
    for (size_t i = 0; !st && i < count; i++)
        st = copy_handler(&given[i], &(location_handlers){ items, i }, load, &items[i], err);
    if (!st)
        *out = (location_handlers){ items, count };
    return st;
}
