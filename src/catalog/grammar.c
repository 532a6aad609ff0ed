#include "catalog/grammar.h"

#include "catalog/grammar_rules.h"
#include "catalog/lookup.h"

#define SCHEMA_INSTANCE "http://www.w3.org/2001/XMLSchema-instance"

typedef struct grammar {
    const catalog_tree *tree;
    arena *a;
    catalog_lookup names; /* of items: the offsets of their elements */
    error *err;
} grammar;

/* ---- Attributes ---- */

static status fail_at(const grammar *g, size_t at, status st)
{
    catalog_place(g->tree->text, at, g->err);
    return st;
}

static bool is_plain(const catalog_attribute *a, const char *name)
{
    return a->name.uri.len == 0 && str_eq(a->name.local, str_from(name));
}

static const attribute_rule *attribute_rule_of(const element_rule *rule, const catalog_attribute *a)
{
    for (size_t i = 0; i < ELEMENT_ATTRIBUTES && rule->attributes[i].name; i++)
        if (is_plain(a, rule->attributes[i].name))
            return &rule->attributes[i];
    return NULL;
}

/* Where editors find the schema. */
static bool is_hint(const catalog_attribute *a)
{
    return str_eq(a->name.uri, STR(SCHEMA_INSTANCE)) &&
           (str_eq(a->name.local, STR("schemaLocation")) ||
            str_eq(a->name.local, STR("noNamespaceSchemaLocation")));
}

static status fail_attribute(const grammar *g, const element_rule *rule, const catalog_attribute *a)
{
    char known[128] = "";
    size_t used = 0;
    for (size_t i = 0; i < ELEMENT_ATTRIBUTES && rule->attributes[i].name; i++) {
        str name = str_from(rule->attributes[i].name);
        error_text(known + used, sizeof known - used, i ? ", " : "", i ? 2 : 0);
        used += i ? 2 : 0;
        error_text(known + used, sizeof known - used, name.data, name.len);
        used += name.len;
    }
    return fail_at(g, a->at,
                   fail(g->err, ST_PARSE, "<%s> has no attribute \"%.*s\": it may have %s",
                        rule->name, STR_ARG(a->name.local), used ? known : "none"));
}

static status check_value(const grammar *g, const attribute_rule *rule, catalog_attribute *a)
{
    str value = a->value;
    if (catalog_value_is_collapsed(rule->type))
        value = catalog_value_collapse(value, g->a);
    if (!value.data)
        return fail_no_memory(g->err);
    if (!catalog_value_is(rule->type, rule->words, value))
        return fail_at(g, a->at,
                       fail(g->err, ST_PARSE, "%s=\"%.*s\" is not possible: expected %s",
                            rule->name, STR_ARG(value), rule->expected));
    a->value = value;
    return ST_OK;
}

static status check_unique(grammar *g, const catalog_node *node, const catalog_attribute *a)
{
    size_t first = catalog_lookup_put(&g->names, a->value, node->at);
    if (first == node->at)
        return ST_OK;
    error place;
    catalog_place(g->tree->text, first, &place);
    return fail_at(
        g, a->at,
        fail(g->err, ST_PARSE,
             "the name \"%.*s\" is taken by the item in line %u: within a document every "
             "item has a name of its own",
             STR_ARG(a->value), (unsigned)place.line));
}

static catalog_attribute *find_attribute(const catalog_node *node, const char *name)
{
    for (size_t i = 0; i < node->attribute_count; i++)
        if (is_plain(&node->attributes[i], name))
            return &node->attributes[i];
    return NULL;
}

static status check_attribute(grammar *g, const catalog_node *node, const element_rule *rule,
                              catalog_attribute *a)
{
    const attribute_rule *known = attribute_rule_of(rule, a);
    if (!known)
        return is_hint(a) ? ST_OK : fail_attribute(g, rule, a);
    status st = check_value(g, known, a);
    if (!st && known->unique)
        st = check_unique(g, node, a);
    if (st || !known->alias_of)
        return st;
    if (find_attribute(node, known->alias_of))
        return fail_at(g, a->at,
                       fail(g->err, ST_PARSE, "%s is another word for %s: write one of them",
                            known->name, known->alias_of));
    a->name.local = str_from(known->alias_of);
    return ST_OK;
}

