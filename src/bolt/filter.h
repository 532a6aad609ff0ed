/* Which notifications a server leaves out of its summaries. All zeroes are the server's default. */
#ifndef BOLT_FILTER_H
#define BOLT_FILTER_H

#include "base/error.h"
#include "base/str.h"

#include <neo4j_bolt.h>

typedef struct bolt_filter {
    bolt_notice_level level;
    str disabled; /* names of kinds, separated by commas; empty: none of them is; STR_NONE: the default */
} bolt_filter;

/* Takes from `general` what `special` does not say. */
bolt_filter bolt_filter_merge(bolt_filter special, bolt_filter general);

/* The word of the protocol; STR_NONE for the server's default. */
str bolt_filter_severity(const bolt_filter *filter);

/* ST_ARGUMENT when a kind is no word of capital letters: servers hang up over such. */
MUST_CHECK status bolt_filter_check(const bolt_filter *filter, error *err);

/* The next kind off the front of `*rest`, which begins as `disabled`; false when there is none. */
bool bolt_filter_next(str *rest, str *kind);

#endif
