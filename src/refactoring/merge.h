/* Merging nodes into the first of them. It takes several statements: which nodes these are, what is found on them, and then
 * what is changed. All of that is one transaction. */
#ifndef REFACTORING_MERGE_H
#define REFACTORING_MERGE_H

#include "refactoring/refactoring.h"

typedef enum merge_strategy { MERGE_KEEP_ALL, MERGE_KEEP_FIRST, MERGE_KEEP_LAST } merge_strategy;

/* What becomes of the values of properties whose whole name matches. */
typedef struct merge_policy {
    str pattern; /* a regular expression of the server's */
    merge_strategy strategy;
} merge_policy;

typedef struct merge_policies {
    const merge_policy *items; /* the first that matches decides */
    size_t count;
} merge_policies;

/* ST_MIGRATIONS for an unknown strategy, ST_ARGUMENT for a policy that lacks something. */
MUST_CHECK status merge_policies_read(const catalog_refactoring *r, arena *a, merge_policies *out,
                                      error *err);

typedef struct merge_plan {
    const catalog_server *server;
    merge_policies policies;
    bolt_list ids; /* of the nodes, in order: the first one stays */
} merge_plan;

bool refactoring_is_merge(const catalog_refactoring *r);

/* What is to be known of the nodes. Each question is answered by one row with one list. */
typedef enum merge_question {
    MERGE_LABELS, /* of those that go */
    MERGE_TYPES,  /* of their relationships */
    MERGE_KEYS,   /* of all: the name of a property, and the index of its policy or null */
    MERGE_QUESTIONS
} merge_question;

MUST_CHECK status merge_ask(const merge_plan *m, merge_question question, arena *a,
                            refactoring_statement *out, error *err);

typedef struct merge_changes {
    const refactoring_statement *items;
    size_t count;
} merge_changes;

/* What is to be done: nothing for less than two nodes. ST_MIGRATIONS when a property has no policy. */
MUST_CHECK status merge_decide(const merge_plan *m, const bolt_list answers[MERGE_QUESTIONS],
                               arena *a, merge_changes *out, error *err);

#endif
