#include "bolt/credentials.h"

#include "failing_memory.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 8, SLOW = 50 /* ms */ };

typedef struct scene {
    cancel stop;
    bolt_wait wait;
    bolt_monitor monitor;
    bolt_credentials credentials;
    atomic_int renewals;
    status outcome; /* of the next renewals */
    char token[16]; /* what they give */
} scene;

static status renew(void *user, const error *reason, bolt_auth *out, error *err)
{
    scene *s = user;
    cr_expect_str_eq(reason->code, "Neo.ClientError.Security.TokenExpired");
    int number = atomic_fetch_add(&s->renewals, 1) + 1;
    cr_expect_eq(cancel_sleep(NULL, SLOW, NULL), ST_OK);
    if (s->outcome)
        return fail(err, s->outcome, "no token %d", number);
    snprintf(s->token, sizeof s->token, "t%d", number);
    *out = (bolt_auth){ .scheme = BOLT_AUTH_BEARER, .credentials = str_from(s->token) };
    return ST_OK;
}

static status try_to_open(scene *s, const allocator *mem, bolt_renew_fn *fn)
{
    bolt_auth auth = { .scheme = BOLT_AUTH_BEARER, .credentials = STR("t0") };
    bolt_credentials_options options = { .mem = mem, .renew = fn, .user = s };
    return bolt_credentials_init(&s->credentials, &auth, &options, &s->monitor, NULL);
}

static void open_scene(scene *s, bolt_renew_fn *fn)
{
    cr_assert_eq(cancel_init(&s->stop, NULL), ST_OK);
    bolt_wait_init(&s->wait, &s->stop);
    cr_assert_eq(bolt_monitor_init(&s->monitor, NULL), ST_OK);
    cr_assert_eq(try_to_open(s, NULL, fn), ST_OK);
}

static void close_scene(scene *s)
{
    bolt_credentials_finish(&s->credentials);
    bolt_monitor_finish(&s->monitor);
    cancel_finish(&s->stop);
}

static bool holds(scene *s, const char *token, uint64_t version)
{
    uint64_t present;
    const bolt_auth *auth = bolt_credentials_take(&s->credentials, &present);
    bool same = str_eq(auth->credentials, str_from(token)) && present == version;
    bolt_credentials_put_down(&s->credentials);
    return same;
}

static error refusal(const char *code)
{
    error reason = { .status = ST_AUTHENTICATION };
    error_text(reason.code, sizeof reason.code, code, strlen(code));
    return reason;
}

static error expired(void)
{
    return refusal("Neo.ClientError.Security.TokenExpired");
}

static void *be_refused(void *user)
{
    scene *s = user;
    error reason = expired();
    cr_expect_eq(bolt_credentials_renew(&s->credentials, &s->wait, 0, &reason, NULL), s->outcome);
    return NULL;
}

static void refuse_all(scene *s)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, be_refused, s), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

Test(credentials, are_renewed_once_for_all_who_were_refused)
{
    scene s = { .outcome = ST_OK };
    open_scene(&s, renew);
    cr_expect(holds(&s, "t0", 0));
    refuse_all(&s);
    cr_expect_eq(atomic_load(&s.renewals), 1);
    s.token[1] = 'x'; /* copied */
    cr_expect(holds(&s, "t1", 1));
    close_scene(&s);
}

Test(credentials, whoever_waited_for_a_renewal_that_failed_tries_himself)
{
    scene s = { .outcome = ST_IO };
    open_scene(&s, renew);
    refuse_all(&s);
    cr_expect_eq(atomic_load(&s.renewals), THREADS);
    cr_expect(holds(&s, "t0", 0));
    close_scene(&s);
}

Test(credentials, stay_for_other_reasons_and_without_anybody_to_ask)
{
    scene s = { .outcome = ST_OK };
    error err = { .status = ST_OK };
    error late = refusal("Neo.ClientError.Security.AuthenticationRateLimit");
    open_scene(&s, renew);
    cr_expect_eq(bolt_credentials_renew(&s.credentials, &s.wait, 0, &late, &err),
                 ST_AUTHENTICATION);
    close_scene(&s);
    error reason = expired();
    open_scene(&s, NULL);
    cr_expect_eq(bolt_credentials_renew(&s.credentials, &s.wait, 0, &reason, &err),
                 ST_AUTHENTICATION);
    close_scene(&s);
    cr_expect_eq(err.status, ST_OK);
    cr_expect_eq(atomic_load(&s.renewals), 0);
}

static void *hang(void *user)
{
    scene *s = user;
    while (atomic_load(&s->renewals) == 0)
        cr_expect_eq(cancel_sleep(NULL, 1, NULL), ST_OK);
    cancel_request(&s->stop);
    return NULL;
}

static status renew_when_stopped(void *user, const error *reason, bolt_auth *out, error *err)
{
    scene *s = user;
    atomic_fetch_add(&s->renewals, 1);
    while (cancel_requests(&s->stop) == 0)
        cr_expect_eq(cancel_sleep(NULL, 1, NULL), ST_OK);
    cr_expect_eq(cancel_sleep(NULL, 3 * SLOW, NULL), ST_OK);
    (void)reason;
    *out = (bolt_auth){ .scheme = BOLT_AUTH_NONE };
    (void)err;
    return ST_OK;
}

/* One thread is asking for a token; the other, which waits for that, is stopped. */
Test(credentials, waiting_for_somebody_else_can_be_interrupted)
{
    scene s = { .outcome = ST_OK };
    pthread_t asking, stopping;
    error reason = expired();
    open_scene(&s, renew_when_stopped);
    cr_assert_eq(pthread_create(&asking, NULL, be_refused, &s), 0);
    while (atomic_load(&s.renewals) == 0)
        cr_expect_eq(cancel_sleep(NULL, 1, NULL), ST_OK);
    cr_assert_eq(pthread_create(&stopping, NULL, hang, &s), 0);
    cr_expect_eq(bolt_credentials_renew(&s.credentials, &s.wait, 0, &reason, NULL), ST_CANCELLED);
    pthread_join(asking, NULL);
    pthread_join(stopping, NULL);
    close_scene(&s);
}

Test(credentials, without_memory)
{
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        scene s = { .outcome = ST_OK };
        error reason = expired();
        open_scene(&s, renew);
        bolt_credentials_finish(&s.credentials);
        status st = try_to_open(&s, &mem, renew);
        if (!st)
            st = bolt_credentials_renew(&s.credentials, &s.wait, 0, &reason, NULL);
        cr_expect_eq(st, f.failed ? ST_NO_MEMORY : ST_OK);
        cr_expect(st || holds(&s, "t1", 1));
        close_scene(&s);
        cr_expect_eq(f.blocks, 0);
    }
}
