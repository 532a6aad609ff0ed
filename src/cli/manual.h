/* Pages of the manual, in the language of man(7), from the tables of options and commands. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/buf.h"
#include "cli/command.h"

/* That of the program for NULL. */
void cli_manual_render(const cli_command *command, buf *out);

#endif
