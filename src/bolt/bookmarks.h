/* What a set of bookmarks does for a session; the type is in session.h. */
#ifndef BOLT_BOOKMARKS_H
#define BOLT_BOOKMARKS_H

#include "bolt/session.h"

/* Any number of threads may use the same set. */

/* All that are known, in the arena. */
MUST_CHECK status bolt_bookmarks_copy(bolt_bookmarks *b, arena *a, const str **items, size_t *count,
                                      error *err);

/* The same, borrowed until the next change: for somebody who knows that none comes. */
const str *bolt_bookmarks_list(const bolt_bookmarks *b, size_t *count);

/* One that was learnt elsewhere. */
MUST_CHECK status bolt_bookmarks_learn(bolt_bookmarks *b, str text, error *err);

/* Tells apart what is known now from what will be added later. */
uint64_t bolt_bookmarks_mark(bolt_bookmarks *b);

/* A transaction that began with all bookmarks known at `mark` has ended with a new one, which takes
 * their place, and that of `own`, which the same user was given before (0: none). Returns what is its
 * `own` then. Without memory all stays as it was: then later transactions wait for less. */
uint64_t bolt_bookmarks_replace(bolt_bookmarks *b, uint64_t mark, uint64_t own, str fresh);

#endif
