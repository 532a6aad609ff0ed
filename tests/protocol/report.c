#include "report.h"

#include "value_text.h"

#include <inttypes.h>

const char *report_status_name(status st)
{
    switch (st) {
    case ST_OK:
        return "OK";
    case ST_NO_MEMORY:
        return "NO_MEMORY";
    case ST_ARGUMENT:
        return "ARGUMENT";
    case ST_IO:
        return "IO";
    case ST_PARSE:
        return "PARSE";
    case ST_MIGRATIONS:
        return "MIGRATIONS";
    case ST_LOCKED:
        return "LOCKED";
    case ST_CONNECTION:
        return "CONNECTION";
    case ST_AUTHENTICATION:
        return "AUTHENTICATION";
    case ST_PROTOCOL:
        return "PROTOCOL";
    case ST_SERVER:
        return "SERVER";
    case ST_TIMEOUT:
        return "TIMEOUT";
    case ST_CANCELLED:
        return "CANCELLED";
    case ST_UNKNOWN_OUTCOME:
        return "UNKNOWN_OUTCOME";
    case ST_SECURITY:
        return "SECURITY";
    }
    return "?";
}

void report_error(const error *err)
{
    printf(" error %s", report_status_name(err->status));
    if (err->statement)
        printf(" statement=%" PRIu32, err->statement);
    if (err->line)
        printf(" at=%" PRIu32 ":%" PRIu32, err->line, err->column);
    if (err->code[0])
        printf(" code=%s", err->code);
    if (err->gql_status[0])
        printf(" gql=%s", err->gql_status);
    if (err->causes[0])
        printf(" causes=[%s]", err->causes);
    fputs(err->retryable ? " retryable: " : ": ", stdout);
    for (const char *c = err->message; *c; c++)
        *c == '\n' ? fputs("\\n", stdout) : putchar(*c);
    putchar('\n');
}

static void print_counters(const bolt_counters *c)
{
    const struct {
        const char *name;
        int64_t value;
    } all[] = {
        { "nodes_created", c->nodes_created },
        { "nodes_deleted", c->nodes_deleted },
        { "relationships_created", c->relationships_created },
        { "relationships_deleted", c->relationships_deleted },
        { "properties_set", c->properties_set },
        { "labels_added", c->labels_added },
        { "labels_removed", c->labels_removed },
        { "indexes_added", c->indexes_added },
        { "indexes_removed", c->indexes_removed },
        { "constraints_added", c->constraints_added },
        { "constraints_removed", c->constraints_removed },
        { "system_updates", c->system_updates },
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].value)
            printf(" %s=%" PRId64, all[i].name, all[i].value);
    }
}

static void print_notification(const bolt_notification *n)
{
    printf("notification %.*s", STR_ARG(n->severity));
    if (n->code.len)
        printf(" code=%.*s", STR_ARG(n->code));
    if (n->gql_status.len)
        printf(" gql=%.*s", STR_ARG(n->gql_status));
    if (n->line)
        printf(" at=%" PRIu32 ":%" PRIu32, n->line, n->column);
    printf(": %.*s: %.*s\n", STR_ARG(n->title), STR_ARG(n->description));
}

void report_summary(const bolt_summary *s)
{
    fputs("summary", stdout);
    if (s->database.len)
        printf(" database=%.*s", STR_ARG(s->database));
    if (s->query_type.len)
        printf(" type=%.*s", STR_ARG(s->query_type));
    print_counters(&s->counters);
    putchar('\n');
    for (size_t i = 0; i < s->notification_count; i++)
        print_notification(&s->notifications[i]);
}

void report_keys(const str *keys, size_t count)
{
    fputs("keys [", stdout);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : "", stdout);
        value_print_text(stdout, keys[i]);
    }
    puts("]");
}

void report_row(bolt_list row)
{
    fputs("row ", stdout);
    value_print_list(stdout, row);
    putchar('\n');
}

void report_result(const bolt_result *r)
{
    report_keys(r->keys, r->key_count);
    for (size_t i = 0; i < r->row_count; i++)
        report_row(r->rows[i]);
    report_summary(&r->summary);
}
