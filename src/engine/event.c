#include "engine/event.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

void engine_raise(engine *e, const engine_event *event)
{
    if (e->on_event && e->on_event(e->user, event) != 0)
        cancel_request(e->cancel);
}

void engine_tell(engine *e, engine_event event, const char *format, ...)
{
    if (!e->on_event)
        return;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    BUF_AUTO text = BUF_INIT(e->mem, 0);
    char *room = length < 0 ? NULL : buf_reserve(&text, (size_t)length + 1);
    if (room) {
        vsnprintf(room, (size_t)length + 1, format, again);
        event.message = (str){ room, (size_t)length };
    }
    va_end(again);
    va_end(args);
    engine_raise(e, &event);
}

status engine_check(engine *e, error *err)
{
    return bolt_driver_interrupted(e->driver) ? fail(err, ST_CANCELLED, "cancelled") : ST_OK;
}

void engine_on_retry(engine *e, const error *reason, int64_t delay_ms)
{
    engine_event event = { .type = ENGINE_RETRY,
                           .level = ENGINE_WARNING,
                           .migration = e->running,
                           .callback = e->invoking,
                           .duration_ms = delay_ms };
    engine_tell(e, event, "Trying again in %lld ms: %s%s%s", (long long)delay_ms, reason->code,
                reason->code[0] ? ": " : "", reason->message);
}
