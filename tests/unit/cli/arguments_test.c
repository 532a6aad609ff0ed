#include "cli/arguments.h"

#include <criterion/criterion.h>
#include <string.h>

enum { ARGUMENTS_MAX = 16 };

typedef struct parsed {
    arena memory;
    cli_settings settings;
    cli_arguments arguments;
    error err;
    status st;
    char line[512];
    char *argv[ARGUMENTS_MAX];
} parsed;

/* Arguments between blanks. */
static void parse(parsed *p, const char *line)
{
    *p = (parsed){ .memory = ARENA_INIT(NULL, 0) };
    p->settings.memory = &p->memory;
    memcpy(p->line, line, strlen(line) + 1);
    size_t count = 0;
    for (char *at = p->line; *at; at += strlen(at) + (at[strlen(at) + 1] != '\0')) {
        p->argv[count++] = at;
        char *end = strchr(at, ' ');
        if (!end)
            break;
        *end = '\0';
    }
    p->st = cli_arguments_parse(&p->settings, p->argv, &p->arguments, &p->err);
}

static const char *text(const parsed *p, cli_option_id id)
{
    return cli_settings_text(&p->settings, id);
}

Test(arguments, every_form_of_a_value)
{
    static const char *const LINES[] = {
        "-a X info",        "-aX info",         "-a=X info",        "--address X info",
        "--address=X info", "info --address X", "info --address=X", "info -aX",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        parsed p;
        parse(&p, LINES[i]);
        cr_assert_eq(p.st, ST_OK, "%s: %s", LINES[i], p.err.message);
        cr_assert_str_eq(text(&p, CLI_ADDRESS), "X", "%s", LINES[i]);
        cr_assert_str_eq(p.arguments.command->name, "info", "%s", LINES[i]);
        arena_finish(&p.memory);
    }
}

Test(arguments, flags)
{
    static const struct {
        const char *line;
        bool wanted;
    } CASES[] = {
        { "--out-of-order info", true },
        { "--out-of-order=true info", true },
        { "--out-of-order=FALSE info", false },
        { "info --out-of-order", true },
        { "info", false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        parsed p;
        parse(&p, CASES[i].line);
        cr_assert_eq(p.st, ST_OK, "%s", CASES[i].line);
        cr_assert_eq(cli_settings_flag(&p.settings, CLI_OUT_OF_ORDER), CASES[i].wanted);
        arena_finish(&p.memory);
    }
}

Test(arguments, the_bare_flag_means_true_also_where_that_is_the_default)
{
    parsed p;
    parse(&p, "--validate-on-migrate apply");
    cr_assert(cli_settings_flag(&p.settings, CLI_VALIDATE_ON_MIGRATE));
    arena_finish(&p.memory);
}

Test(arguments, letters_together)
{
    parsed p;
    parse(&p, "-vpsecret info");
    cr_assert_eq(p.st, ST_OK);
    cr_assert(cli_settings_flag(&p.settings, CLI_VERBOSE));
    cr_assert_str_eq(text(&p, CLI_PASSWORD), "secret");
    arena_finish(&p.memory);
}

Test(arguments, a_password_without_a_value_is_asked_for)
{
    static const char *const LINES[] = { "-p info", "--password info", "info -p",
                                         "-p -u neo4j info", "info -p --verbose" };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        parsed p;
        parse(&p, LINES[i]);
        cr_assert_eq(p.st, ST_OK, "%s: %s", LINES[i], p.err.message);
        cr_assert(cli_settings_given(&p.settings, CLI_PASSWORD), "%s", LINES[i]);
        cr_assert_eq(p.settings.of[CLI_PASSWORD].count, 0, "%s", LINES[i]);
        cr_assert_str_eq(p.arguments.command->name, "info");
        arena_finish(&p.memory);
    }
}

Test(arguments, a_password_may_look_like_anything_when_attached)
{
    parsed p;
    parse(&p, "--password=-a=x=info info");
    cr_assert_str_eq(text(&p, CLI_PASSWORD), "-a=x=info");
    arena_finish(&p.memory);
}

