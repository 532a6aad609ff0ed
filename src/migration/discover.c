#include "base/file.h"
#include "cypher/lexer.h"
#include "cypher/text.h"
#include "migration/checksum.h"
#include "migration/name.h"
#include "migration/read.h"
#include "migration/walk.h"

typedef struct discovery {
    const migration_options *options;
    migration_warn_fn *warn;
    void *user;
    arena *a;
    arena scratch; /* of one file */
    migration *items;
    size_t count, capacity;
} discovery;

static status warn(discovery *d, str message, error *err)
{
    if (!message.data)
        return fail_no_memory(err);
    if (d->warn)
        d->warn(d->user, message);
    return ST_OK;
}

typedef struct conditions {
    precondition *items;
    size_t count, capacity;
    str script;
    size_t at; /* in the script, where `line` is; behind the last comment that was asked for */
    uint32_t line;
} conditions;

/* The line on which a comment stands that comes behind those that were asked for before. */
static uint32_t find_line(conditions *c, str comment)
{
    size_t found = str_find(c->script, comment, c->at);
    if (found == STR_NOT_FOUND)
        return c->line;
    for (; c->at < found; c->at++) {
        size_t line_end = cypher_line_end_length(str_from_index(c->script, c->at));
        c->line += line_end > 0;
        c->at += line_end > 1;
    }
    c->at = found + comment.len;
    return c->line;
}

static status read_comment(conditions *c, str comment, arena *a, error *err)
{
    bool is_one;
    precondition p;
    status st = precondition_parse(comment, a, &is_one, &p, err);
    if (st && err)
        err->line = find_line(c, comment);
    if (st || !is_one)
        return st;
    precondition *grown = arena_grow(a, c->items, c->count, &c->capacity, sizeof *c->items);
    if (!grown)
        return fail_no_memory(err);
    p.line = find_line(c, comment);
    c->items = grown;
    c->items[c->count++] = p;
    return ST_OK;
}

static status read_conditions(discovery *d, str script, const cypher_elements *elements,
                              migration *m, error *err)
{
    conditions c = { .script = script, .line = 1 };
    for (size_t i = 0; i < elements->count; i++) {
        cypher_elements comments;
        status st = cypher_leading_comments(elements->items[i], &d->scratch, &comments, err);
        for (size_t k = 0; !st && k < comments.count; k++)
            st = read_comment(&c, comments.items[k], d->a, err);
        if (st)
            return st;
    }
    m->preconditions = c.items;
    m->precondition_count = c.count;
    return ST_OK;
}

static status read_alternative(discovery *d, const cypher_elements *elements, migration *m,
                               error *err)
{
    str checksum;
    status st = checksum_without_preconditions(elements, d->a, &checksum, err);
    if (st || !checksum.data)
        return st;
    str *own = ARENA_NEW(d->a, str);
    if (!own)
        return fail_no_memory(err);
    *own = checksum;
    m->alternatives = own;
    m->alternative_count = 1;
    return ST_OK;
}

static status read_script(discovery *d, migration *m, error *err)
{
    str text;
    cypher_elements elements;
    arena_reset(&d->scratch);
    status st = file_read(m->path.data, SCRIPT_MAX_BYTES, &d->scratch, &text, err);
    if (!st)
        st = cypher_text_repair(text, &d->scratch, &text, err);
    if (!st)
        st = cypher_script_elements(text, d->options->autocrlf, &d->scratch, &elements, err);
    if (!st)
        st = d->options->flyway_checksums
                 ? checksum_of_lines(text, d->a, &m->checksum, err)
                 : checksum_of_elements(&elements, d->a, &m->checksum, err);
    if (!st)
        st = read_conditions(d, text, &elements, m, err);
    if (!st && m->precondition_count > 0)
        st = read_alternative(d, &elements, m, err);
    return st;
}

static status add_migration(discovery *d, str path, str name, error *err)
{
    migration_name parsed;
    status st = migration_name_parse(name, d->a, &parsed, err);
    if (st)
        return st;
    migration m = {
        .type = str_eq(parsed.extension, STR("xml")) ? MIGRATION_CATALOG : MIGRATION_CYPHER,
        .repeatable = parsed.repeatable,
        .version = parsed.version,
        .description = parsed.description,
        .source = arena_str(d->a, name),
        .path = arena_str(d->a, path),
    };
    migration *grown = arena_grow(d->a, d->items, d->count, &d->capacity, sizeof *d->items);
    if (!grown || !m.source.data || !m.path.data)
        return fail_no_memory(err);
    d->items = grown;
    if (m.type == MIGRATION_CYPHER)
        st = read_script(d, &m, err);
    if (st) {
        ERROR_SET(err, source, path.data, path.len);
        return st;
    }
    d->items[d->count++] = m;
    return ST_OK;
}

static status visit(void *user, str path, str name, file_kind kind, error *err)
{
    discovery *d = user;
    str why = STR_NONE;
    arena_reset(&d->scratch);
    switch (migration_file_role(name, &why, &d->scratch)) {
    case FILE_IS_MIGRATION:
        if (kind == FILE_REGULAR)
            return add_migration(d, path, name, err);
        return warn(d,
                    arena_printf(&d->scratch, "Ignoring `%.*s` (%s)", STR_ARG(path),
                                 kind == FILE_MISSING ? "a link that leads nowhere" : "not a file"),
                    err);
    case FILE_IS_MISTAKE:
        if (!why.data)
            return fail_no_memory(err);
        return warn(d,
                    arena_printf(&d->scratch, "Ignoring `%.*s`: %.*s", STR_ARG(path), STR_ARG(why)),
                    err);
    case FILE_IS_CALLBACK:
        return warn(d,
                    arena_printf(&d->scratch,
                                 "Ignoring `%.*s`: it is a callback, and callbacks are not invoked",
                                 STR_ARG(path)),
                    err);
    case FILE_IS_STRANGER:
        return ST_OK;
    }
    return ST_OK;
}

static status discover_in(discovery *d, const location *where, error *err)
{
    file_kind kind;
    if (where->kind == LOCATION_CLASSPATH)
        return fail(err, ST_ARGUMENT,
                    "\"%.*s\" is a class path resource: only locations of the file system, "
                    "file:///..., are supported",
                    STR_ARG(where->path));
    str path = arena_str(&d->scratch, where->path);
    if (!path.data)
        return fail_no_memory(err);
    status st = file_kind_of(path.data, &kind, err);
    if (st)
        return st;
    if (kind != FILE_FOLDER)
        return warn(
            d, arena_printf(&d->scratch, "Ignoring `%.*s` (not a directory)", STR_ARG(path)), err);
    return walk_folder(path, d->a->mem, visit, d, err);
}

status migration_discover(const location *locations, size_t count, const migration_options *options,
                          migration_warn_fn *warning, void *user, arena *a, migration_list *out,
                          error *err)
{
    discovery d = { .options = options,
                    .warn = warning,
                    .user = user,
                    .a = a,
                    .scratch = ARENA_INIT(a->mem, SCRATCH_MAX_BYTES) };
    status st = ST_OK;
    for (size_t i = 0; !st && i < count; i++) {
        arena_reset(&d.scratch);
        st = discover_in(&d, &locations[i], err);
    }
    arena_finish(&d.scratch);
    if (!st)
        st = alternatives_collect(d.items, d.count, a, err);
    if (!st)
        *out = (migration_list){ d.items, d.count };
    return st;
}
