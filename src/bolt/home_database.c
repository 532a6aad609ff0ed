#include "bolt/home_database.h"

#include <string.h>

typedef struct bolt_home_entry {
    char *user; /* in one block with its name */
    size_t user_length;
    const char *name;
} bolt_home_entry;

void bolt_home_cache_init(bolt_home_cache *cache, const allocator *mem)
{
    *cache = (bolt_home_cache){ .mem = mem };
}

void bolt_home_cache_finish(bolt_home_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        mem_free(cache->mem, cache->entries[i].user);
    mem_free(cache->mem, cache->entries);
}

static bolt_home_entry *find(const bolt_home_cache *cache, str user)
{
    for (size_t i = 0; i < cache->count; i++) {
        bolt_home_entry *e = &cache->entries[i];
        if (str_eq((str){ e->user, e->user_length }, user))
            return e;
    }
    return NULL;
}

bool bolt_home_cache_get(const bolt_home_cache *cache, str user, char name[BOLT_DATABASE_SIZE])
{
    const bolt_home_entry *e = find(cache, user);
    if (e)
        memcpy(name, e->name, strlen(e->name) + 1);
    return e != NULL;
}

static void forget(bolt_home_cache *cache, bolt_home_entry *e)
{
    size_t index = (size_t)(e - cache->entries);
    mem_free(cache->mem, e->user);
    cache->count--;
    memmove(e, e + 1, (cache->count - index) * sizeof *e);
}

static bool make_room(bolt_home_cache *cache)
{
    if (cache->count == BOLT_HOMES_LIMIT)
        forget(cache, &cache->entries[0]);
    if (cache->count < cache->capacity)
        return true;
    size_t wanted = cache->capacity ? cache->capacity * 2 : 4;
    bolt_home_entry *entries =
        mem_resize(cache->mem, cache->entries, wanted, sizeof *cache->entries);
    if (!entries)
        return false;
    cache->entries = entries;
    cache->capacity = wanted;
    return true;
}

static bool entry_init(const bolt_home_cache *cache, bolt_home_entry *e, str user, const char *name)
{
    size_t name_size = strlen(name) + 1;
    char *block = mem_resize(cache->mem, NULL, user.len + name_size, 1);
    if (!block)
        return false;
    if (user.len > 0)
        memcpy(block, user.data, user.len);
    memcpy(block + user.len, name, name_size);
    *e = (bolt_home_entry){ block, user.len, block + user.len };
    return true;
}

void bolt_home_cache_set(bolt_home_cache *cache, str user, const char *name)
{
    bolt_home_entry fresh, *old = find(cache, user);
    if (strlen(name) >= BOLT_DATABASE_SIZE || (old && strcmp(old->name, name) == 0) ||
        !entry_init(cache, &fresh, user, name))
        return;
    if (old)
        forget(cache, old);
    if (make_room(cache))
        cache->entries[cache->count++] = fresh;
    else
        mem_free(cache->mem, fresh.user);
}
