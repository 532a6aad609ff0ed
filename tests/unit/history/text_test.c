#include "history/text.h"

#include <criterion/criterion.h>

static const char *datetime(bolt_type type, bolt_temporal t)
{
    static arena a = ARENA_INIT(NULL, 0);
    bolt_value value = { .type = type, .as.temporal = &t };
    return history_datetime_text(&value, &a).data;
}

static const char *in_utc(int64_t seconds, int64_t nanoseconds)
{
    bolt_temporal t = { .seconds = seconds, .nanoseconds = nanoseconds, .zone = STR("UTC") };
    return datetime(BOLT_DATETIME_ZONED, t);
}

Test(text, datetimes_have_as_many_digits_as_java_prints)
{
    cr_assert_str_eq(in_utc(1795376355, 789000000), "2026-11-22T19:39:15.789Z[UTC]");
    cr_assert_str_eq(in_utc(1795376355, 789100000), "2026-11-22T19:39:15.789100Z[UTC]");
    cr_assert_str_eq(in_utc(1795376355, 1), "2026-11-22T19:39:15.000000001Z[UTC]");
    cr_assert_str_eq(in_utc(1795376355, 0), "2026-11-22T19:39:15Z[UTC]");
    cr_assert_str_eq(in_utc(1795376340, 0), "2026-11-22T19:39Z[UTC]");
    cr_assert_str_eq(in_utc(1795376340, 5000000), "2026-11-22T19:39:00.005Z[UTC]");
}

Test(text, dates_of_all_times)
{
    cr_assert_str_eq(in_utc(0, 0), "1970-01-01T00:00Z[UTC]");
    cr_assert_str_eq(in_utc(-1, 0), "1969-12-31T23:59:59Z[UTC]");
    cr_assert_str_eq(in_utc(951782400, 0), "2000-02-29T00:00Z[UTC]");
    cr_assert_str_eq(in_utc(4107542400, 0), "2100-03-01T00:00Z[UTC]");
    cr_assert_str_eq(in_utc(1709164800, 0), "2024-02-29T00:00Z[UTC]");
    cr_assert_str_eq(in_utc(253402300800, 0), "+10000-01-01T00:00Z[UTC]");
    cr_assert_str_eq(in_utc(-62167219201, 0), "-0001-12-31T23:59:59Z[UTC]");
}

Test(text, offsets_and_other_zones)
{
    bolt_temporal t = { .seconds = 1795376355, .offset = 3600 };
    cr_assert_str_eq(datetime(BOLT_DATETIME, t), "2026-11-22T20:39:15+01:00");
    t.offset = -12645;
    cr_assert_str_eq(datetime(BOLT_DATETIME, t), "2026-11-22T16:08:30-03:30:45");
    t.offset = 0;
    cr_assert_str_eq(datetime(BOLT_DATETIME, t), "2026-11-22T19:39:15Z");
    t.zone = STR("Europe/Berlin");
    cr_assert_str_eq(datetime(BOLT_DATETIME_ZONED, t), "2026-11-22T19:39:15Z");
}

Test(text, wall_time_of_old_servers)
{
    bolt_temporal t = { .seconds = 1795376355, .zone = STR("Europe/Berlin"), .local = true };
    cr_assert_str_eq(datetime(BOLT_DATETIME_ZONED, t), "2026-11-22T19:39:15[Europe/Berlin]");
    t.zone = STR("UTC");
    cr_assert_str_eq(datetime(BOLT_DATETIME_ZONED, t), "2026-11-22T19:39:15Z[UTC]");
}

Test(text, no_moment_at_all)
{
    bolt_temporal t = { .seconds = INT64_MAX, .offset = 1 };
    cr_assert_null(datetime(BOLT_DATETIME, t));
}

Test(text, what_is_no_datetime_has_no_text)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    bolt_value number = bolt_int(7);
    cr_assert_null(history_datetime_text(&number, &a).data);
    cr_assert_null(history_duration_text(&number, &a).data);
}

static const char *duration(int64_t seconds, int64_t nanoseconds)
{
    static arena a = ARENA_INIT(NULL, 0);
    bolt_duration d = { .months = 7, .days = 7, .seconds = seconds, .nanoseconds = nanoseconds };
    bolt_value value = { .type = BOLT_DURATION, .as.duration = &d };
    return history_duration_text(&value, &a).data;
}

Test(text, durations_as_java_prints_them)
{
    cr_assert_str_eq(duration(0, 0), "PT0S");
    cr_assert_str_eq(duration(0, 230000000), "PT0.23S");
    cr_assert_str_eq(duration(0, 72000000), "PT0.072S");
    cr_assert_str_eq(duration(0, 1), "PT0.000000001S");
    cr_assert_str_eq(duration(62, 500000000), "PT1M2.5S");
    cr_assert_str_eq(duration(60, 0), "PT1M");
    cr_assert_str_eq(duration(3600, 0), "PT1H");
    cr_assert_str_eq(duration(90061, 0), "PT25H1M1S");
    cr_assert_str_eq(duration(3600, 1000000), "PT1H0.001S");
    cr_assert_str_eq(duration(-1, 0), "PT-1S");
    cr_assert_str_eq(duration(-1, 500000000), "PT-0.5S");
    cr_assert_str_eq(duration(-2, 1000000), "PT-1.999S");
    cr_assert_str_eq(duration(-60, 0), "PT-1M");
    cr_assert_str_eq(duration(0, 2500000000), "PT2.5S");
}
