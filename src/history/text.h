/* Points in time and durations as java.time prints them: tables and other tools show them so. */
#ifndef HISTORY_TEXT_H
#define HISTORY_TEXT_H

#include "bolt/value.h"

/* 2026-11-22T19:39:15.789Z[UTC]; STR_NONE for anything but a datetime with offset or zone. A zone
 * other than UTC is shown as the same moment in UTC, without its name; servers before 4.3 tell only
 * its wall time, which is shown as 2026-11-22T20:39:15.789[Europe/Berlin]. */
str history_datetime_text(const bolt_value *value, arena *a);

/* PT1M2.5S. Months and days do not count. STR_NONE for anything but a duration. */
str history_duration_text(const bolt_value *value, arena *a);

#endif
