#include "api/handle.h"

#include "base/utf8.h"

static status copy_file(const n4m_embedded_file *given, embedded_file *out, error *err)
{
    str path = str_from(given->path ? given->path : "");
    if (path.len == 0 || !utf8_is_valid(path))
        return fail(err, ST_ARGUMENT, "an embedded file has no path, or one that is not UTF-8");
    if (!given->data || given->size > SCRIPT_MAX_BYTES)
        return fail(err, ST_ARGUMENT,
                    "the embedded file \"%.*s\" has no content, or too much of it", STR_ARG(path));
    *out = (embedded_file){ .path = path, .content = { given->data, given->size } };
    return ST_OK;
}

static status copy_folder(const n4m_embedded *given, arena *load, embedded_folder *out, error *err)
{
    embedded_file *files = arena_array(load, given->file_count, sizeof *files);
    if (!files)
        return fail_no_memory(err);
    status st =
        location_of_embedded(str_from(given->name ? given->name : ""), load, &out->name, err);
    for (size_t i = 0; !st && i < given->file_count; i++)
        st = copy_file(&given->files[i], &files[i], err);
    out->files = files;
    out->count = given->file_count;
    return st;
}

status settings_embedded(const n4m_embedded *const *given, arena *load, embedded_folders *out,
                         error *err)
{
    size_t count = 0;
    while (given && given[count])
        count++;
    embedded_folder *items = arena_array(load, count, sizeof *items);
    status st = items ? ST_OK : fail_no_memory(err);
    for (size_t i = 0; !st && i < count; i++)
        st = copy_folder(given[i], load, &items[i], err);
    if (!st)
        *out = (embedded_folders){ items, count };
    return st;
}
