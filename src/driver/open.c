#include "driver/handle.h"

#include "bolt/access.h"

/* What a driver borrows, kept for as long as it lives. */
typedef struct ground {
    allocator mem;
    cancel cancel;
    bolt_seeds_fn *resolver;
    bolt_token_fn *renew;
    bolt_retry_fn *on_retry;
    void *user;
} ground;

const char *bolt_library_version(void)
{
    return BOLT_LIBRARY_VERSION;
}

static void on_retry(void *user, const error *reason, int64_t delay_ms)
{
    const ground *g = user;
    bolt_error visible;
    driver_status(reason->status, reason, &visible);
    g->on_retry(g->user, &visible, delay_ms);
}

static status renew(void *user, const error *reason, bolt_auth *out, error *err)
{
    const ground *g = user;
    bolt_error told, given = BOLT_ERROR_INIT;
    bolt_token token = { .scheme = BOLT_AUTH_NONE };
    driver_status(reason->status, reason, &told);
    bolt_status st = g->renew(g->user, &told, &token, &given);
    return st ? driver_status_of_caller(st, &given, err) : options_auth(&token, out, err);
}

static status resolve(void *user, str address, bolt_seeds *seeds, error *err)
{
    const ground *g = user;
    bolt_error given = BOLT_ERROR_INIT;
    char text[BOLT_ADDRESS_SIZE];
    error_text(text, sizeof text, address.data, address.len);
    bolt_status st = g->resolver(g->user, text, seeds, &given);
    return st ? driver_status_of_caller(st, &given, err) : ST_OK;
}

bolt_status bolt_seeds_put(bolt_seeds *seeds, const char *address, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = seeds && address ? bolt_seeds_add(seeds, str_from(address), &internal)
                                 : fail(&internal, ST_ARGUMENT, "there is no %s",
                                        seeds ? "address" : "place for the address");
    return driver_status(st, &internal, err);
}

static void free_ground(ground *g)
{
    allocator mem = g->mem;
    cancel_finish(&g->cancel);
    mem_free(&mem, g);
}

static status new_ground(const bolt_options *options, ground **out, error *err)
{
    const bolt_allocator *given = options->allocator;
    allocator mem = { 0 };
    if (given && given->resize)
        mem = (allocator){ given->resize, given->user };
    ground *g = mem_new(&mem, sizeof *g);
    if (!g)
        return fail_no_memory(err);
    status st = cancel_init(&g->cancel, err);
    if (st) {
        mem_free(&mem, g);
        return st;
    }
    g->mem = mem;
    g->resolver = options->resolver;
    g->renew = options->renew;
    g->on_retry = options->on_retry;
    g->user = options->user;
    *out = g;
    return ST_OK;
}

static status open_on(ground *g, const bolt_options *options, bolt_driver **out, error *err)
{
    bolt_config config = { .uri = str_from(options->uri),
                           .user_agent = options->user_agent ? str_from(options->user_agent)
                                                             : STR(BOLT_PRODUCT),
                           .tls = options_tls(&options->tls),
                           .on_trace = options->on_trace,
                           .trace_user = options->trace_user,
                           .mem = &g->mem,
                           .cancel = &g->cancel,
                           .connect_timeout = options->connect_timeout_ms,
                           .handshake_timeout = options->handshake_timeout_ms,
                           .read_timeout = options->read_timeout_ms,
                           .acquisition_timeout = options->acquisition_timeout_ms,
                           .max_lifetime = options->max_lifetime_ms,
                           .liveness_check = options->liveness_check_ms,
                           .max_connections = options->max_connections,
                           .retry_budget = options->retry_budget_ms,
                           .max_message = options->max_message_bytes,
                           .resolver = options->resolver ? resolve : NULL,
                           .renew = options->renew ? renew : NULL,
                           .on_retry = options->on_retry ? on_retry : NULL,
                           .user = g };
    status st = options_auth(&options->auth, &config.auth, err);
    return st ? st : bolt_driver_open(&config, out, err);
}

static status open_driver(const bolt_options *given, bolt_driver **out, error *err)
{
    bolt_options options;
    ground *g = NULL;
    if (!out)
        return fail(err, ST_ARGUMENT, "there is no place for the driver");
    status st = options_of_driver(given, &options, err);
    if (!st)
        st = new_ground(&options, &g, err);
    if (st)
        return st;
    st = open_on(g, &options, out, err);
    if (st)
        free_ground(g);
    return st;
}

bolt_status bolt_open(const bolt_options *options, bolt_driver **out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = open_driver(options, out, &internal);
    return driver_status(st, &internal, err);
}

void bolt_close(bolt_driver *driver)
{
    if (!driver)
        return;
    ground *g = bolt_driver_config(driver)->user;
    bolt_driver_close(driver);
    free_ground(g);
}

void bolt_cancel(bolt_driver *driver)
{
    if (driver)
        cancel_request(bolt_driver_wait(driver)->sources[0]);
}

void bolt_resume(bolt_driver *driver)
{
    if (driver)
        cancel_reset(bolt_driver_wait(driver)->sources[0]);
}

static status server_facts(bolt_driver *driver, bolt_server_info *out, error *err)
{
    if (!driver || !out)
        return fail(err, ST_ARGUMENT, "there is no %s", driver ? "place for the facts" : "driver");
    bolt_server server;
    status st = bolt_driver_server(driver, &server, err);
    if (st)
        return st;
    *out = (bolt_server_info){ .agent = driver_text(server.agent),
                               .address = driver_text(server.address),
                               .major = server.major,
                               .minor = server.minor };
    return ST_OK;
}

bolt_status bolt_server_facts(bolt_driver *driver, bolt_server_info *out, bolt_error *err)
{
    error internal = { .status = ST_OK };
    status st = server_facts(driver, out, &internal);
    return driver_status(st, &internal, err);
}
