#include "history/schema.h"

#include "base/buf.h"
#include "history/run.h"

#include <stdio.h>

typedef struct schema_item {
    const char *name;
    const char *label;
    const char *properties; /* as history_item has them */
    const char *text;       /* creates it; of those that all servers have this is rendered */
} schema_item;

enum { CREATE_SIZE = 160, QUESTION_SIZE = 200 };

/* Reason: a server that takes away by itself what is left of a constraint does so in a moment, in a second when it is busy;
 * what is still there after three has been forgotten. */
enum { ORPHAN_LOOKS = 10, ORPHAN_SLICE_MS = 300 };

static const schema_item lock_items[] = {
    { .name = "__Neo4jMigrationsLock__has_unique_id",
      .label = HISTORY_LOCK_LABEL,
      .properties = "id" },
    { .name = "__Neo4jMigrationsLock__has_unique_name",
      .label = HISTORY_LOCK_LABEL,
      .properties = "name" },
};

static const schema_item version_item = {
    .name = "unique_version___Neo4jMigration",
    .label = "__Neo4jMigration",
    .properties = "version,migrationTarget",
    .text = "CREATE CONSTRAINT unique_version___Neo4jMigration IF NOT EXISTS "
            "FOR (n:__Neo4jMigration) REQUIRE (n.version, n.migrationTarget) IS UNIQUE",
};

static const schema_item repeated_item = {
    .name = "repeated_at__Neo4jMigration",
    .label = "REPEATED",
    .properties = "at",
    .text = "CREATE INDEX repeated_at__Neo4jMigration IF NOT EXISTS "
            "FOR ()-[r:REPEATED]-() ON (r.at)",
};

static bool is_item(const history_item *found, const schema_item *wanted)
{
    return str_eq(found->label, str_from(wanted->label)) &&
           str_eq(found->properties, str_from(wanted->properties));
}

static bool exists(const history_items *items, const schema_item *wanted)
{
    for (size_t i = 0; i < items->count; i++)
        if (is_item(&items->items[i], wanted))
            return true;
    return false;
}

/* Constraints have names since 4.0, and the words have changed in 4.4. */
static void render_create(const schema_item *item, const history_place *place,
                          char out[CREATE_SIZE])
{
    bool named = history_place_is_from(place, 4, 0), modern = history_place_is_from(place, 4, 4);
    snprintf(out, CREATE_SIZE, "CREATE CONSTRAINT%s%s%s %s (n:%s) %s n.%s IS UNIQUE",
             named ? " " : "", named ? item->name : "",
             history_place_is_from(place, 4, 1) ? " IF NOT EXISTS" : "", modern ? "FOR" : "ON",
             item->label, modern ? "REQUIRE" : "ASSERT", item->properties);
}

