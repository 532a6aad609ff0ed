#include "bolt/summary.h"

static bolt_counters read_counters(bolt_map stats)
{
    if (stats.count == 0)
        return (bolt_counters){ 0 };
    bolt_counters c = {
        .nodes_created = bolt_map_int(stats, "nodes-created", 0),
        .nodes_deleted = bolt_map_int(stats, "nodes-deleted", 0),
        .relationships_created = bolt_map_int(stats, "relationships-created", 0),
        .relationships_deleted = bolt_map_int(stats, "relationships-deleted", 0),
        .properties_set = bolt_map_int(stats, "properties-set", 0),
        .labels_added = bolt_map_int(stats, "labels-added", 0),
        .labels_removed = bolt_map_int(stats, "labels-removed", 0),
        .indexes_added = bolt_map_int(stats, "indexes-added", 0),
        .indexes_removed = bolt_map_int(stats, "indexes-removed", 0),
        .constraints_added = bolt_map_int(stats, "constraints-added", 0),
        .constraints_removed = bolt_map_int(stats, "constraints-removed", 0),
        .system_updates = bolt_map_int(stats, "system-updates", 0),
    };
    /* Older servers give the counts but not the flag. */
    c.contains_updates = bolt_map_bool(
        stats, "contains-updates",
        c.nodes_created || c.nodes_deleted || c.relationships_created || c.relationships_deleted ||
            c.properties_set || c.labels_added || c.labels_removed || c.indexes_added ||
            c.indexes_removed || c.constraints_added || c.constraints_removed);
    c.contains_system_updates =
        bolt_map_bool(stats, "contains-system-updates", c.system_updates != 0);
    return c;
}

static uint32_t place(bolt_map position, const char *key)
{
    int64_t number = bolt_map_int(position, key, 0);
    return number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

/* Before 5.6. */
static bool read_notification(bolt_map map, bolt_notification *out)
{
    bolt_map position = bolt_map_map(map, "position");
    *out = (bolt_notification){
        .code = bolt_map_string(map, "code", STR("")),
        .gql_status = STR(""),
        .severity = bolt_map_string(map, "severity", STR("")),
        .title = bolt_map_string(map, "title", STR("")),
        .description = bolt_map_string(map, "description", STR("")),
        .line = place(position, "line"),
        .column = place(position, "column"),
    };
    return true;
}

/* Since 5.6. Statuses also say that all went well (00000, 00001) or that there are no rows (02000):
 * those carry no code of a notification and are none. */
static bool read_status(bolt_map map, bolt_notification *out)
{
    bolt_map record = bolt_map_map(map, "diagnostic_record");
    bolt_map position = bolt_map_map(record, "_position");
    str gql_status = bolt_map_string(map, "gql_status", STR(""));
    str code = bolt_map_string(map, "neo4j_code", STR(""));
    bool warns = str_starts(gql_status, STR("01")) || str_starts(gql_status, STR("03"));
    if (code.len == 0 && !warns)
        return false;
    str says = bolt_map_string(map, "status_description", STR(""));
    *out = (bolt_notification){
        .code = code,
        .gql_status = gql_status,
        .severity = bolt_map_string(record, "_severity", STR("")),
        .title = bolt_map_string(map, "title", STR("")),
        .description = bolt_map_string(map, "description", says),
        .line = place(position, "line"),
        .column = place(position, "column"),
    };
    return true;
}

static status read_notifications(bolt_map metadata, arena *a, bolt_summary *out, error *err)
{
    bolt_list statuses = bolt_map_list(metadata, "statuses");
    bolt_list list = statuses.count ? statuses : bolt_map_list(metadata, "notifications");
    if (list.count == 0)
        return ST_OK;
    bolt_notification *found = arena_array(a, list.count, sizeof *found);
    if (!found)
        return fail_no_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].type != BOLT_MAP)
            continue;
        bolt_map map = list.items[i].as.map;
        count += statuses.count ? read_status(map, &found[count])
                                : read_notification(map, &found[count]);
    }
    out->notifications = found;
    out->notification_count = count;
    return ST_OK;
}

status bolt_summary_read(bolt_map metadata, arena *a, bolt_summary *out, error *err)
{
    bolt_summary summary = {
        .counters = read_counters(bolt_map_map(metadata, "stats")),
        .database = bolt_map_string(metadata, "db", STR_NONE),
        .query_type = bolt_map_string(metadata, "type", STR("")),
        .metadata = metadata,
    };
    status st = read_notifications(metadata, a, &summary, err);
    if (st)
        return st;
    *out = summary;
    return ST_OK;
}

status bolt_summary_copy(arena *a, bolt_map metadata, bolt_summary *out, error *err)
{
    bolt_value from = bolt_map_of(metadata.entries, metadata.count), copy;
    if (!bolt_value_copy(a, &from, &copy))
        return fail_no_memory(err);
    return bolt_summary_read(copy.as.map, a, out, err);
}
