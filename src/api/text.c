/* Sentences that other tools print word for word: scripts look for them. */
#include "api/handle.h"

#include "base/buf.h"

status text_place(str schema_database, arena *a, str *out, error *err)
{
    *out = schema_database.data ? arena_printf(a, "`%.*s`", STR_ARG(schema_database))
                                : STR("the default database");
    return out->data ? ST_OK : fail_no_memory(err);
}

static void append_outcome(buf *out, chain_outcome outcome, str place)
{
    switch (outcome) {
    case CHAIN_VALID:
        buf_printf(out, "All resolved migrations have been applied to %.*s.", STR_ARG(place));
        return;
    case CHAIN_INCOMPLETE_DATABASE:
        buf_printf(out, "Some versions have been resolved that are not applied to %.*s.",
                   STR_ARG(place));
        return;
    case CHAIN_INCOMPLETE_MIGRATIONS:
        buf_printf(out, "Some versions previously applied to %.*s cannot be resolved anymore.",
                   STR_ARG(place));
        return;
    case CHAIN_DIFFERENT_CONTENT:
        buf_printf(out,
                   "Versions resolved locally mismatch in either names, types or checksums "
                   "compared to %.*s.",
                   STR_ARG(place));
        return;
    case CHAIN_DUPLICATE_VERSION:
        buf_printf(out, "Some versions occur more than once, locally or in %.*s.", STR_ARG(place));
        return;
    case CHAIN_UNDEFINED:
        buf_printf(out, "It is unknown what has been applied to %.*s.", STR_ARG(place));
        return;
    }
}

status text_of_verdict(const chain_verdict *verdict, str place, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    append_outcome(&text, verdict->outcome, place);
    if (verdict->outcome != CHAIN_VALID && verdict->warning.data)
        buf_printf(&text, "\n%.*s", STR_ARG(verdict->warning));
    if (verdict->needs_repair)
        buf_text(&text, "\nDatabase is not in a valid state and needs manual repair.");
    else if (verdict->outcome == CHAIN_INCOMPLETE_DATABASE)
        buf_text(&text,
                 "\nDatabase is not in a valid state. To fix this, apply this configuration.");
    return buf_finish(&text, a, out, err);
}

static void append_names(buf *out, const char *kind, const history_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        buf_printf(out, "\n- %s %.*s", kind, STR_ARG(names->items[i]));
}

status text_of_clean(const history_deleted *deleted, bool dry, str place, arena *a, str *out,
                     error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    const history_names *chains = &deleted->chains;
    buf_text(&text, dry ? "Would delete " : "Deleted ");
    buf_text(&text, chains->count == 0 ? "no chains" : chains->count == 1 ? "chain " : "chains ");
    for (size_t i = 0; i < chains->count; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : "", STR_ARG(chains->items[i]));
    buf_printf(&text,
               " (%lld nodes and %lld relationships in total) and %lld constraints from %.*s.",
               (long long)deleted->nodes, (long long)deleted->relationships,
               (long long)deleted->dropped_constraints, STR_ARG(place));
    if (dry) {
        append_names(&text, "constraint", &deleted->constraints);
        append_names(&text, "index", &deleted->indexes);
        append_names(&text, "lock", &deleted->locks);
    }
    return buf_finish(&text, a, out, err);
}

/* The place as it begins a sentence. */
static void append_capitalised(buf *out, str place)
{
    if (place.len)
        buf_char(out, char_upper(place.data[0]));
    buf_str(out, str_from_index(place, 1));
}

status text_of_repair(const engine_repaired *repaired, bool dry, str place, arena *a, str *out,
                      error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    const recorded_counts *c = &repaired->counts;
    const char *done = dry ? "would be" : "have been";
    if (!repaired->needed) {
        append_capitalised(&text, place);
        buf_text(&text, " is in a valid state, missing or new migrations can be applied");
        return buf_finish(&text, a, out, err);
    }
    buf_printf(&text,
               "The migration chain in %.*s %s repaired: %lld nodes and %lld relationships %s "
               "deleted, %lld nodes and %lld relationships %s recreated.",
               STR_ARG(place), dry ? "would be" : "has been", (long long)c->nodes_deleted,
               (long long)c->relationships_deleted, done, (long long)c->nodes_created,
               (long long)c->relationships_created, done);
    for (size_t i = 0; dry && i < repaired->change_count; i++)
        buf_printf(&text, "\n- %.*s", STR_ARG(repaired->changes[i].text));
    return buf_finish(&text, a, out, err);
}

