#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/option.h"
#include "cli/result.h"

enum { REMOTE, LOCAL, FILE_ONE, FILE_TWO, KINDS };

static const cli_parameter PARAMETERS[] = {
    [REMOTE] = { .kind = CLI_PARAMETER_FLAG,
                 .dashes = true,
                 .name = "remote",
                 .shown = "--remote",
                 .help = "what the database has" },
    [LOCAL] = { .kind = CLI_PARAMETER_FLAG,
                .dashes = true,
                .name = "local",
                .shown = "--local",
                .help = "what the migrations declare, which needs no server unless they have "
                        "preconditions" },
    [FILE_ONE] = { .kind = CLI_PARAMETER_WORD,
                   .name = "file",
                   .shown = "<file>",
                   .help = "what an XML migration declares; two of these three are compared, those "
                           "that are not named are --remote, then --local" },
    [FILE_TWO] = { .kind = CLI_PARAMETER_WORD,
                   .name = "other file",
                   .shown = "<file>",
                   .help = "another one" },
    { .name = NULL },
};

typedef struct sides {
    n4m_catalog_source items[KINDS];
    size_t orders[KINDS]; /* of each on the command line */
    size_t count;
} sides;

/* In the order in which they were given. */
static void put(sides *s, n4m_catalog_source source, size_t order)
{
    size_t at = s->count++;
    for (; at > 0 && s->orders[at - 1] > order; at--) {
        s->items[at] = s->items[at - 1];
        s->orders[at] = s->orders[at - 1];
    }
    s->items[at] = source;
    s->orders[at] = order;
}

static n4m_catalog_source source_of(const cli_arguments *given, size_t parameter)
{
    if (parameter == REMOTE)
        return (n4m_catalog_source){ .place = N4M_CATALOG_REMOTE };
    if (parameter == LOCAL)
        return (n4m_catalog_source){ .place = N4M_CATALOG_LOCAL };
    return (n4m_catalog_source){ .place = N4M_CATALOG_FILE,
                                 .file = given->parameters[parameter].data };
}

static bool is_given(const cli_arguments *given, size_t parameter)
{
    bool flag = parameter == REMOTE || parameter == LOCAL;
    return flag ? cli_arguments_flag(given, parameter) : given->parameters[parameter].data != NULL;
}

static size_t count_given(const cli_arguments *given)
{
    size_t count = 0;
    for (size_t i = 0; i < KINDS; i++)
        count += is_given(given, i);
    return count;
}

static bool is_local(const cli_arguments *given)
{
    return !is_given(given, REMOTE) && count_given(given) > 1;
}

/* The database comes first where the order is ours. */
static void complete(sides *s, const cli_arguments *given)
{
    if (s->count < 2 && !is_given(given, REMOTE))
        put(s, source_of(given, REMOTE), 0);
    if (s->count < 2)
        put(s, source_of(given, LOCAL), SIZE_MAX);
}

static int exit_code_of(n4m_relation relation)
{
    switch (relation) {
    case N4M_IDENTICAL:
        return CLI_EXIT_SUCCESS;
    case N4M_EQUIVALENT:
        return CLI_EXIT_EQUIVALENT;
    case N4M_DIFFERENT:
        return CLI_EXIT_DIFFERENT;
    }
    return CLI_EXIT_DIFFERENT;
}

static n4m_status run(cli_run *r, n4m_error *err)
{
    sides s = { .count = 0 };
    for (size_t i = 0; i < KINDS; i++)
        if (is_given(r->arguments, i))
            put(&s, source_of(r->arguments, i), r->arguments->orders[i]);
    complete(&s, r->arguments);
    r->misused = s.count > 2;
    if (r->misused)
        return cli_result_misuse(err, "\"diff\" compares two catalogs, not more");
    n4m_result *result = NULL;
    n4m_status st = n4m_diff(r->migrations, &s.items[0], &s.items[1], &result, err);
    if (!st)
        st = cli_result_print(result, r, err);
    if (!st && r->detailed)
        r->exit_code = exit_code_of(n4m_result_relation(result));
    n4m_result_free(result);
    return st;
}

const cli_command cli_command_diff = {
    .name = "diff",
    .purpose = "Tells in what two catalogs of constraints and indexes differ.",
    .example = "-u neo4j -p diff --remote V1__Schema.xml",
    .parameters = PARAMETERS,
    .option_groups =
        CLI_GROUP_CONNECTION | CLI_GROUP_ENCRYPTION | CLI_GROUP_MIGRATIONS | CLI_GROUP_GENERAL,
    .document = true,
    .needs_no_server = is_local,
    .describe = cli_json_of_diff,
    .run = run,
};
