#include "bolt/driver.h"

#include "bolt/driver_parts.h"

/* There may be several copies of this code in a process. Its address tells them apart. */
static const char this_copy = 0;

static bolt_driver *driver_new(const allocator *mem)
{
    bolt_driver *d = mem_new(mem, sizeof *d);
    if (!d)
        return NULL;
    d->library = &this_copy;
    d->mem = mem;
    return d;
}

bool bolt_driver_is_ours(const bolt_driver *d)
{
    return d->library == &this_copy;
}

status bolt_driver_open_with(const bolt_config *config, bolt_dial_fn *dial, void *user,
                             bolt_driver **out, error *err)
{
    bolt_driver *d = driver_new(config->mem);
    if (!d)
        return fail_no_memory(err);
    status st = bolt_shared_new(config, dial, user, &d->shared, err);
    if (st) {
        mem_free(config->mem, d);
        return st;
    }
    d->is_owner = true;
    d->on_retry = config->on_retry;
    d->retry_user = config->user;
    bolt_wait_init(&d->wait, config->cancel);
    *out = d;
    return ST_OK;
}

status bolt_driver_open(const bolt_config *config, bolt_driver **out, error *err)
{
    return bolt_driver_open_with(config, NULL, NULL, out, err);
}

static status fail_nesting(error *err)
{
    return fail(
        err, ST_ARGUMENT,
        "the driver is shared from one to the next too often: share the one that was opened");
}

status bolt_driver_share(bolt_driver *driver, const bolt_share *how, bolt_driver **out, error *err)
{
    bolt_driver *d = driver_new(how->mem);
    if (!d)
        return fail_no_memory(err);
    d->shared = driver->shared;
    d->on_retry = how->on_retry;
    d->retry_user = how->user;
    if (!bolt_wait_init_behind(&d->wait, how->stop, &driver->wait)) {
        bolt_driver_close(d);
        return fail_nesting(err);
    }
    *out = d;
    return ST_OK;
}

void bolt_driver_close(bolt_driver *d)
{
    if (!d)
        return;
    if (d->is_owner)
        bolt_shared_free(d->shared);
    mem_free(d->mem, d);
}

void bolt_driver_shield(bolt_driver *d, bool on)
{
    bolt_wait_shield(&d->wait, on);
}

bool bolt_driver_interrupted(const bolt_driver *d)
{
    return bolt_wait_interrupted(&d->wait);
}

status bolt_driver_sleep(const bolt_driver *d, int64_t ms, error *err)
{
    return bolt_wait_sleep(&d->wait, ms, err);
}

const bolt_config *bolt_driver_config(const bolt_driver *d)
{
    return &d->shared->config;
}

const bolt_wait *bolt_driver_wait(const bolt_driver *d)
{
    return &d->wait;
}

void bolt_driver_tell_retry(const bolt_driver *d, const error *reason, int64_t delay_ms)
{
    if (d->on_retry)
        d->on_retry(d->retry_user, reason, delay_ms);
}

static status connect_once(bolt_driver *d, bolt_bookmarks *none, error *err)
{
    bolt_home home = { .known = false };
    const bolt_access access = { .wait = &d->wait, .read = true, .bookmarks = none, .home = &home };
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
    status st = bolt_bookmarks_create(d->shared->config.mem, &none, err);
    if (st)
        return st;
    st = connect_once(d, none, err);
    bolt_bookmarks_destroy(none);
    return st;
}

static bool has_connected(bolt_driver *d)
{
    bolt_monitor_lock(&d->shared->monitor);
    bool connected = d->shared->connected;
    bolt_monitor_unlock(&d->shared->monitor);
    return connected;
}

status bolt_driver_server(bolt_driver *d, bolt_server *out, error *err)
{
    status st = has_connected(d) ? ST_OK : connect_to_somebody(d, err);
    if (st)
        return st;
    *out = (bolt_server){ .agent = str_from(d->shared->agent),
                          .address = bolt_address_text(&d->shared->uri.server),
                          .major = d->shared->version.major,
                          .minor = d->shared->version.minor };
    return ST_OK;
}
