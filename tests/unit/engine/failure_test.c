#include "engine/execute.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *outcome(progress p)
{
    static error err;
    migration m = { .version = STR("1") };
    execution x = { .migration = &m, .progress = p };
    err = (error){ .status = ST_SERVER };
    failure_outcome(&x, &err);
    return err.outcome;
}

Test(failure, says_what_stays)
{
    cr_assert_str_eq(outcome((progress){ .statements = 4 }),
                     "nothing of it stays; the migration is not recorded");
    cr_assert_str_eq(outcome((progress){ .statements = 4, .committed = 1 }),
                     "statement 1 stays, the rest was rolled back; the migration is not recorded, "
                     "so applying it again repeats what stays");
    cr_assert_str_eq(outcome((progress){ .statements = 4, .committed = 3 }),
                     "statements 1 to 3 stay, the rest was rolled back; the migration is not "
                     "recorded, so applying it again repeats what stays");
    cr_assert_str_eq(outcome((progress){ .statements = 4, .committed = 4 }),
                     "statements 1 to 4 stay; the migration is not recorded, so applying it again "
                     "repeats what stays");
    cr_assert_str_eq(outcome((progress){ .statements = 4, .committed = 1, .partly = true }),
                     "statement 1 stays, and whatever statement 2 had committed by itself; the "
                     "migration is not recorded, so applying it again repeats what stays");
    cr_assert_str_eq(outcome((progress){ .statements = 1, .partly = true }),
                     "what statement 1 had committed by itself stays; the migration is not "
                     "recorded, so applying it again repeats what stays");
    cr_assert_str_eq(outcome((progress){ .statements = 4, .committed = 2, .uncertain = true }),
                     "statements 1 to 2 stay; whether anything from statement 3 on was committed "
                     "is unknown; the migration is not recorded, so applying it again repeats what "
                     "stays");
}

Test(failure, says_what_stays_of_a_finished_migration)
{
    progress p = { .statements = 2, .committed = 2, .finished = true };
    cr_assert_str_eq(outcome(p), "all statements of the migration stay, but it could not be "
                                 "recorded: applying it again repeats them");
    p.uncertain = true;
    cr_assert_str_eq(outcome(p), "all statements of the migration stay; whether it is recorded is "
                                 "unknown: see `info`");
    p = (progress){ .statements = 2, .committed = 2, .finished = true, .recorded = true };
    cr_assert_str_eq(outcome(p),
                     "the migration is applied and recorded, but its indexes may not be ready");
}

Test(failure, an_entry_shares_the_fate_of_its_transaction)
{
    progress p = { .statements = 2, .committed = 1, .joined = true, .uncertain = true };
    cr_assert_str_eq(outcome(p), "statement 1 stays; whether anything from statement 2 on was "
                                 "committed is unknown; if it was, the migration is recorded too: "
                                 "see `info`");
    p = (progress){ .statements = 2, .joined = true, .refused = true };
    cr_assert_str_eq(outcome(p), "nothing of it stays; the migration could not be recorded");
}

Test(failure, says_what_stays_of_a_callback)
{
    static error err;
    callback c = { .phase = CALLBACK_AFTER_MIGRATE, .description = STR("b"), .path = STR("/x") };
    execution x = { .callback = &c, .progress = { .statements = 2, .committed = 1 } };
    failure_name(&x, &err);
    failure_outcome(&x, &err);
    cr_assert_str_eq(err.phase, "afterMigrate");
    cr_assert_str_eq(err.description, "b");
    cr_assert_str_eq(err.source, "/x");
    cr_assert_str_eq(err.outcome, "statement 1 stays, the rest was rolled back");
}

Test(failure, says_what_a_run_that_was_killed_may_have_left)
{
    migration m = { .version = STR("1") };
    execution x = { .migration = &m, .progress = { .statements = 1 } };
    error err = { .status = ST_SERVER,
                  .code = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists" };
    failure_outcome(&x, &err);
    cr_assert_str_eq(err.outcome,
                     "nothing of it stays; the migration is not recorded; if a run that was broken "
                     "off has left it there, remove it or write IF NOT EXISTS, and apply again");
    error index = { .status = ST_SERVER,
                    .code = "Neo.ClientError.Schema.IndexWithNameAlreadyExists" };
    failure_outcome(&x, &index);
    cr_assert_str_eq(index.outcome,
                     "nothing of it stays; the migration is not recorded; if a run that was broken "
                     "off has left that index there, remove it, and apply again");
}

Test(failure, no_sentence_is_too_long)
{
    const char *text = outcome((progress){
        .statements = SIZE_MAX, .committed = SIZE_MAX - 1, .partly = true, .uncertain = true });
    cr_assert_lt(strlen(text), sizeof((error){ 0 }.outcome));
    cr_assert_not_null(strstr(text, "repeats what stays"), "%s", text);
}

static error named(const char *edition, const char *code, const char *message)
{
    operation op = { .place = { .edition = str_from(edition) } };
    migration m = { .version = STR("1"), .description = STR("a"), .path = STR("/x/V1__a.cypher") };
    error err = { .status = ST_SERVER };
    error_text(err.code, sizeof err.code, code, strlen(code));
    error_text(err.message, sizeof err.message, message, strlen(message));
    execution x = { .op = &op, .migration = &m };
    failure_name(&x, &err);
    return err;
}

Test(failure, names_migration_and_file)
{
    error err = named("community", "Neo.ClientError.Statement.SyntaxError", "Invalid input");
    cr_assert_str_eq(err.version, "1");
    cr_assert_str_eq(err.description, "a");
    cr_assert_str_eq(err.source, "/x/V1__a.cypher");
    cr_assert_str_eq(err.message, "Invalid input");
}

Test(failure, advises_a_guard_where_the_edition_is_the_reason)
{
    const char *code = "Neo.DatabaseError.Schema.ConstraintCreationFailed";
    const char *message = "Property existence constraint requires Neo4j Enterprise Edition.";
    cr_assert_str_eq(named("community", code, message).message,
                     "Migration `1 (\"a\")` uses a constraint that requires Neo4j Enterprise "
                     "Edition but the database connected to is a Community edition, you might want "
                     "to add a guard like `// assume that edition is enterprise` in your script");
    cr_assert_str_eq(named("enterprise", code, message).message, message);
    cr_assert_str_eq(named("community", code, "something else").message, "something else");
    cr_assert_not_null(strstr(named(NULL, code, message).message, "is a Different edition"));
}
