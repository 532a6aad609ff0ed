/* What went wrong, for a caller who must decide what to do and for a person who must read it. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Says what the caller can do about it; the text says what happened. 0 is success. */
typedef enum status {
    ST_OK = 0,
    ST_NO_MEMORY,       /* or a named limit was reached */
    ST_ARGUMENT,        /* the caller's options or arguments are wrong */
    ST_IO,              /* a file or folder cannot be read */
    ST_PARSE,           /* a script, name or other text is malformed */
    ST_MIGRATIONS,      /* migrations and history do not fit each other */
    ST_LOCKED,          /* somebody else holds the lock */
    ST_CONNECTION,      /* the server cannot be reached, or the connection broke */
    ST_AUTHENTICATION,  /* the server does not let us in */
    ST_PROTOCOL,        /* the peer does not speak Bolt as it should */
    ST_SERVER,          /* the server answered with a failure; see `code` */
    ST_TIMEOUT,         /* a deadline passed */
    ST_CANCELLED,       /* the caller asked to stop */
    ST_UNKNOWN_OUTCOME, /* the connection was lost while a COMMIT was under way */
    ST_SECURITY,        /* no encrypted connection: we do not trust the server, or it not us */
} status;

/* Owned by the caller, of fixed size, never allocates. The layer that knows a field fills it, once;
 * fields nobody knew are 0 or empty. Text is UTF-8, NUL-terminated, cut at a character when too
 * long. */
typedef struct error {
    status status;
    uint32_t line, column;          /* in `source`, from 1; columns count characters */
    uint32_t statement, statements; /* statement k (from 1) of n */
    bool retryable;                 /* a new attempt of the whole transaction may succeed */
    char message[2048];             /* what happened, and the way out if there is one */
    char source[1024];              /* the file, or whatever else the text came from */
    char version[64];               /* of the migration, with `description` */
    char description[256];
    char phase[32];            /* of the callback, e.g. beforeMigrate, with its description */
    char code[128];            /* of the server, e.g. Neo.ClientError.Statement.SyntaxError */
    char gql_status[8];        /* e.g. 42001; empty when the server gave none */
    char gql_description[256]; /* what that means in general */
    char causes[512];  /* the server's, the nearest first: "42I06: Invalid input ...; ..." */
    char outcome[512]; /* what was rolled back or stays, and whether it is recorded */
} error;

/* Sets status and message, clears all other fields, and returns the status. `err` may be NULL. */
status fail(error *err, status st, const char *format, ...) PRINTF_LIKE(3, 4);
status fail_no_memory(error *err);

/* Copies into a field of fixed size; cuts before a character that does not fit. */
void error_text(char *field, size_t size, const char *text, size_t length);
#define ERROR_SET(err, name, text, length)                                                         \
    ((err) ? error_text((err)->name, sizeof(err)->name, (text), (length)) : (void)0)

#endif
