#include "cypher/quote.h"

void cypher_quote_name(buf *out, str name)
{
    buf_char(out, '`');
    for (size_t i = 0; i < name.len; i++) {
        if (name.data[i] == '`')
            buf_char(out, '`');
        buf_char(out, name.data[i]);
    }
    buf_char(out, '`');
}
