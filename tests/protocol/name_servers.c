/* Preloaded into a program, it stands for name servers: those for names that begin with "slow" stay
 * silent for a minute, those for names that begin with "several" know 127.0.0.1 and 127.0.0.2.
 * Literals and all other names are left to the system. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int lookup_fn(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static int several(lookup_fn *system, const char *service, const struct addrinfo *hints,
                   struct addrinfo **found)
{
    int code = system("127.0.0.1", service, hints, found);
    return code ? code : system("127.0.0.2", service, hints, &(*found)->ai_next);
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    lookup_fn *system;
    void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
    memcpy(&system, &symbol, sizeof system);
    if (!(hints->ai_flags & AI_NUMERICHOST) && strncmp(host, "slow", 4) == 0)
        sleep(60);
    if (strncmp(host, "several", 7) == 0)
        return several(system, service, hints, found);
    return system(host, service, hints, found);
}
