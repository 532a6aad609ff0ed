#include "bolt/wait.h"

#include "base/clock.h"

#include <criterion/criterion.h>
#include <pthread.h>

enum { SHORT = 60, LONG = 5000 }; /* ms */

/* A wait, and one behind which it stands. */
typedef struct scene {
    cancel near, far;
    bolt_wait outer, inner;
} scene;

static void open_scene(scene *s)
{
    cr_assert_eq(cancel_init(&s->near, NULL), ST_OK);
    cr_assert_eq(cancel_init(&s->far, NULL), ST_OK);
    bolt_wait_init(&s->outer, &s->far);
    cr_assert(bolt_wait_init_behind(&s->inner, &s->near, &s->outer));
}

static void close_scene(scene *s)
{
    cancel_finish(&s->near);
    cancel_finish(&s->far);
}

static void *request_later(void *user)
{
    cr_expect_eq(cancel_sleep(NULL, SHORT, NULL), ST_OK);
    cancel_request(user);
    return NULL;
}

/* Whether a request that comes while it waits ends it. */
static bool is_ended_by(const bolt_wait *wait, cancel *stop)
{
    pthread_t thread;
    int64_t begun = clock_ms();
    cr_assert_eq(pthread_create(&thread, NULL, request_later, stop), 0);
    status st = bolt_wait_sleep(wait, 10 * SHORT, NULL);
    pthread_join(thread, NULL);
    cr_expect_eq(st == ST_CANCELLED, clock_ms() - begun < 8 * SHORT);
    return st == ST_CANCELLED;
}

Test(wait, nobody_can_interrupt_one_without_sources)
{
    bolt_wait wait;
    bolt_wait_init(&wait, NULL);
    cr_expect_eq(bolt_wait_sleep(&wait, 1, NULL), ST_OK);
    cr_expect_not(bolt_wait_interrupted(&wait));
}

Test(wait, is_interrupted_by_its_own_source)
{
    scene s;
    open_scene(&s);
    cr_expect(is_ended_by(&s.inner, &s.near));
    cr_expect_not(bolt_wait_interrupted(&s.outer), "the other one goes on");
    cr_expect_eq(bolt_wait_sleep(&s.outer, 1, NULL), ST_OK);
    close_scene(&s);
}

Test(wait, is_interrupted_by_what_interrupts_the_one_before)
{
    scene s;
    open_scene(&s);
    cr_expect(is_ended_by(&s.inner, &s.far));
    cr_expect(bolt_wait_interrupted(&s.outer));
    close_scene(&s);
}

Test(wait, goes_on_when_what_stands_behind_it_is_interrupted)
{
    scene s;
    open_scene(&s);
    cr_expect_not(is_ended_by(&s.outer, &s.near));
    close_scene(&s);
}

Test(wait, requests_from_all_sources_add_up)
{
    scene s;
    bolt_wait last;
    open_scene(&s);
    cancel_request(&s.near);
    bolt_wait_init_shielded(&last, &s.inner);
    cr_expect_not(bolt_wait_interrupted(&last));
    cr_expect_eq(bolt_wait_sleep(&last, 1, NULL), ST_OK);
    cr_expect(is_ended_by(&last, &s.far), "a second request, wherever it comes from");
    cr_expect_eq(bolt_wait_requests(&last), 2);
    close_scene(&s);
}

Test(wait, a_shield_is_for_one_only)
{
    scene s;
    open_scene(&s);
    bolt_wait_shield(&s.inner, true);
    cancel_request(&s.far);
    cr_expect_not(bolt_wait_interrupted(&s.inner));
    cr_expect(bolt_wait_interrupted(&s.outer));
    bolt_wait_shield(&s.inner, false);
    cr_expect(bolt_wait_interrupted(&s.inner));
    close_scene(&s);
}

Test(wait, there_is_a_limit_to_the_sources)
{
    scene s;
    bolt_wait third, fourth, fifth;
    open_scene(&s);
    cr_assert(bolt_wait_init_behind(&third, &s.near, &s.inner));
    cr_assert(bolt_wait_init_behind(&fourth, &s.near, &third));
    cr_expect_not(bolt_wait_init_behind(&fifth, &s.near, &fourth));
    cr_expect(bolt_wait_init_behind(&fifth, NULL, &fourth), "without one of its own");
    close_scene(&s);
}
