#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(arena, memory_is_zeroed_aligned_and_stays)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    for (size_t size = 1; size < 10000; size = size * 3 + 1) {
        unsigned char *block = arena_alloc(&a, size);
        cr_assert_not_null(block);
        cr_assert_eq((uintptr_t)block % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(block[i], 0);
        memset(block, 0xAB, size);
    }
}

Test(arena, limit_is_an_error_not_a_crash)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 10000);
    cr_assert_not_null(arena_alloc(&a, 9000));
    cr_assert_null(arena_alloc(&a, 2000));
    cr_assert_not_null(arena_alloc(&a, 500));
}

Test(arena, sizes_that_overflow_are_refused)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    cr_assert_null(arena_array(&a, SIZE_MAX / 2, 3));
    cr_assert_null(arena_alloc(&a, SIZE_MAX));
}

Test(arena, grow_keeps_items)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    size_t capacity = 0, count = 0;
    int *items = NULL;
    for (; count < 1000; count++) {
        items = arena_grow(&a, items, count, &capacity, sizeof *items);
        cr_assert_not_null(items);
        items[count] = (int)count;
    }
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(items[i], (int)i);
}

Test(arena, text_is_terminated)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    str copy = arena_str(&a, str_slice(STR("migration"), 0, 4));
    cr_assert_str_eq(copy.data, "migr");
    cr_assert_str_eq(arena_str(&a, STR_NONE).data, "");
    cr_assert_str_eq(arena_printf(&a, "%d of %s", 3, "seven").data, "3 of seven");
}

Test(arena, reset_reuses_a_block)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    for (int i = 0; i < 100; i++)
        cr_assert_not_null(arena_alloc(&a, 1000));
    arena_reset(&a);
    size_t used = a.used;
    cr_assert_not_null(arena_alloc(&a, 1000));
    cr_assert_eq(a.used, used);
}

static void *refuse_third(void *user, void *block, size_t size)
{
    int *left = user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return (*left)-- > 0 ? realloc(block, size) : NULL;
}

Test(arena, exhausted_allocator_is_reported)
{
    int left = 2;
    allocator mem = { refuse_third, &left };
    ARENA_AUTO a = ARENA_INIT(&mem, 0);
    cr_assert_not_null(arena_alloc(&a, 4000));
    cr_assert_not_null(arena_alloc(&a, 4000));
    cr_assert_null(arena_alloc(&a, 40000));
}
