#include "base/file.h"
#include "cypher/text.h"
#include "migration/blocks.h"
#include "migration/contents.h"
#include "migration/grammar.h"
#include "migration/migration.h"
#include "migration/name.h"
#include "migration/read.h"
#include "migration/walk.h"

/* Reason: the paths that are put into one warning. */
#define SCRATCH_MAX ((size_t)1 << 20)

typedef struct scan {
    migration_warn_fn *warn;
    void *user;
    arena *a;
    arena scratch; /* of one file */
    str content;   /* of the file that is visited, if it lies in no folder */
    bool objects;
    migration_file *migrations;
    size_t migration_count, migration_capacity;
    callback *callbacks;
    size_t callback_count, callback_capacity;
} scan;

static status warn(scan *s, str message, error *err)
{
    if (!message.data)
        return fail_no_memory(err);
    if (s->warn)
        s->warn(s->user, message);
    return ST_OK;
}

static status add_migration(scan *s, str path, str name, str block, str content, error *err)
{
    migration_file file = { .path = arena_str(s->a, path),
                            .name = arena_str(s->a, name),
                            .block = block,
                            .content = content };
    migration_file *grown = arena_grow(s->a, s->migrations, s->migration_count,
                                       &s->migration_capacity, sizeof *s->migrations);
    if (!grown || !file.path.data || !file.name.data)
        return fail_no_memory(err);
    s->migrations = grown;
    s->migrations[s->migration_count++] = file;
    return ST_OK;
}

/* "__01_say_hello" as "01 say hello". */
static str readable(str description, arena *a)
{
    char *text = arena_alloc(a, description.len + 1);
    if (!text)
        return STR_NONE;
    for (size_t i = 0; i < description.len; i++)
        text[i] = description.data[i] == '_' ? ' ' : description.data[i];
    return str_trim((str){ text, description.len });
}

static status add_callback(scan *s, str path, str name, error *err)
{
    callback found = { .path = arena_str(s->a, path),
                       .source = arena_str(s->a, name),
                       .content = s->content };
    str description = STR_NONE;
    callback_name_read(name, &found.phase, &description);
    found.description = readable(description, s->a);
    callback *grown = arena_grow(s->a, s->callbacks, s->callback_count, &s->callback_capacity,
                                 sizeof *s->callbacks);
    if (!grown || !found.path.data || !found.source.data || !found.description.data)
        return fail_no_memory(err);
    s->callbacks = grown;
    s->callbacks[s->callback_count++] = found;
    return ST_OK;
}

static status warn_of_kind(scan *s, str path, file_kind kind, error *err)
{
    return warn(s,
                arena_printf(&s->scratch, "Ignoring `%.*s` (%s)", STR_ARG(path),
                             kind == FILE_MISSING ? "a link that leads nowhere" : "not a file"),
                err);
}

static status fail_misnamed(str path, str name, str why, error *err)
{
    fail(err, ST_MIGRATIONS, "Invalid name for a callback script: %.*s; %.*s", STR_ARG(name),
         STR_ARG(why));
    ERROR_SET(err, source, path.data, path.len);
    return ST_MIGRATIONS;
}

/* ---- Documents ---- */

static bool is_named(const migration_block *block)
{
    name_match match;
    return block->id.data && name_match_start(block->id, &match) && match.length == block->id.len;
}

static size_t count_named(migration_blocks blocks)
{
    size_t count = 0;
    for (size_t i = 0; i < blocks.count; i++)
        count += is_named(&blocks.items[i]);
    return count;
}

static status warn_of_block(scan *s, str path, const migration_block *block, error *err)
{
    str place = arena_printf(&s->scratch, "Ignoring the block in line %u of `%.*s`",
                             (unsigned)block->line, STR_ARG(path));
    if (!block->id.data)
        return warn(s,
                    arena_printf(&s->scratch, "%.*s: it has no id, as in id=V1_2__Add_index",
                                 STR_ARG(place)),
                    err);
    str why = name_problem(block->id, &s->scratch);
    if (!place.data || !why.data)
        return fail_no_memory(err);
    return warn(s, arena_printf(&s->scratch, "%.*s: %.*s", STR_ARG(place), STR_ARG(why)), err);
}

static status add_block(scan *s, str path, str name, const migration_block *block, error *err)
{
    str source = arena_printf(&s->scratch, "%.*s#%.*s", STR_ARG(name), STR_ARG(block->id));
    if (!source.data)
        return fail_no_memory(err);
    return add_migration(s, path, source, block->id, block->text, err);
}

