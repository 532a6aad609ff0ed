#include "cli/value.h"

void cli_value_render(const cli_settings *s, const cli_option *option, buf *out)
{
    const cli_setting *given = &s->of[option->id];
    if (option->kind == CLI_KIND_FLAG)
        buf_text(out, cli_settings_flag(s, option->id) ? "true" : "false");
    else if (option->kind == CLI_KIND_CHOICE)
        buf_text(out, option->choices[cli_settings_choice(s, option->id)]);
    else if (given->count == 0)
        buf_text(out, option->preset ? option->preset : "");
    else
        for (size_t i = 0; i < given->count; i++)
            buf_printf(out, "%s%.*s", i ? "," : "", STR_ARG(given->items[i]));
}
