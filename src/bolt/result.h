/* Where the answers to one statement go. */
#ifndef BOLT_RESULT_H
#define BOLT_RESULT_H

#include "bolt/message.h"
#include "bolt/session.h"

typedef struct bolt_collector {
    arena *a;     /* owns what is kept */
    arena *batch; /* owns the rows, if these are to live less long; or NULL */
    bolt_result result;
    size_t capacity; /* of result.rows */
    bolt_list *rows;
    int64_t qid;    /* BOLT_LAST_RESULT when the server gave none */
    bool done;      /* the summary has come: the rows are valid */
    bool more;      /* the server has more rows than were pulled */
    status stopped; /* no more rows are wanted, and this is why; `err` says more */
    error *err;
} bolt_collector;

/* What stops the collector is noted in it. */
void bolt_collector_begin(bolt_collector *c, bolt_map metadata);
void bolt_collector_row(bolt_collector *c, bolt_list record);
void bolt_collector_end(bolt_collector *c, bolt_map metadata);

#endif
