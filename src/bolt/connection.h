/* One connection to one server: requests go out in a pipeline, answers come back in order. It knows
 * versions, states and deadlines; nothing of sessions or retries. */
#ifndef BOLT_CONNECTION_H
#define BOLT_CONNECTION_H

#include "bolt/address.h"
#include "bolt/channel.h"
#include "bolt/credentials.h"
#include "bolt/message.h"
#include "bolt/queue.h"
#include "bolt/session.h"
#include "bolt/trace.h"

enum {
    /* What may be unanswered before we wait. Enough for 10 ms of latency at the rate of the fastest
     * server, little enough for every server's own buffers. */
    BOLT_WINDOW_BYTES = 256 << 10,
    BOLT_WINDOW_STATEMENTS = 1000,
    BOLT_RESET_TIMEOUT = 10000, /* ms for a server to stop what it does and answer */
    BOLT_AGENT_SIZE = 128,
    /* Memory of one decoded answer, as a multiple of the largest message. */
    BOLT_DECODED_FACTOR = 4,
};

/* Connects to `server`, which may be any of a cluster. May be called by several threads at once. */
typedef status bolt_dial_fn(void *user, const bolt_address *server, const bolt_wait *wait,
                            int64_t deadline, bolt_transport **out, error *err);

/* Borrowed by the connections opened with it. Times in milliseconds. */
typedef struct bolt_connection_options {
    const allocator *mem;
    bolt_dial_fn *dial;
    void *dial_user;
    bolt_address server;
    str user_agent;
    bolt_credentials *credentials;
    bool routed;
    bolt_map routing;
    int64_t handshake_timeout;
    int64_t read_timeout; /* 0: what the server hints */
    size_t max_message;
    bolt_trace_sink *trace; /* NULL: none */
} bolt_connection_options;

typedef enum bolt_connection_state {
    BOLT_CONNECTION_READY,
    BOLT_CONNECTION_FAILED, /* the server ignores everything until RESET */
    BOLT_CONNECTION_DEAD,   /* closed */
} bolt_connection_state;

typedef struct bolt_connection {
    const bolt_connection_options *options;
    const bolt_wait *wait; /* of whoever uses it at present */
    bolt_connection_state state;
    bolt_version version;
    bolt_channel channel;
    bolt_queue queue;
    arena answer;        /* what the last answer was decoded into */
    bolt_tracer *tracer; /* NULL: none */
    int64_t login_deadline;
    int64_t read_timeout;        /* negative: none */
    size_t logins, resets;       /* requests of these kinds that are unanswered */
    uint64_t login_begin;        /* where the last login is in the stream */
    uint64_t token;              /* version of the credentials that it is for */
    size_t statements;           /* likewise RUN */
    size_t field_count;          /* of the records that may come */
    bool commit_matters;         /* losing the connection while COMMIT is due leaves doubt */
    bool commit_is_uncertain;    /* and that has happened */
    char agent[BOLT_AGENT_SIZE]; /* empty until the login has been answered */
    bool server_side_routing;    /* a hint of the login, too */
    /* For whoever keeps it while nobody uses it. */
    void *keeper;
    bool counted;
    struct bolt_connection *next;
    int64_t born, idle_since;
    uint64_t epoch, login_epoch;
} bolt_connection;

/* Connects and agrees on a version before the deadline. HELLO and LOGON are queued, to go out with
 * the first request. */
MUST_CHECK status bolt_connection_open(const bolt_connection_options *options,
                                       const bolt_wait *wait, int64_t deadline,
                                       bolt_connection **out, error *err);

/* Says GOODBYE if that needs no waiting. Accepts NULL. */
void bolt_connection_close(bolt_connection *c);

/* Queues what makes the server forget who we are and look at the present token, to go out with the next
 * request; from Bolt 5.1 on. Nothing may be outstanding. */
MUST_CHECK status bolt_connection_log_in_again(bolt_connection *c, error *err);

/* Waits until we are let in, if that is not so yet. */
MUST_CHECK status bolt_connection_login(bolt_connection *c, error *err);

