/* Functions that nobody here needs: each has a safer counterpart in base/. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#pragma GCC poison strcpy strcat sprintf strtok gmtime localtime atoi sscanf

#endif
