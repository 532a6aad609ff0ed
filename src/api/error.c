#include "api/handle.h"

#include <assert.h>

static_assert((int)ST_NO_MEMORY == (int)N4M_E_NO_MEMORY &&
                  (int)ST_MIGRATIONS == (int)N4M_E_MIGRATIONS &&
                  (int)ST_UNKNOWN_OUTCOME == (int)N4M_E_UNKNOWN_OUTCOME &&
                  (int)ST_SECURITY == (int)N4M_E_SECURITY,
              "the public status has the same values");

#define COPY(field)                                                                                \
    error_text(err->field, sizeof err->field, internal->field, str_from(internal->field).len)

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
