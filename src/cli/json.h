/* Results, failures and events as JSON: one document a line. docs/reference/json.md says what is in them, and
 * what changes CLI_JSON_VERSION. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "base/buf.h"
#include "neo4j_migrations.h"

#include <jansson.h>

enum { CLI_JSON_VERSION = 1 };

/* Puts what a result of one command tells into its document. */
typedef void cli_json_fn(json_t *document, const n4m_result *result);

/* Each appends a line; `out` has failed when there is no memory. */
void cli_json_result(const char *command, cli_json_fn *describe, const n4m_result *result,
                     buf *out);
void cli_json_error(const char *command, const n4m_error *err, buf *out);
void cli_json_event(const char *command, const n4m_event *event, buf *out);

/* For what is no result of the library: begin, put values in, end. */
json_t *cli_json_begin(const char *command, const char *type);
void cli_json_end(json_t *document, buf *out);

/* ---- Values. Text that is NULL becomes null, bytes that are no UTF-8 become U+FFFD. ---- */

void cli_json_text(json_t *object, const char *key, const char *text);
void cli_json_number(json_t *object, const char *key, int64_t number);
void cli_json_flag(json_t *object, const char *key, bool flag);
void cli_json_texts(json_t *object, const char *key, const char *const *texts); /* ended by NULL */

/* Adds an object to a list; borrowed from it. NULL, which all of these accept, without memory. */
json_t *cli_json_item(json_t *list);
json_t *cli_json_object(json_t *object, const char *key);
json_t *cli_json_list(json_t *object, const char *key);

/* ---- json_result.c: what the results of commands tell ---- */

cli_json_fn cli_json_of_apply, cli_json_of_info, cli_json_of_validate, cli_json_of_clean,
    cli_json_of_repair, cli_json_of_delete, cli_json_of_run, cli_json_of_refactoring,
    cli_json_of_lock, cli_json_of_new;

/* ---- json_catalog.c ---- */

cli_json_fn cli_json_of_catalog, cli_json_of_diff;

#endif
