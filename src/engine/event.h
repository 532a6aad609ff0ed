/* Telling the caller what happens. */
#ifndef ENGINE_EVENT_H
#define ENGINE_EVENT_H

#include "engine/engine.h"

/* When the caller answers "stop", the engine's cancel is requested: the next wait ends. */
void engine_raise(engine *e, const engine_event *event);

/* With a message made of a format. */
void engine_tell(engine *e, engine_event event, const char *format, ...) PRINTF_LIKE(3, 4);

/* Only a line for the log. */
#define engine_log(e, severity, ...)                                                               \
    engine_tell((e), (engine_event){ .type = ENGINE_LOG, .level = (severity) }, __VA_ARGS__)

/* ST_CANCELLED if somebody asked to stop. */
MUST_CHECK status engine_check(engine *e, error *err);

#endif
