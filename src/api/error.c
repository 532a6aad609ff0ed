#include "api/handle.h"

#include <assert.h>

static_assert((int)ST_NO_MEMORY == (int)N4M_E_NO_MEMORY &&
                  (int)ST_MIGRATIONS == (int)N4M_E_MIGRATIONS &&
                  (int)ST_UNKNOWN_OUTCOME == (int)N4M_E_UNKNOWN_OUTCOME &&
                  (int)ST_SECURITY == (int)N4M_E_SECURITY,
              "the public status has the same values");

#define COPY_FROM(from, field)                                                                     \
    error_text(err->field, sizeof err->field, (from)->field, str_from((from)->field).len)
#define COPY(field) COPY_FROM(internal, field)

n4m_status api_status(status st, const error *internal, n4m_error *err)
{
    n4m_status visible = (n4m_status)st;
    if (!st || !err)
        return visible;
    *err = (n4m_error){ .status = visible,
                        .line = internal->line,
                        .column = internal->column,
                        .statement = internal->statement,
                        .statements = internal->statements,
                        .retryable = internal->retryable };
    COPY(message);
    COPY(source);
    COPY(version);
    COPY(description);
    COPY(phase);
    COPY(code);
    COPY(gql_status);
    COPY(outcome);
    return visible;
}

/* The migration, its file and its fate are ours to tell. */
status api_error_of_caller(n4m_status st, const n4m_error *given, error *err)
{
    bool known = st > N4M_OK && st <= N4M_E_SECURITY;
    status inside = known ? (status)st : ST_MIGRATIONS;
    if (!err)
        return inside;
    *err = (error){ .status = inside,
                    .line = given->line,
                    .column = given->column,
                    .statement = given->statement,
                    .statements = given->statements,
                    .retryable = given->retryable };
    COPY_FROM(given, message);
    COPY_FROM(given, code);
    COPY_FROM(given, gql_status);
    return inside;
}
