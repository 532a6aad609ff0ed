/* Bytes as a message that is told of, by us or by the server. Whatever they are, the text is one line of valid UTF-8
 * that no terminal obeys, and of limited length. */
#include "fuzz.h"

#include "base/utf8.h"
#include "bolt/trace_secret.h"
#include "bolt/trace_text.h"

enum { SENT = 1, SECRETIVE = 2, NOTE_MAX = 128 };

static void check_text(str text)
{
    FUZZ_CHECK(text.len <= TRACE_LINE_MAX + NOTE_MAX);
    FUZZ_CHECK(utf8_is_valid(text));
    for (size_t i = 0; i < text.len; i++)
        FUZZ_CHECK((uint8_t)text.data[i] >= 0x20 && text.data[i] != 0x7F);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    BUF_AUTO out = BUF_INIT(NULL, 0);
    BUF_AUTO blanked = BUF_INIT(NULL, 0);
    str message = { (const char *)data + 1, size - 1 };
    trace_request request = trace_look_at_request(message);
    FUZZ_CHECK(request.credentials.len <= message.len);
    trace_secrecy secrecy = { .secretive = data[0] & SECRETIVE, .credentials = STR("abc") };
    trace_render(&out, message, data[0] & SENT, secrecy);
    check_text(buf_view(&out));
    trace_blank_statement(&blanked, message);
    FUZZ_CHECK(!out.failed && !blanked.failed);
    return 0;
}
