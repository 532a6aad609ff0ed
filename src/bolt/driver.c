#include "bolt/driver.h"

#include "bolt/driver_parts.h"

#include <string.h>

enum {
    CONNECT_TIMEOUT = 30000,
    HANDSHAKE_TIMEOUT = 60000,
    ACQUISITION_TIMEOUT = 60000,
    MAX_LIFETIME = 3600000,
    LIVENESS_CHECK = 30000,
    RETRY_BUDGET = 30000,
    MAX_CONNECTIONS = 100,
    MAX_MESSAGE = 256 << 20,
    CONFIG_LIMIT = 16 << 20, /* bytes of all that a configuration says */
};

static void set_default(int64_t *value, int64_t otherwise)
{
    if (*value == 0)
        *value = otherwise;
}

static bool copy_text(arena *a, str from, str *out)
{
    *out = from.data ? arena_str(a, from) : STR_NONE;
    return out->data || !from.data;
}

static bool copy_tls(arena *a, const bolt_tls_config *from, bolt_tls_config *to)
{
    return copy_text(a, from->ca_file, &to->ca_file) &&
           copy_text(a, from->ca_folder, &to->ca_folder) &&
           copy_text(a, from->client_certificate, &to->client_certificate) &&
           copy_text(a, from->client_key, &to->client_key) &&
           copy_text(a, from->client_key_password, &to->client_key_password);
}

static status copy_config(bolt_driver *d, const bolt_config *config, error *err)
{
    bolt_config *c = &d->config;
    *c = *config;
    c->auth = (bolt_auth){ 0 };            /* kept where it can be replaced */
    c->tls.client_key_password = STR_NONE; /* not ours to wipe */
    set_default(&c->connect_timeout, CONNECT_TIMEOUT);
    set_default(&c->handshake_timeout, HANDSHAKE_TIMEOUT);
    set_default(&c->acquisition_timeout, ACQUISITION_TIMEOUT);
    set_default(&c->max_lifetime, MAX_LIFETIME);
    set_default(&c->liveness_check, LIVENESS_CHECK);
    set_default(&c->retry_budget, RETRY_BUDGET);
    if (c->max_connections == 0)
        c->max_connections = MAX_CONNECTIONS;
    if (c->max_message == 0)
        c->max_message = MAX_MESSAGE;
    arena *a = &d->memory;
    bool copied = copy_tls(a, &config->tls, &c->tls) && copy_text(a, config->uri, &c->uri) &&
                  copy_text(a, config->user_agent, &c->user_agent);
    return copied ? ST_OK : fail_no_memory(err);
}

/* What routers are told of us: the query of the URI, and where we come from. */
static status prepare_context(bolt_driver *d, error *err)
{
    const bolt_map *query = &d->uri.context;
    bolt_entry *entries = arena_array(&d->memory, query->count + 1, sizeof *entries);
    if (!entries)
        return fail_no_memory(err);
    for (size_t i = 0; i < query->count; i++)
        entries[i] = query->entries[i];
    entries[query->count] =
        (bolt_entry){ STR("address"), bolt_string(bolt_address_text(&d->uri.server)) };
    d->context = (bolt_map){ entries, query->count + 1 };
    return ST_OK;
}

static status read_uri(bolt_driver *d, error *err)
{
    status st = bolt_uri_parse(d->config.uri, &d->memory, &d->uri, err);
    return st || !d->uri.routing ? st : prepare_context(d, err);
}

static status prepare_dialling(bolt_driver *d, error *err)
{
    bolt_tls tls;
    d->dialler = (bolt_dialler){ .mem = d->config.mem, .timeout = d->config.connect_timeout };
    status st = bolt_encryption_decide(&d->uri, &d->config.tls, &tls, err);
    if (st || tls == BOLT_TLS_OFF)
        return st;
    return bolt_tls_context_new(&d->config.tls, tls == BOLT_TLS_VERIFIED, d->config.mem,
                                &d->dialler.tls, err);
}

static status dial_server(void *user, const bolt_address *server, const bolt_wait *wait,
                          int64_t deadline, bolt_transport **out, error *err)
{
    const bolt_driver *d = user;
    return bolt_dial(&d->dialler, server, wait, deadline, out, err);
}

static void prepare_pool(bolt_driver *d, bolt_dial_fn *dial, void *user)
{
    const bolt_config *config = &d->config;
    d->trace.fn = config->on_trace;
    d->trace.user = config->trace_user;
    bolt_pool_options options = { .connecting = { .mem = config->mem,
                                                  .wait = &d->wait,
                                                  .dial = dial,
                                                  .dial_user = user,
                                                  .user_agent = config->user_agent,
                                                  .credentials = &d->credentials,
                                                  .routed = d->uri.routing,
                                                  .routing = d->context,
                                                  .handshake_timeout = config->handshake_timeout,
                                                  .read_timeout = config->read_timeout,
                                                  .max_message = config->max_message,
                                                  .trace = config->on_trace ? &d->trace : NULL },
                                  .max_connections = config->max_connections,
                                  .max_lifetime = config->max_lifetime,
                                  .liveness_check = config->liveness_check };
    bolt_pool_init(&d->pool, &options, &d->monitor);
}

