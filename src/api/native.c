/* Migrations written in C: their registration, and what they get to work with. */
#include "api/handle.h"

#include "engine/counters.h"
#include "engine/event.h"
#include "migration/name.h"

#include <neo4j_bolt.h>

/* Lives while the code of one migration runs. */
struct n4m_context {
    const engine_context *c;
    arena a; /* of the words below */
    n4m_place place;
    const char *version, *description, *source;
};

/* A function with the caller's idea of a context. */
typedef struct registered {
    n4m_migration_fn *fn;
    void *user;
} registered;

/* ---- Running ---- */

static status fill_context(n4m_context *context, error *err)
{
    const migration *m = context->c->migration;
    status st = api_place(&context->c->place, &context->a, &context->place, err);
    if (!st)
        st = api_text(&context->a, m->version, &context->version, err);
    if (!st)
        st = api_text(&context->a, m->description, &context->description, err);
    return st ? st : api_text(&context->a, m->source, &context->source, err);
}

/* What a function of the caller has returned, and filled if it was so kind. */
static status status_of_caller(n4m_status st, const n4m_error *given, const migration *m,
                               error *err)
{
    if (!st)
        return ST_OK;
    if (given->message[0])
        return api_error_of_caller(st, given, err);
    return fail(err, ST_MIGRATIONS, "the code of \"%.*s\" has failed and gave no reason",
                STR_ARG(m->source));
}

static status run_registered(const engine_context *c, void *user, error *err)
{
    const registered *r = user;
    n4m_context context = { .c = c, .a = ARENA_INIT(c->e->mem, 0) };
    n4m_error given = N4M_ERROR_INIT;
    status st = fill_context(&context, err);
    if (!st)
        st = status_of_caller(r->fn(&context, r->user, &given), &given, c->migration, err);
    arena_finish(&context.a);
    return st;
}

static status call_object(n4m_context *context, n4m_error *given, error *err)
{
    const migration *m = context->c->migration;
    native_object object;
    status st = native_object_open(m->path, &object, err);
    if (st)
        return st;
    st = status_of_caller(object.run(context, given), given, m, err);
    native_object_close(&object);
    return st;
}

static status run_object(const engine_context *c, void *user, error *err)
{
    (void)user;
    n4m_context context = { .c = c, .a = ARENA_INIT(c->e->mem, 0) };
    n4m_error given = N4M_ERROR_INIT;
    status st = fill_context(&context, err);
    if (!st)
        st = call_object(&context, &given, err);
    arena_finish(&context.a);
    return st;
}

void native_prepare(n4m_migrations *m, bool objects)
{
    m->engine.options.migrations.objects = objects;
    m->engine.options.object = (engine_code){ run_object, NULL };
}

/* ---- Registering ---- */

static status describe(arena *a, const native_program *program, migration *out, error *err)
{
    migration_name parsed;
    str name = arena_str(a, str_from(program->name));
    status st = name.data ? migration_name_parse(name, a, &parsed, err) : fail_no_memory(err);
    if (st)
        return st;
    *out = (migration){ .type = MIGRATION_PROGRAMMATIC,
                        .repeatable = parsed.repeatable || program->repeatable,
                        .version = parsed.version,
                        .description = parsed.description,
                        .source = name };
    const char *checksum = program->checksum;
    if (checksum && *checksum)
        out->checksum = arena_str(a, str_from(checksum));
    return checksum && *checksum && !out->checksum.data ? fail_no_memory(err) : ST_OK;
}

static status check_checksum(const char *checksum, error *err)
{
    str text = str_from(checksum ? checksum : "");
    for (size_t i = 0; i < text.len; i++)
        if (!char_is_digit(text.data[i]) && !(i == 0 && text.data[i] == '-' && text.len > 1))
            return fail(err, ST_ARGUMENT, "\"%s\" is no checksum: it must be a decimal number",
                        checksum);
    return ST_OK;
}

status native_register(n4m_migrations *m, const native_program *program, error *err)
{
    engine_options *o = &m->engine.options;
    registered *kept = ARENA_NEW(&m->load, registered);
    engine_native *natives = arena_array(&m->load, o->native_count + 1, sizeof *natives);
    if (!kept || !natives)
        return fail_no_memory(err);
    *kept = (registered){ program->fn, program->user };
    for (size_t i = 0; i < o->native_count; i++)
        natives[i] = o->natives[i];
    engine_native *added = &natives[o->native_count];
    added->code = (engine_code){ run_registered, kept };
    added->checksum = (engine_checksum){ program->take_checksum, program->user };
    status st = describe(&m->load, program, &added->migration, err);
    if (st)
        return st;
    o->natives = natives;
    o->native_count++;
    return ST_OK;
}

n4m_status n4m_register(n4m_migrations *m, const char *name, const char *checksum,
                        n4m_migration_fn *fn, void *user, n4m_error *err)
{
    error internal = { .status = ST_OK };
    native_program program = { .name = name, .checksum = checksum, .fn = fn, .user = user };
    status st = m && name && fn
                    ? check_checksum(checksum, &internal)
                    : fail(&internal, ST_ARGUMENT, "there is no handle, no name or no function");
    if (!st)
        st = native_register(m, &program, &internal);
    return api_status(st, &internal, err);
}

/* ---- The context ---- */

const char *n4m_context_version(const n4m_context *context)
{
    return context->version;
}

const char *n4m_context_description(const n4m_context *context)
{
    return context->description;
}

const char *n4m_context_source(const n4m_context *context)
{
    return context->source;
}

const n4m_place *n4m_context_place(const n4m_context *context)
{
    return &context->place;
}

struct bolt_session *n4m_context_session(n4m_context *context)
{
    return context->c->session;
}

struct bolt_driver *n4m_context_driver(n4m_context *context)
{
    return context->c->driver;
}

struct bolt_bookmarks *n4m_context_bookmarks(n4m_context *context)
{
    return context->c->bookmarks;
}

void n4m_context_log(n4m_context *context, const char *message)
{
    engine_log(context->c->e, ENGINE_INFO, "%s", message ? message : "");
}

void native_count(n4m_context *context, const bolt_counters *more)
{
    counters_add(context->c->counters, more);
}

n4m_status n4m_fail(n4m_error *err, const struct bolt_error *cause)
{
    n4m_status st = (n4m_status)cause->status;
    if (!err)
        return st;
    *err = (n4m_error){ .status = st,
                        .retryable = cause->retryable,
                        .line = cause->line,
                        .column = cause->column,
                        .statement = cause->statement };
    error_text(err->message, sizeof err->message, cause->message, str_from(cause->message).len);
    error_text(err->code, sizeof err->code, cause->code, str_from(cause->code).len);
    error_text(err->gql_status, sizeof err->gql_status, cause->gql_status,
               str_from(cause->gql_status).len);
    return st;
}