Test(arguments, secrets_do_not_stay_in_the_list_of_processes)
{
    static const char *const LINES[] = {
        "-p secret info",         "-psecret info",        "-p=secret info",
        "--password=secret info", "--bearer secret info", "--custom-auth credentials=secret info"
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        parsed p;
        parse(&p, LINES[i]);
        cr_assert_eq(p.st, ST_OK);
        for (size_t at = 0; at + 6 <= sizeof p.line; at++)
            cr_assert_neq(memcmp(p.line + at, "secret", 6), 0, "%s", LINES[i]);
        arena_finish(&p.memory);
    }
}

Test(arguments, of_commands)
{
    static const struct {
        const char *line;
        size_t mode;
    } CASES[] = { { "info", 0 },
                  { "info mode=local", 1 },
                  { "info --mode REMOTE", 2 },
                  { "info --mode=LOCAL -v", 1 } };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        parsed p;
        parse(&p, CASES[i].line);
        cr_assert_eq(p.st, ST_OK, "%s: %s", CASES[i].line, p.err.message);
        cr_assert_eq(cli_arguments_choice(&p.arguments, 0), CASES[i].mode, "%s", CASES[i].line);
        arena_finish(&p.memory);
    }
}

Test(arguments, all_of_clean)
{
    parsed p;
    parse(&p, "clean all");
    cr_assert(cli_arguments_flag(&p.arguments, 0));
    parse(&p, "clean all=true");
    cr_assert(cli_arguments_flag(&p.arguments, 0));
    parse(&p, "clean all=false");
    cr_assert_eq(p.st, ST_OK);
    cr_assert_not(cli_arguments_flag(&p.arguments, 0));
    parse(&p, "clean");
    cr_assert_not(cli_arguments_flag(&p.arguments, 0));
}

static const char *parameter(const parsed *p, size_t index)
{
    str text = p->arguments.parameters[index];
    return text.data ? text.data : "";
}

Test(arguments, a_word_and_flags_in_any_order)
{
    static const char *const LINES[] = {
        "delete 1.2 --dry-run",      "delete --dry-run 1.2",       "delete dry-run 1.2",
        "delete 1.2 --dry-run=true", "delete 1.2 -v dry-run=true",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        parsed p;
        parse(&p, LINES[i]);
        cr_assert_eq(p.st, ST_OK, "%s: %s", LINES[i], p.err.message);
        cr_assert_eq(cli_arguments_check(&p.arguments, NULL), ST_OK);
        cr_assert_str_eq(parameter(&p, 0), "1.2", "%s", LINES[i]);
        cr_assert(cli_arguments_flag(&p.arguments, 1), "%s", LINES[i]);
        arena_finish(&p.memory);
    }
}

Test(arguments, a_word_out_of_several)
{
    parsed p;
    parse(&p, "lock release --force=false");
    cr_assert_eq(p.st, ST_OK, "%s", p.err.message);
    cr_assert_eq(cli_arguments_choice(&p.arguments, 0), 1);
    cr_assert_not(cli_arguments_flag(&p.arguments, 1));
    arena_finish(&p.memory);
}