/* Documents without any migration have their samples for other reasons. */
static status add_blocks(scan *s, str path, str name, error *err)
{
    str text;
    migration_blocks blocks;
    ARENA_AUTO scratch = ARENA_INIT(s->a->mem, SCRATCH_MAX_BYTES);
    status st = script_text(path, s->content, &scratch, &text, err);
    if (!st)
        st = cypher_text_repair(cypher_text_without_bom(text), &scratch, &text, err);
    if (!st)
        st = blocks_read(name, text, s->a, &blocks, err);
    size_t named = st ? 0 : count_named(blocks);
    for (size_t i = 0; !st && i < blocks.count; i++) {
        const migration_block *block = &blocks.items[i];
        if (is_named(block))
            st = add_block(s, path, name, block, err);
        else if (block->id.data || named > 0)
            st = warn_of_block(s, path, block, err);
    }
    if (st)
        ERROR_SET(err, source, path.data, path.len);
    return st;
}

static status visit(void *user, str path, str name, file_kind kind, error *err)
{
    scan *s = user;
    str why = STR_NONE;
    arena_reset(&s->scratch);
    file_role role = migration_file_role(name, &why, &s->scratch);
    if (role == FILE_IS_OBJECT && (!s->objects || s->content.data))
        return warn(s,
                    arena_printf(&s->scratch, "Ignoring `%.*s`: shared objects are run only %s",
                                 STR_ARG(path), s->content.data ? "from folders" : "with --native"),
                    err);
    bool wrong = role == FILE_IS_MISTAKE || role == FILE_IS_MISNAMED_CALLBACK;
    if (wrong && !why.data)
        return fail_no_memory(err);
    if (role != FILE_IS_STRANGER && role != FILE_IS_MISTAKE && kind != FILE_REGULAR)
        return warn_of_kind(s, path, kind, err);
    switch (role) {
    case FILE_IS_MIGRATION:
    case FILE_IS_OBJECT:
        return add_migration(s, path, name, STR_NONE, s->content, err);
    case FILE_IS_DOCUMENT:
        return add_blocks(s, path, name, err);
    case FILE_IS_CALLBACK:
        return add_callback(s, path, name, err);
    case FILE_IS_STRANGER:
        return ST_OK;
    case FILE_IS_MISTAKE:
        return warn(s,
                    arena_printf(&s->scratch, "Ignoring `%.*s`: %.*s", STR_ARG(path), STR_ARG(why)),
                    err);
    case FILE_IS_MISNAMED_CALLBACK:
        return fail_misnamed(path, name, why, err);
    }
    return ST_OK;
}

static status scan_folder(scan *s, const location *where, error *err)
{
    file_kind kind;
    str path = arena_str(s->a, where->path);
    if (!path.data)
        return fail_no_memory(err);
    status st = file_kind_of(path.data, &kind, err);
    if (st)
        return st;
    if (kind != FILE_FOLDER)
        return warn(
            s, arena_printf(&s->scratch, "Ignoring `%.*s` (not a directory)", STR_ARG(path)), err);
    return walk_folder(path, s->a->mem, visit, s, err);
}

/* ---- What lies in no folder ---- */

static status visit_content(void *user, str path, str name, str content, error *err)
{
    scan *s = user;
    s->content = content;
    status st = visit(s, path, name, FILE_REGULAR, err);
    s->content = STR_NONE;
    return st;
}

static status scan_embedded(scan *s, const location *where, const embedded_folders *folders,
                            error *err)
{
    bool found = false;
    contents_visitor v = { visit_content, s, s->a };
    status st = contents_embedded(where, folders, &v, &found, err);
    if (st || found)
        return st;
    return warn(s,
                arena_printf(&s->scratch,
                             "Ignoring `embedded:%.*s` (nothing of that name is embedded)",
                             STR_ARG(where->path)),
                err);
}

static status scan_location(scan *s, const migration_places *places, const location *where,
                            error *err)
{
    arena_reset(&s->scratch);
    switch (where->kind) {
    case LOCATION_FOLDER:
        return scan_folder(s, where, err);
    case LOCATION_EMBEDDED:
    case LOCATION_CLASSPATH:
        return scan_embedded(s, where, &places->embedded, err);
    case LOCATION_SERVED:
        return contents_served(where, places->cancel, &(contents_visitor){ visit_content, s, s->a },
                               err);
    }
    return ST_OK;
}

status migration_scan(const migration_places *places, bool objects, migration_warn_fn *warning,
                      void *user, arena *a, migration_files *out, error *err)
{
    scan s = { .warn = warning,
               .user = user,
               .a = a,
               .scratch = ARENA_INIT(a->mem, SCRATCH_MAX),
               .objects = objects };
    status st = ST_OK;
    for (size_t i = 0; !st && i < places->count; i++)
        st = scan_location(&s, places, &places->locations[i], err);
    if (!st)
        st = contents_added(&places->added, &(contents_visitor){ visit_content, &s, a }, err);
    arena_finish(&s.scratch);
    if (!st)
        st = callback_sort(s.callbacks, s.callback_count, a, err);
    if (!st)
        *out =
            (migration_files){ s.migrations, s.migration_count, { s.callbacks, s.callback_count } };
    return st;
}
