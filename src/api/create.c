#include "api/handle.h"

typedef struct create_input {
    const char *description;
    const n4m_create_options *options;
} create_input;

static status read_options(const create_input *input, n4m_create_options *out, error *err)
{
    n4m_create_options defaults = N4M_CREATE_OPTIONS_INIT;
    status st =
        settings_complete(input->options ? input->options : &defaults, out, sizeof *out, err);
    if (!st && out->type != N4M_CREATE_CYPHER && out->type != N4M_CREATE_XML)
        st = fail(err, ST_ARGUMENT, "unknown type of a new migration: %d", (int)out->type);
    return st;
}

static status create(n4m_migrations *m, n4m_result *r, const void *input, error *err)
{
    const create_input *given = input;
    n4m_create_options options;
    engine_created created;
    status st = read_options(given, &options, err);
    if (st)
        return st;
    bool chosen = options.version && options.version[0];
    engine_draft draft = { .description = str_from(given->description),
                           .version = chosen ? str_from(options.version) : STR_NONE,
                           .repeatable = options.repeatable,
                           .xml = options.type == N4M_CREATE_XML };
    st = engine_create(&m->engine, &draft, &r->a, &created, err);
    if (st)
        return st;
    r->version = created.version.data;
    r->text = created.path.data;
    return ST_OK;
}

n4m_status n4m_create(n4m_migrations *m, const char *description, const n4m_create_options *options,
                      n4m_result **out, n4m_error *err)
{
    create_input input = { description, options };
    return api_run(m, out, create, &input, err);
}
