#include "cypher/lexer.h"
#include "cypher/text.h"
#include "migration/checksum.h"
#include "migration/conditions.h"
#include "migration/grammar.h"
#include "migration/name.h"
#include "migration/read.h"

typedef struct loader {
    const migration_options *options;
    arena *a;
    arena scratch; /* of one file */
} loader;

/* ---- Preconditions ---- */

/* Looks for them from comment to comment. */
typedef struct finder {
    conditions found;
    cypher_lexer place; /* in the script */
    size_t next;        /* behind the comments that were read before */
} finder;

/* Moves to a comment, which stands in the script at `from` or somewhere behind. */
static void find_place(finder *f, size_t from, str comment)
{
    size_t found = str_find(f->place.text, comment, from > f->next ? from : f->next);
    if (found == STR_NOT_FOUND)
        return;
    cypher_lexer_advance(&f->place, found - f->place.at);
    f->next = found + comment.len;
}

static status read_comment(finder *f, str comment, size_t from, arena *a, error *err)
{
    find_place(f, from, comment);
    conditions_place place = { f->place.line, f->place.column };
    return conditions_add(&f->found, comment, place, a, err);
}

static status read_conditions(loader *l, str script, const cypher_elements *elements, migration *m,
                              error *err)
{
    finder f = { .place = CYPHER_LEXER(script) };
    f.place.at = script.len - cypher_text_without_bom(script).len;
    for (size_t i = 0; i < elements->count; i++) {
        cypher_elements comments;
        status st = cypher_leading_comments(elements->items[i], &l->scratch, &comments, err);
        for (size_t k = 0; !st && k < comments.count; k++)
            st = read_comment(&f, comments.items[k], elements->from[i], l->a, err);
        if (st)
            return st;
    }
    m->preconditions = f.found.items;
    m->precondition_count = f.found.count;
    return ST_OK;
}

/* ---- Scripts ---- */

static status read_alternative(loader *l, const cypher_elements *elements, migration *m, error *err)
{
    str checksum;
    status st = checksum_without_preconditions(elements, l->a, &checksum, err);
    if (st || !checksum.data)
        return st;
    str *own = ARENA_NEW(l->a, str);
    if (!own)
        return fail_no_memory(err);
    *own = checksum;
    m->alternatives = own;
    m->alternative_count = 1;
    return ST_OK;
}

static status read_script(loader *l, migration *m, error *err)
{
    str text;
    cypher_elements elements;
    const migration_options *options = script_options(m, l->options);
    arena_reset(&l->scratch);
    status st = script_text(m->path, m->content, &l->scratch, &text, err);
    if (!st)
        st = cypher_text_repair(text, &l->scratch, &text, err);
    if (!st)
        st = cypher_script_elements(text, options->autocrlf, &l->scratch, &elements, err);
    if (!st)
        st = options->flyway_checksums ? checksum_of_lines(text, l->a, &m->checksum, err)
                                       : checksum_of_elements(&elements, l->a, &m->checksum, err);
    if (!st)
        st = read_conditions(l, text, &elements, m, err);
    if (!st && m->precondition_count > 0)
        st = read_alternative(l, &elements, m, err);
    return st;
}

/* ---- Documents ---- */

/* Between <? and ?> there is no blank before the first word. */
static void move_query(precondition *p)
{
    p->query_at -= p->kind == PRECONDITION_QUERY;
}

static status read_instructions(loader *l, const catalog_document *document, migration *m,
                                error *err)
{
    conditions c = { 0 };
    for (size_t i = 0; i < document->instruction_count; i++) {
        const catalog_instruction *one = &document->instructions[i];
        size_t before = c.count;
        conditions_place place = { one->line, one->column };
        status st = conditions_add(&c, one->text, place, l->a, err);
        if (st)
            return st;
        if (c.count > before)
            move_query(&c.items[before]);
    }
    m->preconditions = c.items;
    m->precondition_count = c.count;
    return ST_OK;
}

static status read_document(loader *l, migration *m, error *err)
{
    catalog_document document;
    arena_reset(&l->scratch);
    status st = document_read(m, &l->scratch, &document, err);
    if (!st)
        st = checksum_of_text(document.canonical, l->a, &m->checksum, err);
    return st ? st : read_instructions(l, &document, m, err);
}

static migration_type type_of(str extension)
{
    return str_eq(extension, STR("xml"))              ? MIGRATION_CATALOG
           : migration_extension_is_object(extension) ? MIGRATION_PROGRAMMATIC
                                                      : MIGRATION_CYPHER;
}

static status load(loader *l, const migration_file *file, migration *out, error *err)
{
    migration_name parsed;
    status st =
        migration_name_parse(file->block.data ? file->block : file->name, l->a, &parsed, err);
    if (st)
        return st;
    *out = (migration){
        .type = file->block.data ? MIGRATION_CYPHER : type_of(parsed.extension),
        .repeatable = parsed.repeatable,
        .version = parsed.version,
        .description = parsed.description,
        .source = file->name,
        .path = file->path,
        .content = file->content,
        .block = file->block.data != NULL,
    };
    if (out->type == MIGRATION_CYPHER)
        st = read_script(l, out, err);
    if (out->type == MIGRATION_CATALOG)
        st = read_document(l, out, err);
    if (st)
        ERROR_SET(err, source, file->path.data, file->path.len);
    return st;
}

status migration_load(const migration_files *files, const migration_options *options, arena *a,
                      migration_list *out, error *err)
{
    migration *items = arena_array(a, files->count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    loader l = { .options = options, .a = a, .scratch = ARENA_INIT(a->mem, SCRATCH_MAX_BYTES) };
    status st = ST_OK;
    for (size_t i = 0; !st && i < files->count; i++)
        st = load(&l, &files->items[i], &items[i], err);
    arena_finish(&l.scratch);
    if (!st)
        st = alternatives_collect(items, files->count, a, err);
    if (!st)
        *out = (migration_list){ items, files->count };
    return st;
}

/* ---- A single file ---- */

static str file_name(str path)
{
    size_t from = path.len;
    while (from > 0 && path.data[from - 1] != '/')
        from--;
    return str_from_index(path, from);
}

static status check_name(str name, arena *a, error *err)
{
    name_match match;
    if (name_match_start(name, &match) && match.length == name.len && match.extension.data &&
        name_extension_is_ours(match.extension))
        return ST_OK;
    str why = name_problem(name, a);
    if (!why.data)
        return fail_no_memory(err);
    return fail(err, ST_PARSE, "\"%.*s\" is not the name of a migration: %.*s", STR_ARG(name),
                STR_ARG(why));
}

status migration_read_file(str path, const migration_options *options, arena *a, migration *out,
                           error *err)
{
    loader l = { .options = options, .a = a, .scratch = ARENA_INIT(a->mem, SCRATCH_MAX_BYTES) };
    migration_file file = { .path = arena_str(a, path) };
    if (!file.path.data)
        return fail_no_memory(err);
    file.name = file_name(file.path);
    status st = check_name(file.name, a, err);
    if (!st)
        st = load(&l, &file, out, err);
    arena_finish(&l.scratch);
    return st;
}
