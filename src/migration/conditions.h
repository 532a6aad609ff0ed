/* The preconditions of one file, as they are collected. */
#ifndef MIGRATION_CONDITIONS_H
#define MIGRATION_CONDITIONS_H

#include "migration/precondition.h"

typedef struct conditions {
    precondition *items;
    size_t count, capacity;
} conditions;

/* Where something stands in a file, from 1. */
typedef struct conditions_place {
    uint32_t line, column;
} conditions_place;

/* Adds the comment if it is one. ST_PARSE with this place when it is malformed. */
MUST_CHECK status conditions_add(conditions *c, str comment, conditions_place place, arena *a,
                                 error *err);

#endif
