#include "cli/console.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOG_MAX = 4096, LOG_END = 8 /* what ends a line, and its colour */ };

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

/* Who collects what builds print may do so through a terminal. */
static bool is_capable(int fd)
{
    const char *term = getenv("TERM");
    bool smart = term && *term && strcmp(term, "dumb") != 0;
    return smart && !is_set("CI") && isatty(fd);
}

void cli_console_choose(cli_console *c, cli_color when)
{
    bool always = when == CLI_COLOR_ALWAYS, never = when == CLI_COLOR_NEVER;
    c->colour_out = always || (!never && is_capable(STDOUT_FILENO));
    c->colour_err = always || (!never && is_capable(STDERR_FILENO));
    c->may_draw = !never && is_capable(STDERR_FILENO);
}

void cli_console_init(cli_console *c)
{
    *c = (cli_console){ .quiet = false };
    cli_console_choose(c, is_set("NO_COLOR") ? CLI_COLOR_NEVER : CLI_COLOR_AUTO);
}

cli_paint cli_console_paint_out(const cli_console *c, cli_paint paint)
{
    return c->colour_out ? paint : CLI_PLAIN;
}

cli_paint cli_console_paint_err(const cli_console *c, cli_paint paint)
{
    return c->colour_err ? paint : CLI_PLAIN;
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

static cli_paint paint_of(n4m_level level)
{
    switch (level) {
    case N4M_LEVEL_INFO:
        return CLI_PLAIN;
    case N4M_LEVEL_WARNING:
        return CLI_YELLOW;
    case N4M_LEVEL_ERROR:
        return CLI_RED;
    }
    return CLI_PLAIN;
}

/* Appends what fits; returns the length. */
static size_t append(char *line, size_t length, const char *text)
{
    size_t wanted = strlen(text), room = LOG_MAX - length;
    size_t taken = wanted < room ? wanted : room;
    memcpy(line + length, text, taken);
    return length + taken;
}

void cli_console_log(cli_console *c, n4m_level level, const char *format, ...)
{
    char line[LOG_MAX];
    cli_paint paint = cli_console_paint_err(c, paint_of(level));
    size_t room = sizeof line - LOG_END, length = render_time(line, room);
    if (c->quiet && level == N4M_LEVEL_INFO)
        return;
    length = append(line, length, cli_paint_on(paint));
    va_list args;
    va_start(args, format);
    int text = vsnprintf(line + length, room - length, format, args);
    va_end(args);
    size_t wanted = text < 0 ? 0 : (size_t)text;
    length += wanted < room - length ? wanted : room - length - 1;
    length = append(line, length, cli_paint_off(paint));
    length = append(line, length, "\n");
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
