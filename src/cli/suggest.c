#include "cli/suggest.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t cli_suggest_distance(str a, str b)
{
    size_t rows[3][CLI_SUGGEST_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.data[i - 1] == b.data[j - 1];
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            bool swapped =
                i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1];
            if (swapped)
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

/* A beginning of a word counts as near, however much is missing. */
static size_t distance_of(str typed, str word)
{
    bool beginning = typed.len >= 3 && str_starts(word, typed);
    return beginning ? 1 : cli_suggest_distance(typed, word);
}

void cli_suggest_offer(cli_suggestion *s, str word)
{
    if (s->typed.len == 0 || s->typed.len > CLI_SUGGEST_MAX || word.len > CLI_SUGGEST_MAX)
        return;
    size_t distance = distance_of(s->typed, word);
    size_t tolerated = s->typed.len <= 3 ? 1 : 1 + s->typed.len / 4;
    if (distance <= tolerated && (!s->best.data || distance < s->distance)) {
        s->best = word;
        s->distance = distance;
    }
}
