/* What must not be read in a trace. Secrets cannot be told from other text, so this goes by the words around them,
 * and rather blanks too much. */
#ifndef BOLT_TRACE_SECRET_H
#define BOLT_TRACE_SECRET_H

#include "base/buf.h"

#define TRACE_BLANK "***"

/* Password, secret, token, credential, ... in it, in whatever case, or one of the procedures by which users are made: a key
 * whose value is blanked, a statement that deals with secrets. */
bool trace_is_secretive(str text);

/* The private key in PEM, which needs no words around it. */
bool trace_is_key(str text);

/* Appends a statement without its string literals and comments. */
void trace_blank_statement(buf *out, str statement);

/* Where in `text`, from `from` on, a URL tells a user and a password: `*begin` and `*end` are what stands between
 * "://" and "@". */
bool trace_find_login(str text, size_t from, size_t *begin, size_t *end);

#endif
