#include "cli/console.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOG_MAX = 4096 };

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

bool cli_console_is_live(void)
{
    const char *term = getenv("TERM");
    bool capable = term && *term && strcmp(term, "dumb") != 0;
    return capable && !is_set("NO_COLOR") && !is_set("CI") && isatty(STDERR_FILENO);
}

void cli_console_init(cli_console *c)
{
    *c = (cli_console){ .colour = cli_console_is_live() };
}

static int put(int fd, str text)
{
    while (text.len > 0) {
        ssize_t written = write(fd, text.data, text.len);
        if (written >= 0)
            text = str_from_index(text, (size_t)written);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

void cli_console_print(cli_console *c, str text)
{
    cli_live_hide(&c->live);
    if (!c->failure)
        c->failure = put(STDOUT_FILENO, text);
    cli_live_show(&c->live);
}

void cli_console_note(cli_console *c, str text)
{
    cli_live_hide(&c->live);
    put(STDERR_FILENO, text);
    cli_live_show(&c->live);
}

/* Local time; the hour has no leading zero, as in the Java tool's log. */
static size_t render_time(char *out, size_t size)
{
    struct timespec now;
    struct tm local;
    clock_gettime(CLOCK_REALTIME, &now);
    if (!localtime_r(&now.tv_sec, &local))
        return 0;
    int length = snprintf(out, size, "[%04d-%02d-%02dT%d:%02d:%02d.%09ld] ", local.tm_year + 1900,
                          local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min,
                          local.tm_sec, now.tv_nsec);
    return length > 0 && (size_t)length < size ? (size_t)length : 0;
}

void cli_console_log(cli_console *c, const char *format, ...)
{
    char line[LOG_MAX];
    size_t room = sizeof line - 1, length = render_time(line, room);
    va_list args;
    va_start(args, format);
    int text = vsnprintf(line + length, room - length, format, args);
    va_end(args);
    size_t wanted = text < 0 ? 0 : (size_t)text;
    length += wanted < room - length ? wanted : room - length - 1;
    line[length++] = '\n';
    cli_console_note(c, (str){ line, length });
}

int cli_console_finish(cli_console *c, int exit_code)
{
    if (!c->failure)
        return exit_code;
    if (c->failure != EPIPE) {
        char text[256];
        snprintf(text, sizeof text, "cannot write to standard output: %s\n", strerror(c->failure));
        put(STDERR_FILENO, str_from(text));
    }
    return exit_code ? exit_code : 1;
}
