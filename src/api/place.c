#include "api/handle.h"

status api_text(arena *a, str text, const char **out, error *err)
{
    *out = text.data ? arena_str(a, text).data : NULL;
    return text.data && !*out ? fail_no_memory(err) : ST_OK;
}

/* Community, whatever the case in which the server writes it. */
static status edition(str given, arena *a, const char **out, error *err)
{
    *out = NULL;
    if (!given.data)
        return ST_OK;
    char *word = arena_alloc(a, given.len + 1);
    if (!word)
        return fail_no_memory(err);
    for (size_t i = 0; i < given.len; i++)
        word[i] = i ? char_lower(given.data[i]) : char_upper(given.data[i]);
    *out = word;
    return ST_OK;
}

status api_place(const engine_place *place, arena *a, n4m_place *out, error *err)
{
    status st = edition(place->edition, a, &out->edition, err);
    if (!st)
        st = api_text(a, place->address, &out->address, err);
    if (!st)
        st = api_text(a, place->server, &out->server, err);
    if (!st)
        st = api_text(a, place->user, &out->username, err);
    if (!st)
        st = api_text(a, place->database, &out->database, err);
    return st ? st : api_text(a, place->schema_database, &out->schema_database, err);
}
