#include "cli/json.h"

void cli_json_of_apply(json_t *document, const n4m_result *result)
{
    cli_json_text(document, "databaseVersion", n4m_result_version(result));
}

/* ---- Info ---- */

static void describe_place(json_t *place, const n4m_place *of)
{
    cli_json_text(place, "address", of->address);
    cli_json_text(place, "server", of->server);
    cli_json_text(place, "edition", of->edition);
    cli_json_text(place, "username", of->username);
    cli_json_text(place, "database", of->database);
    cli_json_text(place, "schemaDatabase", of->schema_database);
}

static void describe_element(json_t *item, const n4m_element *e)
{
    cli_json_text(item, "version", e->version);
    cli_json_text(item, "description", e->description);
    cli_json_text(item, "type", e->type);
    cli_json_flag(item, "repeatable", e->repeatable != 0);
    cli_json_text(item, "state", e->state == N4M_APPLIED ? "APPLIED" : "PENDING");
    cli_json_text(item, "source", e->source);
    cli_json_text(item, "checksum", e->checksum);
    cli_json_text(item, "installedOn", e->installed_on);
    cli_json_text(item, "installedBy", e->installed_by);
    cli_json_text(item, "executionTime", e->duration);
}

/* Left out because an assumption in the script does not hold. */
static void describe_skipped(json_t *document, const n4m_result *result)
{
    json_t *list = cli_json_list(document, "skipped");
    for (size_t i = 0; i < n4m_result_skipped_count(result); i++) {
        const n4m_skipped *skipped = n4m_result_skipped(result, i);
        json_t *item = cli_json_item(list);
        cli_json_text(item, "version", skipped->version);
        cli_json_text(item, "description", skipped->description);
        cli_json_text(item, "source", skipped->source);
        cli_json_text(item, "reason", skipped->reason);
    }
}

void cli_json_of_info(json_t *document, const n4m_result *result)
{
    describe_place(cli_json_object(document, "place"), n4m_result_place(result));
    json_t *list = cli_json_list(document, "migrations");
    for (size_t i = 0; i < n4m_result_element_count(result); i++)
        describe_element(cli_json_item(list), n4m_result_element(result, i));
    describe_skipped(document, result);
}

/* ---- Validate ---- */

static const char *outcome_name(n4m_outcome outcome)
{
    switch (outcome) {
    case N4M_VALID:
        return "VALID";
    case N4M_INCOMPLETE_DATABASE:
        return "INCOMPLETE_DATABASE";
    case N4M_INCOMPLETE_MIGRATIONS:
        return "INCOMPLETE_MIGRATIONS";
    case N4M_DIFFERENT_CONTENT:
        return "DIFFERENT_CONTENT";
    case N4M_DUPLICATE_VERSION:
        return "DUPLICATE_VERSION";
    case N4M_UNDEFINED:
        return "UNDEFINED";
    }
    return "UNDEFINED";
}

void cli_json_of_validate(json_t *document, const n4m_result *result)
{
    n4m_outcome outcome = n4m_result_outcome(result);
    cli_json_text(document, "outcome", outcome_name(outcome));
    cli_json_flag(document, "valid", outcome == N4M_VALID);
    cli_json_flag(document, "needsRepair", n4m_result_needs_repair(result) != 0);
    cli_json_texts(document, "warnings", n4m_result_warnings(result));
}

/* ---- Changes of the history ---- */

void cli_json_of_clean(json_t *document, const n4m_result *result)
{
    const n4m_deleted *deleted = n4m_result_deleted(result);
    cli_json_texts(document, "chains", deleted->chains);
    cli_json_number(document, "nodesDeleted", deleted->nodes);
    cli_json_number(document, "relationshipsDeleted", deleted->relationships);
    cli_json_number(document, "constraintsDeleted", deleted->constraints);
    cli_json_number(document, "indexesDeleted", deleted->indexes);
    cli_json_texts(document, "constraints", deleted->constraint_names);
    cli_json_texts(document, "indexes", deleted->index_names);
    cli_json_texts(document, "locks", deleted->lock_names);
}

static const char *change_name(n4m_change_kind kind)
{
    switch (kind) {
    case N4M_CHANGE_DUPLICATE:
        return "DUPLICATE";
    case N4M_CHANGE_CHECKSUM:
        return "CHECKSUM";
    case N4M_CHANGE_KIND:
        return "KIND";
    case N4M_CHANGE_REMOVE:
        return "REMOVE";
    case N4M_CHANGE_MOVE:
        return "MOVE";
    case N4M_CHANGE_INSERT:
        return "INSERT";
    }
    return "UNKNOWN";
}

