#include "base/secret.h"

#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Looks at each block as it is given back, and fails to allocate when it is told to. */
typedef struct watcher {
    size_t sizes[8];
    void *blocks[8];
    size_t count, freed;
    bool exhausted, readable;
} watcher;

static bool holds(const void *block, size_t size, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp((const char *)block + i, text, length) == 0)
            return true;
    return false;
}

static void *watch(void *user, void *block, size_t size)
{
    watcher *w = user;
    cr_assert(!(block && size), "nothing is resized in place");
    for (size_t i = 0; block && i < w->count; i++)
        if (w->blocks[i] == block)
            w->readable |= holds(block, w->sizes[i], "pass");
    if (block) {
        w->freed++;
        free(block);
        return NULL;
    }
    if (w->exhausted)
        return NULL;
    w->sizes[w->count] = size;
    return w->blocks[w->count++] = malloc(size);
}

Test(secret, is_overwritten_before_it_is_given_back)
{
    watcher w = { .count = 0 };
    allocator mem = { watch, &w }, secrets = secret_memory(&mem);
    char *text = mem_resize(&secrets, NULL, 1, 5);
    memcpy(text, "pass", 5);
    text = mem_resize(&secrets, text, 1, 500);
    cr_assert_str_eq(text, "pass");
    text = mem_resize(&secrets, text, 1, 3);
    cr_assert(memcmp(text, "pas", 3) == 0);
    mem_free(&secrets, text);
    cr_expect_eq(w.freed, 3);
    cr_expect_not(w.readable);
}

Test(secret, out_of_memory_keeps_what_there_is)
{
    watcher w = { .count = 0 };
    allocator mem = { watch, &w }, secrets = secret_memory(&mem);
    char *text = mem_resize(&secrets, NULL, 1, 5);
    memcpy(text, "pass", 5);
    w.exhausted = true;
    cr_expect_null(mem_resize(&secrets, text, 1, 500));
    cr_expect_null(mem_resize(&secrets, text, 1, SIZE_MAX));
    cr_expect_str_eq(text, "pass");
    mem_free(&secrets, text);
    cr_expect_not(w.readable);
}

Test(secret, serves_arenas)
{
    allocator secrets = secret_memory(NULL);
    ARENA_AUTO a = ARENA_INIT(&secrets, 0);
    for (int i = 0; i < 3000; i++)
        cr_assert_eq(arena_str(&a, STR("pass")).len, 4);
}
