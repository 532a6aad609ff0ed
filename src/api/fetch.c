/* The checksum of a file that is behind a URI. */
#include "api/handle.h"

#include "base/secretive.h"
#include "engine/event.h"
#include "migration/crc32.h"

struct n4m_body {
    uint32_t crc;
    bolt_driver *driver; /* knows of all who ask to stop */
};

static status put(n4m_body *body, const void *data, size_t size, error *err)
{
    if (!body || (!data && size > 0))
        return fail(err, ST_ARGUMENT, "there is no %s", body ? "data" : "body");
    if (bolt_driver_interrupted(body->driver))
        return fail(err, ST_CANCELLED, "cancelled");
    body->crc = crc32_add(body->crc, (str){ data, size });
    return ST_OK;
}

n4m_status n4m_body_put(n4m_body *body, const void *data, size_t size, n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st = put(body, data, size, &internal);
    return api_status(st, &internal, err);
}

/* Without users, passwords and whatever a query may hold. */
static str without_secrets(str uri, arena *a)
{
    size_t begin, end;
    uri = str_slice(uri, 0, str_find_char(uri, '?', 0));
    if (!secretive_find_login(uri, 0, &begin, &end))
        return arena_str(a, uri);
    return arena_printf(a, "%.*s%.*s", (int)begin, uri.data, STR_ARG(str_from_index(uri, end + 1)));
}

static bool is_http(str uri)
{
    return str_eq_ignore_case(str_slice(uri, 0, 5), STR("http:")) ||
           str_eq_ignore_case(str_slice(uri, 0, 6), STR("https:"));
}

static status fetch(const csv_source *source, n4m_body *body, error *err)
{
    if (!source->fetch)
        return http_get(source->uri, body->driver, body, err);
    n4m_error given = N4M_ERROR_INIT;
    n4m_status st = source->fetch(source->user, source->uri, body, &given);
    return st ? api_error_of_caller(st, &given, err) : ST_OK;
}

/* Whoever cannot have the file now may have it the next time. */
static status explain(engine *e, str uri, const error *problem, arena *a, error *err)
{
    if (problem->status == ST_NO_MEMORY || problem->status == ST_CANCELLED) {
        if (err)
            *err = *problem;
        return problem->status;
    }
    str shown = without_secrets(uri, a);
    if (!shown.data)
        return fail_no_memory(err);
    engine_log(e, ENGINE_WARNING, "There is no checksum of %.*s this time: %s", STR_ARG(shown),
               problem->message[0] ? problem->message : "it cannot be read");
    return engine_check(e, err);
}

status fetch_checksum(engine *e, const csv_source *source, arena *a, str *out, error *err)
{
    str uri = str_from(source->uri);
    error problem = { .status = ST_OK };
    n4m_body body = { .driver = e->driver };
    *out = STR_NONE;
    if (!source->fetch && !is_http(uri))
        return ST_OK;
    if (fetch(source, &body, &problem))
        return explain(e, uri, &problem, a, err);
    *out = arena_printf(a, "%lu", (unsigned long)body.crc);
    return out->data ? ST_OK : fail_no_memory(err);
}