/* Makes room for the defaults. */
static status add_defaults(grammar *g, catalog_node *node, const element_rule *rule)
{
    size_t count = node->attribute_count;
    catalog_attribute *all = arena_array(g->a, count + ELEMENT_ATTRIBUTES, sizeof *all);
    if (!all)
        return fail_no_memory(g->err);
    for (size_t i = 0; i < count; i++)
        all[i] = node->attributes[i];
    for (size_t i = 0; i < ELEMENT_ATTRIBUTES && rule->attributes[i].name; i++) {
        const attribute_rule *known = &rule->attributes[i];
        bool given = find_attribute(node, known->name) != NULL;
        if (!given && known->required)
            return fail_at(g, node->at,
                           fail(g->err, ST_PARSE, "<%s> lacks the attribute \"%s\": expected %s",
                                rule->name, known->name, known->expected));
        if (!given && known->fallback)
            all[count++] = (catalog_attribute){
                .name = { STR(""), STR(""), str_from(known->name) },
                .value = str_from(known->fallback),
                .at = node->at,
            };
    }
    node->attributes = all;
    node->attribute_count = count;
    return ST_OK;
}

static status check_attributes(grammar *g, catalog_node *node, const element_rule *rule)
{
    status st = ST_OK;
    for (size_t i = 0; !st && i < node->attribute_count; i++)
        st = check_attribute(g, node, rule, &node->attributes[i]);
    return st ? st : add_defaults(g, node, rule);
}

/* ---- Children ---- */

static status fail_child(const grammar *g, const element_rule *rule, const catalog_node *child)
{
    const catalog_node_name *name = &child->name;
    const char *colon = name->prefix.len ? ":" : "";
    bool foreign = !str_eq(name->uri, STR(CATALOG_NAMESPACE));
    status st = fail(g->err, ST_PARSE, "<%.*s%s%.*s>%s may not stand here: <%s> holds %s",
                     STR_ARG(name->prefix), colon, STR_ARG(name->local),
                     foreign ? ", which is of another namespace," : "", rule->name, rule->model);
    return fail_at(g, child->at, st);
}

static status fail_text(const grammar *g, const element_rule *rule, const catalog_node *text)
{
    size_t at = text->at;
    str source = g->tree->text;
    bool blank = str_trim(text->text).len == 0;
    while (!blank && at < source.len && (unsigned char)source.data[at] <= ' ')
        at++;
    return fail_at(
        g, at,
        fail(g->err, ST_PARSE, "text may not stand here: <%s> holds %s", rule->name, rule->model));
}

static catalog_tag first_of(uint32_t tags)
{
    catalog_tag tag = TAG_MIGRATION;
    while (!(tags >> tag & 1))
        tag++;
    return tag;
}

static status fail_missing(const grammar *g, const element_rule *rule, const catalog_node *node,
                           uint32_t tags)
{
    return fail_at(g, node->at,
                   fail(g->err, ST_PARSE, "<%s> lacks <%.*s>: it holds %s", rule->name,
                        STR_ARG(catalog_tag_word(first_of(tags))), rule->model));
}

/* How far the children of an element have come. */
typedef struct progress {
    size_t slot, count;
    uint32_t seen;
} progress;

/* Leaves slots behind; the one that has too few is the result, or NULL. */
static const element_slot *move_on(const element_rule *rule, progress *p, size_t slot)
{
    while (p->slot < slot) {
        const element_slot *left = &rule->slots[p->slot];
        if (p->count < left->least)
            return left;
        p->slot++;
        p->count = 0;
    }
    return NULL;
}

