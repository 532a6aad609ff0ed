/* What the program ends with. */
#ifndef CLI_EXIT_CODE_H
#define CLI_EXIT_CODE_H

#include "base/buf.h"
#include "neo4j_migrations.h"

enum {
    CLI_EXIT_SUCCESS = 0,
    CLI_EXIT_FAILURE = 1,
    CLI_EXIT_USAGE = 2,
    /* Only with --detailed-exit-codes; CLI_EXIT_FAILURE otherwise. */
    CLI_EXIT_PENDING = 3,
    CLI_EXIT_MISFIT = 4,
    CLI_EXIT_DUPLICATE = 5,
    CLI_EXIT_LOCKED = 6,
    CLI_EXIT_CONNECTION = 7,
    CLI_EXIT_AUTHENTICATION = 8,
    CLI_EXIT_REFUSED = 9,
    CLI_EXIT_FILES = 10,
    CLI_EXIT_UNKNOWN_OUTCOME = 11,
    CLI_EXIT_EQUIVALENT = 12,
    CLI_EXIT_DIFFERENT = 13,
    CLI_EXIT_SIGNAL = 128, /* plus the number of the signal */
};

int cli_exit_code_of_failure(n4m_status st, bool detailed);
int cli_exit_code_of_outcome(n4m_outcome outcome, bool detailed);

/* What it means, in the order of the codes; NULL behind the last. */
const char *cli_exit_code_meaning(size_t index, int *code);

/* A line for each of them. */
void cli_exit_code_render(buf *out);

#endif
