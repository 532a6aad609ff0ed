#include "bolt/filter.h"

bolt_filter bolt_filter_merge(bolt_filter special, bolt_filter general)
{
    return (bolt_filter){
        .level = special.level != BOLT_NOTICES_DEFAULT ? special.level : general.level,
        .disabled = special.disabled.data ? special.disabled : general.disabled,
    };
}

str bolt_filter_severity(const bolt_filter *filter)
{
    switch (filter->level) {
    case BOLT_NOTICES_DEFAULT:
        return STR_NONE;
    case BOLT_NOTICES_NONE:
        return STR("OFF");
    case BOLT_NOTICES_WARNINGS:
        return STR("WARNING");
    case BOLT_NOTICES_ALL:
        return STR("INFORMATION");
    }
    return STR_NONE;
}

bool bolt_filter_next(str *rest, str *kind)
{
    if (rest->len == 0)
        return false;
    *kind = str_trim(str_split(rest, ','));
    return true;
}

static bool is_word(str kind)
{
    for (size_t i = 0; i < kind.len; i++)
        if (!(kind.data[i] >= 'A' && kind.data[i] <= 'Z') && kind.data[i] != '_')
            return false;
    return kind.len > 0;
}

status bolt_filter_check(const bolt_filter *filter, error *err)
{
    str rest = filter->disabled, kind;
    while (bolt_filter_next(&rest, &kind))
        if (!is_word(kind))
            return fail(err, ST_ARGUMENT,
                        "\"%.*s\" is no kind of notifications: they are words in capital letters, "
                        "separated by commas, as in \"HINT,DEPRECATION\"",
                        STR_ARG(kind));
    if (filter->level < BOLT_NOTICES_DEFAULT || filter->level > BOLT_NOTICES_ALL)
        return fail(err, ST_ARGUMENT, "unknown level of notifications: %d", (int)filter->level);
    return ST_OK;
}
