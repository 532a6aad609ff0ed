/* Requests that have been queued and not been answered, in their order. */
#ifndef BOLT_QUEUE_H
#define BOLT_QUEUE_H

#include "base/attr.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOLT_FIELDS_OF_RUN SIZE_MAX

typedef enum bolt_request_kind {
    BOLT_REQUEST_HELLO,
    BOLT_REQUEST_LOGON,
    BOLT_REQUEST_LOGOFF,
    BOLT_REQUEST_RESET,
    BOLT_REQUEST_BEGIN,
    BOLT_REQUEST_RUN,
    BOLT_REQUEST_PULL,
    BOLT_REQUEST_DISCARD,
    BOLT_REQUEST_COMMIT,
    BOLT_REQUEST_ROLLBACK,
    BOLT_REQUEST_ROUTE,
} bolt_request_kind;

/* LOGOFF is a part of it, too, as it comes before another LOGON. */
bool bolt_request_is_login(bolt_request_kind kind);

typedef struct bolt_request {
    bolt_request_kind kind;
    uint32_t statement;  /* its number as queued, from 1; 0: none */
    str text;            /* of the statement, borrowed: where a failure is, is told by it */
    void *owner;         /* whoever wants what is answered; may be NULL */
    size_t fields;       /* values in each of its records; BOLT_FIELDS_OF_RUN: as RUN has told */
    uint64_t begin, end; /* where it is in the stream of what is sent */
} bolt_request;

typedef struct bolt_queue {
    const allocator *mem;
    bolt_request *items; /* a ring */
    size_t capacity, first, count;
} bolt_queue;

void bolt_queue_finish(bolt_queue *q);

/* False when there is no memory. */
MUST_CHECK bool bolt_queue_reserve(bolt_queue *q);

/* After bolt_queue_reserve, which makes it certain. */
void bolt_queue_push(bolt_queue *q, const bolt_request *request);

/* The oldest is 0. */
bolt_request *bolt_queue_at(const bolt_queue *q, size_t index);
void bolt_queue_drop_first(bolt_queue *q);
void bolt_queue_drop_last(bolt_queue *q);

#endif
