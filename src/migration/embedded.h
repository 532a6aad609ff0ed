/* Folders of migrations that are part of the program. */
#ifndef MIGRATION_EMBEDDED_H
#define MIGRATION_EMBEDDED_H

#include "base/str.h"

typedef struct embedded_file {
    str path; /* below its folder, e.g. "V001__Add_films.cypher" or "late/V9__x.cypher" */
    str content;
} embedded_file;

typedef struct embedded_folder {
    str name; /* as locations have their paths: "/neo4j/migrations" */
    const embedded_file *files;
    size_t count;
} embedded_folder;

typedef struct embedded_folders {
    const embedded_folder *items;
    size_t count;
} embedded_folders;

#endif