static status take_child(const grammar *g, const element_rule *rule, catalog_node *child,
                         progress *p)
{
    bool ours = str_eq(child->name.uri, STR(CATALOG_NAMESPACE));
    child->tag = ours ? catalog_tag_of(child->name.local) : TAG_UNKNOWN;
    uint32_t bit = child->tag ? (uint32_t)1 << child->tag : 0;
    size_t slot = p->slot;
    while (slot < ELEMENT_SLOTS && !(rule->slots[slot].tags & bit))
        slot++;
    if (slot == ELEMENT_SLOTS)
        return fail_child(g, rule, child);
    const element_slot *lacking = move_on(rule, p, slot), *taken = &rule->slots[slot];
    if (lacking)
        return fail_missing(g, rule, child->parent, lacking->tags);
    bool again = ++p->count > taken->most || (taken->distinct && (p->seen & bit));
    bool excluded = taken->instead && (p->seen & taken[-1].tags);
    p->seen |= bit;
    return again || excluded ? fail_child(g, rule, child) : ST_OK;
}

static status check_element(grammar *g, catalog_node *node);

static status check_children(grammar *g, catalog_node *node, const element_rule *rule)
{
    status st = ST_OK;
    progress p = { 0 };
    for (catalog_node *child = node->first; !st && child; child = child->next) {
        if (catalog_node_is_element(child)) {
            st = take_child(g, rule, child, &p);
            if (!st)
                st = check_element(g, child);
        } else if (str_trim(child->text).len > 0) {
            st = fail_text(g, rule, child);
        }
    }
    const element_slot *lacking = st ? NULL : move_on(rule, &p, ELEMENT_SLOTS);
    return lacking ? fail_missing(g, rule, node, lacking->tags) : st;
}

static status check_text(const grammar *g, const catalog_node *node, const element_rule *rule)
{
    const catalog_node *child = catalog_element(node->first);
    return child ? fail_child(g, rule, child) : ST_OK;
}

static status check_nothing(const grammar *g, const catalog_node *node, const element_rule *rule)
{
    if (!node->first)
        return ST_OK;
    return catalog_node_is_element(node->first) ? fail_child(g, rule, node->first)
                                                : fail_text(g, rule, node->first);
}

static status check_content(grammar *g, catalog_node *node, const element_rule *rule)
{
    switch (rule->content) {
    case CONTENT_ELEMENTS:
        return check_children(g, node, rule);
    case CONTENT_TEXT:
        return check_text(g, node, rule);
    case CONTENT_NOTHING:
        return check_nothing(g, node, rule);
    case CONTENT_ANYTHING:
        return ST_OK;
    }
    return ST_OK;
}

static status check_element(grammar *g, catalog_node *node)
{
    const element_rule *rule = &catalog_rules[node->tag];
    status st = check_attributes(g, node, rule);
    return st ? st : check_content(g, node, rule);
}

static status check_root(const grammar *g, catalog_node *root)
{
    bool ours = str_eq(root->name.uri, STR(CATALOG_NAMESPACE));
    root->tag = TAG_MIGRATION;
    if (ours && str_eq(root->name.local, catalog_tag_word(TAG_MIGRATION)))
        return ST_OK;
    return fail_at(g, root->at,
                   fail(g->err, ST_PARSE,
                        "expected <migration xmlns=\"" CATALOG_NAMESPACE
                        "\">, found <%.*s> %s%.*s%s",
                        STR_ARG(root->name.local),
                        root->name.uri.len ? "of the namespace \"" : "without a namespace",
                        STR_ARG(root->name.uri), root->name.uri.len ? "\"" : ""));
}

status catalog_grammar_check(catalog_tree *tree, arena *a, error *err)
{
    grammar g = { .tree = tree, .a = a, .err = err };
    status st = check_root(&g, tree->root);
    if (!st)
        st = catalog_lookup_init(&g.names, tree->elements, a, err);
    return st ? st : check_element(&g, tree->root);
}
