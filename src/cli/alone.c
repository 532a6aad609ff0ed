/* What makes of the tool a program that needs no other file: linked into the static one only.
 *
 * A static program that loads a shared object gets a second C library with it, of whatever version is there. So it loads none,
 * whoever asks: migrations as shared objects, providers of OpenSSL, or the C library for a service of /etc/nsswitch.conf. */
#include <dlfcn.h>
#include <nss.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <unistd.h>

/* Instead of those of the C library. */

void *dlopen(const char *file, int mode)
{
    (void)file, (void)mode;
    return NULL;
}

void *dlsym(void *handle, const char *name)
{
    (void)handle, (void)name;
    return NULL;
}

int dlclose(void *handle)
{
    (void)handle;
    return -1;
}

char *dlerror(void)
{
    static char reason[] =
        "the tool is linked statically and loads no shared objects; use one that "
        "is not, such as that of the Debian package";
    return reason;
}

/* OpenSSL's default place of certificates is that of Debian; others have theirs elsewhere. */
static void find_certificates(void)
{
    static const char *const bundles[] = {
        "/etc/ssl/certs/ca-certificates.crt", /* a container with nothing else, Alpine, Arch */
        "/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora and its relatives */
        "/etc/ssl/ca-bundle.pem",             /* SUSE */
    };
    if (access(X509_get_default_cert_file(), R_OK) == 0 ||
        access(X509_get_default_cert_dir(), R_OK) == 0)
        return;
    for (size_t i = 0; i < sizeof bundles / sizeof *bundles; i++)
        if (access(bundles[i], R_OK) == 0) {
            (void)setenv(X509_get_default_cert_file_env(), bundles[i], 0);
            return;
        }
}

__attribute__((constructor)) static void stand_alone(void)
{
    (void)__nss_configure_lookup("hosts", "files dns");
    (void)__nss_configure_lookup("passwd", "files");
    find_certificates();
}
