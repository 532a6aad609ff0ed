#include "cli/duration.h"

/* Keeps every sum below within 64 bits. */
#define SECONDS_MAX (INT64_MAX / 1000000)

typedef struct amount {
    bool negative;
    uint64_t whole;
    uint64_t nanos;
    bool fraction;
} amount;

typedef struct span {
    int64_t seconds, nanos;
} span;

static bool take(str *rest, char upper)
{
    if (rest->len == 0 || char_upper(rest->data[0]) != upper)
        return false;
    *rest = str_from_index(*rest, 1);
    return true;
}

static bool take_sign(str *rest)
{
    bool negative = take(rest, '-');
    if (!negative)
        take(rest, '+');
    return negative;
}

static str take_digits(str *rest)
{
    size_t count = 0;
    while (count < rest->len && char_is_digit(rest->data[count]))
        count++;
    str digits = str_slice(*rest, 0, count);
    *rest = str_from_index(*rest, count);
    return digits;
}

static bool take_fraction(str *rest, uint64_t *nanos)
{
    str digits = take_digits(rest);
    if (digits.len > 9)
        return false;
    *nanos = 0;
    for (size_t i = 0; i < 9; i++)
        *nanos = *nanos * 10 + (i < digits.len ? (uint64_t)(digits.data[i] - '0') : 0);
    return true;
}

static bool take_amount(str *rest, amount *out)
{
    amount a = { .negative = take_sign(rest) };
    if (!str_to_u64(take_digits(rest), &a.whole))
        return false;
    if (take(rest, '.') || take(rest, ',')) {
        a.fraction = true;
        if (!take_fraction(rest, &a.nanos))
            return false;
    }
    *out = a;
    return true;
}

static bool add(span *total, amount a, int64_t unit)
{
    if (a.whole > (uint64_t)(SECONDS_MAX / unit))
        return false;
    int64_t seconds = (int64_t)a.whole * unit;
    total->seconds += a.negative ? -seconds : seconds;
    total->nanos += a.negative ? -(int64_t)a.nanos : (int64_t)a.nanos;
    return true;
}

/* Units come in their order, each at most once; only seconds have a fraction. */
static bool take_units(str *rest, const char *units, const int64_t *seconds, span *total)
{
    size_t next = 0;
    while (rest->len > 0 && char_upper(rest->data[0]) != 'T') {
        amount a;
        if (!take_amount(rest, &a) || rest->len == 0)
            return false;
        while (units[next] && units[next] != char_upper(rest->data[0]))
            next++;
        if (!units[next] || (a.fraction && units[next] != 'S') || !add(total, a, seconds[next++]))
            return false;
        *rest = str_from_index(*rest, 1);
    }
    return true;
}

static bool to_ms(span total, bool negative, int64_t *out)
{
    int64_t sign = negative ? -1 : 1;
    int64_t seconds = total.seconds * sign, nanos = total.nanos * sign;
    seconds += nanos / 1000000000;
    nanos %= 1000000000;
    if (nanos < 0) {
        seconds--;
        nanos += 1000000000;
    }
    if (seconds < 0)
        return false;
    *out = seconds * 1000 + (nanos + 999999) / 1000000;
    return true;
}

bool cli_duration_parse(str text, int64_t *out)
{
    static const int64_t DAY[] = { 86400 }, TIMES[] = { 3600, 60, 1 };
    span total = { 0 };
    bool negative = take_sign(&text);
    if (!take(&text, 'P') || text.len == 0)
        return false;
    if (!take_units(&text, "D", DAY, &total))
        return false;
    if (text.len > 0) {
        if (!take(&text, 'T') || text.len == 0 || !take_units(&text, "HMS", TIMES, &total))
            return false;
    }
    return text.len == 0 && to_ms(total, negative, out);
}
