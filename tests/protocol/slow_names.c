/* Preloaded into a program, it stands for name servers that stay silent: names that begin with "slow"
 * are looked up for a minute. Literals and all other names are left to the system. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int lookup_fn(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    lookup_fn *system;
    void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
    memcpy(&system, &symbol, sizeof system);
    if (!(hints->ai_flags & AI_NUMERICHOST) && strncmp(host, "slow", 4) == 0)
        sleep(60);
    return system(host, service, hints, found);
}
