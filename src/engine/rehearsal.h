/* What a program would send, in place of sending it. */
#ifndef ENGINE_REHEARSAL_H
#define ENGINE_REHEARSAL_H

#include "engine/engine.h"
#include "engine/program.h"

typedef struct rehearsal {
    arena *a; /* of what is kept */
    engine_statement *items;
    size_t count, capacity;
} rehearsal;

/* The migration may be NULL. */
MUST_CHECK status rehearsal_add(rehearsal *r, const migration *m, const program *p, error *err);

#endif
