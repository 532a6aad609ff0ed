#include "base/secretive.h"

#include <string.h>

static bool matches(str text, size_t at, str lower)
{
    if (text.len - at < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++)
        if (char_lower(text.data[at + i]) != lower.data[i])
            return false;
    return true;
}

bool secretive_is_about(str text)
{
    static const char *const words[] = { "passw",         "passphrase",  "secret",
                                         "credential",    "token",       "apikey",
                                         "api_key",       "api-key",     "authoriz",
                                         "privatekey",    "private_key", "private key",
                                         "dbms.security." };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        str word = str_from(words[i]);
        for (size_t at = 0; at + word.len <= text.len; at++)
            if (matches(text, at, word))
                return true;
    }
    return false;
}

static bool ends_authority(char c)
{
    return memchr(" \t\r\n/?#'\"`<>", c, 13) != NULL;
}

bool secretive_find_login(str text, size_t from, size_t *begin, size_t *end)
{
    for (size_t at = from; (at = str_find(text, STR("://"), at)) != STR_NOT_FOUND;) {
        at += 3;
        size_t sign = STR_NOT_FOUND;
        for (size_t i = at; i < text.len && !ends_authority(text.data[i]); i++)
            if (text.data[i] == '@')
                sign = i;
        if (sign == STR_NOT_FOUND)
            continue;
        *begin = at;
        *end = sign;
        return true;
    }
    return false;
}
