/* Documents in tables: what stands within <migration>, in its second line; a whole one behind an exclamation mark; or file: and
 * the name of one in catalog/checksums/. */
#ifndef XML_CASE_H
#define XML_CASE_H

#include "cypher/table.h"

#define XML_NAMESPACE "https://michael-simons.github.io/neo4j-migrations"

static const struct {
    const char *word, *text;
} xml_words[] = {
    { "$N", "xmlns=\"" XML_NAMESPACE "\"" },
    { "$P", "<properties><property>p</property></properties>" },
    { "$I",
      "<index name=\"i\"><label>L</label><properties><property>p</property></properties></index>" },
    { "$C", "<constraint name=\"c\" "
            "type=\"unique\"><label>L</label><properties><property>p</property></properties>"
            "</constraint>" },
};

static inline size_t xml_word_at(str text)
{
    for (size_t i = 0; i < sizeof xml_words / sizeof *xml_words; i++)
        if (str_starts(text, str_from(xml_words[i].word)))
            return i;
    return STR_NOT_FOUND;
}

static inline str xml_expand(str text, arena *a)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    for (size_t i = 0; i < text.len; i++) {
        size_t word = xml_word_at(str_from_index(text, i));
        if (word == STR_NOT_FOUND)
            buf_char(&out, text.data[i]);
        else
            buf_text(&out, xml_words[word].text);
        i += word != STR_NOT_FOUND;
    }
    return arena_str(a, buf_view(&out));
}

static inline str xml_case(str cell, arena *a)
{
    str text = xml_expand(cell, a);
    if (str_starts(text, STR("!")))
        return str_from_index(text, 1);
    if (str_starts(text, STR("file:"))) {
        const char *folder = TEST_DATA "/catalog/checksums";
        str path = arena_printf(a, "%s/%.*s", folder, STR_ARG(str_from_index(text, 5)));
        cr_assert_eq(file_read(path.data, 1 << 20, a, &text, NULL), ST_OK, "%s", path.data);
        return text;
    }
    BUF_AUTO whole = BUF_INIT(NULL, 0);
    buf_text(&whole, "<migration xmlns=\"" XML_NAMESPACE "\">\n");
    buf_str(&whole, text);
    buf_text(&whole, "\n</migration>");
    return arena_str(a, buf_view(&whole));
}

#endif
