/* One line at the bottom of a terminal that says what takes so long. A thread of its own draws it,
 * because nothing else happens while the server works. */
#ifndef CLI_LIVE_H
#define CLI_LIVE_H

#include "base/attr.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cli_live {
    bool running; /* false: all functions below do nothing */
    bool busy, drawn, stopping;
    int64_t since; /* of the monotonic clock */
    size_t statement, statements;
    uint64_t rows; /* that the statement has committed so far; 0: nobody counts them */
    char text[256];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
} cli_live;

/* Begins to draw on standard error. Without a thread there is no line, and nothing else is lost. */
void cli_live_start(cli_live *l);
void cli_live_stop(cli_live *l);

/* What is being done from now on; the line appears when it takes longer than a second. */
void cli_live_begin(cli_live *l, const char *format, ...) PRINTF_LIKE(2, 3);
void cli_live_statement(cli_live *l, size_t statement, size_t statements);
void cli_live_rows(cli_live *l, uint64_t rows);
void cli_live_end(cli_live *l);

/* Around everything else that is printed: takes the line away and keeps it away. */
void cli_live_hide(cli_live *l);
void cli_live_show(cli_live *l);

/* The line of a given width, without what erases it; returns its length. Pure. */
size_t cli_live_render(const cli_live *l, int64_t now, size_t columns, char *out, size_t size);

#endif
