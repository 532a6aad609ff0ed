"""What is wrong with a command line is told on standard error, and the exit code is 2."""
import pytest

USAGE = "Usage: neo4j-migrations [options] "


def usage_error(outcome, command=""):
    assert (outcome.code, outcome.out) == (2, ""), str(outcome)
    message, usage, *_, hint = outcome.err.splitlines()
    assert usage.startswith(f"{USAGE}{command}")
    assert hint.startswith(f'Try "neo4j-migrations {command}')
    return message


@pytest.mark.parametrize("arguments, message", [
    ((), "no command given: there are apply, info, validate, repair, delete, clean, run, show-catalog, diff, migrateBTreeIndexes, init, new, config, lock, wait, help"),
    (("explode",), 'unknown command "explode": there are apply, info, validate, repair, delete, clean, run, show-catalog, diff, migrateBTreeIndexes, init, new, config, lock, wait, help'),
    (("",), 'unknown command "": there are apply, info, validate, repair, delete, clean, run, show-catalog, diff, migrateBTreeIndexes, init, new, config, lock, wait, help'),
    (("config",), '"config" wants show|files: all options with their values, and where these are from, secrets as ***; or the files that are '
                  'looked for'),
    (("config", "shwo"), '"config" wants one of show, files, not "shwo"; did you mean "show"?'),
    (("-a", "bolt://nina:hush@h", "init"), "the address must not contain a user name or password: leave out what stands before the '@' "
                                           "and give them on their own (an '@' in a query is written %40)"),
    (("aplly",), 'unknown command "aplly"; did you mean "apply"?'),
    (("help", "nothing"), 'unknown command "nothing": there are apply, info, validate, repair, delete, clean, run, show-catalog, diff, migrateBTreeIndexes, init, new, config, lock, wait, help'),
    (("--explode", "info"), 'unknown option "--explode"'),
    (("info", "--explode"), 'unknown option "--explode"'),
    (("--addr", "x", "info"), 'unknown option "--addr"; did you mean "--address"?'),
    (("--no-out-of-order", "info"), 'unknown option "--no-out-of-order"; write "--out-of-order=false"'),
    (("repair", "--dry-rum"), 'unknown option "--dry-rum"; did you mean "--dry-run"?'),
    (("info", "--dry-rum"), 'unknown option "--dry-rum"'),
    (("-x", "info"), 'unknown option "-x"'),
    (("info", "extra"), 'unexpected argument "extra": "info" takes mode=COMPARE|LOCAL|REMOTE only'),
    (("apply", "info"), 'unexpected argument "info": "apply" takes options only'),
    (("clean", "--all"), 'unknown option "--all"; write "all" without dashes'),
    (("-p", "x", "--out-of-order", "false", "info"), 'unknown command "false"; write "--out-of-order=false"'),
    (("-p", "x", "--cypher-version", "4", "info"),
     '"--cypher-version" wants one of DATABASE_DEFAULT, CYPHER_5, CYPHER_25, not "4"'),
    (("-p", "x", "--transaction-timeout", "5", "apply"),
     '"--transaction-timeout" wants a duration such as PT0.5S, PT5M or P1DT2H, not "5"'),
    (("-p", "x", "--max-connection-pool-size", "many", "info"),
     '"--max-connection-pool-size" wants a number of at least 1, not "many"'),
    (("-p", "x", "--placeholder", "k", "apply"),
     '"--placeholder" wants <key>=<value>, but there is no "=" in what it got'),
    (("-p", "x", "show-catalog", "format=JSON"), '"format" wants one of XML, CYPHER, not "JSON"'),
    (("-p", "x", "show-catalog", "--format=XML"), '"--format" wants one of text, json, not "XML"'),
    (("-p", "x", "diff", "a.xml", "b.xml", "c.xml"), 'unexpected argument "c.xml": "diff" takes --remote, --local, <file>, <file> only'),
    (("diff", "a.xml", "b.xml", "--local"), '"diff" compares two catalogs, not more'),
    (("diff", "a.xml"), "no password: give one with --password, --password:env, --password:file, --bearer, --kerberos, --custom-auth or "
                        "NEO4J_PASSWORD"),
    (("-p", "x", "--package", "some.where", "apply"),
     '"--package" names Java classes, which this program cannot run; only --location is supported'),
])
def test_usage_errors(cli, arguments, message):
    assert usage_error(cli(*arguments)) == message


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:7474", "127.0.0.1:7687", "bolt://", "bolt//127.0.0.1", "bolt://127.0.0.1:99999",
    "nonsense://127.0.0.1:7687", "", "bolt://127.0.0.1:7687?x=y",
])
def test_malformed_addresses(cli, address):
    message = usage_error(cli("-a", address, "-p", "x", "info"))
    assert "bolt" in message or "port" in message or "address" in message


