#include "api/handle.h"

#include "base/buf.h"
#include "base/sized.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* Reason: what fits into this is any path or name that a system has. */
enum { SYSTEM_TEXT = 4096 };

/* Trimmed; blank counts as not given. */
static status copy_text(const char *text, arena *a, str *out, error *err)
{
    str trimmed = str_trim(str_from(text ? text : ""));
    *out = trimmed.len ? arena_str(a, trimmed) : STR_NONE;
    return trimmed.len && !out->data ? fail_no_memory(err) : ST_OK;
}

/* ---- The caller's struct ---- */

status settings_complete(const void *given, void *out, size_t size, error *err)
{
    size_t said = 0;
    if (given)
        memcpy(&said, given, sizeof said);
    if (said < sizeof said)
        return fail(err, ST_ARGUMENT,
                    "options are missing: begin with N4M_OPTIONS_INIT, or the one of their kind");
    if (!sized_copy(out, size, given, said))
        return fail(err, ST_ARGUMENT,
                    "the options use fields that version " N4M_VERSION " of the library does not "
                    "know");
    return ST_OK;
}

/* ---- Locations ---- */

status settings_folder(arena *a, str *out, error *err)
{
    char folder[SYSTEM_TEXT];
    if (!getcwd(folder, sizeof folder))
        return fail(err, ST_IO, "cannot tell the current folder: %s", strerror(errno));
    *out = arena_str(a, str_from(folder));
    return out->data ? ST_OK : fail_no_memory(err);
}

static status refuse_classpath(const buf *offending, error *err)
{
    if (offending->failed)
        return fail_no_memory(err);
    return fail(err, ST_ARGUMENT,
                "class path locations are not supported: %.*s; write file:///an/absolute/folder or "
                "./a/relative/one",
                (int)offending->len, offending->data);
}

static bool is_embedded(const location *where, const embedded_folders *folders)
{
    for (size_t i = 0; i < folders->count; i++) {
        location folder = { .kind = LOCATION_EMBEDDED, .path = folders->items[i].name };
        if (location_contains(where, folder.path) || location_contains(&folder, where->path))
            return true;
    }
    return false;
}

static status read_locations(const char *const *texts, const location_handlers *handlers, arena *a,
                             engine_options *out, error *err)
{
    size_t count = 0;
    while (texts && texts[count])
        count++;
    str folder = STR("/");
    status st = count ? settings_folder(a, &folder, err) : ST_OK;
    location *items = arena_array(a, count, sizeof *items);
    if (st)
        return st;
    if (!items)
        return fail_no_memory(err);
    BUF_AUTO offending = BUF_INIT(a->mem, 0);
    for (size_t i = 0; i < count; i++) {
        str text = arena_str(a, str_from(texts[i]));
        st = text.data ? location_parse(text, folder, handlers, a, &items[i], err)
                       : fail_no_memory(err);
        if (st)
            return st;
        if (items[i].kind == LOCATION_CLASSPATH && !is_embedded(&items[i], &out->places.embedded))
            buf_printf(&offending, "%s\"%s\"", offending.len ? ", " : "", texts[i]);
    }
    if (offending.len || offending.failed)
        return refuse_classpath(&offending, err);
    out->places.locations = items;
    out->places.count = count;
    return ST_OK;
}

/* ---- Who we are ---- */

static status read_system(arena *a, history_holder *out, error *err)
{
    char host[256] = "", room[SYSTEM_TEXT];
    struct passwd entry, *found = NULL;
    getpwuid_r(getuid(), &entry, room, sizeof room, &found);
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    *out = (history_holder){ .tool = STR(API_TOOL), .pid = getpid() };
    status st = copy_text(host, a, &out->host, err);
    return st ? st : copy_text(found ? found->pw_name : NULL, a, &out->user, err);
}

/* ---- The rest ---- */

