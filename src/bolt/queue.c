#include "bolt/queue.h"

#include <assert.h>
#include <string.h>

enum { FIRST_CAPACITY = 32 };

bool bolt_request_is_login(bolt_request_kind kind)
{
    return kind == BOLT_REQUEST_HELLO || kind == BOLT_REQUEST_LOGON || kind == BOLT_REQUEST_LOGOFF;
}

void bolt_queue_finish(bolt_queue *q)
{
    mem_free(q->mem, q->items);
    *q = (bolt_queue){ .mem = q->mem };
}

/* The part of the ring that had wrapped round moves behind the old end. */
bool bolt_queue_reserve(bolt_queue *q)
{
    if (q->count < q->capacity)
        return true;
    size_t capacity = q->capacity ? q->capacity * 2 : FIRST_CAPACITY;
    bolt_request *items = mem_resize(q->mem, q->items, capacity, sizeof *items);
    if (!items)
        return false;
    if (q->first > 0)
        memcpy(items + q->capacity, items, q->first * sizeof *items);
    q->items = items;
    q->capacity = capacity;
    return true;
}

void bolt_queue_push(bolt_queue *q, const bolt_request *request)
{
    assert(q->count < q->capacity);
    q->count++;
    *bolt_queue_at(q, q->count - 1) = *request;
}

bolt_request *bolt_queue_at(const bolt_queue *q, size_t index)
{
    assert(index < q->count);
    return &q->items[(q->first + index) % q->capacity];
}

void bolt_queue_drop_first(bolt_queue *q)
{
    assert(q->count > 0);
    q->first = (q->first + 1) % q->capacity;
    q->count--;
}

void bolt_queue_drop_last(bolt_queue *q)
{
    assert(q->count > 0);
    q->count--;
}
