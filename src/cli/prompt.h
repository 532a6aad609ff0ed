/* Asks for a secret on the terminal, without echo. */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include "base/arena.h"
#include "base/error.h"

/* The terminal is put right again also when a signal ends the program. ST_ARGUMENT when there is no
 * terminal: `otherwise` says how else to give it. */
MUST_CHECK status cli_prompt_secret(const char *question, const char *otherwise, arena *a, str *out,
                                    error *err);

#endif
