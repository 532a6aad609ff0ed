/* The servers of a fuzzer: they hear what the client says, and answer what the fuzzer's bytes say, be it right,
 * wrong or nonsense. Where the bytes end they answer politely. They keep accounts of what they heard and said. */
#ifndef ANSWERING_H
#define ANSWERING_H

#include "source.h"

#include "bolt/access.h"

typedef struct answering {
    source *script;
    uint8_t major, minor; /* what is agreed upon */
    size_t slice;         /* bytes at a time; 0: all */
    size_t polite;        /* answers that may still be given when the bytes have ended */
    cancel *stop;
    size_t stop_after; /* so many more receptions somebody asks to stop; 0: never */
    size_t open;       /* connections */
    size_t commits;    /* heard */
    size_t confirmed;  /* of those, answered by SUCCESS */
    bool incoherent; /* bytes were said that are no messages: the accounts are not to be trusted */
} answering;

/* A bolt_dial_fn; `user` is the answering. */
status answering_dial(void *user, const bolt_address *server, const bolt_wait *wait,
                      int64_t deadline, bolt_transport **out, error *err);

#endif
