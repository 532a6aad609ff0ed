/* Borrowed text: a pointer and a length, passed by value. Not NUL-terminated unless somebody says
 * so. Print it with "%.*s" and STR_ARG. `data` is NULL only for "no value"; empty text has a
 * pointer. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct str {
    const char *data;
    size_t len;
} str;

#define STR(literal) ((str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((str){ NULL, 0 })
#define STR_ARG(s) (int)(s).len, (s).data ? (s).data : ""
#define STR_NOT_FOUND SIZE_MAX

/* STR_NONE for NULL. */
str str_from(const char *text);
bool str_eq(str a, str b);
bool str_eq_ignore_case(str a, str b); /* ASCII only: no locale */
int str_compare(str a, str b);         /* by bytes */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);

/* [from, to), both cut to the length. */
str str_slice(str s, size_t from, size_t to);
str str_from_index(str s, size_t from);

/* Offset of the first occurrence at or after `from`, or STR_NOT_FOUND. */
size_t str_find(str s, str what, size_t from);
size_t str_find_char(str s, char c, size_t from);

/* Removes leading and trailing bytes <= U+0020, as Java's String.trim does. */
str str_trim(str s);

/* True when there is nothing but ASCII white space. */
bool str_is_blank(str s);

/* Cuts off and returns everything before the first `separator`; `*rest` becomes what follows it,
 * or STR_NONE after the last piece. */
str str_split(str *rest, char separator);

/* A decimal number without sign, whole text; false also when it does not fit. */
bool str_to_u64(str s, uint64_t *out);

bool char_is_digit(char c);
bool char_is_alpha(char c);
char char_lower(char c);
char char_upper(char c);

#endif
