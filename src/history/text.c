#include "history/text.h"

#include "base/buf.h"
#include "base/calendar.h"

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
    char date[CALENDAR_TEXT], time[CALENDAR_TEXT], east[CALENDAR_TEXT] = "";
    bool wall = t->local && !utc;
    calendar_date(floor_div(local, SECONDS_PER_DAY), date);
    calendar_time(floor_mod(local, SECONDS_PER_DAY), t->nanoseconds, time);
    if (!wall)
        calendar_offset(offset, east);
    BUF_AUTO out = BUF_INIT(a->mem, 0);
    buf_printf(&out, "%sT%s%s", date, time, east);
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
