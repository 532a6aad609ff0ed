#include "api/handle.h"

#include "base/utf8.h"

static status check(const n4m_migrations *m, const char *name, const void *data, size_t size,
                    error *err)
{
    if (!m || !name || (!data && size > 0))
        return fail(err, ST_ARGUMENT, "there is no handle, no name or no content");
    if (size > SCRIPT_MAX_BYTES)
        return fail(err, ST_ARGUMENT, "\"%s\" is larger than %zu bytes", name, SCRIPT_MAX_BYTES);
    if (!utf8_is_valid(str_from(name)))
        return fail(err, ST_PARSE, "the name of a migration is not UTF-8");
    return migration_check_name(str_from(name), &m->mem, err);
}

static status add(n4m_migrations *m, str name, str content, error *err)
{
    embedded_folder *added = &m->engine.options.places.added;
    embedded_file *files =
        arena_grow(&m->load, m->sources, added->count, &m->source_capacity, sizeof *files);
    if (!files)
        return fail_no_memory(err);
    m->sources = files;
    str path = arena_str(&m->load, name), kept = arena_str(&m->load, content);
    if (!path.data || !kept.data)
        return fail_no_memory(err);
    files[added->count] = (embedded_file){ path, kept };
    *added = (embedded_folder){ STR("memory"), files, added->count + 1 };
    return ST_OK;
}

n4m_status n4m_add_source(n4m_migrations *m, const char *name, const void *data, size_t size,
                          n4m_error *err)
{
    error internal = { .status = ST_OK };
    status st = check(m, name, data, size, &internal);
    if (!st)
        st = add(m, str_from(name), (str){ data ? data : "", size }, &internal);
    return api_status(st, &internal, err);
}
