#include "driver/sent.h"

#include <string.h>

struct sent_text {
    sent_text *next;
    uint32_t last; /* number of the last statement with this text */
    size_t length;
    char text[];
};

static sent_text *copy(sent_texts *sent, str text)
{
    sent_text *made = mem_resize(sent->mem, NULL, sizeof *made + text.len, 1);
    if (!made)
        return NULL;
    made->next = NULL;
    made->length = text.len;
    memcpy(made->text, text.data, text.len);
    if (sent->newest)
        sent->newest->next = made;
    else
        sent->oldest = made;
    sent->newest = made;
    return made;
}

status sent_keep(sent_texts *sent, const char *text, uint32_t number, str *out, error *err)
{
    str wanted = str_from(text);
    sent_text *kept = sent->newest;
    if (!kept || !str_eq(wanted, (str){ kept->text, kept->length }))
        kept = copy(sent, wanted);
    if (!kept)
        return fail_no_memory(err);
    kept->last = number;
    *out = (str){ kept->text, kept->length };
    return ST_OK;
}

void sent_answered(sent_texts *sent, uint32_t number)
{
    while (sent->oldest && sent->oldest->last <= number) {
        sent_text *answered = sent->oldest;
        sent->oldest = answered->next;
        mem_free(sent->mem, answered);
    }
    if (!sent->oldest)
        sent->newest = NULL;
}

void sent_finish(sent_texts *sent)
{
    sent_answered(sent, UINT32_MAX);
}
