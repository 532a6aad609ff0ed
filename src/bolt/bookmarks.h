/* What a set of bookmarks does for a session; the type is in session.h. */
#ifndef BOLT_BOOKMARKS_H
#define BOLT_BOOKMARKS_H

#include "bolt/session.h"

/* All that are known; borrowed until the next change. */
const str *bolt_bookmarks_list(const bolt_bookmarks *b, size_t *count);

/* One that was learnt elsewhere. */
MUST_CHECK status bolt_bookmarks_learn(bolt_bookmarks *b, str text, error *err);

/* Tells apart what is known now from what will be added later. */
uint64_t bolt_bookmarks_mark(const bolt_bookmarks *b);

/* A transaction that began with all bookmarks known at `mark` has ended with a new one, which takes
 * their place. Without memory all stays as it was: then later transactions wait for less. */
void bolt_bookmarks_replace(bolt_bookmarks *b, uint64_t mark, str fresh);

#endif
