/* Reading statements that are asked together, so that all of them cost one round trip. */
#ifndef HISTORY_ASK_H
#define HISTORY_ASK_H

#include "bolt/session.h"

/* All zeroes: there is no question. */
typedef struct history_question {
    str text; /* of the statement */
    bolt_entry parameter;
    const char *tolerates; /* the code of a failure that means that there is no answer; "" for any
                              that the server reports, NULL for none */
    bool answered;
    bolt_result result;
} history_question;

/* Those without a text are left out. Answers live in `a`. */
MUST_CHECK status history_ask(bolt_session *session, bolt_map metadata,
                              history_question *const *questions, size_t count, arena *a,
                              error *err);

#endif
