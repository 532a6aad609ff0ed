/* A result that is read in batches, at the pace of its reader and in constant memory; other statements
 * of the transaction may run in between, except automatic ones. */
#ifndef BOLT_CURSOR_H
#define BOLT_CURSOR_H

#include "bolt/result.h"

typedef struct bolt_cursor {
    bolt_tx *tx; /* NULL once detached */
    bolt_collector collector;
    arena batch; /* of the rows at hand */
    int64_t fetch_size;
    bool grows;    /* each batch is twice the one before, until it fills BATCH_BYTES */
    size_t read;   /* of the rows at hand */
    status broken; /* the last batch did not come, and rows of it that did are worth nothing */
    uint64_t run;  /* its place among the statements of the transaction */
} bolt_cursor;

/* Runs the statement and fetches the first `fetch_size` rows; 0: 1,000, and twice as many each time while
 * they are small, so that what a round trip costs counts less and less. Names of columns and summary are
 * kept in `a`. Must not move afterwards. */
MUST_CHECK status bolt_cursor_open(bolt_cursor *c, bolt_tx *tx, const bolt_statement *statement,
                                   int64_t fetch_size, arena *a, error *err);

/* `*found` is false after the last row; then the summary is there. The row lives until the next call. */
MUST_CHECK status bolt_cursor_next(bolt_cursor *c, bolt_list *row, bool *found, error *err);

/* Before its transaction ends: rows at hand can still be read, but no further ones. */
void bolt_cursor_detach(bolt_cursor *c);

/* Rows that were not fetched stay where they are. Accepts one that is detached. */
void bolt_cursor_close(bolt_cursor *c);

#endif
