/* The home database: where somebody is who names none. A server resolves it when it is asked, but to
 * choose a server of a cluster one must know it before. Source: the Bolt documentation, "ROUTE" and
 * the hint "ssr.enabled". */
#ifndef BOLT_HOME_DATABASE_H
#define BOLT_HOME_DATABASE_H

#include "base/mem.h"
#include "base/str.h"

enum {
    BOLT_DATABASE_SIZE = 256, /* of a name with its NUL; longest known: 63, a dot, 63 */
    BOLT_HOMES_LIMIT = 1000,  /* users; the one that was noted first makes room */
};

/* What a session knows. */
typedef struct bolt_home {
    bool known;   /* from then on all its transactions name it */
    bool guessed; /* enough to choose a server; which database it is, the server will tell */
    char name[BOLT_DATABASE_SIZE]; /* empty: the servers of that age do not tell */
} bolt_home;

/* What is known of users. Not for several threads at once. */
typedef struct bolt_home_cache {
    const allocator *mem;
    struct bolt_home_entry *entries;
    size_t count, capacity;
} bolt_home_cache;

void bolt_home_cache_init(bolt_home_cache *cache, const allocator *mem);
void bolt_home_cache_finish(bolt_home_cache *cache);

/* False when nothing is known. */
bool bolt_home_cache_get(const bolt_home_cache *cache, str user, char name[BOLT_DATABASE_SIZE]);

/* Without memory nothing is noted. */
void bolt_home_cache_set(bolt_home_cache *cache, str user, const char *name);

#endif
