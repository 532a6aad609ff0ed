#include "engine/operation.h"

typedef struct info_work {
    chain_mode mode;
    chain chain;
    engine_place place;
} info_work;

static status describe_place(operation *op, engine_place *out, error *err)
{
    bolt_server server;
    status st = bolt_driver_server(op->e->driver, &server, err);
    if (st)
        return st;
    str address = arena_str(op->a, server.address);
    if (!address.data)
        return fail_no_memory(err);
    const history_place *place = &op->place;
    *out = (engine_place){
        .address = address,
        .server = place->server,
        .edition = place->edition,
        .user = place->user,
        .database = op->history.target.data ? op->history.target : place->database,
        .schema_database = place->database,
    };
    return ST_OK;
}

static status build(operation *op, info_work *w, error *err)
{
    status st = operation_resolve(op, err);
    if (!st && w->mode == CHAIN_COMPARE)
        st = operation_check_kinds(op, err);
    if (!st && w->mode != CHAIN_LOCAL)
        st = operation_read_history(op, err);
    if (st)
        return st;
    chain_input input = operation_chain_input(op);
    return chain_build(&input, w->mode, op->a, &w->chain, err);
}

static status work(operation *op, void *user, error *err)
{
    info_work *w = user;
    status st = build(op, w, err);
    return st ? st : describe_place(op, &w->place, err);
}

status engine_info(engine *e, chain_mode mode, arena *a, engine_information *out, error *err)
{
    info_work w = { .mode = mode };
    status st = operation_run(e, a, (operation_needs){ .target = true }, work, &w, err);
    if (!st)
        *out = (engine_information){ .place = w.place, .chain = w.chain };
    return st;
}
