#include "cli/result.h"

#include <stdio.h>

void cli_result_print(const n4m_result *result, cli_console *console)
{
    cli_console_print(console, str_from(n4m_result_text(result)));
    cli_console_print(console, STR("\n"));
}

n4m_status cli_result_no_memory(n4m_error *err)
{
    *err = (n4m_error){ .status = N4M_E_NO_MEMORY };
    snprintf(err->message, sizeof err->message, "out of memory");
    return N4M_E_NO_MEMORY;
}
