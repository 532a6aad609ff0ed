/* Files and folders, read and written whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef enum file_kind { FILE_MISSING, FILE_REGULAR, FILE_FOLDER, FILE_OTHER } file_kind;

/* Follows symbolic links. Fails only when it cannot be told (no permission, a loop of links). */
MUST_CHECK status file_kind_of(const char *path, file_kind *out, error *err);

/* The content with a terminating NUL that is not counted; a file beyond `limit` bytes is an error.
 */
MUST_CHECK status file_read(const char *path, size_t limit, arena *a, str *out, error *err);

/* Names in a folder without . and .., sorted by bytes. */
typedef struct file_names {
    str *items;
    size_t count;
} file_names;
MUST_CHECK status file_list(const char *path, arena *a, file_names *out, error *err);

/* Puts a new file in the place of whatever has that name: readers see the one or the other. */
MUST_CHECK status file_write(const char *path, str content, error *err);

/* The same, but never in the place of anything. */
MUST_CHECK status file_create(const char *path, str content, error *err);

/* With all folders above it; fine if it is there. */
MUST_CHECK status file_make_folder(const char *path, error *err);

#endif
