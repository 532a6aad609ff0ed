#include "api/curl.h"
#include "api/handle.h"

/* Reason: what takes longer is not there; nobody waits for an hour. */
enum { CONNECT_MS = 30000, SILENCE_SECONDS = 60, REDIRECTS_MAX = 10 };

typedef struct transfer {
    n4m_body *body;
    bolt_driver *driver;
    char message[CURL_MESSAGE_SIZE];
} transfer;

static size_t take(char *data, size_t one, size_t size, void *user)
{
    transfer *t = user;
    return n4m_body_put(t->body, data, one * size, NULL) ? 0 : size;
}

/* Anything but 0 ends the transfer; asked at least once a second. */
static int go_on(void *user, int64_t total, int64_t now, int64_t up_total, int64_t up_now)
{
    const transfer *t = user;
    (void)total, (void)now, (void)up_total, (void)up_now;
    return bolt_driver_interrupted(t->driver) ? 1 : 0;
}

static bool set_up(const curl_library *curl, void *handle, const char *url, transfer *t)
{
    bool encrypted = str_eq_ignore_case(str_slice(str_from(url), 0, 6), STR("https:"));
    long protocols = encrypted ? CURL_HTTPS : CURL_HTTP | CURL_HTTPS;
    /* No proxy of the environment, and no signals: both are the application's. */
    int bad = curl->set(handle, CURL_URL, url);
    bad |= curl->set(handle, CURL_USERAGENT, API_TOOL);
    bad |= curl->set(handle, CURL_PROXY, "");
    bad |= curl->set(handle, CURL_NOSIGNAL, 1L);
    bad |= curl->set(handle, CURL_PROTOCOLS, protocols);
    bad |= curl->set(handle, CURL_REDIR_PROTOCOLS, protocols);
    bad |= curl->set(handle, CURL_FOLLOWLOCATION, 1L);
    bad |= curl->set(handle, CURL_MAXREDIRS, (long)REDIRECTS_MAX);
    bad |= curl->set(handle, CURL_FAILONERROR, 1L);
    bad |= curl->set(handle, CURL_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    bad |= curl->set(handle, CURL_LOW_SPEED_LIMIT, 1L);
    bad |= curl->set(handle, CURL_LOW_SPEED_TIME, (long)SILENCE_SECONDS);
    bad |= curl->set(handle, CURL_ERRORBUFFER, t->message);
    bad |= curl->set(handle, CURL_WRITEFUNCTION, take);
    bad |= curl->set(handle, CURL_WRITEDATA, t);
    bad |= curl->set(handle, CURL_NOPROGRESS, 0L);
    bad |= curl->set(handle, CURL_XFERINFOFUNCTION, go_on);
    bad |= curl->set(handle, CURL_XFERINFODATA, t);
    return bad == 0;
}

static status perform(const curl_library *curl, void *handle, const char *url, transfer *t,
                      error *err)
{
    if (!set_up(curl, handle, url, t))
        return fail(err, ST_IO, "this version of libcurl is too old");
    int code = curl->perform(handle);
    if (!code)
        return ST_OK;
    if (bolt_driver_interrupted(t->driver))
        return fail(err, ST_CANCELLED, "cancelled");
    return fail(err, ST_IO, "%s", t->message[0] ? t->message : curl->explain(code));
}

status http_get(const char *url, bolt_driver *driver, n4m_body *body, error *err)
{
    const curl_library *curl;
    transfer t = { .body = body, .driver = driver };
    status st = curl_load(&curl, err);
    if (st)
        return st;
    void *handle = curl->init();
    if (!handle)
        return fail_no_memory(err);
    st = perform(curl, handle, url, &t, err);
    curl->cleanup(handle);
    return st;
}
