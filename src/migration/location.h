/* Where migrations are looked for: file:///srv/app/migrations, ./migrations, embedded:neo4j/migrations,
 * classpath:... */
#ifndef MIGRATION_LOCATION_H
#define MIGRATION_LOCATION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "migration/handler.h"

typedef enum location_kind {
    LOCATION_FOLDER,
    LOCATION_EMBEDDED,
    LOCATION_CLASSPATH, /* what Java programs have embedded: good where the same is embedded here */
    LOCATION_SERVED,    /* by a handler */
} location_kind;

typedef struct location {
    location_kind kind;
    str path; /* absolute and normalised; of what is embedded, "/" and its name; of what is served, the
                 whole location */
    const location_handler *handler;
} location;

/* `folder` is what relative paths are resolved against (absolute). */
MUST_CHECK status location_parse(str text, str folder, const location_handlers *handlers, arena *a,
                                 location *out, error *err);

/* The path of what is embedded under a name. */
MUST_CHECK status location_of_embedded(str name, arena *a, str *out, error *err);

/* The path is that of the location, or of something below it. */
bool location_contains(const location *where, str path);

/* A file that is named by a URL, file:///srv/V1__a.cypher: its path. `folder` as above; it is told
 * to those who name a file without a URL how to write one. ST_ARGUMENT for what is none. */
MUST_CHECK status location_parse_file(str text, str folder, arena *a, str *out, error *err);

#endif
