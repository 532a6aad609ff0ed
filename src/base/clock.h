/* Time and waiting. Deadlines are points of the monotonic clock, in milliseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#define DEADLINE_NEVER INT64_MAX

int64_t clock_ms(void); /* monotonic */
int64_t clock_us(void); /* monotonic */
int64_t clock_utc_us(void); /* since 1970, as the system believes */

/* now + timeout; a negative timeout means never. */
int64_t deadline_in(int64_t timeout_ms);

/* Milliseconds left for poll(2): 0 when it has passed, -1 when there is none. */
int deadline_left(int64_t deadline);

#endif
