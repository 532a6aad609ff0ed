#include "bolt/credentials.h"

#include "base/clock.h"
#include "base/secret.h"

/* Reason: tickets and tokens that tell about their bearer at length are some 64 KiB. */
enum { TOKEN_LIMIT = 4 << 20 };

static bool copy_text(arena *a, str from, str *out)
{
    *out = from.data ? arena_str(a, from) : STR_NONE;
    return out->data || !from.data;
}

static bool copy_auth(arena *a, const bolt_auth *from, bolt_auth *to)
{
    bolt_value given = bolt_map_of(from->parameters.entries, from->parameters.count), parameters;
    *to = (bolt_auth){ .scheme = from->scheme };
    if (!bolt_value_copy(a, &given, &parameters))
        return false;
    to->parameters = parameters.as.map;
    return copy_text(a, from->principal, &to->principal) &&
           copy_text(a, from->credentials, &to->credentials) &&
           copy_text(a, from->realm, &to->realm) &&
           copy_text(a, from->custom_scheme, &to->custom_scheme);
}

status bolt_credentials_init(bolt_credentials *c, const bolt_auth *auth,
                             const bolt_credentials_options *options, bolt_monitor *monitor,
                             error *err)
{
    *c = (bolt_credentials){ .mem = secret_memory(options->mem),
                             .monitor = monitor,
                             .renew = options->renew,
                             .user = options->user };
    c->memory = (arena)ARENA_INIT(&c->mem, TOKEN_LIMIT);
    return copy_auth(&c->memory, auth, &c->auth) ? ST_OK : fail_no_memory(err);
}

void bolt_credentials_finish(bolt_credentials *c)
{
    arena_finish(&c->memory);
}

const bolt_auth *bolt_credentials_take(bolt_credentials *c, uint64_t *version)
{
    bolt_monitor_lock(c->monitor);
    *version = c->version;
    return &c->auth;
}

void bolt_credentials_put_down(bolt_credentials *c)
{
    bolt_monitor_unlock(c->monitor);
}

uint64_t bolt_credentials_version(bolt_credentials *c)
{
    bolt_monitor_lock(c->monitor);
    uint64_t version = c->version;
    bolt_monitor_unlock(c->monitor);
    return version;
}

/* ---- Renewing ---- */

static bool is_about_the_token(const error *reason)
{
    str code = str_from(reason->code);
    return str_eq(code, STR("Neo.ClientError.Security.TokenExpired")) ||
           str_eq(code, STR("Neo.ClientError.Security.Unauthorized"));
}

static status replace(bolt_credentials *c, const bolt_auth *fresh, error *err)
{
    arena memory = ARENA_INIT(&c->mem, TOKEN_LIMIT);
    bolt_auth copy;
    if (!copy_auth(&memory, fresh, &copy)) {
        arena_finish(&memory);
        return fail_no_memory(err);
    }
    bolt_monitor_lock(c->monitor);
    arena old = c->memory;
    c->memory = memory;
    c->auth = copy;
    c->version++;
    bolt_monitor_unlock(c->monitor);
    arena_finish(&old);
    return ST_OK;
}

static void end_renewing(bolt_credentials *c)
{
    bolt_monitor_lock(c->monitor);
    c->renewing = false;
    bolt_monitor_notify(c->monitor);
    bolt_monitor_unlock(c->monitor);
}

/* Whether it is for this thread to renew: nobody has done so since, and nobody else is about to. */
static status take_turn(bolt_credentials *c, const bolt_wait *wait, uint64_t version, bool *mine,
                        error *err)
{
    status st = ST_OK;
    bolt_monitor_lock(c->monitor);
    while (!st && c->version == version && c->renewing)
        st = bolt_monitor_wait(c->monitor, wait, DEADLINE_NEVER, err);
    *mine = !st && c->version == version;
    if (*mine)
        c->renewing = true;
    bolt_monitor_unlock(c->monitor);
    return st;
}

status bolt_credentials_renew(bolt_credentials *c, const bolt_wait *wait, uint64_t version,
                              const error *reason, error *err)
{
    bolt_auth fresh = { .scheme = BOLT_AUTH_NONE };
    bool mine;
    if (!c->renew || !is_about_the_token(reason))
        return ST_AUTHENTICATION;
    status st = take_turn(c, wait, version, &mine, err);
    if (st || !mine)
        return st;
    st = c->renew(c->user, reason, &fresh, err);
    if (!st)
        st = replace(c, &fresh, err);
    end_renewing(c);
    return st;
}
