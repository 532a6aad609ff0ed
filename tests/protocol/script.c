#include "script.h"

#include "value_text.h"

#include <stdlib.h>

str script_word(str *rest)
{
    *rest = str_trim(*rest);
    size_t end = str_find_char(*rest, ' ', 0);
    str word = str_slice(*rest, 0, end == STR_NOT_FOUND ? rest->len : end);
    *rest = str_trim(str_from_index(*rest, word.len));
    return word;
}

bool script_starts(str word, const char *prefix, str *out)
{
    str wanted = str_from(prefix);
    if (!str_starts(word, wanted))
        return false;
    *out = str_from_index(word, wanted.len);
    return true;
}

int64_t script_int(str text)
{
    uint64_t value = 0;
    bool negative = str_starts(text, STR("-"));
    if (!str_to_u64(str_from_index(text, negative ? 1 : 0), &value)) {
        fprintf(stderr, "boltsh: %.*s is no number\n", STR_ARG(text));
        exit(2);
    }
    return negative ? -(int64_t)value : (int64_t)value;
}

bool script_filter(str word, bolt_filter *filter)
{
    str level;
    if (script_starts(word, "disabled=", &filter->disabled))
        return true;
    if (!script_starts(word, "notices=", &level))
        return false;
    filter->level = str_eq(level, STR("none"))       ? BOLT_NOTICES_NONE
                    : str_eq(level, STR("warnings")) ? BOLT_NOTICES_WARNINGS
                                                     : BOLT_NOTICES_ALL;
    return true;
}

static bool take_option(str word, script_options *options, arena *a)
{
    str value;
    if (str_eq(word, STR("read")))
        options->tx.read = true;
    else if (str_eq(word, STR("automatic")))
        options->tx.automatic = true;
    else if (script_starts(word, "timeout=", &value))
        options->tx.timeout_ms = script_int(value);
    else if (script_starts(word, "metadata=", &value))
        options->tx.metadata = value_parse(value, a).as.map;
    else if (script_starts(word, "fetch=", &value))
        options->fetch = script_int(value);
    else if (script_starts(word, "stop=", &value))
        options->stop = script_int(value);
    else if (script_starts(word, "times=", &value))
        options->times = script_int(value);
    else if (script_starts(word, "work=", &value))
        options->work = value;
    else
        return script_filter(word, &options->tx.filter);
    return true;
}

script_options script_options_parse(str *rest, arena *a)
{
    script_options options = { .stop = -1, .times = 1, .work = STR("queue") };
    for (;;) {
        str after = *rest;
        str word = script_word(&after);
        if (word.len == 0 || !take_option(word, &options, a))
            return options;
        *rest = after;
    }
}

static bolt_statement parse_statement(str text, arena *a)
{
    size_t bar = str_find(text, STR(" | "), 0);
    if (bar == STR_NOT_FOUND)
        return (bolt_statement){ .text = text };
    return (bolt_statement){ .text = str_slice(text, 0, bar),
                             .parameters = value_parse(str_from_index(text, bar + 3), a).as.map };
}

script_statements script_statements_parse(str text, arena *a)
{
    script_statements list = { 0 };
    size_t capacity = 0;
    const str separator = STR(" ;; ");
    for (size_t end = 0; end != STR_NOT_FOUND;) {
        end = str_find(text, separator, 0);
        str piece = str_slice(text, 0, end == STR_NOT_FOUND ? text.len : end);
        list.items = arena_grow(a, list.items, list.count, &capacity, sizeof *list.items);
        list.items[list.count++] = parse_statement(piece, a);
        text = str_from_index(text, piece.len + separator.len);
    }
    return list;
}

bolt_statement script_statement_number(const bolt_statement *statement, size_t number, arena *a)
{
    const str mark = STR("${i}");
    str text = statement->text;
    size_t at = str_find(text, mark, 0);
    if (at == STR_NOT_FOUND)
        return *statement;
    str rest = str_from_index(text, at + mark.len);
    return (bolt_statement){
        .text = arena_printf(a, "%.*s%zu%.*s", (int)at, text.data, number, STR_ARG(rest)),
        .parameters = statement->parameters,
    };
}
