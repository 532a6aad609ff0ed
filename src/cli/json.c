#include "cli/json.h"

#include "base/utf8.h"
#include "cli/counters.h"

#include <stdlib.h>

/* ---- Values ---- */

static json_t *string_of(const char *text)
{
    if (!text)
        return json_null();
    str given = str_from(text);
    if (utf8_is_valid(given))
        return json_stringn(given.data, given.len);
    BUF_AUTO repaired = BUF_INIT(NULL, 0);
    utf8_repair(&repaired, given);
    return repaired.failed ? NULL : json_stringn(repaired.data, repaired.len);
}

/* Memory that is missing shows when the document is written: see cli_json_end. */
static void put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0 && object)
        json_object_clear(object);
}

void cli_json_text(json_t *object, const char *key, const char *text)
{
    put(object, key, string_of(text));
}

void cli_json_number(json_t *object, const char *key, int64_t number)
{
    put(object, key, json_integer(number));
}

void cli_json_flag(json_t *object, const char *key, bool flag)
{
    put(object, key, json_boolean(flag));
}

void cli_json_texts(json_t *object, const char *key, const char *const *texts)
{
    json_t *list = cli_json_list(object, key);
    for (; texts && *texts; texts++)
        json_array_append_new(list, string_of(*texts));
}

json_t *cli_json_item(json_t *list)
{
    json_t *item = json_object();
    return json_array_append_new(list, item) == 0 ? item : NULL;
}

json_t *cli_json_object(json_t *object, const char *key)
{
    put(object, key, json_object());
    return json_object_get(object, key);
}

json_t *cli_json_list(json_t *object, const char *key)
{
    put(object, key, json_array());
    return json_object_get(object, key);
}

/* ---- Documents ---- */

json_t *cli_json_begin(const char *command, const char *type)
{
    json_t *made = json_object();
    cli_json_number(made, "version", CLI_JSON_VERSION);
    cli_json_text(made, "type", type);
    cli_json_text(made, "command", command);
    return made;
}

void cli_json_end(json_t *made, buf *out)
{
    char *text = json_object_get(made, "command") ? json_dumps(made, JSON_COMPACT) : NULL;
    if (text)
        buf_printf(out, "%s\n", text);
    else
        out->failed = true;
    free(text);
    json_decref(made);
}

void cli_json_result(const char *command, cli_json_fn *describe, const n4m_result *result, buf *out)
{
    json_t *made = cli_json_begin(command, "result");
    if (describe)
        describe(made, result);
    cli_json_text(made, "text", n4m_result_text(result));
    cli_json_end(made, out);
}

/* ---- Failures ---- */

static const char *status_name(n4m_status st)
{
    switch (st) {
    case N4M_OK:
        return "OK";
    case N4M_E_NO_MEMORY:
        return "NO_MEMORY";
    case N4M_E_ARGUMENT:
        return "ARGUMENT";
    case N4M_E_IO:
        return "IO";
    case N4M_E_PARSE:
        return "PARSE";
    case N4M_E_MIGRATIONS:
        return "MIGRATIONS";
    case N4M_E_LOCKED:
        return "LOCKED";
    case N4M_E_CONNECTION:
        return "CONNECTION";
    case N4M_E_AUTHENTICATION:
        return "AUTHENTICATION";
    case N4M_E_PROTOCOL:
        return "PROTOCOL";
    case N4M_E_SERVER:
        return "SERVER";
    case N4M_E_TIMEOUT:
        return "TIMEOUT";
    case N4M_E_CANCELLED:
        return "CANCELLED";
    case N4M_E_UNKNOWN_OUTCOME:
        return "UNKNOWN_OUTCOME";
    case N4M_E_SECURITY:
        return "SECURITY";
    }
    return "UNKNOWN";
}

static void text_if_any(json_t *object, const char *key, const char *text)
{
    if (text[0])
        cli_json_text(object, key, text);
}

static void number_if_any(json_t *object, const char *key, uint32_t number)
{
    if (number)
        cli_json_number(object, key, number);
}

void cli_json_error(const char *command, const n4m_error *err, buf *out)
{
    json_t *made = cli_json_begin(command, "error");
    cli_json_text(made, "status", status_name(err->status));
    cli_json_text(made, "message", err->message);
    cli_json_flag(made, "retryable", err->retryable != 0);
    text_if_any(made, "code", err->code);
    text_if_any(made, "gqlStatus", err->gql_status);
    text_if_any(made, "source", err->source);
    number_if_any(made, "line", err->line);
    number_if_any(made, "column", err->column);
    text_if_any(made, "migration", err->version);
    text_if_any(made, "description", err->description);
    text_if_any(made, "phase", err->phase);
    number_if_any(made, "statement", err->statement);
    number_if_any(made, "statements", err->statements);
    text_if_any(made, "outcome", err->outcome);
    cli_json_end(made, out);
}

/* ---- Events ---- */

static const char *event_name(n4m_event_type type)
{
    switch (type) {
    case N4M_EVENT_LOG:
        return "log";
    case N4M_EVENT_STARTED:
        return "started";
    case N4M_EVENT_STATEMENT:
        return "statement";
    case N4M_EVENT_APPLIED:
        return "applied";
    case N4M_EVENT_SKIPPED:
        return "skipped";
    case N4M_EVENT_RETRY:
        return "retry";
    case N4M_EVENT_INVOKED:
        return "invoked";
    case N4M_EVENT_BATCH:
        return "batch";
    }
    return "unknown";
}

static const char *level_name(n4m_level level)
{
    switch (level) {
    case N4M_LEVEL_INFO:
        return "info";
    case N4M_LEVEL_WARNING:
        return "warning";
    case N4M_LEVEL_ERROR:
        return "error";
    }
    return "info";
}

static void describe_script(json_t *made, const n4m_event *event)
{
    if (!event->source)
        return;
    if (event->phase)
        cli_json_text(made, "phase", event->phase);
    else
        cli_json_text(made, "migration", event->version);
    cli_json_text(made, "description", event->description);
    cli_json_text(made, "source", event->source);
    cli_json_flag(made, "repeated", event->repeated != 0);
}

static void describe_counters(json_t *made, const n4m_counters *counters)
{
    cli_counter one;
    json_t *object = counters ? cli_json_object(made, "counters") : NULL;
    for (size_t at = 0; counters && cli_counters_next(counters, &at, &one);)
        cli_json_number(object, one.name, one.count);
}

void cli_json_event(const char *command, const n4m_event *event, buf *out)
{
    json_t *made = cli_json_begin(command, "event");
    cli_json_text(made, "event", event_name(event->type));
    cli_json_text(made, "level", level_name(event->level));
    describe_script(made, event);
    if (event->statements) {
        cli_json_number(made, "statement", (int64_t)event->statement);
        cli_json_number(made, "statements", (int64_t)event->statements);
    }
    if (event->type == N4M_EVENT_BATCH)
        cli_json_number(made, "rows", (int64_t)event->rows);
    if (event->type == N4M_EVENT_APPLIED || event->type == N4M_EVENT_INVOKED ||
        event->type == N4M_EVENT_RETRY)
        cli_json_number(made, "milliseconds", event->duration_ms);
    describe_counters(made, event->counters);
    if (event->message)
        cli_json_text(made, "message", event->message);
    cli_json_end(made, out);
}