/* Somebody else may have been faster, and servers before 4.1 have no other way to say it. */
static bool exists_already(const error *problem)
{
    static const char *const codes[] = {
        "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
        "Neo.ClientError.Schema.ConstraintAlreadyExists",
        "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists",
        "Neo.ClientError.Schema.IndexAlreadyExists",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (history_failed_with(problem, codes[i]))
            return true;
    return false;
}

/* Somebody was broken off while creating it: its index is still there, and belongs to nobody. */
static bool is_orphaned(const error *problem)
{
    return history_failed_with(problem, "Neo.ClientError.Schema.IndexWithNameAlreadyExists");
}

static bool is_about_us(const history *h, const schema_item *item)
{
    char text[QUESTION_SIZE];
    snprintf(text, sizeof text,
             "SHOW INDEXES YIELD name, labelsOrTypes "
             "WHERE name = '%s' AND labelsOrTypes = ['%s']",
             item->name, item->label);
    history_query query = {
        .session = h->session, .metadata = h->metadata, .read = true, .text = str_from(text)
    };
    ARENA_AUTO scratch = ARENA_INIT(h->mem, 0);
    bolt_result result;
    return !history_run(&query, &scratch, &result, NULL) && result.row_count == 1;
}

/* Not while the server may be about to do so itself, which does the database no good. */
static void drop_orphan(const history *h, const schema_item *item)
{
    char text[CREATE_SIZE];
    snprintf(text, sizeof text, "DROP INDEX %s", item->name);
    history_query query = { .session = h->session,
                            .metadata = h->metadata,
                            .text = str_from(text) };
    status st = is_about_us(h, item) ? history_run(&query, NULL, NULL, NULL) : ST_OK;
    (void)st; /* the next attempt to create the constraint tells what is wrong */
}

static status create(const history *h, const schema_item *item, const char *text, error *err)
{
    error problem = { .status = ST_OK };
    history_query query = { .session = h->session,
                            .metadata = h->metadata,
                            .text = str_from(text) };
    for (int i = 0; i <= ORPHAN_LOOKS; i++) {
        status st = history_run(&query, NULL, NULL, &problem);
        if (!st || exists_already(&problem))
            return ST_OK;
        if (!is_orphaned(&problem) || i == ORPHAN_LOOKS ||
            bolt_driver_sleep(h->driver, ORPHAN_SLICE_MS, &problem))
            break;
        if (i + 1 == ORPHAN_LOOKS)
            drop_orphan(h, item);
    }
    if (err)
        *err = problem;
    return problem.status;
}

status history_schema_ensure_lock(const history *h, const history_place *place, error *err)
{
    for (size_t i = 0; i < sizeof lock_items / sizeof *lock_items; i++) {
        const schema_item *item = &lock_items[i];
        if (exists(&place->constraints, item))
            continue;
        char text[CREATE_SIZE];
        render_create(item, place, text);
        status st = create(h, item, text, err);
        if (st)
            return st;
    }
    return ST_OK;
}

status history_schema_ensure_chain(const history *h, const history_place *place, error *err)
{
    if (!history_place_is_from(place, 4, 4))
        return ST_OK;
    status st = exists(&place->constraints, &version_item)
                    ? ST_OK
                    : create(h, &version_item, version_item.text, err);
    if (st || exists(&place->indexes, &repeated_item))
        return st;
    return create(h, &repeated_item, repeated_item.text, err);
}

/* ---- Dropping ---- */

typedef struct drop {
    arena *a;
    const history_place *place;
    const str *texts;
    size_t count;
    int64_t constraints, indexes;
} drop;

static status count_dropped(void *user, size_t index, const bolt_summary *summary, error *err)
{
    (void)index;
    (void)err;
    drop *d = user;
    d->constraints += summary->counters.constraints_removed;
    d->indexes += summary->counters.indexes_removed;
    return ST_OK;
}

static status drop_all(bolt_tx *tx, void *user, error *err)
{
    drop *d = user;
    d->constraints = d->indexes = 0;
    bolt_tx_on_summary(tx, count_dropped, d);
    for (size_t i = 0; i < d->count; i++) {
        bolt_statement statement = { .text = d->texts[i] };
        status st = bolt_tx_queue(tx, &statement, err);
        if (st)
            return st;
    }
    return bolt_tx_flush(tx, err);
}

static bool is_ours(const history_item *found)
{
    return is_item(found, &lock_items[0]) || is_item(found, &lock_items[1]) ||
           is_item(found, &version_item);
}

static bool is_our_index(const history_item *found)
{
    return str_eq(found->name, str_from(repeated_item.name));
}

/* Where nothing has a name, a constraint is what it says. */
static str name_of(const history_item *item, arena *a)
{
    return item->name.data
               ? arena_str(a, item->name)
               : arena_printf(a, "%.*s(%.*s)", STR_ARG(item->label), STR_ARG(item->properties));
}

static status list_items(const history_items *items, bool (*is_wanted)(const history_item *),
                         arena *a, history_names *out, error *err)
{
    str *names = arena_array(a, items->count, sizeof *names);
    size_t count = 0;
    if (!names)
        return fail_no_memory(err);
    for (size_t i = 0; i < items->count; i++) {
        if (!is_wanted(&items->items[i]))
            continue;
        names[count] = name_of(&items->items[i], a);
        if (!names[count++].data)
            return fail_no_memory(err);
    }
    *out = (history_names){ names, count };
    return ST_OK;
}

status history_schema_list(const history_place *place, arena *a, history_names *constraints,
                           history_names *indexes, error *err)
{
    status st = list_items(&place->constraints, is_ours, a, constraints, err);
    return st ? st : list_items(&place->indexes, is_our_index, a, indexes, err);
}

static str drop_text(const drop *d, const char *kind, str name)
{
    BUF_AUTO text = BUF_INIT(d->a->mem, 0);
    buf_printf(&text, "DROP %s `", kind);
    for (size_t i = 0; i < name.len; i++) {
        if (name.data[i] == '`')
            buf_char(&text, '`');
        buf_char(&text, name.data[i]);
    }
    buf_text(&text, history_place_is_from(d->place, 4, 1) ? "` IF EXISTS" : "`");
    str result;
    return buf_finish(&text, d->a, &result, NULL) ? STR_NONE : result;
}

/* Without a name, a constraint is what it says. */
static str drop_constraint_text(const drop *d, const history_item *item)
{
    return item->name.data
               ? drop_text(d, "CONSTRAINT", item->name)
               : arena_printf(d->a, "DROP CONSTRAINT ON (n:%.*s) ASSERT n.%.*s IS UNIQUE",
                              STR_ARG(item->label), STR_ARG(item->properties));
}

static void drop_found(drop *d, str *texts)
{
    const history_items *constraints = &d->place->constraints, *indexes = &d->place->indexes;
    for (size_t i = 0; i < constraints->count; i++)
        if (is_ours(&constraints->items[i]))
            texts[d->count++] = drop_constraint_text(d, &constraints->items[i]);
    for (size_t i = 0; i < indexes->count; i++)
        if (is_our_index(&indexes->items[i]))
            texts[d->count++] = drop_text(d, "INDEX", indexes->items[i].name);
}

/* For a server that does not tell what it has. */
static void drop_by_name(drop *d, str *texts)
{
    texts[d->count++] = drop_text(d, "CONSTRAINT", str_from(lock_items[0].name));
    texts[d->count++] = drop_text(d, "CONSTRAINT", str_from(lock_items[1].name));
}

static status drop_texts(drop *d, error *err)
{
    const history_place *place = d->place;
    str *texts =
        arena_array(d->a, place->constraints.count + place->indexes.count + 2, sizeof *texts);
    if (!texts)
        return fail_no_memory(err);
    if (place->constraints.known)
        drop_found(d, texts);
    else
        drop_by_name(d, texts);
    for (size_t i = 0; i < d->count; i++)
        if (!texts[i].data)
            return fail_no_memory(err);
    d->texts = texts;
    return ST_OK;
}

status history_schema_drop(bolt_session *session, bolt_map metadata, const history_place *place,
                           arena *a, int64_t *constraints, int64_t *indexes, error *err)
{
    drop d = { .a = a, .place = place };
    status st = drop_texts(&d, err);
    if (st || d.count == 0)
        return st;
    bolt_tx_config config = { .metadata = metadata };
    st = bolt_session_transact(session, &config, drop_all, &d, err);
    if (st)
        return st;
    *constraints += d.constraints;
    *indexes += d.indexes;
    return ST_OK;
}
