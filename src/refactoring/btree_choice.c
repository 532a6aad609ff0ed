#include "refactoring/btree_choice.h"

#include "refactoring/btree.h"

#define REPLACE "migrate.replaceBTreeIndexes"
#define CREATE "migrate.createFutureIndexes"
#define SUFFIX "_new"

bool refactoring_is_about_btrees(const catalog_refactoring *r)
{
    return str_eq(r->type, STR(REPLACE)) || str_eq(r->type, STR(CREATE));
}

bool refactoring_moves_btrees(const catalog_refactoring *r, const catalog_server *server)
{
    return refactoring_is_about_btrees(r) && server->major == 4;
}

/* ---- Names ---- */

static status read_names(const catalog_refactoring *r, const char *parameter, arena *a,
                         catalog_names *out, error *err)
{
    const catalog_parameter *p = refactoring_find(r, parameter);
    *out = (catalog_names){ 0 };
    if (!p)
        return ST_OK;
    str *names = arena_array(a, p->value_count, sizeof *names);
    if (!names)
        return fail_no_memory(err);
    for (size_t i = 0; i < p->value_count; i++) {
        names[i] = str_trim(p->values[i]);
        if (!names[i].len)
            return fail(err, ST_MIGRATIONS, "A name of `%s` is empty", parameter);
    }
    *out = (catalog_names){ names, p->value_count };
    return ST_OK;
}

/* ---- Mappings ---- */

static const struct {
    str word;
    catalog_kind kind;
} kinds[] = {
    { { "RANGE", 5 }, CATALOG_INDEX },
    { { "PROPERTY", 8 }, CATALOG_INDEX },
    { { "TEXT", 4 }, CATALOG_TEXT },
    { { "POINT", 5 }, CATALOG_POINT },
};

static status read_kind(str word, catalog_kind *out, error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_ignore_case(word, kinds[i].word)) {
            *out = kinds[i].kind;
            return ST_OK;
        }
    return fail(err, ST_MIGRATIONS,
                "A BTREE index can become a RANGE, TEXT or POINT index, not \"%.*s\"",
                STR_ARG(word));
}

/* The text of the only child of that name; STR_NONE when there is none, or it is blank. */
static status read_child(const catalog_parameter *mapping, str name, str *out, error *err)
{
    const catalog_parameter *found = NULL;
    for (size_t i = 0; i < mapping->child_count; i++) {
        if (!str_eq(mapping->children[i].name, name))
            continue;
        if (found)
            return fail(err, ST_MIGRATIONS, "Duplicate child node `%.*s`", STR_ARG(name));
        found = &mapping->children[i];
    }
    *out = found ? str_trim(found->text) : STR_NONE;
    return ST_OK;
}

static status read_mapping(const catalog_parameter *mapping, btree_mapping *out, error *err)
{
    str type;
    status st = read_child(mapping, STR("name"), &out->name, err);
    if (!st)
        st = read_child(mapping, STR("type"), &type, err);
    if (st)
        return st;
    if (!out->name.len || !type.len)
        return fail(err, ST_MIGRATIONS, "%s is required when customizing type mappings",
                    out->name.len ? "Type" : "Index name");
    return read_kind(type, &out->kind, err);
}

static status read_mappings(const catalog_refactoring *r, arena *a, btree_choice *out, error *err)
{
    const catalog_parameter *p = refactoring_find(r, "typeMapping");
    if (!p)
        return ST_OK;
    btree_mapping *mappings = arena_array(a, p->child_count, sizeof *mappings);
    if (!mappings)
        return fail_no_memory(err);
    for (size_t i = 0; i < p->child_count; i++) {
        if (!str_eq(p->children[i].name, STR("mapping")))
            return fail(err, ST_MIGRATIONS, "`typeMapping` holds `mapping` elements, not `%.*s`",
                        STR_ARG(p->children[i].name));
        status st = read_mapping(&p->children[i], &mappings[i], err);
        if (st)
            return st;
        out->mapping_count = i;
        if (btree_choice_mapping(out, mappings[i].name))
            return fail(err, ST_MIGRATIONS, "`typeMapping` names `%.*s` twice",
                        STR_ARG(mappings[i].name));
        out->mappings = mappings;
    }
    out->mapping_count = p->child_count;
    return ST_OK;
}

/* ---- All of them ---- */

status btree_choice_read(const catalog_refactoring *r, arena *a, btree_choice *out, error *err)
{
    btree_choice made = { .replaces = str_eq(r->type, STR(REPLACE)), .suffix = STR("") };
    if (!made.replaces) {
        str suffix = refactoring_text(r, "suffix");
        made.suffix = suffix.data ? suffix : STR(SUFFIX);
    }
    status st = read_names(r, "includes", a, &made.include, err);
    if (!st)
        st = read_names(r, "excludes", a, &made.exclude, err);
    if (!st)
        st = read_mappings(r, a, &made, err);
    if (!st)
        *out = made;
    return st;
}

bool btree_choice_has(const btree_choice *choice, str name)
{
    bool included = choice->include.count == 0 || catalog_names_has(choice->include, name);
    return included && !catalog_names_has(choice->exclude, name);
}

const btree_mapping *btree_choice_mapping(const btree_choice *choice, str name)
{
    for (size_t i = 0; i < choice->mapping_count; i++)
        if (str_eq(choice->mappings[i].name, name))
            return &choice->mappings[i];
    return NULL;
}

status refactoring_write_btrees(const refactoring_input *in, buf *out, bolt_map *parameters,
                                error *err)
{
    (void)out, (void)parameters;
    btree_choice ignored;
    return btree_choice_read(in->refactoring, in->a, &ignored, err);
}
