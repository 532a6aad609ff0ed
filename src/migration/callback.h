/* Scripts that run around operations: beforeMigrate.cypher, afterClean__02_tidy_up.cypher. */
#ifndef MIGRATION_CALLBACK_H
#define MIGRATION_CALLBACK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum callback_phase {
    CALLBACK_BEFORE_FIRST_USE, /* once for each handle, before anything else */
    CALLBACK_BEFORE_MIGRATE,
    CALLBACK_AFTER_MIGRATE,
    CALLBACK_BEFORE_CLEAN,
    CALLBACK_AFTER_CLEAN,
    CALLBACK_BEFORE_VALIDATE,
    CALLBACK_AFTER_VALIDATE,
    CALLBACK_BEFORE_INFO,
    CALLBACK_AFTER_INFO,
} callback_phase;

enum { CALLBACK_PHASES = CALLBACK_AFTER_INFO + 1 };

typedef struct callback {
    callback_phase phase;
    str description; /* behind the phase, underscores as blanks, trimmed; empty: none */
    str source;      /* the file name */
    str path;
    str content; /* of a file that is embedded; STR_NONE: it is read when needed */
} callback;

typedef struct callback_list {
    const callback *items; /* sorted by phase and description */
    size_t count;
} callback_list;

/* "beforeMigrate", as file names spell it. */
str callback_phase_name(callback_phase phase);

/* The phase that a name begins with, in the very case or in any; false when there is none. */
bool callback_phase_begins(str name, callback_phase *out);
bool callback_phase_resembles(str name, callback_phase *out);

/* True when the whole name is one of a callback: phase, maybe a description, and .cypher. Then
 * `*description` is what stands between them, "__" included. */
bool callback_name_read(str name, callback_phase *phase, str *description);

/* By phase and description; those that share both stay in the order in which they were found. */
MUST_CHECK status callback_sort(callback *items, size_t count, arena *a, error *err);

#endif