status text_of_delete(const engine_removed *removed, bool dry, str place, arena *a, str *out,
                      error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    const recorded_counts *c = &removed->counts;
    if (!removed->version.data) {
        *out = dry ? STR("Database would be unchanged, no version would be deleted.")
                   : STR("Database is unchanged, no version has been deleted.");
        return ST_OK;
    }
    buf_printf(&text, "Migration %.*s", STR_ARG(removed->version));
    if (removed->description.data)
        buf_printf(&text, " (\"%.*s\")", STR_ARG(removed->description));
    buf_printf(&text,
               dry ? " would be removed (would delete %lld nodes and %lld relationships from %.*s)."
                   : " has been removed (deleted %lld nodes and %lld relationships from %.*s).",
               (long long)c->nodes_deleted, (long long)c->relationships_deleted, STR_ARG(place));
    return buf_finish(&text, a, out, err);
}

status text_of_apply(str version, arena *a, str *out, error *err)
{
    *out = version.data ? arena_printf(a, "Database migrated to version %.*s.", STR_ARG(version))
                        : STR("No migrations have been applied.");
    return out->data ? ST_OK : fail_no_memory(err);
}

status text_of_run(size_t count, arena *a, str *out, error *err)
{
    *out = arena_printf(a, "Applied %zu migration(s).", count);
    return out->data ? ST_OK : fail_no_memory(err);
}

/* ---- Refactorings: what no other tool says in one sentence ---- */

static void append_count(buf *out, int64_t count, const char *one, const char *many,
                         const char *done)
{
    if (count)
        buf_printf(out, "%s%lld %s %s", out->len ? ", " : "", (long long)count,
                   count == 1 ? one : many, done);
}

static void append_counters(buf *out, const n4m_counters *c)
{
    append_count(out, c->nodes_created, "node", "nodes", "created");
    append_count(out, c->nodes_deleted, "node", "nodes", "deleted");
    append_count(out, c->relationships_created, "relationship", "relationships", "created");
    append_count(out, c->relationships_deleted, "relationship", "relationships", "deleted");
    append_count(out, c->properties_set, "property", "properties", "set");
    append_count(out, c->labels_added, "label", "labels", "added");
    append_count(out, c->labels_removed, "label", "labels", "removed");
    append_count(out, c->indexes_added, "index", "indexes", "created");
    append_count(out, c->indexes_removed, "index", "indexes", "dropped");
    append_count(out, c->constraints_added, "constraint", "constraints", "created");
    append_count(out, c->constraints_removed, "constraint", "constraints", "dropped");
}

status text_of_refactoring(const n4m_counters *counters, catalog_names advice, arena *a, str *out,
                           error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    append_counters(&text, counters);
    buf_text(&text, text.len ? "." : "Nothing was changed.");
    for (size_t i = 0; i < advice.count; i++)
        buf_printf(&text, "\n%.*s", STR_ARG(advice.items[i]));
    return buf_finish(&text, a, out, err);
}

/* ---- Locks: no other tool says anything of the kind ---- */

static const engine_lock *our_lock(const engine_locks *locks)
{
    for (size_t i = 0; i < locks->count; i++)
        if (locks->items[i].ours)
            return &locks->items[i];
    return NULL;
}

static void append_lock(buf *out, const engine_locks *locks)
{
    buf_printf(out, "he lock \"%.*s\"", STR_ARG(locks->name));
    if (locks->database.data)
        buf_printf(out, " in database \"%.*s\"", STR_ARG(locks->database));
}

static const char *advice(engine_process process)
{
    switch (process) {
    case ENGINE_PROCESS_UNKNOWN:
        return "If that is no longer running, `lock release` removes the lock.";
    case ENGINE_PROCESS_RUNS:
        return "That process is running on this host.";
    case ENGINE_PROCESS_GONE:
        return "That process is no longer running on this host: `lock release` removes the lock.";
    }
    return "";
}

status text_of_lock_status(const engine_locks *locks, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    const engine_lock *ours = our_lock(locks);
    buf_char(&text, 'T');
    append_lock(&text, locks);
    if (ours)
        buf_printf(&text, " is %.*s.\n%s", STR_ARG(ours->text), advice(ours->process));
    else
        buf_text(&text, " is not held.");
    for (size_t i = 0; i < locks->count; i++)
        if (!locks->items[i].ours)
            buf_printf(&text, "\nThe lock \"%.*s\" of another target is %.*s.",
                       STR_ARG(locks->items[i].held.name), STR_ARG(locks->items[i].text));
    return buf_finish(&text, a, out, err);
}

status text_of_lock_release(const engine_locks *locks, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    const engine_lock *ours = our_lock(locks);
    buf_text(&text, locks->released ? "Released t" : "T");
    append_lock(&text, locks);
    if (locks->released && ours)
        buf_printf(&text, ", %.*s.", STR_ARG(ours->text));
    else
        buf_text(&text, " is not held, nothing was released.");
    return buf_finish(&text, a, out, err);
}
