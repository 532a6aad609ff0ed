#include "catalog/render_parts.h"

/* Constraints that have no index have no options either. */
static bool takes_options(const catalog_rendering *r)
{
    switch (r->item->kind) {
    case CATALOG_UNIQUE:
    case CATALOG_KEY:
    case CATALOG_INDEX:
    case CATALOG_TEXT:
    case CATALOG_POINT:
        return r->manner.options && catalog_is_for(r, 4, 2);
    case CATALOG_FULLTEXT:
        return r->manner.options;
    case CATALOG_VECTOR:
        return true;
    case CATALOG_EXISTS:
    case CATALOG_PROPERTY_TYPE:
    case CATALOG_LOOKUP:
    case CATALOG_OTHER_CONSTRAINT:
    case CATALOG_OTHER_INDEX:
        break;
    }
    return false;
}

static bool has_options(const catalog_rendering *r)
{
    return !str_is_blank(r->item->options) && takes_options(r);
}

status catalog_check_options(const catalog_rendering *r, error *err)
{
    error problem;
    if (!has_options(r) || !catalog_options_check(r->item->options, &problem))
        return ST_OK;
    return catalog_refuse(r->item, ST_ARGUMENT, err, "%s (line %u, column %u)", problem.message,
                          problem.line, problem.column);
}

/* ---- What is left of them ---- */

static bool is_for_btree(const catalog_rendering *r)
{
    catalog_kind kind = r->item->kind;
    return kind == CATALOG_UNIQUE || kind == CATALOG_KEY || kind == CATALOG_INDEX;
}

static bool is_provider(const catalog_option *option)
{
    return catalog_options_is_key(option, STR("indexProvider"));
}

/* Of BTREE indexes there are none any more since 5.0. Cypher 25 leaves the choice of a provider to the server. */
static bool is_obsolete(const catalog_rendering *r, const catalog_option *option)
{
    bool cypher_25 = r->server->cypher_25 || catalog_needs_cypher_25(r->item);
    if (is_provider(option) && cypher_25)
        return true;
    if (!is_for_btree(r) || !catalog_is_for(r, 5, 0))
        return false;
    return is_provider(option) ? !catalog_options_is_text(option->value, STR("range-1.0"))
                               : catalog_options_is_key(option, STR("indexConfig"));
}

static bool any_is_obsolete(const catalog_rendering *r)
{
    catalog_option option;
    for (catalog_options all = catalog_options_open(r->item->options);
         catalog_options_next(&all, &option);)
        if (is_obsolete(r, &option))
            return true;
    return false;
}

static void write_others(const catalog_rendering *r)
{
    catalog_option option;
    const char *before = " OPTIONS {";
    for (catalog_options all = catalog_options_open(r->item->options);
         catalog_options_next(&all, &option);) {
        if (is_obsolete(r, &option))
            continue;
        buf_text(r->out, before);
        buf_str(r->out, option.source);
        before = ", ";
    }
    buf_text(r->out, before[0] == ',' ? "}" : "");
}

void catalog_write_options(const catalog_rendering *r)
{
    if (!has_options(r))
        return;
    str options = catalog_options_trim(r->item->options);
    if (any_is_obsolete(r)) {
        write_others(r);
        return;
    }
    bool braces = str_starts(options, STR("{"));
    buf_text(r->out, braces ? " OPTIONS " : " OPTIONS {");
    buf_str(r->out, options);
    buf_text(r->out, braces ? "" : "}");
}

bool catalog_wants_range(const catalog_rendering *r)
{
    catalog_option option;
    return has_options(r) &&
           catalog_options_find(r->item->options, STR("indexProvider"), &option) &&
           catalog_options_is_text(option.value, STR("range-1.0"));
}

/* ---- For procedures ---- */

static bool write_setting(const catalog_rendering *r, str config, const char *setting,
                          const char *parameter, bool first)
{
    catalog_option option;
    if (!catalog_options_find(config, str_from(setting), &option))
        return false;
    bool text = option.value.data[0] == '\'' || option.value.data[0] == '"';
    buf_text(r->out, first ? ", {" : ", ");
    buf_printf(r->out, "%s: %s", parameter, text ? "" : "'");
    buf_str(r->out, option.value); /* may hold NUL */
    buf_text(r->out, text ? "" : "'");
    return true;
}

void catalog_write_procedure_options(const catalog_rendering *r)
{
    catalog_option config;
    if (!has_options(r) || !catalog_options_find(r->item->options, STR("indexConfig"), &config) ||
        !str_starts(config.value, STR("{")))
        return;
    bool any = write_setting(r, config.value, "fulltext.analyzer", "analyzer", true);
    any = write_setting(r, config.value, "fulltext.eventually_consistent", "eventually_consistent",
                        !any) ||
          any;
    buf_text(r->out, any ? "}" : "");
}