static status prepare_credentials(bolt_driver *d, const bolt_auth *auth, error *err)
{
    const bolt_config *config = &d->config;
    bolt_credentials_options options = {
        .mem = config->mem, .wait = &d->wait, .renew = config->renew, .user = config->user
    };
    return bolt_credentials_init(&d->credentials, auth, &options, &d->monitor, err);
}

static void prepare_routing(bolt_driver *d)
{
    bolt_routing_options options = { .mem = d->config.mem,
                                     .wait = &d->wait,
                                     .pool = &d->pool,
                                     .seed = d->uri.server,
                                     .context = d->context,
                                     .resolver = d->config.resolver,
                                     .user = d->config.user };
    bolt_routing_init(&d->routing, &options);
    bolt_home_cache_init(&d->homes, d->config.mem);
}

status bolt_driver_open_with(const bolt_config *config, bolt_dial_fn *dial, void *user,
                             bolt_driver **out, error *err)
{
    bolt_driver *d = mem_new(config->mem, sizeof *d);
    if (!d)
        return fail_no_memory(err);
    d->memory = (arena)ARENA_INIT(config->mem, CONFIG_LIMIT);
    status st = copy_config(d, config, err);
    if (!st)
        st = read_uri(d, err);
    if (!st)
        st = prepare_dialling(d, err);
    if (!st)
        st = bolt_monitor_init(&d->monitor, err);
    d->has_monitor = !st;
    bolt_wait_init(&d->wait, config->cancel);
    if (!st)
        st = prepare_credentials(d, &config->auth, err);
    if (st) {
        bolt_driver_close(d);
        return st;
    }
    prepare_pool(d, dial, user ? user : d);
    prepare_routing(d);
    *out = d;
    return ST_OK;
}

status bolt_driver_open(const bolt_config *config, bolt_driver **out, error *err)
{
    return bolt_driver_open_with(config, dial_server, NULL, out, err);
}

static void wipe(str secret)
{
    char *bytes;
    memcpy(&bytes, &secret.data, sizeof bytes);
    if (bytes)
        mem_wipe(bytes, secret.len);
}

void bolt_driver_close(bolt_driver *d)
{
    if (!d)
        return;
    const allocator *mem = d->memory.mem;
    bolt_pool_finish(&d->pool);
    bolt_routing_finish(&d->routing);
    bolt_home_cache_finish(&d->homes);
    if (d->has_monitor)
        bolt_monitor_finish(&d->monitor);
    bolt_tls_context_free(d->dialler.tls);
    bolt_credentials_finish(&d->credentials);
    wipe(d->config.tls.client_key_password);
    arena_finish(&d->memory);
    mem_free(mem, d);
}

void bolt_driver_shield(bolt_driver *d, bool on)
{
    bolt_wait_shield(&d->wait, on);
}

const bolt_config *bolt_driver_config(const bolt_driver *d)
{
    return &d->config;
}

const bolt_wait *bolt_driver_wait(const bolt_driver *d)
{
    return &d->wait;
}

static status connect_once(bolt_driver *d, bolt_bookmarks *none, error *err)
{
    bolt_home home = { .known = false };
    const bolt_access access = { .read = true, .bookmarks = none, .home = &home };
    bolt_connection *c;
    status st = bolt_driver_acquire(d, &access, &c, err);
    if (st)
        return st;
    st = bolt_driver_login(d, &access, c, err);
    bolt_driver_release(d, c);
    return st;
}

static status connect_to_somebody(bolt_driver *d, error *err)
{
    bolt_bookmarks *none;
    status st = bolt_bookmarks_create(d->config.mem, &none, err);
    if (st)
        return st;
    st = connect_once(d, none, err);
    bolt_bookmarks_destroy(none);
    return st;
}

static bool has_connected(bolt_driver *d)
{
    bolt_monitor_lock(&d->monitor);
    bool connected = d->connected;
    bolt_monitor_unlock(&d->monitor);
    return connected;
}

status bolt_driver_server(bolt_driver *d, bolt_server *out, error *err)
{
    status st = has_connected(d) ? ST_OK : connect_to_somebody(d, err);
    if (st)
        return st;
    *out = (bolt_server){ .agent = str_from(d->agent),
                          .address = bolt_address_text(&d->uri.server),
                          .major = d->version.major,
                          .minor = d->version.minor };
    return ST_OK;
}
