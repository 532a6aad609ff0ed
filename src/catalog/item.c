#include "catalog/item.h"

#include "catalog/property_type.h"

#include <stdarg.h>
#include <stdio.h>

typedef enum amount {
    NONE,
    ONE,
    SOME, /* one or more */
    ANY,
} amount;

typedef struct kind_rule {
    str word;         /* in documents */
    const char *noun; /* in messages */
    amount labels, properties;
} kind_rule;

static const kind_rule rules[] = {
    [CATALOG_UNIQUE] = { { "unique", 6 }, "a unique constraint", ONE, SOME },
    [CATALOG_EXISTS] = { { "exists", 6 }, "an existence constraint", ONE, ONE },
    [CATALOG_KEY] = { { "key", 3 }, "a key constraint", ONE, SOME },
    [CATALOG_PROPERTY_TYPE] = { { "property_type", 13 }, "a property type constraint", ONE, ONE },
    [CATALOG_INDEX] = { { "property", 8 }, "an index", ONE, SOME },
    [CATALOG_FULLTEXT] = { { "fulltext", 8 }, "a full-text index", SOME, SOME },
    [CATALOG_TEXT] = { { "text", 4 }, "a text index", ONE, ONE },
    [CATALOG_POINT] = { { "point", 5 }, "a point index", ONE, ONE },
    [CATALOG_VECTOR] = { { "vector", 6 }, "a vector index", SOME, SOME },
    [CATALOG_LOOKUP] = { { "lookup", 6 }, "a lookup index", NONE, NONE },
    [CATALOG_OTHER_CONSTRAINT] = { { "other", 5 }, "a constraint of an unknown kind", ANY, ANY },
    [CATALOG_OTHER_INDEX] = { { "other", 5 }, "an index of an unknown kind", ANY, ANY },
};

bool catalog_is_constraint(catalog_kind kind)
{
    return kind <= CATALOG_PROPERTY_TYPE || kind == CATALOG_OTHER_CONSTRAINT;
}

bool catalog_is_other(catalog_kind kind)
{
    return kind == CATALOG_OTHER_CONSTRAINT || kind == CATALOG_OTHER_INDEX;
}

str catalog_kind_word(catalog_kind kind)
{
    return rules[kind].word;
}

const char *catalog_kind_noun(catalog_kind kind)
{
    return rules[kind].noun;
}

status catalog_refuse(const catalog_item *item, status st, error *err, const char *format, ...)
{
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    const char *what = catalog_is_constraint(item->kind) ? "constraint" : "index";
    if (item->name.len > 0)
        fail(err, st, "%s \"%.*s\": %s", what, STR_ARG(item->name), reason);
    else
        fail(err, st, "%s: %s", what, reason);
    if (err) {
        err->line = item->line;
        err->column = item->column;
    }
    return st;
}

static bool is_amount(amount wanted, size_t count)
{
    switch (wanted) {
    case NONE:
        return count == 0;
    case ONE:
        return count == 1;
    case SOME:
        return count > 0;
    case ANY:
        break;
    }
    return true;
}

static const char *amount_text(amount wanted)
{
    return wanted == NONE ? "no" : wanted == ONE ? "exactly one" : "at least one";
}

static status check_names(const catalog_item *item, const char *what, catalog_names names,
                          amount wanted, error *err)
{
    const char *noun = rules[item->kind].noun;
    if (!is_amount(wanted, names.count))
        return catalog_refuse(item, ST_ARGUMENT, err, "%s has %s %s, not %zu", noun,
                              amount_text(wanted), what, names.count);
    for (size_t i = 0; i < names.count; i++) {
        if (names.items[i].len == 0)
            return catalog_refuse(item, ST_ARGUMENT, err, "a %s is empty", what);
        if (catalog_names_has((catalog_names){ names.items, i }, names.items[i]))
            return catalog_refuse(item, ST_ARGUMENT, err, "the %s \"%.*s\" stands there twice",
                                  what, STR_ARG(names.items[i]));
    }
    return ST_OK;
}

static status check_property_type(const catalog_item *item, error *err)
{
    bool wanted = item->kind == CATALOG_PROPERTY_TYPE, given = item->property_type.len > 0;
    if (wanted && !given)
        return catalog_refuse(item, ST_ARGUMENT, err,
                              "a property type constraint requires a property type");
    if (given && !wanted)
        return catalog_refuse(item, ST_ARGUMENT, err,
                              "only a property type constraint has a property type");
    if (given && !catalog_property_type_is_type(item->property_type))
        return catalog_refuse(item, ST_ARGUMENT, err, "\"%.*s\" is no property type",
                              STR_ARG(item->property_type));
    return ST_OK;
}

status catalog_item_check(const catalog_item *item, error *err)
{
    if (catalog_is_other(item->kind))
        return ST_OK;
    const kind_rule *rule = &rules[item->kind];
    const char *what = item->entity == CATALOG_NODE ? "label" : "type";
    status st = check_names(item, what, item->labels, rule->labels, err);
    if (!st)
        st = check_names(item, "property", item->properties, rule->properties, err);
    return st ? st : check_property_type(item, err);
}

bool catalog_names_has(catalog_names names, str name)
{
    for (size_t i = 0; i < names.count; i++)
        if (str_eq(names.items[i], name))
            return true;
    return false;
}

bool catalog_names_equal(catalog_names a, catalog_names b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!str_eq(a.items[i], b.items[i]))
            return false;
    return true;
}

const catalog_item *catalog_find(catalog_items items, str name)
{
    for (size_t i = 0; i < items.count; i++)
        if (str_eq(items.items[i].name, name))
            return &items.items[i];
    return NULL;
}
