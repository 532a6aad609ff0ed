#include "driver/handle.h"

#include <assert.h>
#include <stdio.h>

static_assert((int)ST_NO_MEMORY == (int)BOLT_E_NO_MEMORY && (int)ST_IO == (int)BOLT_E_IO &&
                  (int)ST_CONNECTION == (int)BOLT_E_CONNECTION &&
                  (int)ST_UNKNOWN_OUTCOME == (int)BOLT_E_UNKNOWN_OUTCOME &&
                  (int)ST_SECURITY == (int)BOLT_E_SECURITY,
              "the public status has the same values");

#define COPY(to, from, field)                                                                      \
    error_text((to)->field, sizeof(to)->field, (from)->field, str_from((from)->field).len)

bolt_status driver_status(status st, const error *internal, bolt_error *err)
{
    bolt_status visible = (bolt_status)st;
    if (!st || !err)
        return visible;
    *err = (bolt_error){ .status = visible,
                         .retryable = internal->retryable,
                         .statement = internal->statement,
                         .line = internal->line,
                         .column = internal->column };
    COPY(err, internal, message);
    COPY(err, internal, code);
    COPY(err, internal, gql_status);
    COPY(err, internal, gql_description);
    COPY(err, internal, causes);
    return visible;
}

static bool is_known(bolt_status st)
{
    return st > BOLT_OK && st <= BOLT_E_SECURITY;
}

status driver_status_of_caller(bolt_status st, const bolt_error *given, error *err)
{
    status inside = is_known(st) ? (status)st : ST_CANCELLED;
    if (given->status != st || !given->message[0])
        return fail(err, inside, "stopped by the application, with status %d", (int)st);
    if (!err)
        return inside;
    *err = (error){ .status = inside,
                    .retryable = given->retryable,
                    .statement = given->statement,
                    .line = given->line,
                    .column = given->column };
    COPY(err, given, message);
    COPY(err, given, code);
    COPY(err, given, gql_status);
    COPY(err, given, gql_description);
    COPY(err, given, causes);
    return inside;
}

bolt_text driver_text(str s)
{
    return (bolt_text){ s.data ? s.data : "", s.len };
}
