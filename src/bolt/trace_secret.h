/* What must not be read in a trace, beside what base/secretive.h finds. */
#ifndef BOLT_TRACE_SECRET_H
#define BOLT_TRACE_SECRET_H

#include "base/buf.h"
#include "base/secretive.h"

/* The private key in PEM, which needs no words around it. */
bool trace_is_key(str text);

/* Appends a statement without its string literals and comments. */
void trace_blank_statement(buf *out, str statement);

#endif
