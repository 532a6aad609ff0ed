/* Calls n4m_refactor, for tests: `refactor URI USER PASSWORD TYPE NAME=VALUE...`, where NAME is a field of n4m_refactoring, and lists are
 * written as several of the same name. Prints a line for each fact of the result. */
#include <neo4j_migrations.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8 };

static const char *const types[] = {
    [N4M_RENAME_LABEL] = "RENAME_LABEL",
    [N4M_RENAME_TYPE] = "RENAME_TYPE",
    [N4M_RENAME_NODE_PROPERTY] = "RENAME_NODE_PROPERTY",
    [N4M_RENAME_RELATIONSHIP_PROPERTY] = "RENAME_RELATIONSHIP_PROPERTY",
    [N4M_MERGE_NODES] = "MERGE_NODES",
    [N4M_NORMALIZE_AS_BOOLEAN] = "NORMALIZE_AS_BOOLEAN",
    [N4M_ADD_SURROGATE_KEY_TO_NODES] = "ADD_SURROGATE_KEY_TO_NODES",
    [N4M_ADD_SURROGATE_KEY_TO_RELATIONSHIPS] = "ADD_SURROGATE_KEY_TO_RELATIONSHIPS",
    [N4M_LIST_TO_VECTOR_ON_NODES] = "LIST_TO_VECTOR_ON_NODES",
    [N4M_LIST_TO_VECTOR_ON_RELATIONSHIPS] = "LIST_TO_VECTOR_ON_RELATIONSHIPS",
    [N4M_CREATE_FUTURE_INDEXES] = "CREATE_FUTURE_INDEXES",
    [N4M_REPLACE_BTREE_INDEXES] = "REPLACE_BTREE_INDEXES",
};

typedef struct lists {
    const char *true_values[MOST], *false_values[MOST], *labels[MOST], *includes[MOST],
        *excludes[MOST];
    n4m_pair index_types[MOST];
    n4m_merge_policy policies[MOST];
} lists;

static void add(const char **list, const char *const **field, const char *value)
{
    size_t count = 0;
    while (list[count])
        count++;
    if (count + 1 < MOST)
        list[count] = value;
    *field = list;
}

/* "place=POINT" */
static void add_type(lists *l, n4m_refactoring *r, char *value)
{
    size_t count = 0;
    while (l->index_types[count].key)
        count++;
    char *separator = strrchr(value, '=');
    if (!separator || count + 1 == MOST)
        exit(2);
    *separator = '\0';
    l->index_types[count] = (n4m_pair){ value, separator + 1 };
    r->index_types = l->index_types;
}

/* "name.*=2": the number of a strategy */
static void add_policy(lists *l, n4m_refactoring *r, char *value)
{
    size_t count = 0;
    while (l->policies[count].pattern)
        count++;
    char *separator = strrchr(value, '=');
    if (!separator || count + 1 == MOST)
        exit(2);
    *separator = '\0';
    l->policies[count] =
        (n4m_merge_policy){ value, (n4m_merge_strategy)strtol(separator + 1, NULL, 10) };
    r->merge_policies = l->policies;
}

static int set_text(n4m_refactoring *r, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **field;
    } texts[] = {
        { "from", &r->from },
        { "to", &r->to },
        { "source_query", &r->source_query },
        { "property", &r->property },
        { "relationship_type", &r->relationship_type },
        { "generator", &r->generator },
        { "element_type", &r->element_type },
        { "custom_query", &r->custom_query },
        { "suffix", &r->suffix },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].field = value;
            return 1;
        }
    return 0;
}

static void set(lists *l, n4m_refactoring *r, char *argument)
{
    char *value = strchr(argument, '=');
    if (!value)
        exit(2);
    *value++ = '\0';
    if (set_text(r, argument, value))
        return;
    if (strcmp(argument, "batch_size") == 0)
        r->batch_size = strtoll(value, NULL, 10);
    else if (strcmp(argument, "dry_run") == 0)
        r->dry_run = 1;
    else if (strcmp(argument, "true_values") == 0)
        add(l->true_values, &r->true_values, value);
    else if (strcmp(argument, "false_values") == 0)
        add(l->false_values, &r->false_values, value);
    else if (strcmp(argument, "labels") == 0)
        add(l->labels, &r->labels, value);
    else if (strcmp(argument, "includes") == 0)
        add(l->includes, &r->includes, value);
    else if (strcmp(argument, "excludes") == 0)
        add(l->excludes, &r->excludes, value);
    else if (strcmp(argument, "index_types") == 0)
        add_type(l, r, value);
    else if (strcmp(argument, "merge_policies") == 0)
        add_policy(l, r, value);
    else
        exit(2);
}

static n4m_refactoring_type type_named(const char *name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i]) == 0)
            return (n4m_refactoring_type)i;
    exit(2);
}

static void print_counter(const char *name, int64_t count)
{
    if (count)
        printf("%s %lld\n", name, (long long)count);
}

static void print_result(const n4m_result *r)
{
    const n4m_counters *c = n4m_result_counters(r);
    print_counter("nodes_created", c->nodes_created);
    print_counter("nodes_deleted", c->nodes_deleted);
    print_counter("relationships_created", c->relationships_created);
    print_counter("relationships_deleted", c->relationships_deleted);
    print_counter("properties_set", c->properties_set);
    print_counter("labels_added", c->labels_added);
    print_counter("labels_removed", c->labels_removed);
    print_counter("indexes_added", c->indexes_added);
    print_counter("indexes_removed", c->indexes_removed);
    print_counter("constraints_added", c->constraints_added);
    print_counter("constraints_removed", c->constraints_removed);
    for (size_t i = 0; i < n4m_result_statement_count(r); i++)
        printf("statement %s\n", n4m_result_statement(r, i)->text);
}

int main(int argc, char **argv)
{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_refactoring refactoring = N4M_REFACTORING_INIT;
    lists l = { .labels = { NULL } };
    n4m_error err = N4M_ERROR_INIT;
    n4m_migrations *m = NULL;
    n4m_result *result = NULL;
    if (argc < 5)
        return 2;
    options.address = argv[1];
    options.username = argv[2];
    options.password = argv[3];
    refactoring.type = type_named(argv[4]);
    for (int i = 5; i < argc; i++)
        set(&l, &refactoring, argv[i]);
    n4m_status st = n4m_open(&options, &m, &err);
    if (!st)
        st = n4m_refactor(m, &refactoring, &result, &err);
    if (st)
        printf("failed %d %u:%u %s\n%s\n", st, err.line, err.column, err.message, err.outcome);
    else
        print_result(result);
    n4m_result_free(result);
    n4m_close(m);
    return st ? 1 : 0;
}
