/* Catalogs to look at, wherever they are: in the database, in what the migrations declare, in a file. */
#include "engine/operation.h"

#include "base/file.h"
#include "catalog/diff.h"
#include "engine/remote.h"

typedef struct catalogs_work {
    const engine_source *sources;
    size_t count;
    catalog_items *out;
    migration_list found; /* where the local catalog is wanted */
    bool connected;
} catalogs_work;

static bool wants(const catalogs_work *w, engine_source_kind kind)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->sources[i].kind == kind)
            return true;
    return false;
}

/* ---- One of them ---- */

static status read_file(str path, arena *a, catalog_items *out, error *err)
{
    str text;
    catalog_document document;
    status st = file_read(path.data, CATALOG_DOCUMENT_MAX_BYTES, a, &text, err);
    if (!st)
        st = catalog_document_parse(text, a, &document, err);
    if (st)
        ERROR_SET(err, source, path.data, path.len);
    else
        *out = document.items;
    return st;
}

static status read_local(operation *op, const catalogs_work *w, catalog_items *out, error *err)
{
    op->local = w->found;
    status st = w->connected ? operation_filter(op, &op->local, err) : ST_OK;
    if (!st)
        st = migration_sort(&op->local, op->e->options.migrations.order, op->a, err);
    if (!st)
        st = declared_build(op->local, op->a, &op->declared, err);
    return st ? st : declared_all(&op->declared, op->a, out, err);
}

static status read_one(operation *op, const catalogs_work *w, const engine_source *source,
                       catalog_items *out, error *err)
{
    switch (source->kind) {
    case ENGINE_REMOTE:
        return remote_read(op, op->a, out, err);
    case ENGINE_LOCAL:
        return read_local(op, w, out, err);
    case ENGINE_FILE:
        return read_file(source->file, op->a, out, err);
    }
    return ST_OK;
}

/* What is declared is what the others hold; there are two of them at most. */
static status leave_out_lookups(const catalogs_work *w, size_t index, arena *a, error *err)
{
    bool only = w->count == 1;
    catalog_items other = only ? (catalog_items){ 0 } : w->out[!index];
    if (w->sources[index].kind != ENGINE_REMOTE)
        return ST_OK;
    return catalog_declared_lookups(w->out[index], other, a, &w->out[index], err);
}

static status work(operation *op, void *user, error *err)
{
    const catalogs_work *w = user;
    status st = ST_OK;
    for (size_t i = 0; !st && i < w->count; i++)
        st = read_one(op, w, &w->sources[i], &w->out[i], err);
    for (size_t i = 0; !st && i < w->count; i++)
        st = leave_out_lookups(w, i, op->a, err);
    return st;
}

/* ---- All of them ---- */

static status find_migrations(operation *op, catalogs_work *w, error *err)
{
    if (!wants(w, ENGINE_LOCAL))
        return ST_OK;
    status st = operation_scan(op, err);
    return st ? st : operation_load(op, &w->found, err);
}

/* Only a server can tell whether preconditions are met. */
static bool has_preconditions(const migration_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].precondition_count > 0)
            return true;
    return false;
}

status engine_catalogs(engine *e, const engine_source *sources, size_t count, arena *a,
                       catalog_items *out, error *err)
{
    catalogs_work w = { .sources = sources, .count = count, .out = out };
    operation alone = { .e = e, .a = a, .scratch = ARENA_INIT(e->mem, 0) };
    operation_needs needs = { .unlocked = true, .reads_only = true, .target = true };
    e->skipped = (engine_skips){ 0 };
    status st = find_migrations(&alone, &w, err);
    w.connected = wants(&w, ENGINE_REMOTE) || has_preconditions(&w.found);
    if (!st)
        st = w.connected ? operation_run(e, a, needs, work, &w, err) : work(&alone, &w, err);
    arena_finish(&alone.scratch);
    return st;
}
