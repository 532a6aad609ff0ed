/* "Did you mean ...?" */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "base/str.h"

enum { CLI_SUGGEST_MAX = 64 }; /* longer words get no suggestion */

/* Keeps the best of the words offered so far. Start with { .typed = ... }. */
typedef struct cli_suggestion {
    str typed;
    str best; /* STR_NONE as long as nothing is near */
    size_t distance;
} cli_suggestion;

void cli_suggest_offer(cli_suggestion *s, str word);

/* Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
 * Neither is longer than CLI_SUGGEST_MAX. */
size_t cli_suggest_distance(str a, str b);

#endif
