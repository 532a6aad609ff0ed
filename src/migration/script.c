#include "base/file.h"
#include "migration/checksum.h"
#include "migration/read.h"

status script_text(str path, str content, arena *a, str *out, error *err)
{
    if (!content.data)
        return file_read(path.data, SCRIPT_MAX_BYTES, a, out, err);
    *out = content;
    return ST_OK;
}

const migration_options *script_options(const migration *m, const migration_options *configured)
{
    static const migration_options plain;
    return m->block ? &plain : configured;
}

status script_checksum(str text, const migration_options *options, arena *a, str *out, error *err)
{
    if (options->flyway_checksums)
        return checksum_of_lines(text, a, out, err);
    ARENA_AUTO scratch = ARENA_INIT(a->mem, SCRATCH_MAX_BYTES);
    cypher_elements elements;
    status st = cypher_script_elements(text, options->autocrlf, &scratch, &elements, err);
    return st ? st : checksum_of_elements(&elements, a, out, err);
}

status migration_check_unchanged(const migration *m, str checksum, error *err)
{
    if (str_eq(checksum, m->checksum))
        return ST_OK;
    return fail(err, ST_MIGRATIONS,
                "\"%.*s\" has been changed since its checksum was taken: start again",
                STR_ARG(m->source));
}

static status read_unchanged(const migration *m, const migration_options *options, arena *a,
                             str *out, error *err)
{
    str text, checksum;
    status st = script_text(m->path, m->content, a, &text, err);
    if (!st)
        st = script_checksum(text, options, a, &checksum, err);
    if (st)
        return st;
    st = migration_check_unchanged(m, checksum, err);
    if (!st)
        *out = text;
    return st;
}

status migration_script(const migration *m, const migration_options *options, arena *a,
                        cypher_script *out, error *err)
{
    str text;
    options = script_options(m, options);
    status st = read_unchanged(m, options, a, &text, err);
    if (!st)
        st = cypher_script_parse(text, options->autocrlf, a, out, err);
    if (st)
        ERROR_SET(err, source, m->path.data, m->path.len);
    return st;
}

status callback_script(const callback *c, const migration_options *options, arena *a,
                       cypher_script *out, error *err)
{
    str text;
    status st = script_text(c->path, c->content, a, &text, err);
    return st ? st : cypher_script_parse(text, options->autocrlf, a, out, err);
}
