/* Between sessions and the driver: who needs a connection says for what, and gives it back. */
#ifndef BOLT_ACCESS_H
#define BOLT_ACCESS_H

#include "bolt/connection.h"
#include "bolt/driver.h"

/* What a transaction wants to do, and so which servers will do for it. */
typedef struct bolt_access {
    bool read;
    str database;          /* STR_NONE: the home database */
    str impersonated_user; /* STR_NONE: nobody */
} bolt_access;

/* A connection with nothing outstanding but perhaps its login. */
MUST_CHECK status bolt_driver_acquire(bolt_driver *driver, const bolt_access *access,
                                      bolt_connection **out, error *err);

/* Keeps it for the next one when it is still good. Accepts NULL. */
void bolt_driver_release(bolt_driver *driver, bolt_connection *connection);

/* The server has forgotten who we are: connections that are kept must not be used again. */
void bolt_driver_forget_idle(bolt_driver *driver);

const bolt_config *bolt_driver_config(const bolt_driver *driver);
const bolt_wait *bolt_driver_wait(const bolt_driver *driver);

/* As bolt_driver_open, over transports that `dial` makes. */
MUST_CHECK status bolt_driver_open_with(const bolt_config *config, bolt_dial_fn *dial, void *user,
                                        bolt_driver **out, error *err);

#endif
