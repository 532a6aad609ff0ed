/* Files for migrations that are still to be written. */
#include "engine/operation.h"

#include "base/file.h"
#include "catalog/grammar.h"
#include "engine/event.h"
#include "migration/name.h"

#define FIRST_VERSION "001"

static status find_folder(const migration_places *places, str *out, error *err)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->locations[i].kind == LOCATION_FOLDER) {
            *out = places->locations[i].path;
            return ST_OK;
        }
    return fail(err, ST_ARGUMENT,
                "no location is a folder, where a file could be made: name one, file:///...");
}

static status make_folder(engine *e, str folder, error *err)
{
    file_kind kind = FILE_MISSING;
    status st = file_kind_of(folder.data, &kind, err);
    if (st || kind == FILE_FOLDER)
        return st;
    st = file_make_folder(folder.data, err);
    if (!st)
        engine_log(e, ENGINE_INFO, "Created the folder %.*s", STR_ARG(folder));
    return st;
}

/* The one to go on from. */
static const migration *last_of(const migration_list *list)
{
    return list->count ? &list->items[list->count - 1] : NULL;
}

static status follow(const operation *op, str *version, error *err)
{
    const migration *last = last_of(&op->local);
    version_order order = op->e->options.migrations.order;
    *version = last ? version_next(last->version, op->a) : STR(FIRST_VERSION);
    if (!version->data)
        return fail_no_memory(err);
    if (!last || version_compare(*version, last->version, order) > 0)
        return ST_OK;
    return fail(
        err, ST_MIGRATIONS,
        "the version behind %.*s would be %.*s, which comes before it as text: give another "
        "one",
        STR_ARG(last->version), STR_ARG(*version));
}

static status check_free(const operation *op, str version, error *err)
{
    for (size_t i = 0; i < op->local.count; i++) {
        const migration *m = &op->local.items[i];
        if (version_compare(version, m->version, op->e->options.migrations.order) == 0)
            return fail(err, ST_MIGRATIONS, "the version %.*s is there already: %.*s",
                        STR_ARG(version), STR_ARG(m->source));
    }
    return ST_OK;
}

/* V1_3 or 1.3 as 1.3. */
static str plain_version(str given, arena *a)
{
    if (str_starts(given, STR("V")) || str_starts(given, STR("R")))
        given = str_from_index(given, 1);
    char *plain = arena_alloc(a, given.len + 1);
    for (size_t i = 0; plain && i < given.len; i++)
        plain[i] = given.data[i] == '_' ? '.' : given.data[i];
    return plain ? (str){ plain, given.len } : STR_NONE;
}

/* As it was given, or as the last one is written. */
static char separator(const operation *op, str given)
{
    const migration *last = last_of(&op->local);
    if (given.data)
        return str_find_char(given, '.', 0) == STR_NOT_FOUND ? '_' : '.';
    bool dots = last && str_find_char(last->version, '.', 0) != STR_NOT_FOUND &&
                str_find(last->source, last->version, 0) != STR_NOT_FOUND;
    return dots ? '.' : '_';
}

static status render(const engine_draft *draft, str description, arena *a, str *out, error *err)
{
    *out = draft->xml ? arena_printf(a,
                                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- %.*s -->\n"
                                     "<migration xmlns=\"%s\">\n</migration>\n",
                                     STR_ARG(description), CATALOG_NAMESPACE)
                      : arena_printf(a, "// %.*s\n", STR_ARG(description));
    return out->data ? ST_OK : fail_no_memory(err);
}

static status write_file(operation *op, const engine_draft *draft, const migration_name *name,
                         str folder, str *path, error *err)
{
    str file, content;
    status st = migration_name_render(name, separator(op, draft->version), op->a, &file, err);
    if (!st)
        st = render(draft, name->description, op->a, &content, err);
    if (st)
        return st;
    *path = arena_printf(op->a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file));
    return path->data ? file_create(path->data, content, err) : fail_no_memory(err);
}

/* With the version that is asked for, or any. ST_ARGUMENT for what cannot be a name. */
static status begin_name(const engine_draft *draft, arena *a, migration_name *out, error *err)
{
    str ignored,
        version = draft->version.data ? plain_version(draft->version, a) : STR(FIRST_VERSION);
    migration_name name = { .version = version,
                            .description = str_trim(draft->description),
                            .extension = draft->xml ? STR("xml") : STR("cypher"),
                            .repeatable = draft->repeatable };
    status st =
        version.data ? migration_name_render(&name, '_', a, &ignored, err) : fail_no_memory(err);
    if (!st)
        *out = name;
    return st;
}

status engine_create(engine *e, const engine_draft *draft, arena *a, engine_created *out,
                     error *err)
{
    operation op = { .e = e, .a = a };
    migration_name name;
    str folder = STR_NONE, path = STR_NONE;
    e->skipped = (engine_skips){ 0 };
    status st = begin_name(draft, a, &name, err);
    if (!st)
        st = find_folder(&e->options.places, &folder, err);
    if (!st)
        st = make_folder(e, folder, err);
    if (!st)
        st = operation_find(&op, err);
    if (!st)
        st = draft->version.data ? check_free(&op, name.version, err)
                                 : follow(&op, &name.version, err);
    if (!st)
        st = write_file(&op, draft, &name, folder, &path, err);
    if (!st)
        *out = (engine_created){ path, name.version };
    return st;
}
