#include "bolt/trace.h"

#include <stdio.h>

void bolt_trace_print(void *file, const bolt_trace_event *event)
{
    BUF_AUTO line = BUF_INIT(NULL, 0);
    if (!file || !event)
        return;
    bolt_trace_line(&line, event);
    buf_char(&line, '\n');
    if (line.failed)
        return;
    fwrite(line.data, 1, line.len, file);
    fflush(file);
}
