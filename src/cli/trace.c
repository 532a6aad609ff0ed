#include "cli/trace.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool is_standard_error(const char *name)
{
    return strcmp(name, "-") == 0;
}

status cli_trace_open(cli_trace *t, const char *name, cli_console *console, error *err)
{
    int file = -1;
    if (name && !is_standard_error(name)) {
        file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (file < 0)
            return fail(err, ST_IO, "cannot write a trace to \"%s\": %s", name, strerror(errno));
    }
    *t = (cli_trace){ .console = console, .name = name, .file = file };
    return ST_OK;
}

static void write_line(cli_trace *t, str line)
{
    while (line.len > 0) {
        ssize_t written = write(t->file, line.data, line.len);
        if (written < 0 && errno != EINTR) {
            t->failed = true;
            cli_console_log(t->console, N4M_LEVEL_WARNING, "The trace in \"%s\" ends here: %s",
                            t->name, strerror(errno));
            return;
        }
        line = str_from_index(line, written > 0 ? (size_t)written : 0);
    }
}

void cli_trace_line(void *user, const char *line)
{
    cli_trace *t = user;
    BUF_AUTO text = BUF_INIT(NULL, 0);
    buf_text(&text, line);
    buf_char(&text, '\n');
    if (text.failed || t->failed)
        return;
    if (t->file < 0)
        cli_console_note(t->console, buf_view(&text));
    else
        write_line(t, buf_view(&text));
}

void cli_trace_close(cli_trace *t)
{
    if (t->file >= 0)
        close(t->file);
    t->file = -1;
}
