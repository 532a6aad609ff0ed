/* Shorthand for the transactions of this room. */
#ifndef HISTORY_RUN_H
#define HISTORY_RUN_H

#include "bolt/session.h"

/* A managed transaction of one statement. */
typedef struct history_query {
    bolt_session *session;
    bolt_map metadata;
    bool read;
    str text;
    const bolt_entry *parameters;
    size_t parameter_count;
} history_query;

MUST_CHECK status history_run(const history_query *query, arena *a, bolt_result *out, error *err);

bool history_failed_with(const error *err, const char *code);

#endif
