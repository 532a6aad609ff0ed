/* Who we are to servers, and how a new token is got when they take the old one no more. For any number
 * of threads. */
#ifndef BOLT_CREDENTIALS_H
#define BOLT_CREDENTIALS_H

#include "bolt/driver.h"
#include "bolt/monitor.h"

typedef struct bolt_credentials {
    allocator mem; /* wipes what is given back */
    bolt_monitor *monitor;
    bolt_renew_fn *renew; /* NULL: the token stays as it is */
    void *user;
    /* Under the lock: */
    bolt_auth auth;
    arena memory; /* of auth */
    uint64_t version;
    bool renewing; /* by one thread, without the lock; the others wait */
} bolt_credentials;

typedef struct bolt_credentials_options {
    const allocator *mem; /* must outlive the credentials; NULL for malloc */
    bolt_renew_fn *renew;
    void *user;
} bolt_credentials_options;

/* Copies the token. Must not move afterwards. */
MUST_CHECK status bolt_credentials_init(bolt_credentials *c, const bolt_auth *auth,
                                        const bolt_credentials_options *options,
                                        bolt_monitor *monitor, error *err);
void bolt_credentials_finish(bolt_credentials *c);

/* The present token, which stays as it is until it is put down again: for as long as it takes to write a
 * message. The lock is held in between. */
const bolt_auth *bolt_credentials_take(bolt_credentials *c, uint64_t *version);
void bolt_credentials_put_down(bolt_credentials *c);

uint64_t bolt_credentials_version(bolt_credentials *c);

/* A server has refused the token of this version with `reason`. ST_OK: there is another one now, so that it is
 * worth trying again. ST_AUTHENTICATION, with nothing in `err`: tokens are not renewed, or not for such a
 * reason. Anything else is what kept the token from being renewed. */
MUST_CHECK status bolt_credentials_renew(bolt_credentials *c, const bolt_wait *wait,
                                         uint64_t version, const error *reason, error *err);

#endif