def test_a_folder_of_the_class_path_is_refused(cli):
    assert "neo4j/migrations" in usage_error(cli("-p", "x", "--location", "classpath:neo4j/migrations", "info"))


@pytest.mark.parametrize("arguments", [(), ("--password=",), ("-p=",), ("--password", " ")])
def test_no_password(cli, arguments):
    assert usage_error(cli(*arguments, "info")) == (
        "no password: give one with --password, --password:env, --password:file, --bearer, --kerberos, --custom-auth or NEO4J_PASSWORD")


@pytest.mark.parametrize("arguments, message", [
    (("--password:env", "NOT_SET"), 'no password: the environment variable "NOT_SET" is not set'),
    (("--password:env", "BLANK"), 'no password: the environment variable "BLANK" is empty'),
    (("--password:file", "nowhere"), 'no password: cannot read "nowhere": No such file or directory'),
    (("--password:file", "blank"), 'no password: the file "blank" is empty'),
    (("--custom-auth", "scheme=basic"), '"--custom-auth" wants credentials: --custom-auth credentials=...'),
])
def test_no_password_where_it_should_be(cli, arguments, message):
    (cli.folder / "blank").write_text("\n")
    assert usage_error(cli(*arguments, "info", env={"BLANK": ""})) == message


@pytest.mark.parametrize("migration, message", [
    ("V1__a.cypher", '"V1__a.cypher" is no URL: write file://{folder}/V1__a.cypher'),
    ("./a b/../V1__a,b.cypher", None),
    ("/srv/V1__a b.cypher", '"/srv/V1__a b.cypher" is no URL: write file:///srv/V1__a%20b.cypher'),
    ("https://example.org/V1__a.cypher", '"https://example.org/V1__a.cypher" is not on this machine: download it first, as with curl -O, '
                                         'and name the file by its URL, file:///...'),
    ("file:V1__a.cypher", "Invalid path; a valid file location must begin with file:/ or file:/// and name an absolute path: "
                          "'file:V1__a.cypher' is relative"),
    ("file:/srv/V1__a b.cypher", "Invalid path; a valid file location must begin with file:/ or file:/// and name an absolute path: "
                                 "'file:/srv/V1__a b.cypher' has a character that must be escaped (a blank is %20)"),
])
def test_what_is_no_url_of_a_file(cli, migration, message):
    told = usage_error(cli("-p", "x", "run", "--migration", migration))
    assert message is None and 'write file://' in told or told == message.format(folder=cli.folder)


def test_run_wants_a_migration(cli):
    assert usage_error(cli("-p", "x", "run")).startswith('"run" wants --migration <url>: a migration')


@pytest.mark.parametrize("arguments", [("--dry-run", "--dry-run"), ("--dry-run=perhaps",), ("extra",), ("--all",)])
def test_repair_takes_nothing_else(cli, arguments):
    usage_error(cli("-p", "x", "repair", *arguments), "repair")


@pytest.mark.parametrize("arguments, message", [
    (("--mapping", "place"), '"--mapping" wants <name>=RANGE, <name>=TEXT or <name>=POINT'),
    (("--mapping", "=TEXT"), '"--mapping" wants <name>=RANGE, <name>=TEXT or <name>=POINT'),
    (("--mapping", "a=b=LOOKUP"), 'A BTREE index can become a RANGE, TEXT or POINT index, not "LOOKUP"'),
    (("--mapping", "a=b=TEXT", "--mapping", "a=b=POINT"), "`typeMapping` names `a=b` twice"),
    (("--replace", "suffix=_x"), 'there are no new names for "suffix" with "--replace"'),
    (("--replace", "--suffix", "_x"), 'there are no new names for "suffix" with "--replace"'),
])
def test_what_becomes_of_btree_indexes(cli, arguments, message):
    outcome = cli("-p", "x", "migrateBTreeIndexes", *arguments)
    assert (outcome.code, outcome.out) == (2, ""), str(outcome)
    assert outcome.err.splitlines()[0].removeprefix("migrate.createFutureIndexes: ") == message
