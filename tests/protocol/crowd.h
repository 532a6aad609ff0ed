/* Many threads with one driver. */
#ifndef CROWD_H
#define CROWD_H

#include "bolt/session.h"

typedef struct crowd_plan {
    bolt_driver *driver;
    cancel *stop; /* that of the driver */
    int64_t
        stop_at; /* ms after which yet another thread asks all of them to stop; negative: never */
    size_t threads;
    size_t turns; /* of each thread */
} crowd_plan;

/* Each thread opens a session and asks for its own numbers, in every way there is to ask. Prints how many turns ended
 * with which status, and how many got somebody else's answer. */
void crowd_run(const crowd_plan *plan);

#endif
