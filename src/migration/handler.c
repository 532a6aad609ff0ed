#include "migration/handler.h"

static bool is_scheme(str text)
{
    if (text.len < 2 || !char_is_alpha(text.data[0])) /* one letter is a drive of Windows */
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!char_is_alpha(text.data[i]) && !char_is_digit(text.data[i]) &&
            str_find_char(STR("+-."), text.data[i], 0) == STR_NOT_FOUND)
            return false;
    return true;
}

status location_check_scheme(str scheme, error *err)
{
    static const char *const reserved[] = { "file", "classpath", "embedded", "memory" };
    if (!is_scheme(scheme))
        return fail(err, ST_ARGUMENT,
                    "\"%.*s\" is no scheme: expected a letter, and then letters, digits, \"+\", "
                    "\"-\" or \".\"",
                    STR_ARG(scheme));
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_eq_ignore_case(scheme, str_from(reserved[i])))
            return fail(err, ST_ARGUMENT,
                        "the scheme \"%s\" has a meaning of its own: choose "
                        "another one for the handler",
                        reserved[i]);
    return ST_OK;
}
