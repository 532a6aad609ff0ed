/* Asks for a secret on the terminal, without echo. */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include "base/arena.h"
#include "base/error.h"

/* The terminal is put right again also when a signal ends the program. ST_ARGUMENT when there is no
 * terminal. */
MUST_CHECK status cli_prompt_secret(const char *question, arena *a, str *out, error *err);

#endif
