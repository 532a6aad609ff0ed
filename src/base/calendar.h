/* Dates and times of the ISO 8601 calendar as text, as java.time prints them. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdint.h>

enum { CALENDAR_TEXT = 64, SECONDS_PER_DAY = 86400, NANOS_PER_SECOND = 1000000000 };

/* Rounded down, and what remains, which is never negative. */
int64_t floor_div(int64_t a, int64_t b);
int64_t floor_mod(int64_t a, int64_t b);

/* 2026-11-22, from days since 1970; +12026-11-22 and -0001-11-22 beyond four digits. */
void calendar_date(int64_t days, char out[CALENDAR_TEXT]);

/* 19:39:15.789, with 0, 3, 6 or 9 digits of a fraction; 19:39 on the minute. From seconds since midnight. */
void calendar_time(int64_t second, int64_t nanos, char out[CALENDAR_TEXT]);

/* +01:00, Z; from seconds east of UTC. */
void calendar_offset(int64_t offset, char out[CALENDAR_TEXT]);

#endif
