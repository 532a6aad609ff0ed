#include "bolt/pool.h"

#include "base/clock.h"
#include "bolt/stub_server.h"

#include <pthread.h>

enum { SHORT = 100, LONG = 3000 }; /* ms */

typedef struct scene {
    stub_server server;
    bolt_pool_options options;
    cancel stop;
    bolt_wait wait;
    bolt_monitor monitor;
    bolt_credentials credentials;
    bolt_pool pool;
    bolt_address address;
    error err;
} scene;

static const char greeting[] = "5.4 | ok; ok";

static void open_scene(scene *s)
{
    cr_assert_eq(cancel_init(&s->stop, NULL), ST_OK);
    bolt_wait_init(&s->wait, &s->stop);
    bolt_pool_options *o = &s->options;
    o->connecting.dial = stub_dial;
    o->connecting.dial_user = &s->server;
    o->connecting.user_agent = STR("test/1");
    o->connecting.credentials = &s->credentials;
    o->connecting.handshake_timeout = o->connecting.read_timeout = LONG;
    o->connecting.max_message = 1 << 20;
    o->max_connections = o->max_connections ? o->max_connections : 100;
    o->max_lifetime = o->max_lifetime ? o->max_lifetime : -1;
    o->liveness_check = o->liveness_check ? o->liveness_check : -1;
    cr_assert_eq(bolt_monitor_init(&s->monitor, NULL), ST_OK);
    cr_assert_eq(bolt_credentials_init(&s->credentials, &(bolt_auth){ .scheme = BOLT_AUTH_NONE },
                                       &(bolt_credentials_options){ 0 }, &s->monitor, NULL),
                 ST_OK);
    bolt_pool_init(&s->pool, o, &s->monitor);
    cr_assert(bolt_address_set(&s->address, STR("one"), 7687));
}

static void close_scene(scene *s)
{
    bolt_pool_finish(&s->pool);
    bolt_credentials_finish(&s->credentials);
    bolt_monitor_finish(&s->monitor);
    cancel_finish(&s->stop);
    cr_expect_eq(s->server.open, 0, "%zu connections are open", s->server.open);
    buf_free(&s->server.heard);
}

static status try_to_take(scene *s, int64_t timeout, bolt_connection **out)
{
    return bolt_pool_acquire(&s->pool, &s->address, &s->wait, deadline_in(timeout), out, &s->err);
}

static bolt_connection *take(scene *s)
{
    bolt_connection *c;
    cr_assert_eq(try_to_take(s, LONG, &c), ST_OK, "%s", s->err.message);
    cr_assert_eq(bolt_connection_login(c, &s->err), ST_OK, "%s", s->err.message);
    return c;
}

static void give(scene *s, bolt_connection *c)
{
    bolt_pool_release(&s->pool, c);
}

static void pass_time(void)
{
    cr_assert_eq(cancel_sleep(NULL, 5, NULL), ST_OK);
}

Test(pool, the_connection_given_back_last_is_taken_first)
{
    scene s = { .server.scripts = { greeting, greeting, greeting } };
    open_scene(&s);
    bolt_connection *a = take(&s), *b = take(&s), *c = take(&s);
    give(&s, a);
    give(&s, c);
    give(&s, b);
    cr_expect_eq(take(&s), b);
    cr_expect_eq(take(&s), c);
    cr_expect_eq(take(&s), a);
    cr_expect_eq(s.server.connections, 3);
    give(&s, a);
    give(&s, b);
    give(&s, c);
    close_scene(&s);
}

Test(pool, servers_do_not_share_connections)
{
    scene s = { .server.scripts = { greeting, greeting } };
    open_scene(&s);
    give(&s, take(&s));
    cr_assert(bolt_address_set(&s.address, STR("two"), 7687));
    give(&s, take(&s));
    cr_expect_eq(s.server.connections, 2);
    cr_assert(bolt_address_set(&s.address, STR("one"), 7687));
    give(&s, take(&s));
    cr_expect_eq(s.server.connections, 2);
    close_scene(&s);
}

Test(pool, an_exhausted_one_says_so)
{
    scene s = { .server.scripts = { greeting }, .options.max_connections = 1 };
    open_scene(&s);
    bolt_connection *c = take(&s), *other;
    int64_t began = clock_ms();
    cr_expect_eq(try_to_take(&s, SHORT, &other), ST_TIMEOUT);
    cr_expect_geq(clock_ms() - began, SHORT);
    cr_expect_lt(clock_ms() - began, LONG);
    cr_expect_str_eq(s.err.message,
                     "no connection to \"one:7687\" became free within 0.1 s: all 1 that there may "
                     "be are in use; end transactions sooner, or allow more connections");
    cr_expect_not(s.err.retryable);
    give(&s, c);
    cr_expect_eq(take(&s), c);
    give(&s, c);
    close_scene(&s);
}

typedef struct later {
    scene *scene;
    bolt_connection *connection; /* NULL: cancel */
} later;

static void *do_later(void *user)
{
    later *l = user;
    status ignored = cancel_sleep(NULL, SHORT, NULL);
    (void)ignored;
    if (l->connection)
        give(l->scene, l->connection);
    else
        cancel_request(&l->scene->stop);
    return NULL;
}

