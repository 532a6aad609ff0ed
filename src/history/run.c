#include "history/run.h"

#include <string.h>

status history_run(const history_query *query, arena *a, bolt_result *out, error *err)
{
    bolt_tx_config config = { .read = query->read, .metadata = query->metadata };
    bolt_statement statement = { .text = query->text,
                                 .parameters = { query->parameters, query->parameter_count } };
    return bolt_session_execute(query->session, &config, &statement, a, out, err);
}

bool history_failed_with(const error *err, const char *code)
{
    return err->status == ST_SERVER && strcmp(err->code, code) == 0;
}
