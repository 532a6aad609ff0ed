#include "driver/sent.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* How many blocks are in use. */
static void *counted(void *user, void *block, size_t size)
{
    int *count = user;
    *count += (block == NULL) - (size == 0);
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

Test(sent, a_text_is_kept_until_its_last_statement_is_answered)
{
    int blocks = 0;
    allocator mem = { counted, &blocks };
    sent_texts sent = { .mem = &mem };
    str first, again, other;
    char text[] = "RETURN 1";
    cr_assert_eq(sent_keep(&sent, text, 1, &first, NULL), ST_OK);
    cr_assert_eq(sent_keep(&sent, text, 2, &again, NULL), ST_OK);
    cr_assert_eq(first.data, again.data);
    cr_assert_eq(blocks, 1);
    text[7] = '2';
    cr_assert_eq(sent_keep(&sent, text, 3, &other, NULL), ST_OK);
    cr_assert(str_eq(first, STR("RETURN 1")) && str_eq(other, STR("RETURN 2")));

    sent_answered(&sent, 1);
    cr_assert_eq(blocks, 2);
    sent_answered(&sent, 2);
    cr_assert_eq(blocks, 1);
    sent_answered(&sent, 3);
    cr_assert_eq(blocks, 0);
    cr_assert_eq(sent_keep(&sent, text, 4, &other, NULL), ST_OK);
    sent_finish(&sent);
    cr_assert_eq(blocks, 0);
}

static void *nothing(void *user, void *block, size_t size)
{
    (void)user, (void)block, (void)size;
    return NULL;
}

Test(sent, without_memory)
{
    allocator mem = { nothing, NULL };
    sent_texts sent = { .mem = &mem };
    str text;
    cr_assert_eq(sent_keep(&sent, "RETURN 1", 1, &text, NULL), ST_NO_MEMORY);
    sent_finish(&sent);
}