static status take_while(later *l, bolt_connection **out)
{
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, do_later, l), 0);
    status st = try_to_take(l->scene, LONG, out);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    return st;
}

Test(pool, who_waits_gets_what_is_given_back)
{
    scene s = { .server.scripts = { greeting }, .options.max_connections = 1 };
    open_scene(&s);
    bolt_connection *c = take(&s), *got;
    cr_expect_eq(take_while(&(later){ &s, c }, &got), ST_OK);
    cr_expect_eq(got, c);
    give(&s, got);
    close_scene(&s);
}

Test(pool, who_waits_may_connect_when_what_is_given_back_is_dead)
{
    scene s = { .server.scripts = { greeting, greeting }, .options.max_connections = 1 };
    open_scene(&s);
    bolt_connection *c = take(&s), *got;
    bolt_connection_kill(c);
    cr_expect_eq(take_while(&(later){ &s, c }, &got), ST_OK);
    cr_expect_eq(s.server.connections, 2);
    give(&s, got);
    close_scene(&s);
}

Test(pool, waiting_can_be_cancelled)
{
    scene s = { .server.scripts = { greeting }, .options.max_connections = 1 };
    open_scene(&s);
    bolt_connection *c = take(&s), *got;
    int64_t began = clock_ms();
    cr_expect_eq(take_while(&(later){ &s, NULL }, &got), ST_CANCELLED);
    cr_expect_lt(clock_ms() - began, LONG);
    give(&s, c);
    close_scene(&s);
}

Test(pool, a_connection_that_cannot_be_made_takes_no_room)
{
    scene s = { .server.scripts = { NULL }, .options.max_connections = 1 };
    open_scene(&s);
    bolt_connection *c;
    cr_expect_eq(try_to_take(&s, LONG, &c), ST_CONNECTION);
    s.server.scripts[0] = greeting;
    give(&s, take(&s));
    close_scene(&s);
}

Test(pool, old_connections_are_replaced)
{
    scene s = { .server.scripts = { greeting, greeting }, .options.max_lifetime = SHORT };
    open_scene(&s);
    give(&s, take(&s));
    bolt_connection *c = take(&s);
    cr_expect_eq(s.server.connections, 1);
    c->born -= SHORT;
    give(&s, c);
    cr_expect_eq(s.server.open, 0, "it was too old to be kept");
    c = take(&s);
    cr_expect_eq(s.server.connections, 2);
    give(&s, c);
    c->born -= SHORT;
    cr_assert_eq(try_to_take(&s, LONG, &c), ST_CONNECTION, "it has aged since, and is the last");
    close_scene(&s);
}

Test(pool, a_connection_that_was_idle_for_long_is_tried)
{
    scene s = { .server.scripts = { "5.4 | ok; ok | ok" }, .options.liveness_check = 1 };
    open_scene(&s);
    give(&s, take(&s));
    pass_time();
    bolt_connection *c = take(&s);
    cr_expect(str_eq(str_trim(buf_view(&s.server.heard)), STR("HELLO LOGON | RESET |")));
    give(&s, c);
    close_scene(&s);
}

Test(pool, a_connection_that_died_while_idle_is_replaced)
{
    scene s = { .server.scripts = { greeting, greeting }, .options.liveness_check = 1 };
    open_scene(&s);
    give(&s, take(&s));
    pass_time();
    give(&s, take(&s));
    cr_expect_eq(s.server.connections, 2);
    close_scene(&s);
}

Test(pool, forgotten_connections_are_not_used_again)
{
    scene s = { .server.scripts = { greeting, greeting, greeting } };
    open_scene(&s);
    bolt_connection *busy = take(&s);
    give(&s, take(&s));
    cr_expect_eq(s.server.open, 2);
    bolt_pool_forget(&s.pool, &s.address);
    cr_expect_eq(s.server.open, 1, "the idle one is closed at once");
    give(&s, busy);
    cr_expect_eq(s.server.open, 0, "the other when it is given back");
    give(&s, take(&s));
    cr_expect_eq(s.server.open, 1, "a new one is kept");
    close_scene(&s);
}

static bool is_two(void *user, const bolt_address *server)
{
    (void)user;
    return server->text[0] == 't';
}

static void trim(scene *s)
{
    bolt_monitor_lock(&s->monitor);
    bolt_pool_trim(&s->pool, is_two, NULL);
    bolt_monitor_unlock(&s->monitor);
}

static size_t load(scene *s)
{
    bolt_monitor_lock(&s->monitor);
    size_t load = bolt_pool_load(&s->pool, &s->address);
    bolt_monitor_unlock(&s->monitor);
    return load;
}

Test(pool, connections_to_servers_that_nobody_wants_are_closed)
{
    scene s = { .server.scripts = { greeting, greeting, greeting } };
    open_scene(&s);
    bolt_connection *busy = take(&s);
    give(&s, take(&s));
    trim(&s);
    cr_expect_eq(s.server.open, 1, "one is in use");
    cr_expect_eq(load(&s), 1);
    give(&s, busy);
    trim(&s);
    cr_expect_eq(s.server.open, 0);
    cr_expect_eq(load(&s), 0);
    cr_assert(bolt_address_set(&s.address, STR("two"), 7687));
    give(&s, take(&s));
    trim(&s);
    cr_expect_eq(s.server.open, 1);
    close_scene(&s);
}
