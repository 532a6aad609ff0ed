/* The names of migrations and callbacks: V1_2__Add_index.cypher. */
#ifndef MIGRATION_NAME_H
#define MIGRATION_NAME_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct migration_name {
    str version;     /* underscores became dots */
    str description; /* underscores became blanks, not trimmed */
    str extension;   /* without the dot; STR_NONE when there is none */
    bool repeatable;
} migration_name;

/* The whole text must match. ST_PARSE otherwise, with the reason. */
MUST_CHECK status migration_name_parse(str name, arena *a, migration_name *out, error *err);

/* The same the other way round. `separator` goes between the parts of the version: '_' or '.'. ST_ARGUMENT, with the
 * reason, for what cannot be the name of a migration. */
MUST_CHECK status migration_name_render(const migration_name *name, char separator, arena *a,
                                        str *out, error *err);

/* Code for the machine, that can be loaded. */
bool migration_extension_is_object(str extension);

/* What a file in a scanned folder is to us, told by its name alone. */
typedef enum file_role {
    FILE_IS_MIGRATION,
    FILE_IS_DOCUMENT, /* blocks in it may be migrations */
    FILE_IS_OBJECT,   /* a migration, if shared objects are wanted */
    FILE_IS_CALLBACK,
    FILE_IS_STRANGER,          /* plainly something else */
    FILE_IS_MISTAKE,           /* meant as one of these, but not named like one: worth a warning */
    FILE_IS_MISNAMED_CALLBACK, /* begins with a phase: not to be passed over */
} file_role;

/* `why` becomes a sentence for the last two, saying what is wrong and what to write. */
file_role migration_file_role(str name, str *why, arena *a);

/* --target and arguments of commands: V3, V1_2?, R030, V1__foo.cypher. `*optional` for the "?". */
MUST_CHECK status migration_target_parse(str text, arena *a, str *version, bool *optional,
                                         error *err);

#endif
