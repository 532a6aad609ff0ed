/* A caller's struct as the refactoring of a document. */
#include "api/handle.h"

typedef struct maker {
    arena *a;
    catalog_parameter *parameters;
    size_t count, capacity;
    status st;
    error *err;
} maker;

static const char *const types[] = {
    [N4M_RENAME_LABEL] = "rename.label",
    [N4M_RENAME_TYPE] = "rename.type",
    [N4M_RENAME_NODE_PROPERTY] = "rename.nodeProperty",
    [N4M_RENAME_RELATIONSHIP_PROPERTY] = "rename.relationshipProperty",
    [N4M_MERGE_NODES] = "merge.nodes",
    [N4M_NORMALIZE_AS_BOOLEAN] = "normalize.asBoolean",
    [N4M_ADD_SURROGATE_KEY_TO_NODES] = "addSurrogateKeyTo.nodes",
    [N4M_ADD_SURROGATE_KEY_TO_RELATIONSHIPS] = "addSurrogateKeyTo.relationships",
    [N4M_LIST_TO_VECTOR_ON_NODES] = "listToVectorOn.nodes",
    [N4M_LIST_TO_VECTOR_ON_RELATIONSHIPS] = "listToVectorOn.relationships",
    [N4M_CREATE_FUTURE_INDEXES] = "migrate.createFutureIndexes",
    [N4M_REPLACE_BTREE_INDEXES] = "migrate.replaceBTreeIndexes",
};

/* ---- Making parameters: the first failure stays ---- */

static void *reserve(maker *m, size_t count, size_t size)
{
    void *items = m->st ? NULL : arena_array(m->a, count, size);
    if (!m->st && !items)
        m->st = fail_no_memory(m->err);
    return items;
}

static str copy(maker *m, const char *text)
{
    str made = m->st ? STR_NONE : arena_str(m->a, str_from(text));
    if (!m->st && !made.data)
        m->st = fail_no_memory(m->err);
    return made;
}

static catalog_parameter *add(maker *m, const char *name)
{
    if (m->st)
        return NULL;
    catalog_parameter *grown =
        arena_grow(m->a, m->parameters, m->count, &m->capacity, sizeof *grown);
    if (!grown) {
        m->st = fail_no_memory(m->err);
        return NULL;
    }
    m->parameters = grown;
    grown[m->count] = (catalog_parameter){ .name = str_from(name) };
    return &grown[m->count++];
}

static void add_text(maker *m, const char *name, const char *text)
{
    catalog_parameter *made = text ? add(m, name) : NULL;
    if (made)
        made->text = copy(m, text);
}

static void add_list(maker *m, const char *name, const char *const *texts)
{
    size_t count = 0;
    while (texts && texts[count])
        count++;
    catalog_parameter *made = texts ? add(m, name) : NULL;
    str *values = made ? reserve(m, count, sizeof *values) : NULL;
    for (size_t i = 0; values && i < count; i++)
        values[i] = copy(m, texts[i]);
    if (values)
        made->values = values, made->value_count = count;
}

static void add_number(maker *m, const char *name, int64_t number)
{
    catalog_parameter *made = number ? add(m, name) : NULL;
    if (!made)
        return;
    made->text = arena_printf(m->a, "%lld", (long long)number);
    if (!made->text.data)
        m->st = fail_no_memory(m->err);
}

/* ---- Parameters with structure ---- */

static void set_children(maker *m, catalog_parameter *parent, const char *first, const char *value,
                         const char *second, const char *other)
{
    catalog_parameter *children = reserve(m, 2, sizeof *children);
    if (!children)
        return;
    children[0] = (catalog_parameter){ .name = str_from(first), .text = copy(m, value) };
    children[1] = (catalog_parameter){ .name = str_from(second), .text = copy(m, other) };
    parent->children = children;
    parent->child_count = 2;
}

static void add_mappings(maker *m, const n4m_pair *pairs)
{
    size_t count = 0;
    while (pairs && pairs[count].key)
        count++;
    catalog_parameter *made = pairs ? add(m, "typeMapping") : NULL;
    catalog_parameter *mappings = made ? reserve(m, count, sizeof *mappings) : NULL;
    for (size_t i = 0; mappings && i < count; i++) {
        mappings[i].name = STR("mapping");
        set_children(m, &mappings[i], "name", pairs[i].key, "type",
                     pairs[i].value ? pairs[i].value : "");
    }
    if (mappings)
        made->children = mappings, made->child_count = count;
}

static const char *strategy_name(maker *m, n4m_merge_strategy strategy)
{
    switch (strategy) {
    case N4M_KEEP_ALL:
        return "KEEP_ALL";
    case N4M_KEEP_FIRST:
        return "KEEP_FIRST";
    case N4M_KEEP_LAST:
        return "KEEP_LAST";
    }
    if (!m->st)
        m->st = fail(m->err, ST_ARGUMENT, "unknown strategy of merging: %d", (int)strategy);
    return "";
}

static void add_policies(maker *m, const n4m_merge_policy *policies)
{
    for (; policies && policies->pattern; policies++) {
        const char *strategy = strategy_name(m, policies->strategy);
        catalog_parameter *made = add(m, "mergePolicy");
        if (made)
            set_children(m, made, "pattern", policies->pattern, "strategy", strategy);
    }
}

status refactoring_of_caller(const n4m_refactoring *what, arena *a, catalog_refactoring *out,
                             error *err)
{
    maker m = { .a = a, .err = err };
    size_t type = (size_t)what->type;
    if (type >= sizeof types / sizeof *types)
        return fail(err, ST_ARGUMENT, "unknown type of refactoring: %d", (int)what->type);
    add_text(&m, "from", what->from);
    add_text(&m, "to", what->to);
    add_text(&m, "sourceQuery", what->source_query);
    add_policies(&m, what->merge_policies);
    add_text(&m, "property", what->property);
    add_list(&m, "trueValues", what->true_values);
    add_list(&m, "falseValues", what->false_values);
    add_list(&m, "labels", what->labels);
    add_text(&m, "type", what->relationship_type);
    add_text(&m, "generatorFunction", what->generator);
    add_text(&m, "elementType", what->element_type);
    add_text(&m, "customQuery", what->custom_query);
    add_number(&m, "batchSize", what->batch_size);
    add_list(&m, "includes", what->includes);
    add_list(&m, "excludes", what->excludes);
    add_mappings(&m, what->index_types);
    add_text(&m, "suffix", what->suffix);
    if (!m.st)
        *out = (catalog_refactoring){ str_from(types[type]), m.parameters, m.count };
    return m.st;
}
