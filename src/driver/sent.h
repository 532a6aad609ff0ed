/* Texts of statements that have been queued and not been answered: where a failure is, is told by them. */
#ifndef DRIVER_SENT_H
#define DRIVER_SENT_H

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

typedef struct sent_text sent_text;

typedef struct sent_texts {
    const allocator *mem;
    sent_text *oldest, *newest;
} sent_texts;

/* A copy that lives until statement `number` is answered; of the same text twice in a row there is one. */
MUST_CHECK status sent_keep(sent_texts *sent, const char *text, uint32_t number, str *out,
                            error *err);

/* The statements up to this number have been answered. */
void sent_answered(sent_texts *sent, uint32_t number);
void sent_finish(sent_texts *sent);

#endif
