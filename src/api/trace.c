#include "bolt/trace.h"
#include "api/handle.h"

void api_on_trace(void *user, const bolt_trace_event *event)
{
    const n4m_migrations *m = user;
    BUF_AUTO line = BUF_INIT(&m->mem, 0);
    bolt_trace_line(&line, event);
    buf_char(&line, '\0');
    if (!line.failed)
        m->on_trace(m->trace_user, line.data);
}
