#include "cli/result.h"

#include "cli/arguments.h"
#include "cli/json.h"

#include <stdio.h>

n4m_status cli_result_print_painted(const n4m_result *result, const cli_run *run, cli_paint paint,
                                    n4m_error *err)
{
    BUF_AUTO text = BUF_INIT(NULL, 0);
    const cli_command *command = run->arguments->command;
    if (run->json)
        cli_json_result(command->name, command->describe, result, &text);
    else {
        cli_paint_text(&text, cli_console_paint_out(run->console, paint),
                       str_from(n4m_result_text(result)));
        buf_char(&text, '\n');
    }
    if (text.failed)
        return cli_result_no_memory(err);
    cli_console_print(run->console, buf_view(&text));
    return N4M_OK;
}

n4m_status cli_result_print(const n4m_result *result, const cli_run *run, n4m_error *err)
{
    return cli_result_print_painted(result, run, CLI_PLAIN, err);
}

n4m_status cli_result_failure(status st, const error *problem, n4m_error *err)
{
    *err = (n4m_error){ .status = (n4m_status)st };
    snprintf(err->message, sizeof err->message, "%s", problem->message);
    return err->status;
}

n4m_status cli_result_no_memory(n4m_error *err)
{
    *err = (n4m_error){ .status = N4M_E_NO_MEMORY };
    snprintf(err->message, sizeof err->message, "out of memory");
    return N4M_E_NO_MEMORY;
}

n4m_status cli_result_misuse(n4m_error *err, const char *message)
{
    *err = (n4m_error){ .status = N4M_E_ARGUMENT };
    snprintf(err->message, sizeof err->message, "%s", message);
    return N4M_E_ARGUMENT;
}
