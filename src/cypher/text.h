/* What both cuts do to a text before or after cutting. */
#ifndef CYPHER_TEXT_H
#define CYPHER_TEXT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* The text itself when it is valid UTF-8. */
MUST_CHECK status cypher_text_repair(str text, arena *a, str *out, error *err);

/* With CRLF as LF; the text itself when it holds none. */
MUST_CHECK status cypher_text_lf(str text, arena *a, str *out, error *err);

str cypher_text_without_bom(str text);

#endif
