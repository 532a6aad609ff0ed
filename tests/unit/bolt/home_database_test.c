#include "bolt/home_database.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void check(const bolt_home_cache *cache, str user, const char *expected)
{
    char name[BOLT_DATABASE_SIZE] = "?";
    bool found = bolt_home_cache_get(cache, user, name);
    cr_expect_eq(found, expected != NULL);
    cr_expect_str_eq(name, expected ? expected : "?");
}

Test(home_database, is_known_for_each_user)
{
    bolt_home_cache cache;
    bolt_home_cache_init(&cache, NULL);
    check(&cache, STR("alice"), NULL);
    bolt_home_cache_set(&cache, STR("alice"), "hers");
    bolt_home_cache_set(&cache, STR(""), "ours");
    check(&cache, STR("alice"), "hers");
    check(&cache, STR(""), "ours");
    check(&cache, STR("ali"), NULL);
    bolt_home_cache_set(&cache, STR("alice"), "another");
    check(&cache, STR("alice"), "another");
    check(&cache, STR(""), "ours");
    cr_expect_eq(cache.count, 2);
    bolt_home_cache_finish(&cache);
}

Test(home_database, who_was_noted_first_makes_room)
{
    bolt_home_cache cache;
    char user[16];
    bolt_home_cache_init(&cache, NULL);
    for (int i = 0; i <= BOLT_HOMES_LIMIT; i++) {
        snprintf(user, sizeof user, "user%d", i);
        bolt_home_cache_set(&cache, str_from(user), "home");
    }
    cr_expect_eq(cache.count, BOLT_HOMES_LIMIT);
    check(&cache, STR("user0"), NULL);
    check(&cache, STR("user1"), "home");
    check(&cache, str_from(user), "home");
    bolt_home_cache_finish(&cache);
}

Test(home_database, names_that_are_too_long_are_not_kept)
{
    static char name[BOLT_DATABASE_SIZE + 1];
    bolt_home_cache cache;
    bolt_home_cache_init(&cache, NULL);
    memset(name, 'x', BOLT_DATABASE_SIZE);
    bolt_home_cache_set(&cache, STR("alice"), name);
    check(&cache, STR("alice"), NULL);
    name[BOLT_DATABASE_SIZE - 1] = '\0';
    bolt_home_cache_set(&cache, STR("alice"), name);
    check(&cache, STR("alice"), name);
    bolt_home_cache_finish(&cache);
}

static void *no_memory(void *user, void *block, size_t size)
{
    (void)user;
    (void)block;
    (void)size;
    return NULL;
}

Test(home_database, without_memory_nothing_is_noted)
{
    const allocator none = { no_memory, NULL };
    bolt_home_cache cache;
    bolt_home_cache_init(&cache, &none);
    bolt_home_cache_set(&cache, STR("alice"), "hers");
    check(&cache, STR("alice"), NULL);
    cr_expect_eq(cache.count, 0);
}
