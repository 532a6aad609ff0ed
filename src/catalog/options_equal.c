#include "catalog/options.h"

/* What servers say of an index for which nothing was said, some one value, some another. */
typedef struct setting {
    const char *key, *value;
} setting;

static const setting defaults[] = {
    { "spatial.cartesian.min", "[-1000000, -1000000]" },
    { "spatial.cartesian.max", "[1000000, 1000000]" },
    { "spatial.cartesian-3d.min", "[-1000000, -1000000, -1000000]" },
    { "spatial.cartesian-3d.max", "[1000000, 1000000, 1000000]" },
    { "spatial.wgs-84.min", "[-180, -90]" },
    { "spatial.wgs-84.max", "[180, 90]" },
    { "spatial.wgs-84-3d.min", "[-180, -90, -1000000]" },
    { "spatial.wgs-84-3d.max", "[180, 90, 1000000]" },
    { "fulltext.analyzer", "'standard-no-stop-words'" },
    { "fulltext.eventually_consistent", "false" },
    { "vector.similarity_function", "'cosine'" },
    { "vector.hnsw.m", "16" },
    { "vector.hnsw.ef_construction", "100" },
    { "vector.default_search_expansion_factor", "1" }, /* depends on the quantization */
    { "vector.default_search_expansion_factor", "1.5" },
    { "vector.default_search_expansion_factor", "3" },
};

static bool is_default(const catalog_option *option)
{
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (catalog_options_is_key(option, str_from(defaults[i].key)) &&
            catalog_literal_equal(option->value, str_from(defaults[i].value)))
            return true;
    return false;
}

/* ---- Quantization: vector.quantization.enabled, and instead of it a type since 2026 ---- */

#define QUANTIZATION_TYPE STR("vector.quantization.type")
#define QUANTIZATION_ENABLED STR("vector.quantization.enabled")

typedef struct quantization {
    bool off;
    str type; /* STR_NONE: the server's choice */
} quantization;

static quantization quantization_of(str config)
{
    catalog_option option;
    if (catalog_options_find(config, QUANTIZATION_TYPE, &option))
        return (quantization){ catalog_options_is_text(option.value, STR("NONE")), option.value };
    if (catalog_options_find(config, QUANTIZATION_ENABLED, &option))
        return (quantization){ str_eq_ignore_case(option.value, STR("false")), STR_NONE };
    return (quantization){ 0 };
}

static bool quantized_alike(str a, str b)
{
    quantization x = quantization_of(a), y = quantization_of(b);
    bool typed = x.type.data && y.type.data;
    return x.off == y.off && (!typed || catalog_literal_equal(x.type, y.type));
}

static bool is_quantization(const catalog_option *option)
{
    return catalog_options_is_key(option, QUANTIZATION_TYPE) ||
           catalog_options_is_key(option, QUANTIZATION_ENABLED);
}

/* ---- Both maps ---- */

/* indexConfig, empty when there is none. */
static str config_of(str options)
{
    catalog_option option;
    bool found = catalog_options_find(options, STR("indexConfig"), &option) &&
                 str_starts(option.value, STR("{"));
    return found ? option.value : STR("{}");
}

/* Whether all settings of `config` hold for the other one. */
static bool settings_hold(str config, str other)
{
    catalog_option option, same;
    for (catalog_options options = catalog_options_open(config);
         catalog_options_next(&options, &option);) {
        bool holds =
            is_quantization(&option) || (catalog_options_find(other, option.key, &same)
                                             ? catalog_literal_equal(option.value, same.value)
                                             : is_default(&option));
        if (!holds)
            return false;
    }
    return true;
}

/* Without its version: servers take old ones, and store what they have instead. */
static str provider_family(str value)
{
    size_t end = value.len;
    while (end > 0 && value.data[end - 1] != '-')
        end--;
    return str_slice(value, 1, end);
}

static bool is_same_entry(const catalog_option *a, const catalog_option *b)
{
    if (!catalog_options_is_key(a, STR("indexProvider")))
        return catalog_literal_equal(a->value, b->value);
    str x = provider_family(a->value), y = provider_family(b->value);
    return x.len > 0 ? str_eq_ignore_case(x, y) : catalog_literal_equal(a->value, b->value);
}

/* The same for what stands beside indexConfig. */
static bool entries_hold(str map, str other)
{
    catalog_option option, same;
    for (catalog_options options = catalog_options_open(map);
         catalog_options_next(&options, &option);) {
        bool config = catalog_options_is_key(&option, STR("indexConfig"));
        bool holds = config || (catalog_options_find(other, option.key, &same)
                                    ? is_same_entry(&option, &same)
                                    : catalog_options_is_key(&option, STR("indexProvider")));
        if (!holds)
            return false;
    }
    return true;
}

bool catalog_options_equal(str a, str b)
{
    a = str_trim(a);
    b = str_trim(b);
    if (str_eq(a, b))
        return true;
    if (catalog_options_check(a, NULL) || catalog_options_check(b, NULL))
        return false;
    str x = config_of(a), y = config_of(b);
    return entries_hold(a, b) && entries_hold(b, a) && settings_hold(x, y) && settings_hold(y, x) &&
           quantized_alike(x, y);
}
