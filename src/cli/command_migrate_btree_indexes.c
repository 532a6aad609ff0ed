#include "base/arena.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

#include <string.h>

enum { MAPPING, INCLUDE, EXCLUDE, SUFFIX, REPLACE, DRY_RUN };

static const cli_parameter PARAMETERS[] = {
    [MAPPING] = { .kind = CLI_PARAMETER_REPEAT,
                  .dashes = true,
                  .name = "mapping",
                  .shown = "--mapping <name>=<kind>",
                  .help = "the index of that name becomes a TEXT or POINT index instead of a RANGE "
                          "index; repeatable" },
    [INCLUDE] = { .kind = CLI_PARAMETER_REPEAT,
                  .dashes = true,
                  .name = "include",
                  .shown = "--include <name>",
                  .help = "only the index or constraint of that name; repeatable" },
    [EXCLUDE] = { .kind = CLI_PARAMETER_REPEAT,
                  .dashes = true,
                  .name = "exclude",
                  .shown = "--exclude <name>",
                  .help = "all but the index or constraint of that name; repeatable" },
    [SUFFIX] = { .kind = CLI_PARAMETER_CHOICE,
                 .dashes = true,
                 .name = "suffix",
                 .shown = "suffix=<text>",
                 .preset = "_new",
                 .help = "of the names of the new ones, which stand beside the old ones" },
    [REPLACE] = { .kind = CLI_PARAMETER_FLAG,
                  .dashes = true,
                  .name = "replace",
                  .shown = "--replace",
                  .preset = "false",
                  .help = "drops the old ones, and gives their names to the new ones" },
    [DRY_RUN] = CLI_PARAMETER_REHEARSE,
    { .name = NULL },
};

/* Names may have the separator in them, kinds do not. */
static n4m_status read_mapping(const char *text, arena *a, n4m_pair *out, n4m_error *err)
{
    const char *separator = strrchr(text, '=');
    if (!separator || separator == text)
        return cli_result_misuse(err, "\"--mapping\" wants <name>=RANGE, <name>=TEXT or "
                                      "<name>=POINT");
    str name = arena_str(a, str_slice(str_from(text), 0, (size_t)(separator - text)));
    *out = (n4m_pair){ name.data, separator + 1 };
    return name.data ? N4M_OK : cli_result_no_memory(err);
}

static n4m_status read_mappings(const cli_arguments *given, arena *a, const n4m_pair **out,
                                n4m_error *err)
{
    const cli_list *list = &given->lists[MAPPING];
    n4m_pair *pairs = arena_array(a, list->count + 1, sizeof *pairs);
    if (!pairs)
        return cli_result_no_memory(err);
    n4m_status st = N4M_OK;
    for (size_t i = 0; !st && i < list->count; i++)
        st = read_mapping(list->items[i].data, a, &pairs[i], err);
    *out = list->count ? pairs : NULL;
    return st;
}

static n4m_status read(const cli_arguments *given, arena *a, n4m_refactoring *out, n4m_error *err)
{
    out->type =
        cli_arguments_flag(given, REPLACE) ? N4M_REPLACE_BTREE_INDEXES : N4M_CREATE_FUTURE_INDEXES;
    out->suffix = given->parameters[SUFFIX].data;
    if (out->suffix && out->type == N4M_REPLACE_BTREE_INDEXES)
        return cli_result_misuse(err, "there are no new names for \"suffix\" with \"--replace\"");
    out->includes = cli_arguments_texts(given, INCLUDE, a);
    out->excludes = cli_arguments_texts(given, EXCLUDE, a);
    out->dry_run = cli_arguments_flag(given, DRY_RUN);
    return out->includes && out->excludes ? read_mappings(given, a, &out->index_types, err)
                                          : cli_result_no_memory(err);
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    ARENA_AUTO scratch = ARENA_INIT(NULL, 0);
    n4m_refactoring refactoring = N4M_REFACTORING_INIT;
    n4m_result *result = NULL;
    n4m_status st = read(r->arguments, &scratch, &refactoring, err);
    if (!st)
        st = n4m_refactor(r->migrations, &refactoring, &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    r->misused = st == N4M_E_ARGUMENT;
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_migrate_btree_indexes = {
    .name = "migrateBTreeIndexes",
    .alias = "migrate-btree-indexes",
    .purpose = "Creates the indexes of Neo4j 5 for the BTREE indexes of 4.4.",
    .example = "-u neo4j -p migrateBTreeIndexes --replace --dry-run",
    .parameters = PARAMETERS,
    .option_groups = CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_GENERAL,
    .document = true,
    .describe = cli_json_of_refactoring,
    .run = run,
};
