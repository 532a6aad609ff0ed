/* Places that a program serves itself: locations with a scheme of their own, as app:migrations. */
#ifndef MIGRATION_HANDLER_H
#define MIGRATION_HANDLER_H

#include "base/error.h"
#include "base/str.h"

/* Takes files over, which are copied. */
typedef struct location_sink {
    status (*put)(const struct location_sink *sink, str path, str content, error *err);
} location_sink;

typedef struct location_handler {
    str scheme; /* in lower case */
    /* Puts all files of the location, which is as it was configured, into the sink. */
    status (*list)(void *user, str location, const location_sink *sink, error *err);
    void *user;
} location_handler;

typedef struct location_handlers {
    const location_handler *items;
    size_t count;
} location_handlers;

/* ST_ARGUMENT for what is no scheme (RFC 3986, but of two characters at least), and for those that have a meaning already. */
MUST_CHECK status location_check_scheme(str scheme, error *err);

#endif