static void describe_change(json_t *item, const n4m_change *change)
{
    cli_json_text(item, "kind", change_name(change->kind));
    cli_json_text(item, "version", change->version);
    cli_json_text(item, "description", change->description);
    cli_json_text(item, "behind", change->behind);
    cli_json_text(item, "checksumBefore", change->checksum_before);
    cli_json_text(item, "checksumAfter", change->checksum_after);
    cli_json_text(item, "text", change->text);
}

static void describe_changes(json_t *document, const n4m_result *result)
{
    const n4m_counts *counts = n4m_result_counts(result);
    cli_json_number(document, "nodesDeleted", counts->nodes_deleted);
    cli_json_number(document, "relationshipsDeleted", counts->relationships_deleted);
    cli_json_number(document, "nodesCreated", counts->nodes_created);
    cli_json_number(document, "relationshipsCreated", counts->relationships_created);
    json_t *list = cli_json_list(document, "changes");
    for (size_t i = 0; i < n4m_result_change_count(result); i++)
        describe_change(cli_json_item(list), n4m_result_change(result, i));
}

void cli_json_of_repair(json_t *document, const n4m_result *result)
{
    cli_json_flag(document, "repaired", n4m_result_repaired(result) != 0);
    describe_changes(document, result);
}

void cli_json_of_delete(json_t *document, const n4m_result *result)
{
    cli_json_text(document, "deletedVersion", n4m_result_version(result));
    describe_changes(document, result);
}

/* ---- Beside the history ---- */

/* Those that would be sent. */
static void describe_statements(json_t *document, const n4m_result *result)
{
    json_t *list = cli_json_list(document, "statements");
    for (size_t i = 0; i < n4m_result_statement_count(result); i++) {
        const n4m_statement *statement = n4m_result_statement(result, i);
        json_t *item = cli_json_item(list);
        cli_json_text(item, "migration", statement->version);
        cli_json_text(item, "source", statement->source);
        cli_json_text(item, "database", statement->database);
        cli_json_text(item, "text", statement->text);
        cli_json_text(item, "parameters", statement->parameters);
    }
}

void cli_json_of_run(json_t *document, const n4m_result *result)
{
    cli_json_number(document, "migrationsRun", (int64_t)n4m_result_run_count(result));
    describe_statements(document, result);
}

void cli_json_of_refactoring(json_t *document, const n4m_result *result)
{
    const n4m_counters *counters = n4m_result_counters(result);
    cli_json_number(document, "indexesAdded", counters->indexes_added);
    cli_json_number(document, "indexesRemoved", counters->indexes_removed);
    cli_json_number(document, "constraintsAdded", counters->constraints_added);
    cli_json_number(document, "constraintsRemoved", counters->constraints_removed);
    describe_statements(document, result);
}

/* ---- Locks ---- */

static const char *process_name(n4m_process process)
{
    switch (process) {
    case N4M_PROCESS_UNKNOWN:
        return "UNKNOWN";
    case N4M_PROCESS_RUNS:
        return "RUNS";
    case N4M_PROCESS_GONE:
        return "GONE";
    }
    return "UNKNOWN";
}

static void describe_lock(json_t *item, const n4m_lock *lock)
{
    cli_json_text(item, "name", lock->name);
    cli_json_text(item, "id", lock->id);
    cli_json_flag(item, "ours", lock->ours != 0);
    cli_json_text(item, "since", lock->since);
    cli_json_text(item, "user", lock->user);
    cli_json_text(item, "host", lock->host);
    cli_json_text(item, "tool", lock->tool);
    cli_json_number(item, "pid", lock->pid);
    cli_json_text(item, "process", process_name(lock->process));
}

void cli_json_of_lock(json_t *document, const n4m_result *result)
{
    cli_json_flag(document, "released", n4m_result_released(result) != 0);
    json_t *list = cli_json_list(document, "locks");
    for (size_t i = 0; i < n4m_result_lock_count(result); i++)
        describe_lock(cli_json_item(list), n4m_result_lock(result, i));
}

void cli_json_of_new(json_t *document, const n4m_result *result)
{
    cli_json_text(document, "file", n4m_result_text(result));
    cli_json_text(document, "migration", n4m_result_version(result));
}
