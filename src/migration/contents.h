/* Files whose content is there already: embedded in the program, added by it, or served by a handler. */
#ifndef MIGRATION_CONTENTS_H
#define MIGRATION_CONTENTS_H

#include "migration/migration.h"

/* The path is for messages, and in the arena. */
typedef status contents_visit_fn(void *user, str path, str name, str content, error *err);

typedef struct contents_visitor {
    contents_visit_fn *visit;
    void *user;
    arena *a; /* for what lives as long as what has been visited */
} contents_visitor;

/* What is embedded below the location. `*found` becomes true with the first file. */
MUST_CHECK status contents_embedded(const location *where, const embedded_folders *folders,
                                    const contents_visitor *v, bool *found, error *err);

/* What the program has added: no location says so. */
MUST_CHECK status contents_added(const embedded_folder *added, const contents_visitor *v,
                                 error *err);

/* What the handler of the location serves. ST_CANCELLED once that is asked for. */
MUST_CHECK status contents_served(const location *where, cancel *c, const contents_visitor *v,
                                  error *err);

#endif
