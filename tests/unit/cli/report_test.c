#include "cli/report.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

static void summary(const n4m_error *err, const char *wanted)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cli_report_summary(err, false, &out);
    cr_assert(str_eq(buf_view(&out), str_from(wanted)), "%.*s", STR_ARG(buf_view(&out)));
}

static void details(const n4m_error *err, const char *wanted)
{
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(chdir("/"), 0); /* paths below the current folder are shortened */
    cli_report_details(err, false, &out);
    cr_assert(str_eq(buf_view(&out), str_from(wanted)), "%.*s", STR_ARG(buf_view(&out)));
}

Test(report, a_statement_that_the_server_refuses)
{
    n4m_error err = { .status = N4M_E_SERVER,
                      .line = 2,
                      .column = 12,
                      .statement = 2,
                      .statements = 3,
                      .message = "Invalid input 'RETRN': expected 'RETURN' (line 1, column 11 "
                                 "(offset: 10))\n\"MATCH (n) RETRN n\"\n           ^",
                      .source = TEST_DATA "/cli/V2__half.cypher",
                      .version = "2",
                      .description = "half",
                      .code = "Neo.ClientError.Statement.SyntaxError",
                      .gql_status = "42001",
                      .outcome = "rolled back, not recorded" };
    summary(&err, "Could not apply migration: 2 (\"half\").\n"
                  "\tNeo.ClientError.Statement.SyntaxError: Invalid input 'RETRN': expected "
                  "'RETURN' (line 1, column 11 (offset: 10))\n\"MATCH (n) RETRN n\"\n           "
                  "^\n");
    details(&err, TEST_DATA "/cli/V2__half.cypher:2:12: Invalid input 'RETRN': expected 'RETURN'\n"
                            "    2 | \tMATCH (n) RETRN n;\n"
                            "      | \t          ^\n"
                            "  migration: 2 (\"half\"), statement 2 of 3\n"
                            "  code: Neo.ClientError.Statement.SyntaxError\n"
                            "  GQL status: 42001\n"
                            "  outcome: rolled back, not recorded\n");
}

Test(report, a_migration_that_fails_without_the_server)
{
    n4m_error err = { .status = N4M_E_ARGUMENT,
                      .statement = 1,
                      .statements = 1,
                      .message = "no value for \"${nm:x}\"",
                      .version = "1",
                      .description = "a",
                      .outcome = "nothing of it stays" };
    summary(&err, "Could not apply migration: 1 (\"a\").\n\tno value for \"${nm:x}\"\n");
    details(&err, "  migration: 1 (\"a\"), statement 1 of 1\n"
                  "  outcome: nothing of it stays\n");
}

Test(report, what_is_not_about_running_a_migration_speaks_for_itself)
{
    n4m_error err = { .status = N4M_E_MIGRATIONS,
                      .message = "Checksum of 1 (\"a\") changed!",
                      .version = "1",
                      .description = "a" };
    summary(&err, "Checksum of 1 (\"a\") changed!\n");
    n4m_error precondition = { .status = N4M_E_SERVER,
                               .message = "the query of a precondition failed",
                               .version = "1",
                               .code = "Neo.ClientError.Statement.SyntaxError" };
    summary(&precondition, "the query of a precondition failed\n");
    n4m_error unreachable = { .status = N4M_E_CONNECTION, .message = "Unable to connect" };
    summary(&unreachable, "Unable to connect\n");
    details(&unreachable, "");
}

Test(report, the_file_may_be_gone)
{
    n4m_error err = { .status = N4M_E_PARSE,
                      .line = 3,
                      .column = 4,
                      .message = "no",
                      .source = "/nowhere/V1__a.cypher" };
    details(&err, "/nowhere/V1__a.cypher:3:4: no\n");
}

Test(report, a_file_below_the_current_folder_is_named_as_from_there)
{
    n4m_error err = { .message = "no", .source = TEST_DATA "/cli/V2__half.cypher" };
    BUF_AUTO out = BUF_INIT(NULL, 0);
    cr_assert_eq(chdir(TEST_DATA), 0);
    cli_report_details(&err, false, &out);
    cr_assert(str_eq(buf_view(&out), STR("cli/V2__half.cypher: no\n")));
}
