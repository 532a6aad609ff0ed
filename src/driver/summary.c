#include "driver/handle.h"

const bolt_counters *bolt_summary_counters(const bolt_summary *summary)
{
    static const bolt_counters none;
    return summary ? &summary->counters : &none;
}

bolt_text bolt_summary_database(const bolt_summary *summary)
{
    return driver_text(summary ? summary->database : STR_NONE);
}

bolt_text bolt_summary_query_type(const bolt_summary *summary)
{
    return driver_text(summary ? summary->query_type : STR_NONE);
}

size_t bolt_summary_notice_count(const bolt_summary *summary)
{
    return summary ? summary->notification_count : 0;
}

bool bolt_summary_notice(const bolt_summary *summary, size_t index, bolt_notice *out)
{
    if (index >= bolt_summary_notice_count(summary) || !out)
        return false;
    const bolt_notification *n = &summary->notifications[index];
    *out = (bolt_notice){ .code = driver_text(n->code),
                          .gql_status = driver_text(n->gql_status),
                          .severity = driver_text(n->severity),
                          .title = driver_text(n->title),
                          .description = driver_text(n->description),
                          .line = n->line,
                          .column = n->column };
    return true;
}

const bolt_value *bolt_summary_metadata(const bolt_summary *summary, const char *key)
{
    return summary && key ? bolt_map_get(summary->metadata, key) : NULL;
}
