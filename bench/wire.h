/* Just enough of Bolt to say what a client says and to count what a server answers, as fast as that
 * can be done: requests are encoded beforehand, and nothing of an answer but a failure is looked
 * at. Whatever goes wrong ends the program. */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
    unsigned char *data;
    size_t size, room;
};

/* What has been read so far; chunks may begin and end anywhere. */
struct answers {
    unsigned long summaries, records;
    unsigned header_bytes, chunk_left;
    size_t message_bytes;
    struct bytes failure;
    unsigned char tag;
};

struct server {
    const char *host, *port;
};

/* Encoding appends to `out`; each function returns how many answers it will bring. The user is that
 * of NEO4J_USERNAME and NEO4J_PASSWORD. */
unsigned put_logon(struct bytes *out, unsigned major);
unsigned put_begin(struct bytes *out);
unsigned put_commit(struct bytes *out);
unsigned put_goodbye(struct bytes *out); /* none */

enum fetch { PULL = 0x3F, DISCARD = 0x2F };

/* RUN without parameters, and all of its rows. */
unsigned put_statement(struct bytes *out, const char *text, size_t size, enum fetch fetch);

/* RETURN $i, and its row. */
unsigned put_numbered_statement(struct bytes *out, uint32_t i);

/* Connects and agrees on Bolt 6.1, 5.8 to 5.0, or 4.4. */
int open_connection(const struct server *server, unsigned *major);
void close_connection(int fd);

/* Sends all of it and waits for so many answers; reads while it writes, since a server that cannot
 * get rid of its answers takes no more requests. */
void exchange(int fd, const void *requests, size_t size, unsigned answers_due,
              struct answers *answers);

void die(const char *what);
double seconds_now(void);

#endif
