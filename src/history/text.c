#include "history/text.h"

#include "base/buf.h"

#include <stdlib.h>

enum { NANOS_PER_SECOND = 1000000000, SECONDS_PER_DAY = 86400 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a - floor_div(a, b) * b;
}

/* Days since 1970 to the Gregorian calendar, in eras of 400 years that begin in March. */
static void append_date(buf *out, int64_t days)
{
    days += 719468;
    int64_t era = floor_div(days, 146097), day_of_era = floor_mod(days, 146097);
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    if (year > 9999)
        buf_char(out, '+');
    buf_printf(out, year < 0 ? "-%04lld-%02lld-%02lld" : "%04lld-%02lld-%02lld",
               (long long)llabs(year), (long long)month,
               (long long)(day - (153 * shifted + 2) / 5 + 1));
}

/* With 0, 3, 6 or 9 digits of a fraction; without seconds when there are none. */
static void append_time(buf *out, int64_t second, int64_t nanos)
{
    buf_printf(out, "T%02lld:%02lld", (long long)(second / 3600), (long long)(second / 60 % 60));
    if (second % 60 == 0 && nanos == 0)
        return;
    buf_printf(out, ":%02lld", (long long)(second % 60));
    if (nanos == 0)
        return;
    if (nanos % 1000000 == 0)
        buf_printf(out, ".%03lld", (long long)(nanos / 1000000));
    else if (nanos % 1000 == 0)
        buf_printf(out, ".%06lld", (long long)(nanos / 1000));
    else
        buf_printf(out, ".%09lld", (long long)nanos);
}

static void append_offset(buf *out, int64_t offset)
{
    if (offset == 0) {
        buf_char(out, 'Z');
        return;
    }
    long long distance = llabs(offset);
    buf_printf(out, "%c%02lld:%02lld", offset < 0 ? '-' : '+', distance / 3600, distance / 60 % 60);
    if (distance % 60)
        buf_printf(out, ":%02lld", distance % 60);
}

static str finished(buf *out, arena *a)
{
    str text = STR_NONE;
    return buf_finish(out, a, &text, NULL) ? STR_NONE : text;
}

str history_datetime_text(const bolt_value *value, arena *a)
{
    if (value->type != BOLT_DATETIME && value->type != BOLT_DATETIME_ZONED)
        return STR_NONE;
    const bolt_temporal *t = value->as.temporal;
    bool zoned = value->type == BOLT_DATETIME_ZONED, utc = zoned && str_eq(t->zone, STR("UTC"));
    int64_t offset = zoned ? 0 : t->offset, local;
    if (__builtin_add_overflow(t->seconds, offset, &local))
        return STR_NONE;
    BUF_AUTO out = BUF_INIT(a->mem, 0);
    append_date(&out, floor_div(local, SECONDS_PER_DAY));
    append_time(&out, floor_mod(local, SECONDS_PER_DAY), t->nanoseconds);
    bool wall = t->local && !utc;
    if (!wall)
        append_offset(&out, offset);
    if (wall || utc)
        buf_printf(&out, "[%.*s]", STR_ARG(t->zone));
    return finished(&out, a);
}

/* A negative duration counts its seconds down and its nanoseconds up. */
static void append_seconds(buf *out, int64_t seconds, int64_t nanos)
{
    bool negative = seconds < 0;
    int64_t whole = (negative && nanos > 0 ? seconds + 1 : seconds) % 60;
    buf_printf(out, negative && nanos > 0 && whole == 0 ? "-%lld" : "%lld", (long long)whole);
    if (nanos == 0)
        return;
    int64_t fraction = negative ? NANOS_PER_SECOND - nanos : nanos;
    int digits = 9;
    for (; fraction % 10 == 0; fraction /= 10)
        digits--;
    buf_printf(out, ".%0*lld", digits, (long long)fraction);
}

str history_duration_text(const bolt_value *value, arena *a)
{
    if (value->type != BOLT_DURATION)
        return STR_NONE;
    const bolt_duration *d = value->as.duration;
    int64_t seconds = d->seconds + floor_div(d->nanoseconds, NANOS_PER_SECOND);
    int64_t nanos = floor_mod(d->nanoseconds, NANOS_PER_SECOND);
    int64_t whole = seconds < 0 && nanos > 0 ? seconds + 1 : seconds;
    BUF_AUTO out = BUF_INIT(a->mem, 0);
    buf_text(&out, "PT");
    if (whole / 3600)
        buf_printf(&out, "%lldH", (long long)(whole / 3600));
    if (whole / 60 % 60)
        buf_printf(&out, "%lldM", (long long)(whole / 60 % 60));
    if (whole % 60 || nanos || out.len == 2) {
        append_seconds(&out, seconds, nanos);
        buf_char(&out, 'S');
    }
    return finished(&out, a);
}
