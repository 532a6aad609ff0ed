/* What a program would send, in place of sending it. */
#ifndef ENGINE_REHEARSAL_H
#define ENGINE_REHEARSAL_H

#include "engine/engine.h"
#include "engine/program.h"

struct execution;

typedef struct rehearsal {
    arena *a; /* of what is kept */
    engine_statement *items;
    size_t count, capacity;
} rehearsal;

/* To the rehearsal of the execution. What merging nodes would change is found out by asking the database as it is now. */
MUST_CHECK status rehearsal_add(const struct execution *x, const program *p, error *err);

#endif
