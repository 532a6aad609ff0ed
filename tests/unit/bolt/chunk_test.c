#include "bolt/chunk.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LIMIT = 1 << 20 };

static void write_message(buf *out, const char *content, size_t size)
{
    size_t begin = bolt_chunk_begin(out);
    buf_append(out, content, size);
    bolt_chunk_end(out, begin);
}

static char *pattern(size_t size)
{
    char *content = malloc(size + 1);
    for (size_t i = 0; i < size; i++)
        content[i] = (char)(unsigned char)(i * 31 + i / 251);
    return content;
}

static void feed(bolt_dechunker *d, const char *data, size_t size)
{
    char *room = bolt_dechunker_reserve(d, size);
    cr_assert(room);
    if (size)
        memcpy(room, data, size);
    bolt_dechunker_received(d, size);
}

static str next(bolt_dechunker *d)
{
    str message;
    cr_assert_eq(bolt_dechunker_next(d, &message, NULL), ST_OK);
    return message;
}

Test(chunk, a_message_has_size_and_end)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    write_message(&out, "abc", 3);
    cr_assert(str_eq(buf_view(&out), STR("\0\3abc\0\0")));
}

Test(chunk, nothing_is_written_twice_into_the_buffer)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    write_message(&out, "abc", 3);
    size_t begin = bolt_chunk_begin(&out);
    buf_text(&out, "given up");
    out.len = begin;
    write_message(&out, "d", 1);
    cr_assert(str_eq(buf_view(&out), STR("\0\3abc\0\0\0\1d\0\0")));
}

/* Around each multiple of the largest chunk: what is written is split as it must be, and comes
 * back. */
static void check_size(size_t size)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    bolt_dechunker d;
    char *content = pattern(size);
    size_t chunks = (size + BOLT_CHUNK_MAX - 1) / BOLT_CHUNK_MAX;
    write_message(&out, content, size);
    cr_assert_eq(out.len, size + (chunks + 1) * BOLT_CHUNK_HEADER);
    bolt_dechunker_init(&d, NULL, LIMIT);
    feed(&d, out.data, out.len);
    cr_assert(str_eq(next(&d), (str){ content, size }), "%zu", size);
    cr_assert(!next(&d).data);
    cr_assert(bolt_dechunker_is_idle(&d));
    bolt_dechunker_finish(&d);
    free(content);
}

Test(chunk, long_messages_are_split)
{
    check_size(1);
    for (size_t n = 1; n <= 3; n++) {
        check_size(n * BOLT_CHUNK_MAX - 1);
        check_size(n * BOLT_CHUNK_MAX);
        check_size(n * BOLT_CHUNK_MAX + 1);
    }
}

Test(chunk, a_full_buffer_fails)
{
    BUF_AUTO out = BUF_INIT(NULL, 6);
    write_message(&out, "abc", 3);
    cr_assert(out.failed);
}

/* Two messages, NOOPs around them, the second in three chunks. */
static const char stream[] = "\0\0"
                             "\0\3abc\0\0"
                             "\0\0\0\0"
                             "\0\2de\0\1f\0\4ghij\0\0"
                             "\0\0";
enum { STREAM_SIZE = sizeof stream - 1, STREAM_NOOPS = 4 };

static void check_stream(bolt_dechunker *d, size_t piece)
{
    static const str expected[] = { { "abc", 3 }, { "defghij", 7 } };
    size_t count = 0;
    for (size_t at = 0; at < STREAM_SIZE; at += piece) {
        feed(d, stream + at, STREAM_SIZE - at < piece ? STREAM_SIZE - at : piece);
        for (str message = next(d); message.data; message = next(d)) {
            cr_assert_lt(count, 2);
            cr_assert(str_eq(message, expected[count++]), "pieces of %zu", piece);
        }
    }
    cr_assert_eq(count, 2, "pieces of %zu", piece);
}

