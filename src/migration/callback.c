#include "migration/callback.h"

#include "migration/grammar.h"

#include <stdlib.h>

static const char *const NAMES[CALLBACK_PHASES] = {
    [CALLBACK_BEFORE_FIRST_USE] = "beforeFirstUse",
    [CALLBACK_BEFORE_MIGRATE] = "beforeMigrate",
    [CALLBACK_AFTER_MIGRATE] = "afterMigrate",
    [CALLBACK_BEFORE_CLEAN] = "beforeClean",
    [CALLBACK_AFTER_CLEAN] = "afterClean",
    [CALLBACK_BEFORE_VALIDATE] = "beforeValidate",
    [CALLBACK_AFTER_VALIDATE] = "afterValidate",
    [CALLBACK_BEFORE_INFO] = "beforeInfo",
    [CALLBACK_AFTER_INFO] = "afterInfo",
};

str callback_phase_name(callback_phase phase)
{
    return str_from(NAMES[phase]);
}

bool callback_phase_resembles(str name, callback_phase *out)
{
    for (int i = 0; i < CALLBACK_PHASES; i++) {
        str phase = str_from(NAMES[i]);
        if (!str_eq_ignore_case(str_slice(name, 0, phase.len), phase))
            continue;
        *out = (callback_phase)i;
        return true;
    }
    return false;
}

bool callback_phase_begins(str name, callback_phase *out)
{
    return callback_phase_resembles(name, out) && str_starts(name, callback_phase_name(*out));
}

static bool is_description(str s)
{
    return str_starts(s, STR("__")) && s.len > 2 &&
           name_description_length(str_from_index(s, 2)) == s.len - 2;
}

bool callback_name_read(str name, callback_phase *phase, str *description)
{
    str extension = STR(".cypher");
    if (!callback_phase_begins(name, phase) || !str_ends(name, extension))
        return false;
    *description = str_slice(name, callback_phase_name(*phase).len, name.len - extension.len);
    return description->len == 0 || is_description(*description);
}

typedef struct sort_item {
    callback callback;
    size_t position;
} sort_item;

static int compare_items(const void *left, const void *right)
{
    const sort_item *a = left, *b = right;
    if (a->callback.phase != b->callback.phase)
        return a->callback.phase < b->callback.phase ? -1 : 1;
    int order = str_compare(a->callback.description, b->callback.description);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

status callback_sort(callback *items, size_t count, arena *a, error *err)
{
    if (count < 2)
        return ST_OK;
    sort_item *sorted = arena_array(a, count, sizeof *sorted);
    if (!sorted)
        return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (sort_item){ items[i], i };
    qsort(sorted, count, sizeof *sorted, compare_items);
    for (size_t i = 0; i < count; i++)
        items[i] = sorted[i].callback;
    return ST_OK;
}
