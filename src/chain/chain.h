/* What is there against what was applied: states, the verdict, and what is to run. Pure: no I/O, no
 * clock, no log. */
#ifndef CHAIN_CHAIN_H
#define CHAIN_CHAIN_H

#include "migration/migration.h"
#include "migration/recorded.h"

typedef enum chain_mode {
    CHAIN_COMPARE, /* local migrations against the history */
    CHAIN_LOCAL,   /* what was found, as if nothing had been applied */
    CHAIN_REMOTE,  /* the history alone */
} chain_mode;

/* One of the two is NULL in the modes that do not look at it; an element is pending if `recorded`
 * is NULL. */
typedef struct chain_element {
    const migration *local;
    const recorded_migration *recorded;
} chain_element;

typedef struct chain {
    const chain_element *items; /* sorted by version */
    size_t count;
    size_t applied;
} chain;

typedef struct chain_input {
    migration_list local; /* sorted */
    recorded_chain recorded;
    version_order order;
    bool out_of_order;
    bool skip_checksums;
} chain_input;

/* ST_MIGRATIONS when the two do not fit each other. */
MUST_CHECK status chain_build(const chain_input *input, chain_mode mode, arena *a, chain *out,
                              error *err);

/* ---- Validation ---- */

typedef enum chain_outcome {
    CHAIN_VALID,
    CHAIN_INCOMPLETE_DATABASE,
    CHAIN_INCOMPLETE_MIGRATIONS,
    CHAIN_DIFFERENT_CONTENT,
    CHAIN_DUPLICATE_VERSION,
    CHAIN_UNDEFINED,
} chain_outcome;

typedef struct chain_verdict {
    chain_outcome outcome;
    bool needs_repair;
    str warning; /* STR_NONE when there is nothing more to say */
} chain_verdict;

/* Compares checksums, whatever the input says about them. Fails only for want of memory. */
MUST_CHECK status chain_validate(const chain_input *input, arena *a, chain_verdict *out,
                                 error *err);

/* ST_MIGRATIONS naming both sources when two migrations of the history share a version. */
MUST_CHECK status chain_check_duplicates(const recorded_chain *recorded, arena *a, error *err);

/* ---- What is to run ---- */

/* Where to stop. */
typedef struct chain_target {
    bool nothing; /* apply nothing at all: there is no current version yet */
    str version;  /* the last one; STR_NONE: no limit */
} chain_target;

/* Reads CURRENT, LATEST, NEXT or the name of a version, each with a question mark when it need not
 * exist. ST_MIGRATIONS when the version is not available, ST_PARSE when the text is no version. */
MUST_CHECK status chain_target_resolve(str text, const chain *built, const migration_list *local,
                                       arena *a, chain_target *out, error *err);

typedef enum chain_action {
    CHAIN_SKIP,  /* it has been applied, and has not changed */
    CHAIN_APPLY, /* for the first time, after `previous` */
    CHAIN_REPEAT,
} chain_action;

typedef struct chain_step {
    chain_action action;
    const migration *migration;
    str previous; /* a version, or the baseline's */
} chain_step;

typedef struct chain_plan {
    const chain_step *steps;
    size_t count;
} chain_plan;

/* `compared` was built in CHAIN_COMPARE. */
MUST_CHECK status chain_plan_build(const chain *compared, const chain_target *target,
                                   version_order order, arena *a, chain_plan *out, error *err);

#endif
