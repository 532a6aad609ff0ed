#include "api/handle.h"

static n4m_event_type type_of(engine_event_type type)
{
    switch (type) {
    case ENGINE_LOG:
        return N4M_EVENT_LOG;
    case ENGINE_STARTED:
        return N4M_EVENT_STARTED;
    case ENGINE_STATEMENT:
        return N4M_EVENT_STATEMENT;
    case ENGINE_BATCH:
        return N4M_EVENT_BATCH;
    case ENGINE_APPLIED:
        return N4M_EVENT_APPLIED;
    case ENGINE_SKIPPED:
        return N4M_EVENT_SKIPPED;
    case ENGINE_RETRY:
        return N4M_EVENT_RETRY;
    case ENGINE_INVOKED:
        return N4M_EVENT_INVOKED;
    }
    return N4M_EVENT_LOG;
}

static n4m_level level_of(engine_level level)
{
    switch (level) {
    case ENGINE_INFO:
        return N4M_LEVEL_INFO;
    case ENGINE_WARNING:
        return N4M_LEVEL_WARNING;
    case ENGINE_ERROR:
        return N4M_LEVEL_ERROR;
    }
    return N4M_LEVEL_INFO;
}

static void choose_migration(n4m_migrations *m, const migration *about)
{
    m->event.version = arena_str(&m->words, about->version).data;
    m->event.description = arena_str(&m->words, about->description).data;
    m->event.source = arena_str(&m->words, about->source).data;
}

static void choose_callback(n4m_migrations *m, const callback *about)
{
    m->event.phase = arena_str(&m->words, callback_phase_name(about->phase)).data;
    m->event.source = arena_str(&m->words, about->source).data;
    if (about->description.len)
        m->event.description = arena_str(&m->words, about->description).data;
}

/* The words of a migration or callback are made once for all of its events. */
static void choose_words(n4m_migrations *m, const engine_event *event)
{
    const void *about = event->callback ? (const void *)event->callback : event->migration;
    if (about == m->told)
        return;
    arena_reset(&m->words);
    m->told = about;
    m->event = (n4m_event){ 0 };
    if (event->callback)
        choose_callback(m, event->callback);
    else if (event->migration)
        choose_migration(m, event->migration);
}

int api_on_event(void *user, const engine_event *event)
{
    n4m_migrations *m = user;
    choose_words(m, event);
    n4m_counters counters = { 0 };
    n4m_event told = m->event;
    told.type = type_of(event->type);
    told.level = level_of(event->level);
    told.message = event->message.data;
    told.statement = event->statement;
    told.statements = event->statements;
    told.rows = event->rows;
    if (event->counters)
        counters = api_counters(event->counters);
    told.counters = event->counters ? &counters : NULL;
    told.duration_ms = event->duration_ms;
    told.repeated = event->repeated;
    return m->on_event(m->user, &told);
}