Test(chunk, the_network_may_cut_anywhere)
{
    for (size_t piece = 1; piece <= STREAM_SIZE; piece++) {
        bolt_dechunker d;
        bolt_dechunker_init(&d, NULL, LIMIT);
        check_stream(&d, piece);
        cr_assert_eq(d.noops, STREAM_NOOPS);
        check_stream(&d, piece);
        cr_assert_eq(d.noops, 2 * STREAM_NOOPS);
        bolt_dechunker_finish(&d);
    }
}

Test(chunk, the_peer_may_cut_anywhere)
{
    for (size_t cut = 1; cut < 10; cut++) {
        BUF_AUTO in = BUF_INIT(NULL, 0);
        bolt_dechunker d;
        buf_append(&in, (char[]){ 0, (char)cut }, 2);
        buf_append(&in, "0123456789", cut);
        buf_append(&in, (char[]){ 0, (char)(10 - cut) }, 2);
        buf_append(&in, "0123456789" + cut, 10 - cut);
        buf_append(&in, "\0\0", 2);
        bolt_dechunker_init(&d, NULL, LIMIT);
        feed(&d, in.data, in.len);
        cr_assert(str_eq(next(&d), STR("0123456789")));
        bolt_dechunker_finish(&d);
    }
}

Test(chunk, one_chunk_is_not_copied)
{
    bolt_dechunker d;
    bolt_dechunker_init(&d, NULL, LIMIT);
    feed(&d, "\0\3abc\0\0", 7);
    str message = next(&d);
    cr_assert_eq(message.data, d.received.data + 2);
    bolt_dechunker_finish(&d);
}

Test(chunk, a_message_too_large_is_an_error_as_soon_as_it_is_known)
{
    bolt_dechunker d;
    str message;
    error err;
    bolt_dechunker_init(&d, NULL, 5);
    feed(&d, "\0\5abcde\0\0\0\3abc\0\3", 16);
    cr_assert(str_eq(next(&d), STR("abcde")));
    cr_assert_eq(bolt_dechunker_next(&d, &message, &err), ST_NO_MEMORY);
    cr_assert(strstr(err.message, "more than 5 bytes"));
    bolt_dechunker_finish(&d);
}

/* The announced 65,535 bytes must not be allocated before they arrive. */
Test(chunk, memory_follows_what_arrives)
{
    bolt_dechunker d;
    bolt_dechunker_init(&d, NULL, LIMIT);
    feed(&d,
         "\xFF\xFF"
         "abc",
         5);
    cr_assert(!next(&d).data);
    cr_assert_leq(d.received.capacity + d.message.capacity, 1024);
    bolt_dechunker_finish(&d);
}

Test(chunk, buffers_stay_small_over_many_messages)
{
    bolt_dechunker d;
    bolt_dechunker_init(&d, NULL, LIMIT);
    for (size_t i = 0; i < 10000; i++) {
        feed(&d, "\0\3abc\0\0\0\3ab", 11);
        cr_assert(str_eq(next(&d), STR("abc")));
        cr_assert(!next(&d).data);
        feed(&d, "c\0\0", 3);
        cr_assert(str_eq(next(&d), STR("abc")));
    }
    cr_assert_leq(d.received.capacity, 1024);
    bolt_dechunker_finish(&d);
}

Test(chunk, idle_only_between_messages)
{
    bolt_dechunker d;
    bolt_dechunker_init(&d, NULL, LIMIT);
    cr_assert(bolt_dechunker_is_idle(&d));
    for (size_t i = 0; i < 6; i++) {
        feed(&d, "\0\1a\0\1b" + i, 1);
        cr_assert(!next(&d).data);
        cr_assert(!bolt_dechunker_is_idle(&d), "after byte %zu", i);
    }
    feed(&d, "\0\0", 2);
    cr_assert(str_eq(next(&d), STR("ab")));
    cr_assert(bolt_dechunker_is_idle(&d));
    bolt_dechunker_finish(&d);
}
