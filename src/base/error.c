#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

status fail(error *err, status st, const char *format, ...)
{
    if (!err)
        return st;
    *err = (error){ .status = st };
    char text[sizeof err->message + 4];
    va_list args;
    va_start(args, format);
    int written = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t length = written < 0 ? 0 : (size_t)written;
    ERROR_SET(err, message, text, length < sizeof text ? length : sizeof text - 1);
    return st;
}

status fail_no_memory(error *err)
{
    return fail(err, ST_NO_MEMORY, "out of memory");
}

void error_text(char *field, size_t size, const char *text, size_t length)
{
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    if (length > 0)
        memcpy(field, text, length);
    field[length] = '\0';
}