/* ---- Requests: queued; they go out when there is enough of them, or when somebody waits. A
 * failure to queue leaves everything as it was. ---- */

/* Who asks. */
typedef struct bolt_tag {
    uint32_t statement;
    void *owner;
    str text; /* of the statement; lives until it has been answered */
} bolt_tag;

MUST_CHECK status bolt_connection_begin(bolt_connection *c, const bolt_begin *begin, error *err);

/* `begin` is NULL inside a transaction. May wait for the login when the parameters depend on it. */
MUST_CHECK status bolt_connection_run(bolt_connection *c, const bolt_statement *statement,
                                      const bolt_begin *begin, bolt_tag tag, error *err);
MUST_CHECK status bolt_connection_pull(bolt_connection *c, int64_t n, bolt_tag tag, error *err);
MUST_CHECK status bolt_connection_discard(bolt_connection *c, bolt_tag tag, error *err);

/* A result of which there are more rows, although other statements may have been run since. */
typedef struct bolt_open_result {
    int64_t qid; /* BOLT_LAST_RESULT when it is that of the last RUN */
    size_t fields;
} bolt_open_result;

MUST_CHECK status bolt_connection_pull_more(bolt_connection *c, int64_t n,
                                            const bolt_open_result *result, bolt_tag tag,
                                            error *err);
MUST_CHECK status bolt_connection_discard_more(bolt_connection *c, const bolt_open_result *result,
                                               error *err);

/* `read`: nothing was written, so losing the answer does no harm. */
MUST_CHECK status bolt_connection_commit(bolt_connection *c, bool read, error *err);
MUST_CHECK status bolt_connection_rollback(bolt_connection *c, error *err);
MUST_CHECK status bolt_connection_reset(bolt_connection *c, error *err);
MUST_CHECK status bolt_connection_route(bolt_connection *c, const bolt_route *route, error *err);

/* Sends what is worth sending, without waiting. */
void bolt_connection_push(bolt_connection *c);

/* Takes back requests of which nothing has been sent, except those of the login. */
void bolt_connection_unqueue(bolt_connection *c);

/* `owner` goes away: what is still answered to its requests is for nobody. */
void bolt_connection_disown(bolt_connection *c, const void *owner);

/* ---- Answers ---- */

typedef struct bolt_answer {
    bolt_request request;
    bolt_reply reply;
} bolt_answer;

size_t bolt_connection_outstanding(const bolt_connection *c);
bool bolt_connection_is_full(const bolt_connection *c);     /* the window */
bool bolt_connection_has_drained(const bolt_connection *c); /* half of it is free again */

/* As long as the login, the server's hint and the options say. */
bolt_patience bolt_connection_patience(const bolt_connection *c);

/* For cleaning up: BOLT_RESET_TIMEOUT, and only a further request to stop interrupts, of which
 * `wait` takes note. */
bolt_patience bolt_connection_short_patience(const bolt_connection *c, bolt_wait *wait);

/* Waits for the next answer to what is outstanding; it lives until the next call. A FAILURE of the
 * login is returned as an error; any other is an answer like the rest. After ST_CANCELLED the
 * connection is as good as before; after all other errors it is dead. */
MUST_CHECK status bolt_connection_next(bolt_connection *c, const bolt_patience *patience,
                                       bolt_answer *out, error *err);

/* After a FAILURE: takes all that is still due, and resets. The connection is READY or DEAD then.
 */
void bolt_connection_recover(bolt_connection *c);

/* Closes it at once. */
void bolt_connection_kill(bolt_connection *c);

/* True when nothing is outstanding and nothing went wrong; from then on it is not in use. */
bool bolt_connection_is_idle(bolt_connection *c);

/* Of an idle one: false when the server has closed it, or said something that nobody asked for.
 * Does not wait. */
bool bolt_connection_is_quiet(bolt_connection *c);

/* Asks the server, which takes a round trip. */
bool bolt_connection_is_alive(bolt_connection *c, int64_t deadline);

#endif
