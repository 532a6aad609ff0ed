/* What must not be shown. Secrets cannot be told from other text, so this goes by the words around them, and rather
 * finds too much. */
#ifndef BASE_SECRETIVE_H
#define BASE_SECRETIVE_H

#include "base/str.h"

/* What is shown in place of a secret. */
#define SECRETIVE_BLANK "***"

/* Password, secret, token, credential, ... in it, in whatever case, or one of the procedures by which users are made: a key
 * whose value is blanked, a statement that deals with secrets. */
bool secretive_is_about(str text);

/* Where in `text`, from `from` on, a URL tells a user and a password: `*begin` and `*end` are what stands between
 * "://" and "@". */
bool secretive_find_login(str text, size_t from, size_t *begin, size_t *end);

#endif
