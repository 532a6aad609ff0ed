#include "api/handle.h"

#include "catalog/dump.h"
#include "catalog/render.h"
#include "engine/event.h"

/* Later than all there are: what the newest version can is not withheld from those that follow. */
static const catalog_server newest = { .major = UINT16_MAX, .enterprise = true };

static status check_source(const n4m_catalog_source *source, error *err)
{
    if (!source)
        return fail(err, ST_ARGUMENT, "there is no catalog");
    switch (source->place) {
    case N4M_CATALOG_REMOTE:
    case N4M_CATALOG_LOCAL:
        return ST_OK;
    case N4M_CATALOG_FILE:
        return source->file && source->file[0]
                   ? ST_OK
                   : fail(err, ST_ARGUMENT, "there is no file of a catalog");
    }
    return fail(err, ST_ARGUMENT, "unknown place of a catalog: %d", (int)source->place);
}

static status read_source(const n4m_catalog_source *source, arena *a, engine_source *out,
                          error *err)
{
    static const engine_source_kind kinds[] = { [N4M_CATALOG_REMOTE] = ENGINE_REMOTE,
                                                [N4M_CATALOG_LOCAL] = ENGINE_LOCAL,
                                                [N4M_CATALOG_FILE] = ENGINE_FILE };
    status st = check_source(source, err);
    if (st)
        return st;
    *out = (engine_source){ .kind = kinds[source->place], .file = STR_NONE };
    if (out->kind != ENGINE_FILE)
        return ST_OK;
    out->file = arena_str(a, str_from(source->file));
    return out->file.data ? ST_OK : fail_no_memory(err);
}

/* ---- One catalog ---- */

static status read_options(const void *input, n4m_catalog_options *out, error *err)
{
    n4m_catalog_options defaults = N4M_CATALOG_OPTIONS_INIT;
    status st = settings_complete(input ? input : &defaults, out, sizeof *out, err);
    if (!st && out->format != N4M_CATALOG_XML && out->format != N4M_CATALOG_CYPHER)
        st = fail(err, ST_ARGUMENT, "unknown format of a catalog: %d", (int)out->format);
    return st;
}

static catalog_server server_of(engine *e, const char *version)
{
    catalog_server server = newest;
    if (version && version[0] && !catalog_server_parse(str_from(version), &server)) {
        engine_log(e, ENGINE_WARNING, "\"%s\" is no version of Neo4j: taken for the newest one",
                   version);
        return newest;
    }
    return server;
}

static status render(n4m_migrations *m, n4m_result *r, const n4m_catalog_options *options,
                     catalog_items items, error *err)
{
    BUF_AUTO text = BUF_INIT(&r->mem, 0);
    if (options->format == N4M_CATALOG_XML) {
        catalog_dump_xml(items, &text);
    } else {
        catalog_server server = server_of(&m->engine, options->version);
        catalog_render_script(items, &server, (catalog_manner){ 0 }, &text, &r->left_out);
    }
    str whole;
    status st = buf_finish(&text, &r->a, &whole, err);
    return st ? st : api_keep(r, str_trim(whole), &r->text, err);
}

static status keep_items(n4m_result *r, catalog_items items, error *err)
{
    r->items = arena_array(&r->a, items.count, sizeof *r->items);
    if (!r->items)
        return fail_no_memory(err);
    status st = ST_OK;
    for (size_t i = 0; !st && i < items.count; i++)
        st = api_item(r, &items.items[i], &r->items[i], err);
    r->item_count = items.count;
    return st;
}

static status catalog(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    n4m_catalog_options options;
    engine_source source;
    catalog_items items;
    status st = read_options(input, &options, err);
    if (!st)
        st = read_source(&options.source, &r->a, &source, err);
    if (!st)
        st = engine_catalogs(&m->engine, &source, 1, &r->a, &items, err);
    if (!st)
        st = keep_items(r, items, err);
    return st ? st : render(m, r, &options, items, err);
}

n4m_status n4m_catalog(n4m_migrations *m, const n4m_catalog_options *options, n4m_result **out,
                       n4m_error *err)
{
    return api_run(m, out, catalog, options, err);
}

/* ---- Two of them ---- */

typedef struct diff_input {
    const n4m_catalog_source *left, *right;
} diff_input;

static n4m_relation public_relation(catalog_relation relation)
{
    switch (relation) {
    case CATALOG_IDENTICAL:
        return N4M_IDENTICAL;
    case CATALOG_EQUIVALENT:
        return N4M_EQUIVALENT;
    case CATALOG_DIFFERENT:
        return N4M_DIFFERENT;
    }
    return N4M_DIFFERENT;
}

static status keep_side(n4m_result *r, n4m_side side, const catalog_difference *found, size_t count,
                        error *err)
{
    n4m_difference *items = arena_array(&r->a, count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        str other = found[i].equivalent ? found[i].equivalent->name : STR_NONE;
        status st = api_item(r, found[i].item, &items[i].item, err);
        if (!st)
            st = api_keep(r, other, &items[i].equivalent, err);
        if (st)
            return st;
    }
    r->differences[side] = items;
    r->difference_counts[side] = count;
    return ST_OK;
}

static status keep_diff(n4m_result *r, const catalog_diff *diff, const diff_input *input,
                        error *err)
{
    str left, right, text;
    status st = keep_side(r, N4M_LEFT, diff->left, diff->left_count, err);
    if (!st)
        st = keep_side(r, N4M_RIGHT, diff->right, diff->right_count, err);
    if (!st)
        st = text_of_source(input->left, &r->a, &left, err);
    if (!st)
        st = text_of_source(input->right, &r->a, &right, err);
    if (!st)
        st = text_of_diff(diff, left, right, &r->a, &text, err);
    r->relation = public_relation(diff->relation);
    return st ? st : api_keep(r, text, &r->text, err);
}

static status diff(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    const diff_input *given = input;
    engine_source sources[2];
    catalog_items items[2];
    catalog_diff found;
    status st = read_source(given->left, &r->a, &sources[0], err);
    if (!st)
        st = read_source(given->right, &r->a, &sources[1], err);
    if (!st)
        st = engine_catalogs(&m->engine, sources, 2, &r->a, items, err);
    if (!st)
        st = catalog_compare(items[0], items[1], (catalog_equality){ .options = true }, &r->a,
                             &found, err);
    return st ? st : keep_diff(r, &found, given, err);
}

n4m_status n4m_diff(n4m_migrations *m, const n4m_catalog_source *left,
                    const n4m_catalog_source *right, n4m_result **out, n4m_error *err)
{
    diff_input input = { left, right };
    return api_run(m, out, diff, &input, err);
}
