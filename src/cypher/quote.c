#include "cypher/quote.h"

#include "base/utf8.h"

/* Letters of the scripts that names are written in, without those that older versions of Unicode do not
 * know, nor marks. What is missing here is put in back ticks, which means the same. */
static bool is_wide_letter(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        { 0x00C0, 0x00D6 }, { 0x00D8, 0x00F6 }, { 0x00F8, 0x02C1 }, { 0x0388, 0x038A },
        { 0x038E, 0x03A1 }, { 0x03A3, 0x03F5 }, { 0x03F7, 0x0481 }, { 0x048A, 0x0523 },
        { 0x0531, 0x0556 }, { 0x0561, 0x0587 }, { 0x05D0, 0x05EA }, { 0x0621, 0x063A },
        { 0x0641, 0x064A }, { 0x0671, 0x06D3 }, { 0x0904, 0x0939 }, { 0x0E01, 0x0E30 },
        { 0x10D0, 0x10FA }, { 0x1E00, 0x1E9B }, { 0x1EA0, 0x1EF9 }, { 0x3041, 0x3096 },
        { 0x30A1, 0x30FA }, { 0x30FC, 0x30FE }, { 0x3400, 0x4DB5 }, { 0x4E00, 0x9FA5 },
        { 0xAC00, 0xD7A3 },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static bool is_plain(str name)
{
    size_t at = 0;
    for (uint32_t c; at < name.len;) {
        bool first = at == 0;
        at += utf8_decode(str_from_index(name, at), &c);
        bool letter = c < 0x80
                          ? char_is_alpha((char)c) || c == '_' || (!first && char_is_digit((char)c))
                          : is_wide_letter(c);
        if (!letter)
            return false;
    }
    return at > 0;
}

/* Of \u0060 at the start of the text, whose u may be repeated; 0 when there is none. */
static size_t escaped_tick_length(str s)
{
    size_t at = 1;
    if (!str_starts(s, STR("\\u")))
        return 0;
    while (at < s.len && s.data[at] == 'u')
        at++;
    return str_starts(str_from_index(s, at), STR("0060")) ? at + 4 : 0;
}

void cypher_quote_name(buf *out, str name)
{
    buf_char(out, '`');
    while (name.len > 0) {
        size_t escape = escaped_tick_length(name);
        if (escape || name.data[0] == '`')
            buf_text(out, "``");
        else
            buf_char(out, name.data[0]);
        name = str_from_index(name, escape ? escape : 1);
    }
    buf_char(out, '`');
}

/* A backslash alone might begin an escape. */
void cypher_quote_told_name(buf *out, str name)
{
    buf_char(out, '`');
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        if (c == '`' || c == '\\')
            buf_text(out, c == '`' ? "``" : "\\u005c");
        else
            buf_char(out, c);
    }
    buf_char(out, '`');
}

void cypher_write_name(buf *out, str name)
{
    if (is_plain(name))
        buf_str(out, name);
    else
        cypher_quote_name(out, name);
}

void cypher_quote_string(buf *out, str text)
{
    buf_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\'' || text.data[i] == '\\')
            buf_char(out, '\\');
        buf_char(out, text.data[i]);
    }
    buf_char(out, '\'');
}
