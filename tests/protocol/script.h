/* What stands in a line of a boltsh script, behind the command. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "bolt/session.h"

/* Words in front of the statement: `read`, `automatic`, `timeout=MS`, `metadata={...}`, `fetch=N`, `stop=N`,
 * `times=N`, `work=queue|along|query|fail`, and those of script_filter. */
typedef struct script_options {
    bolt_tx_config tx;
    int64_t fetch; /* rows in a batch */
    int64_t stop;  /* the row function refuses the row after so many; -1: never */
    int64_t times; /* how often the statement is queued, with ${i} replaced */
    str work;      /* what a managed transaction does with its statements */
} script_options;

/* `notices=none|warnings|all` or `disabled=KIND,KIND`; false when it is something else. */
bool script_filter(str word, bolt_filter *filter);

/* Takes the options off the front of `*rest`. */
script_options script_options_parse(str *rest, arena *a);

/* `TEXT` or `TEXT | {parameters}`; several are separated by ` ;; `. */
typedef struct script_statements {
    bolt_statement *items;
    size_t count;
} script_statements;
script_statements script_statements_parse(str text, arena *a);

/* `statement` with ${i} in its text replaced. */
bolt_statement script_statement_number(const bolt_statement *statement, size_t number, arena *a);

/* The next word, taken off the front of `*rest`; empty when there is none. */
str script_word(str *rest);

/* True, with what follows it, when `word` begins with `prefix`. */
bool script_starts(str word, const char *prefix, str *out);

int64_t script_int(str text);

#endif
