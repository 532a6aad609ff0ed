#include "bolt/routing_search.h"

#include "base/buf.h"
#include "base/clock.h"
#include "bolt/bookmarks.h"
#include "bolt/resolve.h"
#include "bolt/routing_request.h"

#include <stdio.h>

enum {
    SCRATCH_LIMIT = 16 << 20, /* bytes of bookmarks and addresses */
    CAUSES_LIMIT = 1600,      /* bytes of them in a message */
};

/* What a resolver fills. */
struct bolt_seeds {
    arena *a;
    bolt_address *items;
    size_t count, capacity;
};

typedef struct search {
    bolt_routing *routing;
    const bolt_wait *wait;
    bolt_route question;
    int64_t deadline;
    bolt_seeds seeds;
    arena *a;
    bolt_routing_table *table;
    bool found;
    bool reached; /* the router asked last could at least be connected to */
    buf causes;   /* why the routers asked so far were of no use */
    size_t failures;
    error last;
    bool hopeful; /* one of the failures may pass */
} search;

/* ---- One router ---- */

static const char *const final_codes[] = {
    "Neo.ClientError.Database.DatabaseNotFound",
    "Neo.ClientError.Transaction.InvalidBookmark",
    "Neo.ClientError.Transaction.InvalidBookmarkMixture",
    "Neo.ClientError.Statement.TypeError",
    "Neo.ClientError.Statement.ArgumentError",
    "Neo.ClientError.Request.Invalid",
};

static bool is_final_code(str code)
{
    for (size_t i = 0; i < sizeof final_codes / sizeof final_codes[0]; i++)
        if (str_eq(code, str_from(final_codes[i])))
            return true;
    return str_starts(code, STR("Neo.ClientError.Security.")) &&
           !str_eq(code, STR("Neo.ClientError.Security.AuthorizationExpired"));
}

/* No other router would have a better answer. */
static bool is_final(const search *s, status st, const error *err)
{
    if (st == ST_SERVER)
        return is_final_code(str_from(err->code));
    bool depends_on_router =
        st == ST_CONNECTION || st == ST_TIMEOUT || st == ST_PROTOCOL || st == ST_SECURITY;
    return !depends_on_router || deadline_left(s->deadline) == 0;
}

static void note_failure(search *s, const error *cause)
{
    s->failures++;
    s->last = *cause;
    s->hopeful = s->hopeful || cause->retryable;
    buf_printf(&s->causes, "%s%s", s->causes.len ? "; " : "", cause->message);
}

static status ask(search *s, const bolt_address *router, error *err)
{
    bolt_pool *pool = s->routing->options.pool;
    bolt_connection *c;
    status st = bolt_pool_acquire(pool, router, s->wait, s->deadline, &c, err);
    if (st)
        return st;
    st = bolt_routing_ask(c, &s->question, s->deadline, s->a, s->table, err);
    bolt_pool_release(pool, c);
    return st;
}

static status visit(search *s, const bolt_address *router, error *err)
{
    error cause = { .status = ST_OK };
    arena_reset(s->a);
    status st = ask(s, router, &cause);
    s->found = !st;
    if (!st)
        return ST_OK;
    if (is_final(s, st, &cause)) {
        if (err)
            *err = cause;
        return st;
    }
    s->reached = bolt_pool_has_reached(s->routing->options.pool, router);
    note_failure(s, &cause);
    bolt_routing_forget(s->routing, router);
    return ST_OK;
}

/* ---- Where to begin ---- */

status bolt_seeds_add(bolt_seeds *seeds, str address, error *err)
{
    bolt_address seed;
    status st = bolt_address_parse(address, "neo4j", &seed, err);
    if (st)
        return st;
    bolt_address *items =
        arena_grow(seeds->a, seeds->items, seeds->count, &seeds->capacity, sizeof *items);
    if (!items)
        return fail_no_memory(err);
    seeds->items = items;
    seeds->items[seeds->count++] = seed;
    return ST_OK;
}

