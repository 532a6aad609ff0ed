/* A Cypher script as text: cut into what is executed, and into what the checksum covers.
 * The two differ on purpose: checksums are stored in databases that other tools share, so they
 * follow the historical cut bit by bit; what is executed follows the language. */
#ifndef CYPHER_SCRIPT_H
#define CYPHER_SCRIPT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef enum cypher_statement_kind {
    CYPHER_STATEMENT,
    CYPHER_USE, /* the command `:use database` */
} cypher_statement_kind;

typedef struct cypher_statement {
    cypher_statement_kind kind;
    str text;              /* without the separator; comments inside and in front are kept */
    str database;          /* of `:use`, in lower case; as spelled while it holds placeholders */
    uint32_t line, column; /* of the first character of `text` in the script, from 1; columns count
                              characters */
    bool implicit; /* brings its own transactions: CALL {..} IN TRANSACTIONS, USING PERIODIC COMMIT
                    */
} cypher_statement;

typedef struct cypher_script {
    const cypher_statement *items;
    size_t count;
    uint32_t malformed_line; /* the first with what is no UTF-8; 0: there is none */
} cypher_script;

/* Cuts a script as Cypher's lexer would: strings, back ticks and comments are respected; several
 * statements on one line, a BOM, CRLF are fine; what holds nothing but comments is no statement.
 * With `autocrlf` CRLF inside of statements becomes LF. `text` is UTF-8 and outlives the result,
 * which borrows from it where it can. ST_PARSE with line and column when `:use` stands inside of a
 * statement, or is malformed. A string, name or comment without end runs to the end of the script:
 * the server says what is wrong with it. Malformed UTF-8 becomes U+FFFD in both cuts. */
MUST_CHECK status cypher_script_parse(str text, bool autocrlf, arena *a, cypher_script *out,
                                      error *err);

/* The historical cut: all elements, `:use` commands and comments included, in the order in which
 * the checksum covers them. ST_PARSE with line and column where the other tools refuse the script:
 * two `:use` in one element of several lines. */
typedef struct cypher_elements {
    const str *items;
    const size_t *from; /* where in the script the text begins that an element was cut from */
    size_t count;
} cypher_elements;
MUST_CHECK status cypher_script_elements(str text, bool autocrlf, arena *a, cypher_elements *out,
                                         error *err);

/* The single-line comments at the start of an element, in order and trimmed: where preconditions
 * stand. A BOM before them is passed over. `from` counts in the element. */
MUST_CHECK status cypher_leading_comments(str element, arena *a, cypher_elements *out, error *err);

/* A name that `:use` takes: 3 to 63 letters, digits, dots and dashes, a letter first. */
bool cypher_database_is_valid(str name);

/* What `implicit` says, for a statement whose placeholders have been replaced. */
bool cypher_is_implicit(str statement);

/* True when the statement certainly does nothing but read and change data of the database that it
 * is sent to, so that a transaction can hold it together with other changes of data: it neither
 * changes the schema nor administers anything, runs no procedure and switches to no other graph. */
bool cypher_is_plain(str statement);

/* False when it certainly gives no rows. A query that only reads has no other effect than its rows
 * and what goes wrong while they are made. */
bool cypher_may_return(str statement);

/* Maps a place within a statement (line and column from 1, as servers report them) to the script.
 */
void cypher_position(const cypher_statement *statement, uint32_t line, uint32_t column,
                     uint32_t *script_line, uint32_t *script_column);

#endif
