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

static status copy_config(bolt_shared *s, const bolt_config *config, error *err)
{
    bolt_config *c = &s->config;
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
    arena *a = &s->memory;
    bool copied = copy_tls(a, &config->tls, &c->tls) && copy_text(a, config->uri, &c->uri) &&
                  copy_text(a, config->user_agent, &c->user_agent);
    return copied ? ST_OK : fail_no_memory(err);
}

/* What routers are told of us: the query of the URI, and where we come from. */
static status prepare_context(bolt_shared *s, error *err)
{
    const bolt_map *query = &s->uri.context;
    bolt_entry *entries = arena_array(&s->memory, query->count + 1, sizeof *entries);
    if (!entries)
        return fail_no_memory(err);
    for (size_t i = 0; i < query->count; i++)
        entries[i] = query->entries[i];
    entries[query->count] =
        (bolt_entry){ STR("address"), bolt_string(bolt_address_text(&s->uri.server)) };
    s->context = (bolt_map){ entries, query->count + 1 };
    return ST_OK;
}

static status read_uri(bolt_shared *s, error *err)
{
    status st = bolt_uri_parse(s->config.uri, &s->memory, &s->uri, err);
    return st || !s->uri.routing ? st : prepare_context(s, err);
}

static status prepare_dialling(bolt_shared *s, error *err)
{
    bolt_tls tls;
    s->dialler = (bolt_dialler){ .mem = s->config.mem, .timeout = s->config.connect_timeout };
    status st = bolt_encryption_decide(&s->uri, &s->config.tls, &tls, err);
    if (st || tls == BOLT_TLS_OFF)
        return st;
    return bolt_tls_context_new(&s->config.tls, tls == BOLT_TLS_VERIFIED, s->config.mem,
                                &s->dialler.tls, err);
}

static status dial_server(void *user, const bolt_address *server, const bolt_wait *wait,
                          int64_t deadline, bolt_transport **out, error *err)
{
    const bolt_shared *s = user;
    return bolt_dial(&s->dialler, server, wait, deadline, out, err);
}

static void prepare_pool(bolt_shared *s, bolt_dial_fn *dial, void *user)
{
    const bolt_config *config = &s->config;
    s->trace.fn = config->on_trace;
    s->trace.user = config->trace_user;
    bolt_pool_options options = { .connecting = { .mem = config->mem,
                                                  .dial = dial,
                                                  .dial_user = user,
                                                  .user_agent = config->user_agent,
                                                  .credentials = &s->credentials,
                                                  .routed = s->uri.routing,
                                                  .routing = s->context,
                                                  .handshake_timeout = config->handshake_timeout,
                                                  .read_timeout = config->read_timeout,
                                                  .max_message = config->max_message,
                                                  .trace = config->on_trace ? &s->trace : NULL },
                                  .max_connections = config->max_connections,
                                  .max_lifetime = config->max_lifetime,
                                  .liveness_check = config->liveness_check };
    bolt_pool_init(&s->pool, &options, &s->monitor);
}

static status prepare_credentials(bolt_shared *s, const bolt_auth *auth, error *err)
{
    const bolt_config *config = &s->config;
    bolt_credentials_options options = { .mem = config->mem,
                                         .renew = config->renew,
                                         .user = config->user };
    return bolt_credentials_init(&s->credentials, auth, &options, &s->monitor, err);
}

static void prepare_routing(bolt_shared *s)
{
    bolt_routing_options options = { .mem = s->config.mem,
                                     .pool = &s->pool,
                                     .seed = s->uri.server,
                                     .context = s->context,
                                     .resolver = s->config.resolver,
                                     .user = s->config.user };
    bolt_routing_init(&s->routing, &options);
    bolt_home_cache_init(&s->homes, s->config.mem);
}

static void wipe(str secret)
{
    char *bytes;
    memcpy(&bytes, &secret.data, sizeof bytes);
    if (bytes)
        mem_wipe(bytes, secret.len);
}

void bolt_shared_free(bolt_shared *s)
{
    const allocator *mem = s->memory.mem;
    bolt_pool_finish(&s->pool);
    bolt_routing_finish(&s->routing);
    bolt_home_cache_finish(&s->homes);
    if (s->has_monitor)
        bolt_monitor_finish(&s->monitor);
    bolt_tls_context_free(s->dialler.tls);
    bolt_credentials_finish(&s->credentials);
    wipe(s->config.tls.client_key_password);
    arena_finish(&s->memory);
    mem_free(mem, s);
}

static status prepare(bolt_shared *s, const bolt_config *config, error *err)
{
    status st = copy_config(s, config, err);
    if (!st)
        st = read_uri(s, err);
    if (!st)
        st = prepare_dialling(s, err);
    if (!st)
        st = bolt_monitor_init(&s->monitor, err);
    s->has_monitor = !st;
    return st ? st : prepare_credentials(s, &config->auth, err);
}

status bolt_shared_new(const bolt_config *config, bolt_dial_fn *dial, void *user, bolt_shared **out,
                       error *err)
{
    bolt_shared *s = mem_new(config->mem, sizeof *s);
    if (!s)
        return fail_no_memory(err);
    s->memory = (arena)ARENA_INIT(config->mem, CONFIG_LIMIT);
    status st = prepare(s, config, err);
    if (st) {
        bolt_shared_free(s);
        return st;
    }
    prepare_pool(s, dial ? dial : dial_server, dial ? user : s);
    prepare_routing(s);
    *out = s;
    return ST_OK;
}