static status find_seeds(search *s, error *err)
{
    const bolt_routing_options *o = &s->routing->options;
    str address = bolt_address_text(&o->seed);
    if (!o->resolver)
        return bolt_seeds_add(&s->seeds, address, err);
    status st = o->resolver(o->user, address, &s->seeds, err);
    if (!st && s->seeds.count == 0)
        return fail(err, ST_CONNECTION, "the resolver knows no server for \"%.*s\"",
                    STR_ARG(address));
    return st;
}

/* All addresses of its host have been tried for a connection, but only one of them was asked. */
static status visit_addresses(search *s, const bolt_address *seed, error *err)
{
    bolt_resolved found = { .count = 0 };
    int64_t timeout = deadline_left(s->deadline);
    status st = bolt_resolve(bolt_address_host(seed), seed->port, s->wait, timeout, &found, NULL);
    if (st)
        return st == ST_CANCELLED ? fail(err, st, "cancelled") : ST_OK;
    st = ST_OK;
    for (size_t i = 0; i < found.count && found.count > 1 && !st && !s->found; i++) {
        bolt_address one = *seed;
        char text[BOLT_ADDRESS_TEXT];
        bolt_resolved_text(&found, i, text);
        snprintf(one.ip, sizeof one.ip, "%.*s", (int)sizeof one.ip - 1, text);
        st = visit(s, &one, err);
    }
    return st;
}

static status visit_seeds(search *s, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; i < s->seeds.count && !st && !s->found; i++) {
        st = visit(s, &s->seeds.items[i], err);
        if (!st && !s->found && s->reached)
            st = visit_addresses(s, &s->seeds.items[i], err);
    }
    return st;
}

static bool is_seed(const search *s, const bolt_address *router)
{
    for (size_t i = 0; i < s->seeds.count; i++)
        if (bolt_address_equal(&s->seeds.items[i], router))
            return true;
    return false;
}

static status visit_known(search *s, const bolt_routing_clues *clues, error *err)
{
    status st = ST_OK;
    for (size_t i = 0; i < clues->count && !st && !s->found; i++) {
        if (!is_seed(s, &clues->routers[i]))
            st = visit(s, &clues->routers[i], err);
    }
    return st;
}

/* ---- All together ---- */

static status fail_search(search *s, error *err)
{
    str database = s->question.database;
    if (s->failures == 1) {
        if (err)
            *err = s->last;
        return s->last.status;
    }
    str causes = buf_view(&s->causes);
    fail(err, ST_CONNECTION, "nobody tells which servers there are%s%.*s%s: %.*s",
         database.data ? " for database \"" : "", STR_ARG(database), database.data ? "\"" : "",
         STR_ARG(causes));
    if (err)
        err->retryable = s->hopeful;
    return ST_CONNECTION;
}

static status run(search *s, const bolt_routing_clues *clues, error *err)
{
    status st = find_seeds(s, err);
    if (!st && clues->seed_first)
        st = visit_seeds(s, err);
    if (!st && !s->found)
        st = visit_known(s, clues, err);
    if (!st && !s->found && !clues->seed_first)
        st = visit_seeds(s, err);
    return st || s->found ? st : fail_search(s, err);
}

static str asked_database(const bolt_access *access)
{
    str name = bolt_routing_key(access);
    bool named = access->database.data || (access->home->known && name.len > 0);
    return named ? name : STR_NONE;
}

status bolt_routing_search(bolt_routing *r, const bolt_access *access,
                           const bolt_routing_clues *clues, int64_t deadline, arena *a,
                           bolt_routing_table *out, error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(r->options.mem, SCRATCH_LIMIT);
    search s = { .routing = r,
                 .wait = access->wait,
                 .question = { .routing = r->options.context,
                               .database = asked_database(access),
                               .impersonated_user = access->impersonated_user },
                 .deadline = deadline,
                 .seeds = { .a = &scratch },
                 .a = a,
                 .table = out,
                 .causes = BUF_INIT(r->options.mem, CAUSES_LIMIT) };
    status st = bolt_bookmarks_copy(access->bookmarks, &scratch, &s.question.bookmarks,
                                    &s.question.bookmark_count, err);
    if (!st)
        st = run(&s, clues, err);
    buf_free(&s.causes);
    return st;
}
