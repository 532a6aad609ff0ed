#include "base/calendar.h"

#include <inttypes.h>
#include <stdio.h>

/* Further than any server's calendar goes; what is beyond is shown as the last day, so that nothing overflows. */
enum { YEARS_MAX = 999999999 };
#define DAYS_MAX ((int64_t)YEARS_MAX * 366)

int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t floor_mod(int64_t a, int64_t b)
{
    int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}

/* In eras of 400 years that begin in March. */
void calendar_date(int64_t days, char out[CALENDAR_TEXT])
{
    days = days > DAYS_MAX ? DAYS_MAX : days < -DAYS_MAX ? -DAYS_MAX : days;
    days += 719468;
    int64_t era = floor_div(days, 146097), day_of_era = floor_mod(days, 146097);
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(out, CALENDAR_TEXT, "%s%04" PRId64 "-%02" PRId64 "-%02" PRId64,
             year < 0      ? "-"
             : year > 9999 ? "+"
                           : "",
             year < 0 ? -year : year, month, day - (153 * shifted + 2) / 5 + 1);
}

void calendar_time(int64_t second, int64_t nanos, char out[CALENDAR_TEXT])
{
    int64_t hour = second / 3600, minute = second / 60 % 60;
    if (second % 60 == 0 && nanos == 0)
        snprintf(out, CALENDAR_TEXT, "%02" PRId64 ":%02" PRId64, hour, minute);
    else if (nanos == 0)
        snprintf(out, CALENDAR_TEXT, "%02" PRId64 ":%02" PRId64 ":%02" PRId64, hour, minute,
                 second % 60);
    else if (nanos % 1000000 == 0)
        snprintf(out, CALENDAR_TEXT, "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%03" PRId64, hour,
                 minute, second % 60, nanos / 1000000);
    else if (nanos % 1000 == 0)
        snprintf(out, CALENDAR_TEXT, "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%06" PRId64, hour,
                 minute, second % 60, nanos / 1000);
    else
        snprintf(out, CALENDAR_TEXT, "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%09" PRId64, hour,
                 minute, second % 60, nanos);
}

void calendar_offset(int64_t offset, char out[CALENDAR_TEXT])
{
    char sign = offset < 0 ? '-' : '+';
    uint64_t distance = offset < 0 ? 0 - (uint64_t)offset : (uint64_t)offset;
    if (offset == 0)
        snprintf(out, CALENDAR_TEXT, "Z");
    else if (distance % 60 == 0)
        snprintf(out, CALENDAR_TEXT, "%c%02" PRIu64 ":%02" PRIu64, sign, distance / 3600,
                 distance / 60 % 60);
    else
        snprintf(out, CALENDAR_TEXT, "%c%02" PRIu64 ":%02" PRIu64 ":%02" PRIu64, sign,
                 distance / 3600, distance / 60 % 60, distance % 60);
}