Test(arguments, lists_are_cut_at_commas_and_grow)
{
    static const char *const WANTED[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" };
    parsed p;
    parse(&p, "run --migration a,b --migration=c,,d, --migration e,f,g,h,i,j");
    cr_assert_eq(p.st, ST_OK, "%s", p.err.message);
    cr_assert_eq(p.arguments.lists[0].count, sizeof WANTED / sizeof *WANTED);
    for (size_t i = 0; i < p.arguments.lists[0].count; i++)
        cr_assert_str_eq(p.arguments.lists[0].items[i].data, WANTED[i]);
    arena_finish(&p.memory);
}

Test(arguments, names_are_not_cut)
{
    parsed p;
    parse(&p, "migrateBTreeIndexes --include a,b --exclude c --include=d");
    cr_assert_eq(p.st, ST_OK, "%s", p.err.message);
    const char **included = cli_arguments_texts(&p.arguments, 1, &p.memory);
    const char **excluded = cli_arguments_texts(&p.arguments, 2, &p.memory);
    cr_assert_str_eq(included[0], "a,b");
    cr_assert_str_eq(included[1], "d");
    cr_assert_null(included[2]);
    cr_assert_str_eq(excluded[0], "c");
    cr_assert_null(excluded[1]);
    cr_assert_null(cli_arguments_texts(&p.arguments, 0, &p.memory)[0]);
    arena_finish(&p.memory);
}

Test(arguments, what_is_required_is_asked_for)
{
    static const struct {
        const char *line, *message;
    } CASES[] = {
        { "delete", "\"delete\" wants <version>: what to forget, as 1.2 or as "
                    "V1_2__Add_index.cypher" },
        { "delete dry-run", "\"delete\" wants <version>: what to forget, as 1.2 or as "
                            "V1_2__Add_index.cypher" },
        { "run --migration ,", "\"run\" wants --migration <url>: a migration, Cypher or XML, as "
                               "file:///srv/V1__Fill_names.cypher; several between commas, "
                               "repeatable" },
        { "lock", "\"lock\" wants status|release: tell who has the lock (exit code 1 if anybody "
                  "has), or remove what somebody has left behind" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        parsed p;
        parse(&p, CASES[i].line);
        cr_assert_eq(p.st, ST_OK, "%s", CASES[i].line);
        cr_expect_eq(cli_arguments_check(&p.arguments, &p.err), ST_ARGUMENT, "%s", CASES[i].line);
        cr_expect_str_eq(p.err.message, CASES[i].message);
        arena_finish(&p.memory);
    }
}

Test(arguments, what_is_wrong_is_named_with_the_way_out)
{
    static const struct {
        const char *line, *message;
    } CASES[] = {
        { "explode", "unknown command \"explode\": there are apply, info, validate, repair, "
                     "delete, clean, run, show-catalog, diff, "
                     "migrateBTreeIndexes, init, new, config, lock, wait, help" },
        { "aply", "unknown command \"aply\"; did you mean \"apply\"?" },
        { "--explode info", "unknown option \"--explode\"" },
        { "--addr x info", "unknown option \"--addr\"; did you mean \"--address\"?" },
        { "-x info", "unknown option \"-x\"" },
        { "info extra",
          "unexpected argument \"extra\": \"info\" takes mode=COMPARE|LOCAL|REMOTE only" },
        { "apply info", "unexpected argument \"info\": \"apply\" takes options only" },
        { "--autocrlf true info", "unknown command \"true\"; write \"--autocrlf=true\"" },
        { "info --autocrlf true", "unexpected argument \"true\"; write \"--autocrlf=true\"" },
        { "--out-of-order=2 info", "\"--out-of-order\" wants true or false, not \"2\"" },
        { "info -a", "\"--address\" wants a value: --address=<uri>" },
        { "-a -v info", "\"--address\" wants a value: --address=<uri>" },
        { "-a x -a y info", "\"--address\" is given twice" },
        { "-p -p info", "\"--password\" is given twice" },
        { "info mode=LOCAL mode=LOCAL", "\"mode\" is given twice" },
        { "info mode=x", "\"mode\" wants one of COMPARE, LOCAL, REMOTE, not \"x\"" },
        { "info --mode", "\"--mode\" wants a value: mode=COMPARE|LOCAL|REMOTE" },
        { "clean --all", "unknown option \"--all\"; write \"all\" without dashes" },
        { "clean all=maybe", "\"all\" wants true or false, not \"maybe\"" },
        { "delete 1 2", "unexpected argument \"2\": \"delete\" takes <version>, --dry-run only" },
        { "delete 1 --dry-run=maybe", "\"dry-run\" wants true or false, not \"maybe\"" },
        { "delete 1 --dry-run --dry-run", "\"dry-run\" is given twice" },
        { "lock staus",
          "\"lock\" wants one of status, release, not \"staus\"; did you mean \"status\"?" },
        { "config shwo",
          "\"config\" wants one of show, files, not \"shwo\"; did you mean \"show\"?" },
        { "lock steal", "\"lock\" wants one of status, release, not \"steal\"" },
        { "run V1__a.cypher",
          "unexpected argument \"V1__a.cypher\": \"run\" takes --migration <url>, "
          "--dry-run only" },
        { "run --migration", "\"--migration\" wants a value: --migration <url>" },
        { "--help=x", "\"--help\" takes no value" },
        { "info -- -v", "unexpected argument \"-v\": \"info\" takes mode=COMPARE|LOCAL|REMOTE "
                        "only" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        parsed p;
        parse(&p, CASES[i].line);
        cr_expect_eq(p.st, ST_ARGUMENT, "%s", CASES[i].line);
        cr_expect_str_eq(p.err.message, CASES[i].message, "%s", CASES[i].line);
        arena_finish(&p.memory);
    }
}
