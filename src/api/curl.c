#include "api/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static curl_library library;
static bool is_loaded;

/* A function of the library; POSIX has it that the bytes of a pointer to data are those of one to a function. */
static bool find(void *handle, const char *name, void *function)
{
    void *symbol = dlsym(handle, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static void *open_library(void)
{
    static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib" };
    void *handle = NULL;
    for (size_t i = 0; !handle && i < sizeof names / sizeof *names; i++)
        handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    return handle;
}

/* It stays loaded: what it has initialised cannot be taken back while others may use it. */
static void load(void)
{
    int (*initialise)(long flags);
    void *handle = open_library();
    is_loaded = handle && find(handle, "curl_easy_init", &library.init) &&
                find(handle, "curl_easy_setopt", &library.set) &&
                find(handle, "curl_easy_perform", &library.perform) &&
                find(handle, "curl_easy_cleanup", &library.cleanup) &&
                find(handle, "curl_easy_strerror", &library.explain) &&
                find(handle, "curl_global_init", &initialise) && initialise(CURL_GLOBAL) == 0;
}

status curl_load(const curl_library **out, error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_loaded)
        return fail(err, ST_IO,
                    "libcurl cannot be loaded: install it (Debian: libcurl4), or give `fetch`");
    *out = &library;
    return ST_OK;
}