static status read_placeholders(const n4m_pair *pairs, arena *a, placeholder_values *out,
                                error *err)
{
    size_t count = 0;
    while (pairs && pairs[count].key)
        count++;
    placeholder *items = arena_array(a, count, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        items[i].key = arena_str(a, str_from(pairs[i].key));
        items[i].value = arena_str(a, str_from(pairs[i].value));
        if (!items[i].key.data || !items[i].value.data)
            return fail_no_memory(err);
    }
    *out = (placeholder_values){ items, count };
    return ST_OK;
}

static status read_cypher_version(n4m_cypher_version version, str *out, error *err)
{
    switch (version) {
    case N4M_DATABASE_DEFAULT:
        *out = STR_NONE;
        return ST_OK;
    case N4M_CYPHER_5:
        *out = STR("CYPHER 5");
        return ST_OK;
    case N4M_CYPHER_25:
        *out = STR("CYPHER 25");
        return ST_OK;
    }
    return fail(err, ST_ARGUMENT, "unknown version of Cypher: %d", (int)version);
}

static status read_texts(const n4m_options *o, arena *a, engine_options *out, error *err)
{
    status st = copy_text(o->database, a, &out->database, err);
    if (!st)
        st = copy_text(o->schema_database, a, &out->schema_database, err);
    if (!st)
        st = copy_text(o->impersonated_user, a, &out->impersonated_user, err);
    if (!st)
        st = copy_text(o->installed_by, a, &out->installed_by, err);
    if (st)
        return st;
    out->target = arena_str(a, str_from(o->target)); /* not trimmed: "V1 " is no version */
    return out->target.data ? ST_OK : fail_no_memory(err);
}

static status check_numbers(const n4m_options *o, error *err)
{
    if (o->transaction_timeout_ms < 0 || o->delay_between_migrations_ms < 0)
        return fail(err, ST_ARGUMENT, "a %s cannot be negative",
                    o->transaction_timeout_ms < 0 ? "transaction timeout"
                                                  : "delay between migrations");
    if (o->transaction_mode != N4M_PER_MIGRATION && o->transaction_mode != N4M_PER_STATEMENT)
        return fail(err, ST_ARGUMENT, "unknown transaction mode: %d", (int)o->transaction_mode);
    if (o->version_sort_order != N4M_SEMANTIC && o->version_sort_order != N4M_LEXICOGRAPHIC)
        return fail(err, ST_ARGUMENT, "unknown sort order: %d", (int)o->version_sort_order);
    return ST_OK;
}

status settings_read(const n4m_options *options, arena *load, engine_options *out, error *err)
{
    const n4m_options *o = options;
    engine_options made = {
        .migrations = { .autocrlf = o->autocrlf != 0,
                        .flyway_checksums = o->flyway_compatible_checksums != 0,
                        .order = o->version_sort_order == N4M_LEXICOGRAPHIC ? VERSION_LEXICOGRAPHIC
                                                                            : VERSION_SEMANTIC },
        .per_statement = o->transaction_mode == N4M_PER_STATEMENT,
        .transaction_timeout_ms = o->transaction_timeout_ms,
        .skip_checksums = o->skip_validation != 0,
        .out_of_order = o->out_of_order != 0,
        .read_lock = o->read_lock != 0,
        .delay_ms = o->delay_between_migrations_ms,
        .version = STR(N4M_VERSION),
    };
    location_handlers handlers;
    status st = check_numbers(o, err);
    if (!st)
        st = read_texts(o, load, &made, err);
    if (!st)
        st = read_cypher_version(o->cypher_version, &made.cypher_version, err);
    if (!st)
        st = settings_embedded(o->embedded, load, &made.places.embedded, err);
    if (!st)
        st = settings_handlers(o->handlers, load, &handlers, err);
    if (!st)
        st = read_locations(o->locations, &handlers, load, &made, err);
    if (!st)
        st = read_placeholders(o->placeholders, load, &made.placeholders, err);
    if (!st)
        st = read_system(load, &made.holder, err);
    if (st)
        return st;
    if (!made.installed_by.data)
        made.installed_by = made.holder.user;
    *out = made;
    return ST_OK;
}
