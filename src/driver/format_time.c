#include "driver/format.h"

#include "base/calendar.h"

#include <inttypes.h>
#include <stdio.h>

static void put_date(writer *w, int64_t days)
{
    char text[CALENDAR_TEXT];
    calendar_date(days, text);
    format_text(w, text);
}

static void put_time(writer *w, int64_t second, int64_t nanos)
{
    char text[CALENDAR_TEXT];
    calendar_time(second, nanos, text);
    format_text(w, text);
}

static void put_offset(writer *w, int64_t offset)
{
    char text[CALENDAR_TEXT];
    calendar_offset(offset, text);
    format_text(w, text);
}

static void put_moment(writer *w, int64_t seconds, int64_t nanos)
{
    put_date(w, floor_div(seconds, SECONDS_PER_DAY));
    format_text(w, "T");
    put_time(w, floor_mod(seconds, SECONDS_PER_DAY), nanos);
}

/* A zone's offset is not known here: the moment is shown in UTC, or as the wall clock has it. */
void format_temporal(writer *w, bolt_type type, const bolt_temporal *t)
{
    int64_t local;
    if (type == BOLT_DATE) {
        put_date(w, t->seconds);
        return;
    }
    if (type == BOLT_TIME || type == BOLT_LOCAL_TIME)
        put_time(w, floor_div(t->nanoseconds, NANOS_PER_SECOND),
                 floor_mod(t->nanoseconds, NANOS_PER_SECOND));
    else
        put_moment(w, __builtin_add_overflow(t->seconds, t->offset, &local) ? t->seconds : local,
                   t->nanoseconds);
    if (type == BOLT_TIME || type == BOLT_DATETIME)
        put_offset(w, t->offset);
    if (type != BOLT_DATETIME_ZONED)
        return;
    format_text(w, t->local && !str_eq(t->zone, STR("UTC")) ? "[" : "Z[");
    format_n(w, t->zone.data, t->zone.len);
    format_text(w, "]");
}

static void put_part(writer *w, int64_t number, const char *unit)
{
    if (number == 0)
        return;
    format_int(w, number);
    format_text(w, unit);
}

/* A fraction of a second has the sign of the seconds in front of it. */
static void put_seconds(writer *w, int64_t seconds, int64_t nanos)
{
    char fraction[16];
    if (seconds > 0 && nanos < 0) {
        seconds--;
        nanos += NANOS_PER_SECOND;
    } else if (seconds < 0 && nanos > 0) {
        seconds++;
        nanos -= NANOS_PER_SECOND;
    }
    format_text(w, seconds == 0 && nanos < 0 ? "-" : "");
    format_int(w, seconds);
    int length = snprintf(fraction, sizeof fraction, ".%09" PRId64, nanos < 0 ? -nanos : nanos);
    while (fraction[length - 1] == '0')
        length--;
    format_n(w, fraction, length > 1 ? (size_t)length : 0);
    format_text(w, "S");
}

/* P1M-1DT5.5S: the parts as they are, without those that are 0. */
void format_duration(writer *w, const bolt_duration *d)
{
    int64_t nanos = d->nanoseconds % NANOS_PER_SECOND;
    int64_t seconds;
    if (__builtin_add_overflow(d->seconds, d->nanoseconds / NANOS_PER_SECOND, &seconds))
        seconds = d->seconds;
    format_text(w, "P");
    put_part(w, d->months, "M");
    put_part(w, d->days, "D");
    if (seconds == 0 && nanos == 0 && (d->months != 0 || d->days != 0))
        return;
    format_text(w, "T");
    put_seconds(w, seconds, nanos);
}
