/* What the commands have in common. */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include "base/error.h"
#include "cli/command.h"
#include "cli/console.h"
#include "neo4j_migrations.h"

/* The result's own text and a newline, or all of it as JSON. */
MUST_CHECK n4m_status cli_result_print(const n4m_result *result, const cli_run *run,
                                       n4m_error *err);

/* The same, with the text in colour where that is wanted. */
MUST_CHECK n4m_status cli_result_print_painted(const n4m_result *result, const cli_run *run,
                                               cli_paint paint, n4m_error *err);

/* What has failed before the library came into play. */
n4m_status cli_result_failure(status st, const error *problem, n4m_error *err);
n4m_status cli_result_no_memory(n4m_error *err);

/* N4M_E_ARGUMENT: set `misused` of the run. */
n4m_status cli_result_misuse(n4m_error *err, const char *message);

#endif
