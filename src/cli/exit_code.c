#include "cli/exit_code.h"

static const struct {
    int code;
    const char *meaning;
} MEANINGS[] = {
    { CLI_EXIT_SUCCESS, "done, or valid" },
    { CLI_EXIT_FAILURE, "failed, or not valid" },
    { CLI_EXIT_USAGE, "wrong usage" },
    { CLI_EXIT_PENDING, "validate: some migrations are not applied yet" },
    { CLI_EXIT_MISFIT, "migrations and history do not fit each other: see repair" },
    { CLI_EXIT_DUPLICATE, "validate: a version is there twice" },
    { CLI_EXIT_LOCKED, "somebody else has the lock" },
    { CLI_EXIT_CONNECTION, "the server cannot be reached, or the connection broke" },
    { CLI_EXIT_AUTHENTICATION, "the server does not let us in" },
    { CLI_EXIT_REFUSED, "the server has refused a statement" },
    { CLI_EXIT_FILES, "a file is malformed, or cannot be read" },
    { CLI_EXIT_UNKNOWN_OUTCOME, "the connection was lost during a COMMIT: look at info" },
    { CLI_EXIT_EQUIVALENT, "diff: only names and options differ" },
    { CLI_EXIT_DIFFERENT, "diff: the catalogs are different" },
    { CLI_EXIT_SIGNAL, "and more: ended by the signal with that number" },
};

static int detailed_code(n4m_status st)
{
    switch (st) {
    case N4M_OK:
        return CLI_EXIT_SUCCESS;
    case N4M_E_IO:
    case N4M_E_PARSE:
        return CLI_EXIT_FILES;
    case N4M_E_MIGRATIONS:
        return CLI_EXIT_MISFIT;
    case N4M_E_LOCKED:
        return CLI_EXIT_LOCKED;
    case N4M_E_CONNECTION:
    case N4M_E_PROTOCOL:
    case N4M_E_TIMEOUT:
        return CLI_EXIT_CONNECTION;
    case N4M_E_AUTHENTICATION:
    case N4M_E_SECURITY:
        return CLI_EXIT_AUTHENTICATION;
    case N4M_E_SERVER:
        return CLI_EXIT_REFUSED;
    case N4M_E_UNKNOWN_OUTCOME:
        return CLI_EXIT_UNKNOWN_OUTCOME;
    case N4M_E_NO_MEMORY:
    case N4M_E_ARGUMENT:
    case N4M_E_CANCELLED:
        return CLI_EXIT_FAILURE;
    }
    return CLI_EXIT_FAILURE;
}

int cli_exit_code_of_failure(n4m_status st, bool detailed)
{
    return detailed ? detailed_code(st) : CLI_EXIT_FAILURE;
}

int cli_exit_code_of_outcome(n4m_outcome outcome, bool detailed)
{
    if (outcome == N4M_VALID)
        return CLI_EXIT_SUCCESS;
    if (!detailed)
        return CLI_EXIT_FAILURE;
    return outcome == N4M_INCOMPLETE_DATABASE ? CLI_EXIT_PENDING
           : outcome == N4M_DUPLICATE_VERSION ? CLI_EXIT_DUPLICATE
                                              : CLI_EXIT_MISFIT;
}

const char *cli_exit_code_meaning(size_t index, int *code)
{
    if (index >= sizeof MEANINGS / sizeof *MEANINGS)
        return NULL;
    *code = MEANINGS[index].code;
    return MEANINGS[index].meaning;
}

void cli_exit_code_render(buf *out)
{
    int code;
    const char *meaning;
    for (size_t i = 0; (meaning = cli_exit_code_meaning(i, &code)); i++)
        buf_printf(out, "  %-4d%s\n", code, meaning);
}
