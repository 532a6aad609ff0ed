#include "cli/live.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
    PATIENCE_MS = 1000,
    FRAME_MS = 200,
    LINE_MAX_BYTES = 512,
    COLUMNS_UNKNOWN = 80,
    ROWS_SIZE = 32
};

#define ERASE "\r\033[K"

static void put(const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(STDERR_FILENO, text, length);
        if (written < 0 && errno != EINTR)
            return;
        text += written < 0 ? 0 : written;
        length -= written < 0 ? 0 : (size_t)written;
    }
}

static size_t terminal_columns(void)
{
    struct winsize size;
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : COLUMNS_UNKNOWN;
}

/* Leaves the last column free: some terminals wrap as soon as it is written. */
static size_t cut(const char *line, size_t length, size_t columns)
{
    str rest = { line, length };
    uint32_t code;
    for (size_t shown = 0; rest.len > 0 && shown + 1 < columns; shown++)
        rest = str_from_index(rest, utf8_decode(rest, &code));
    return length - rest.len;
}

size_t cli_live_render(const cli_live *l, int64_t now, size_t columns, char *out, size_t size)
{
    double seconds = (double)(now - l->since) / 1000;
    char rows[ROWS_SIZE] = "";
    if (l->rows)
        snprintf(rows, sizeof rows, ", %" PRIu64 " rows", l->rows);
    int length = l->statements ? snprintf(out, size, "%s, statement %zu/%zu%s, %.1f s", l->text,
                                          l->statement, l->statements, rows, seconds)
                               : snprintf(out, size, "%s, %.1f s", l->text, seconds);
    if (length < 0)
        return 0;
    size_t written = (size_t)length < size ? (size_t)length : size - 1;
    return cut(out, written, columns);
}

static void erase(cli_live *l)
{
    if (l->drawn)
        put(ERASE, sizeof ERASE - 1);
    l->drawn = false;
}

static void draw(cli_live *l)
{
    int64_t now = clock_ms();
    if (!l->busy || now - l->since < PATIENCE_MS)
        return;
    char line[LINE_MAX_BYTES] = ERASE;
    size_t start = sizeof ERASE - 1;
    size_t length = cli_live_render(l, now, terminal_columns(), line + start, sizeof line - start);
    put(line, start + length);
    l->drawn = true;
}

static struct timespec next_frame(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += FRAME_MS * 1000000L;
    at.tv_sec += at.tv_nsec / 1000000000L;
    at.tv_nsec %= 1000000000L;
    return at;
}

static void *run(void *live)
{
    cli_live *l = live;
    pthread_mutex_lock(&l->lock);
    while (!l->stopping) {
        struct timespec at = next_frame();
        pthread_cond_timedwait(&l->wake, &l->lock, &at);
        if (!l->stopping)
            draw(l);
    }
    erase(l);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* Signals stay with the thread that waits for the server. */
static bool start_thread(cli_live *l)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&l->thread, NULL, run, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void cli_live_start(cli_live *l)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    l->running = start_thread(l);
}

void cli_live_stop(cli_live *l)
{
    if (!l->running)
        return;
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->wake);
    pthread_mutex_destroy(&l->lock);
    *l = (cli_live){ .running = false };
}

void cli_live_begin(cli_live *l, const char *format, ...)
{
    if (!l->running)
        return;
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&l->lock);
    vsnprintf(l->text, sizeof l->text, format, args);
    l->busy = true;
    l->since = clock_ms();
    l->statement = l->statements = 0;
    l->rows = 0;
    pthread_mutex_unlock(&l->lock);
    va_end(args);
}

void cli_live_statement(cli_live *l, size_t statement, size_t statements)
{
    if (!l->running)
        return;
    pthread_mutex_lock(&l->lock);
    l->statement = statement;
    l->statements = statements;
    l->rows = 0;
    pthread_mutex_unlock(&l->lock);
}

void cli_live_rows(cli_live *l, uint64_t rows)
{
    if (!l->running)
        return;
    pthread_mutex_lock(&l->lock);
    l->rows = rows;
    pthread_mutex_unlock(&l->lock);
}

void cli_live_end(cli_live *l)
{
    if (!l->running)
        return;
    pthread_mutex_lock(&l->lock);
    erase(l);
    l->busy = false;
    pthread_mutex_unlock(&l->lock);
}

void cli_live_hide(cli_live *l)
{
    if (!l->running)
        return;
    pthread_mutex_lock(&l->lock);
    erase(l);
}

void cli_live_show(cli_live *l)
{
    if (l->running)
        pthread_mutex_unlock(&l->lock);
}
