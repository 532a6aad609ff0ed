/* The messages of the protocol: requests written into a send buffer, replies read from whole
 * messages. Knows no sockets and no states. Source: the Bolt documentation, "Messages". */
#ifndef BOLT_MESSAGE_H
#define BOLT_MESSAGE_H

#include "bolt/driver.h"
#include "bolt/filter.h"
#include "bolt/packstream.h"

/* ---- Requests. Each appends one message with its chunks; on failure `out` is as it was before.
 * ---- */

typedef struct bolt_hello {
    str user_agent;
    const bolt_auth *auth; /* goes along before 5.1; afterwards send bolt_message_logon */
    bool routed;           /* false: a direct connection */
    bolt_map routing;      /* of a routed one: the context of the URI and `address` */
} bolt_hello;

MUST_CHECK status bolt_message_hello(buf *out, const bolt_version *version, const bolt_hello *hello,
                                     error *err);
/* From 5.1 on. */
MUST_CHECK status bolt_message_logon(buf *out, const bolt_version *version, const bolt_auth *auth,
                                     error *err);
MUST_CHECK status bolt_message_logoff(buf *out, error *err);

/* No answer comes. */
MUST_CHECK status bolt_message_goodbye(buf *out, error *err);
MUST_CHECK status bolt_message_reset(buf *out, error *err);

/* A timeout that never passes; in the protocol it is 0, and what is not sent is the server's default. */
enum { BOLT_TX_UNLIMITED = -1 };

/* What goes along with BEGIN, and with RUN outside a transaction. All zeroes are the defaults. */
typedef struct bolt_begin {
    bool read;
    str database;          /* STR_NONE: the user's home database; refused before 4.0 */
    str impersonated_user; /* STR_NONE: nobody; refused before 4.4 */
    const str *bookmarks;
    size_t bookmark_count;
    int64_t timeout_ms; /* 0: the server's default; BOLT_TX_UNLIMITED; others below 0 are refused */
    bolt_map metadata;
    bolt_filter filter; /* refused before 5.2 */
} bolt_begin;

MUST_CHECK status bolt_message_begin(buf *out, const bolt_version *version, const bolt_begin *begin,
                                     error *err);
MUST_CHECK status bolt_message_commit(buf *out, error *err);
MUST_CHECK status bolt_message_rollback(buf *out, error *err);

/* `begin` is NULL inside a transaction. */
MUST_CHECK status bolt_message_run(buf *out, const bolt_version *version, str text,
                                   bolt_map parameters, const bolt_begin *begin, error *err);

#define BOLT_ALL INT64_C(-1)         /* as n */
#define BOLT_LAST_RESULT INT64_C(-1) /* as qid */

/* `n` is BOLT_ALL or at least 1: servers refuse 0. Bolt 3 knows only "all of the one open result", so
 * there neither is sent. */
MUST_CHECK status bolt_message_pull(buf *out, const bolt_version *version, int64_t n, int64_t qid,
                                    error *err);
MUST_CHECK status bolt_message_discard(buf *out, const bolt_version *version, int64_t n,
                                       int64_t qid, error *err);

typedef struct bolt_route {
    bolt_map routing;
    const str *bookmarks;
    size_t bookmark_count;
    str database;          /* STR_NONE: the home database */
    str impersonated_user; /* STR_NONE: nobody; refused before 4.4 */
} bolt_route;

/* From 4.3 on. */
MUST_CHECK status bolt_message_route(buf *out, const bolt_version *version, const bolt_route *route,
                                     error *err);

/* ---- Replies ---- */

typedef enum bolt_reply_kind {
    BOLT_REPLY_SUCCESS = 0x70,
    BOLT_REPLY_RECORD = 0x71,
    BOLT_REPLY_IGNORED = 0x7E,
    BOLT_REPLY_FAILURE = 0x7F,
} bolt_reply_kind;

typedef struct bolt_reply {
    bolt_reply_kind kind;
    bolt_map
        metadata; /* of SUCCESS and FAILURE; use bolt_map_string and its like, which check types */
    bolt_list record; /* of RECORD */
} bolt_reply;

/* Text in the reply borrows from `message`, the rest lives in the arena (see bolt_unpack). Anything
 * but one of the four kinds is ST_PROTOCOL: the connection is of no use any more. */
MUST_CHECK status bolt_reply_read(str message, const bolt_version *version, arena *a,
                                  bolt_reply *out, error *err);

/* What SUCCESS says after HELLO and LOGON; zeroes for what it does not say. Borrows from the
 * metadata. */
typedef struct bolt_hello_reply {
    str server; /* "Neo4j/5.26.30"; other servers exist */
    str connection_id;
    int64_t receive_timeout_ms; /* silence that means a dead connection; 0: none given */
    bool utc;                   /* the patch was accepted: add BOLT_HAS_UTC to the version */
    bool server_side_routing;
    bool credentials_expired; /* of LOGON: the password must be changed before anything else */
} bolt_hello_reply;
bolt_hello_reply bolt_reply_hello(bolt_map metadata);

/* What SUCCESS says after RUN. Its other replies are read with bolt_map_*: `bookmark` after COMMIT
 * and an auto-commit result, `has_more` after PULL and DISCARD, `db` after BEGIN. */
typedef struct bolt_run_reply {
    const str *keys; /* in the arena; the text borrows from the metadata */
    size_t key_count;
    int64_t qid;  /* BOLT_LAST_RESULT when the server gave none */
    str database; /* STR_NONE when it gave none */
} bolt_run_reply;
MUST_CHECK status bolt_reply_run(bolt_map metadata, arena *a, bolt_run_reply *out, error *err);

enum { BOLT_CAUSE_MAX = 32 }; /* causes of a failure that are looked at */

/* Fills `err` from the metadata of a FAILURE and returns its status: ST_AUTHENTICATION when we are not let
 * in, otherwise ST_SERVER. Code, GQL status, the server's message as it is, line and column in the statement
 * when the server named them, and whether trying again may help. The caller adds the statement's number. */
MUST_CHECK status bolt_failure_read(bolt_map metadata, error *err);

/* Servers count columns in UTF-16 units, and those of 4.x take a lone CR for the end of a line; their offset
 * into the text is free of such opinions. With the text that was sent, this makes err->line count the LFs
 * before the place and err->column the characters. Changes nothing when the failure names no place in it. */
void bolt_failure_place(bolt_map metadata, str statement, error *err);

/* Whether a transaction that failed with this code may be tried again as a whole. */
bool bolt_code_is_retryable(str code);

#endif
