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

status text_of_clean(const history_deleted *deleted, str place, arena *a, str *out, error *err)
{
    BUF_AUTO text = BUF_INIT(a->mem, 0);
    buf_text(&text, deleted->chain_count == 0   ? "Deleted no chains"
                    : deleted->chain_count == 1 ? "Deleted chain "
                                                : "Deleted chains ");
    for (size_t i = 0; i < deleted->chain_count; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : "", STR_ARG(deleted->chains[i]));
    buf_printf(&text,
               " (%lld nodes and %lld relationships in total) and %lld constraints from %.*s.",
               (long long)deleted->nodes, (long long)deleted->relationships,
               (long long)deleted->constraints, STR_ARG(place));
    return buf_finish(&text, a, out, err);
}

status text_of_apply(str version, arena *a, str *out, error *err)
{
    *out = version.data ? arena_printf(a, "Database migrated to version %.*s.", STR_ARG(version))
                        : STR("No migrations have been applied.");
    return out->data ? ST_OK : fail_no_memory(err);
}
