/* Where migrations are looked for: file:///srv/app/migrations, ./migrations, classpath:... */
#ifndef MIGRATION_LOCATION_H
#define MIGRATION_LOCATION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum location_kind { LOCATION_FOLDER, LOCATION_CLASSPATH } location_kind;

typedef struct location {
    location_kind kind;
    str path; /* absolute and normalised for a folder */
} location;

/* `folder` is what relative paths are resolved against (absolute). */
MUST_CHECK status location_parse(str text, str folder, arena *a, location *out, error *err);

#endif
