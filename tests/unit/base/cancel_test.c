#include "base/cancel.h"
#include "base/clock.h"

#include <criterion/criterion.h>
#include <poll.h>

Test(cancel, wakes_a_sleeper_at_once)
{
    cancel c;
    error err = { 0 };
    cr_assert_eq(cancel_init(&c, &err), ST_OK);
    cancel_request(&c);
    int64_t before = clock_ms();
    cr_assert_eq(cancel_sleep(&c, 60000, &err), ST_CANCELLED);
    cr_assert_lt(clock_ms() - before, 5000);
    cancel_finish(&c);
}

Test(cancel, counts_and_forgets)
{
    cancel c;
    cr_assert_eq(cancel_init(&c, NULL), ST_OK);
    cancel_request(&c);
    cancel_request(&c);
    cr_assert_eq(cancel_requests(&c), 2);
    struct pollfd wake = { .fd = cancel_fd(&c), .events = POLLIN };
    cr_assert_eq(poll(&wake, 1, 0), 1);
    cancel_reset(&c);
    cr_assert_eq(cancel_requests(&c), 0);
    cr_assert_eq(poll(&wake, 1, 0), 0);
    cr_assert_eq(cancel_sleep(&c, 1, NULL), ST_OK);
    cancel_finish(&c);
}

Test(cancel, nobody_can_cancel)
{
    cr_assert_eq(cancel_requests(NULL), 0);
    cr_assert_eq(cancel_fd(NULL), -1);
    cr_assert_eq(cancel_sleep(NULL, 1, NULL), ST_OK);
}
