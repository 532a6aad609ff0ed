#include "bolt/bookmarks.h"

#include <pthread.h>
#include <string.h>

/* The serial numbers run in parallel to the texts, which are what a request wants to have in a
 * row. */
struct bolt_bookmarks {
    const allocator *mem;
    pthread_mutex_t lock;
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
    if (pthread_mutex_init(&b->lock, NULL) != 0) {
        mem_free(mem, b);
        return fail_no_memory(err);
    }
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
    pthread_mutex_destroy(&b->lock);
    mem_free(b->mem, b);
}

const str *bolt_bookmarks_list(const bolt_bookmarks *b, size_t *count)
{
    *count = b->count;
    return b->items;
}

static bool copy_all(const bolt_bookmarks *b, arena *a, str *out)
{
    for (size_t i = 0; i < b->count; i++) {
        out[i] = arena_str(a, b->items[i]);
        if (!out[i].data)
            return false;
    }
    return true;
}

status bolt_bookmarks_copy(bolt_bookmarks *b, arena *a, const str **items, size_t *count,
                           error *err)
{
    pthread_mutex_lock(&b->lock);
    str *copy = arena_array(a, b->count + 1, sizeof *copy);
    bool copied = copy && copy_all(b, a, copy);
    *count = copied ? b->count : 0;
    pthread_mutex_unlock(&b->lock);
    *items = copy;
    return copied ? ST_OK : fail_no_memory(err);
}

uint64_t bolt_bookmarks_mark(bolt_bookmarks *b)
{
    pthread_mutex_lock(&b->lock);
    uint64_t mark = b->next;
    pthread_mutex_unlock(&b->lock);
    return mark;
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

/* Its serial number; 0 when it is unknown. */
static uint64_t find(const bolt_bookmarks *b, str text)
{
    for (size_t i = 0; i < b->count; i++)
        if (str_eq(b->items[i], text))
            return b->serials[i];
    return 0;
}

/* Its serial number; 0 when there is no memory. Applications get the text with a NUL. */
static uint64_t add(bolt_bookmarks *b, str text)
{
    char *copy = make_room(b) ? mem_resize(b->mem, NULL, text.len + 1, 1) : NULL;
    if (!copy)
        return 0;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    b->items[b->count] = (str){ copy, text.len };
    b->serials[b->count++] = b->next;
    return b->next++;
}

static uint64_t find_or_add(bolt_bookmarks *b, str text)
{
    uint64_t serial = find(b, text);
    return serial ? serial : add(b, text);
}

status bolt_bookmarks_learn(bolt_bookmarks *b, str text, error *err)
{
    if (text.len == 0)
        return fail(err, ST_ARGUMENT, "an empty text is no bookmark");
    pthread_mutex_lock(&b->lock);
    uint64_t serial = find_or_add(b, text);
    pthread_mutex_unlock(&b->lock);
    return serial ? ST_OK : fail_no_memory(err);
}

uint64_t bolt_bookmarks_replace(bolt_bookmarks *b, uint64_t mark, uint64_t own, str fresh)
{
    if (fresh.len == 0)
        return own;
    pthread_mutex_lock(&b->lock);
    uint64_t serial = find_or_add(b, fresh);
    for (size_t i = b->count; serial && i-- > 0;)
        if ((b->serials[i] < mark || b->serials[i] == own) && b->serials[i] != serial)
            forget(b, i);
    pthread_mutex_unlock(&b->lock);
    return serial ? serial : own;
}
