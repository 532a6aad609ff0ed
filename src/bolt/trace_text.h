/* A message as one line of text for people: its name, and its fields in the notation of the transcripts that the tests
 * play. Straight from the bytes, so that it shows what is there, malformed as it may be. Secrets are blanked, what is
 * long is shortened; the text is valid UTF-8 without control characters, whatever the peer says. */
#ifndef BOLT_TRACE_TEXT_H
#define BOLT_TRACE_TEXT_H

#include "base/buf.h"

enum {
    TRACE_LINE_MAX = 16 << 10,  /* bytes of a line */
    TRACE_STATEMENT_MAX = 2000, /* bytes shown of the text of a statement */
    TRACE_STRING_MAX = 200,     /* of any other text */
    TRACE_BYTES_MAX = 32,       /* of a byte array */
    TRACE_ITEMS_MAX = 50,       /* items shown of a list or map */
    TRACE_DEPTH_MAX = 64,       /* of lists, maps and structures within each other */
};

typedef struct trace_secrecy {
    bool secretive;  /* it belongs to a statement that deals with secrets: no text in it is shown */
    str credentials; /* text that contains them is not shown either; STR_NONE */
} trace_secrecy;

void trace_render(buf *out, str message, bool sent, trace_secrecy secrecy);

/* ---- What the secrecy of later messages depends on ---- */

typedef struct trace_request {
    uint8_t tag;
    bool is_run;
    bool secretive;  /* a RUN of a statement that deals with secrets */
    str credentials; /* of a login, borrowed; STR_NONE when there are none */
} trace_request;

trace_request trace_look_at_request(str message);

/* Whether an answer ends what the oldest request is owed. */
bool trace_is_summary(str message);

#endif
