/* Between sessions and the driver: who needs a connection says for what, and gives it back. */
#ifndef BOLT_ACCESS_H
#define BOLT_ACCESS_H

#include "bolt/bookmarks.h"
#include "bolt/connection.h"
#include "bolt/driver.h"
#include "bolt/home_database.h"

/* What a transaction wants to do, and so which servers will do for it; and what interrupts it. All is
 * borrowed. */
typedef struct bolt_access {
    const bolt_wait *wait;
    bool read;
    str database;          /* STR_NONE: the home database */
    str impersonated_user; /* STR_NONE: nobody */
    bolt_bookmarks
        *bookmarks;  /* a server that knows the databases as of these is asked for the way */
    bolt_home *home; /* of the session; filled where the way depends on it */
} bolt_access;

/* A connection with nothing outstanding but perhaps its login. */
MUST_CHECK status bolt_driver_acquire(bolt_driver *driver, const bolt_access *access,
                                      bolt_connection **out, error *err);

/* Waits until the server has let us in. The connection is to be given back in any case. */
MUST_CHECK status bolt_driver_login(bolt_driver *driver, const bolt_access *access,
                                    bolt_connection *c, error *err);

/* Keeps it for the next one when it is still good. Accepts NULL. */
void bolt_driver_release(bolt_driver *driver, bolt_connection *connection);

/* Before a connection is given back on which something has failed: whoever comes next shall not be
 * sent where that would happen again. May find that a new attempt would not help either. */
void bolt_driver_learn(bolt_driver *driver, const bolt_access *access, const bolt_connection *c,
                       error *failure);

/* The server has told which database it is that the home database was guessed to be. */
void bolt_driver_learn_home(bolt_driver *driver, const bolt_access *access, str database);

const bolt_config *bolt_driver_config(const bolt_driver *driver);
const bolt_wait *bolt_driver_wait(const bolt_driver *driver);
void bolt_driver_tell_retry(const bolt_driver *driver, const error *reason, int64_t delay_ms);

/* As bolt_driver_open, over transports that `dial` makes. */
MUST_CHECK status bolt_driver_open_with(const bolt_config *config, bolt_dial_fn *dial, void *user,
                                        bolt_driver **out, error *err);

#endif
