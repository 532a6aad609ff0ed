/* Of libcurl 4 what is needed here. It is loaded when something is to be read by HTTP, so that programs start without it, and is no
 * part of what has to be there to build. Its numbers are those of its binary interface, which do not change
 * (https://curl.se/libcurl/abi.html); a test compares them with its header. */
#ifndef API_CURL_H
#define API_CURL_H

#include "base/attr.h"
#include "base/error.h"

enum { CURL_GLOBAL = 3 };

typedef enum curl_option {
    CURL_WRITEDATA = 10001,
    CURL_URL = 10002,
    CURL_PROXY = 10004,
    CURL_ERRORBUFFER = 10010,
    CURL_USERAGENT = 10018,
    CURL_XFERINFODATA = 10057,
    CURL_LOW_SPEED_LIMIT = 19,
    CURL_LOW_SPEED_TIME = 20,
    CURL_NOPROGRESS = 43,
    CURL_FAILONERROR = 45,
    CURL_FOLLOWLOCATION = 52,
    CURL_MAXREDIRS = 68,
    CURL_NOSIGNAL = 99,
    CURL_CONNECTTIMEOUT_MS = 156,
    CURL_PROTOCOLS = 181,
    CURL_REDIR_PROTOCOLS = 182,
    CURL_WRITEFUNCTION = 20011,
    CURL_XFERINFOFUNCTION = 20219,
} curl_option;

enum { CURL_HTTP = 1, CURL_HTTPS = 2 };
enum { CURL_MESSAGE_SIZE = 256 };

typedef struct curl_library {
    void *(*init)(void);
    int (*set)(void *handle, curl_option option, ...);
    int (*perform)(void *handle); /* 0: all went well */
    void (*cleanup)(void *handle);
    const char *(*explain)(int code);
} curl_library;

/* Loads it, once for the process. ST_IO when it is not there. Any number of threads may call this. */
MUST_CHECK status curl_load(const curl_library **out, error *err);

#endif
