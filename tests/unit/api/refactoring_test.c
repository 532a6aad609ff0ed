/* A caller's struct becomes what a document would say. */
#include "api/handle.h"
#include "failing_memory.h"

#include "base/buf.h"

#include <criterion/criterion.h>

static void write(const catalog_parameter *p, buf *out)
{
    buf_printf(out, "%.*s=%.*s", STR_ARG(p->name), STR_ARG(p->text));
    for (size_t i = 0; i < p->value_count; i++)
        buf_printf(out, "<%.*s>", STR_ARG(p->values[i]));
    for (size_t i = 0; i < p->child_count; i++) {
        buf_char(out, '{');
        write(&p->children[i], out);
        buf_char(out, '}');
    }
}

static const char *const words[] = { "a", "null", NULL }, *const none[] = { NULL };
static const n4m_pair kinds[] = { { "i", "TEXT" }, { "j", NULL }, { NULL, NULL } };
static const n4m_merge_policy policies[] = { { "n.*", N4M_KEEP_LAST },
                                             { ".*", N4M_KEEP_ALL },
                                             { NULL, N4M_KEEP_ALL } };

static n4m_refactoring everything(void)
{
    n4m_refactoring r = N4M_REFACTORING_INIT;
    r.from = "f";
    r.to = "";
    r.source_query = "s";
    r.merge_policies = policies;
    r.property = "p";
    r.true_values = words;
    r.false_values = none;
    r.labels = words;
    r.relationship_type = "T";
    r.generator = "g";
    r.element_type = "e";
    r.custom_query = "c";
    r.batch_size = INT64_MIN;
    r.includes = words;
    r.excludes = words;
    r.index_types = kinds;
    r.suffix = "_s";
    return r;
}

Test(refactoring, every_field_is_a_parameter)
{
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    BUF_AUTO text = BUF_INIT(NULL, 0);
    n4m_refactoring given = everything();
    catalog_refactoring made;
    error err = { .status = ST_OK };
    cr_assert_eq(refactoring_of_caller(&given, &a, &made, &err), ST_OK, "%s", err.message);
    for (size_t i = 0; i < made.count; i++, buf_char(&text, ' '))
        write(&made.parameters[i], &text);
    buf_char(&text, '\0');
    cr_expect_str_eq(text.data,
                     "from=f to= sourceQuery=s mergePolicy={pattern=n.*}{strategy=KEEP_LAST} "
                     "mergePolicy={pattern=.*}{strategy=KEEP_ALL} property=p trueValues=<a><null> "
                     "falseValues= labels=<a><null> type=T generatorFunction=g elementType=e "
                     "customQuery=c batchSize=-9223372036854775808 includes=<a><null> "
                     "excludes=<a><null> typeMapping={mapping={name=i}{type=TEXT}}"
                     "{mapping={name=j}{type=}} suffix=_s ");
}

Test(refactoring, types_have_the_names_of_documents)
{
    static const char *const names[] = {
        "rename.label",
        "rename.type",
        "rename.nodeProperty",
        "rename.relationshipProperty",
        "merge.nodes",
        "normalize.asBoolean",
        "addSurrogateKeyTo.nodes",
        "addSurrogateKeyTo.relationships",
        "listToVectorOn.nodes",
        "listToVectorOn.relationships",
        "migrate.createFutureIndexes",
        "migrate.replaceBTreeIndexes",
    };
    n4m_refactoring given = N4M_REFACTORING_INIT;
    catalog_refactoring made;
    error err = { .status = ST_OK };
    ARENA_AUTO a = ARENA_INIT(NULL, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        given.type = (n4m_refactoring_type)i;
        cr_assert_eq(refactoring_of_caller(&given, &a, &made, &err), ST_OK);
        cr_expect(str_eq(made.type, str_from(names[i])) && made.count == 0, "%s", names[i]);
    }
    given.type = (n4m_refactoring_type)12;
    cr_expect_eq(refactoring_of_caller(&given, &a, &made, &err), ST_ARGUMENT);
    given.type = (n4m_refactoring_type)-1;
    cr_expect_eq(refactoring_of_caller(&given, &a, &made, &err), ST_ARGUMENT);
}

Test(refactoring, memory_may_run_out)
{
    n4m_refactoring given = everything();
    catalog_refactoring made;
    for (failing_memory f = { 0 }; failing_memory_next(&f);) {
        const allocator mem = { failing_resize, &f };
        {
            error err = { .status = ST_OK };
            ARENA_AUTO a = ARENA_INIT(&mem, 0);
            status st = refactoring_of_caller(&given, &a, &made, &err);
            cr_assert(!st || (st == ST_NO_MEMORY && f.failed && err.message[0]));
        }
        cr_assert_eq(f.blocks, 0);
    }
}
