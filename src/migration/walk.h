/* All files below a folder. */
#ifndef MIGRATION_WALK_H
#define MIGRATION_WALK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"

/* Both texts are NUL-terminated and live until the walk ends. `kind` is never FILE_FOLDER. */
typedef status walk_visit_fn(void *user, str path, str name, file_kind kind, error *err);

/* Calls `visit` for everything that is no folder, in the order of names, folders where their names
 * stand, but for folders whose names begin with two dots. Follows symbolic links; ST_IO for a folder
 * that cannot be read, and for a link that leads back to a folder around it. */
MUST_CHECK status walk_folder(str path, const allocator *mem, walk_visit_fn *visit, void *user,
                              error *err);

#endif
