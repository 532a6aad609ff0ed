/* Scripts that teach a shell our commands, options and their values; made from the tables. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "base/buf.h"

typedef enum cli_shell { CLI_BASH, CLI_ZSH, CLI_FISH } cli_shell;

void cli_completion_render(cli_shell shell, buf *out);

#endif
