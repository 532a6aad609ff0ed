#include "bolt/bookmarks.h"

#include <string.h>

/* The serial numbers run in parallel to the texts, which are what a request wants to have in a
 * row. */
struct bolt_bookmarks {
    const allocator *mem;
    str *items;
    uint64_t *serials;
    size_t count, capacity;
    uint64_t next;
};

status bolt_bookmarks_create(const allocator *mem, bolt_bookmarks **out, error *err)
{
    bolt_bookmarks *b = mem_new(mem, sizeof *b);
    if (!b)
        return fail_no_memory(err);
    *b = (bolt_bookmarks){ .mem = mem, .next = 1 };
    *out = b;
    return ST_OK;
}

static void forget(bolt_bookmarks *b, size_t index)
{
    char *text;
    memcpy(&text, &b->items[index].data, sizeof text); /* ours, although borrowed text is const */
    mem_free(b->mem, text);
    b->count--;
    memmove(&b->items[index], &b->items[index + 1], (b->count - index) * sizeof *b->items);
    memmove(&b->serials[index], &b->serials[index + 1], (b->count - index) * sizeof *b->serials);
}

void bolt_bookmarks_destroy(bolt_bookmarks *b)
{
    if (!b)
        return;
    while (b->count > 0)
        forget(b, b->count - 1);
    mem_free(b->mem, b->items);
    mem_free(b->mem, b->serials);
    mem_free(b->mem, b);
}

const str *bolt_bookmarks_list(const bolt_bookmarks *b, size_t *count)
{
    *count = b->count;
    return b->items;
}

uint64_t bolt_bookmarks_mark(const bolt_bookmarks *b)
{
    return b->next;
}

static bool make_room(bolt_bookmarks *b)
{
    if (b->count < b->capacity)
        return true;
    size_t wanted = b->capacity ? b->capacity * 2 : 4;
    str *items = mem_resize(b->mem, b->items, wanted, sizeof *items);
    if (!items)
        return false;
    b->items = items;
    uint64_t *serials = mem_resize(b->mem, b->serials, wanted, sizeof *serials);
    if (!serials)
        return false;
    b->serials = serials;
    b->capacity = wanted;
    return true;
}

static bool is_known(const bolt_bookmarks *b, str text)
{
    for (size_t i = 0; i < b->count; i++)
        if (str_eq(b->items[i], text))
            return true;
    return false;
}

static bool add(bolt_bookmarks *b, str text)
{
    char *copy = make_room(b) ? mem_resize(b->mem, NULL, text.len, 1) : NULL;
    if (!copy)
        return false;
    memcpy(copy, text.data, text.len);
    b->items[b->count] = (str){ copy, text.len };
    b->serials[b->count++] = b->next++;
    return true;
}

status bolt_bookmarks_learn(bolt_bookmarks *b, str text, error *err)
{
    if (text.len == 0)
        return fail(err, ST_ARGUMENT, "an empty text is no bookmark");
    return is_known(b, text) || add(b, text) ? ST_OK : fail_no_memory(err);
}

void bolt_bookmarks_replace(bolt_bookmarks *b, uint64_t mark, str fresh)
{
    if (fresh.len == 0)
        return;
    bool known = is_known(b, fresh);
    if (!known && !add(b, fresh))
        return;
    for (size_t i = b->count; i-- > 0;)
        if (b->serials[i] < mark && !str_eq(b->items[i], fresh))
            forget(b, i);
}
