#include "migration/contents.h"

static str name_of(str path)
{
    size_t at = path.len;
    while (at > 0 && path.data[at - 1] != '/')
        at--;
    return str_from_index(path, at);
}

static status visit(const contents_visitor *v, str path, str name, str content, error *err)
{
    return path.data ? v->visit(v->user, path, name, content, err) : fail_no_memory(err);
}

/* ---- Embedded ---- */

static status visit_embedded(const location *where, const embedded_folder *folder,
                             const embedded_file *file, const contents_visitor *v, bool *found,
                             error *err)
{
    str path = arena_printf(v->a, "embedded:%.*s/%.*s", STR_ARG(folder->name), STR_ARG(file->path));
    if (path.data && !location_contains(where, str_from_index(path, STR("embedded:").len)))
        return ST_OK;
    *found = true;
    return visit(v, path, name_of(file->path), file->content, err);
}

status contents_embedded(const location *where, const embedded_folders *folders,
                         const contents_visitor *v, bool *found, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < folders->count; i++) {
        const embedded_folder *folder = &folders->items[i];
        for (size_t k = 0; !st && k < folder->count; k++)
            st = visit_embedded(where, folder, &folder->files[k], v, found, err);
    }
    return st;
}

/* ---- Added ---- */

status contents_added(const embedded_folder *added, const contents_visitor *v, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < added->count; i++) {
        str name = added->files[i].path;
        str path = arena_printf(v->a, "%.*s:%.*s", STR_ARG(added->name), STR_ARG(name));
        st = visit(v, path, name, added->files[i].content, err);
    }
    return st;
}

/* ---- Served ---- */

typedef struct service {
    location_sink sink; /* comes first: the sink is the service */
    const location *where;
    cancel *cancel;
    const contents_visitor *v;
} service;

static status put(const location_sink *sink, str path, str content, error *err)
{
    const service *s = (const service *)sink;
    arena *a = s->v->a;
    str where = s->where->path;
    if (cancel_requests(s->cancel))
        return fail(err, ST_CANCELLED, "cancelled");
    bool parted = where.data[where.len - 1] == '/' || str_starts(path, STR("/"));
    str whole = arena_printf(a, "%.*s%s%.*s", STR_ARG(where), parted ? "" : "/", STR_ARG(path));
    str kept = arena_str(a, content);
    return kept.data ? visit(s->v, whole, name_of(whole), kept, err) : fail_no_memory(err);
}

status contents_served(const location *where, cancel *c, const contents_visitor *v, error *err)
{
    const location_handler *handler = where->handler;
    service s = { .sink = { put }, .where = where, .cancel = c, .v = v };
    return handler->list(handler->user, where->path, &s.sink, err);
}
