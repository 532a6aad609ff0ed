"""Callbacks: when they run, where, and what becomes of an operation when one of them fails."""
import pathlib
import subprocess

import pytest

from material import ENDLESS, applied, running, write

PHASES = ("beforeFirstUse", "beforeMigrate", "afterMigrate", "beforeClean", "afterClean", "beforeValidate", "afterValidate",
          "beforeInfo", "afterInfo")


def note(what):
    """Writes down that it has been here, and whether the lock was held then."""
    return (f"OPTIONAL MATCH (l:__Neo4jMigrationsLock) WITH count(l) AS locks OPTIONAL MATCH (n:Note) "
            f"WITH locks, count(n) AS c CREATE (:Note {{number: c, what: '{what}', locks: locks}});\n")


def notes(database):
    rows = database.run("MATCH (n:Note) RETURN n.what AS what, n.locks AS locks ORDER BY n.number")
    assert {row["locks"] for row in rows} <= {1}, rows
    database.run("MATCH (n:Note) DELETE n")
    return [row["what"] for row in rows]


def log(outcome):
    return [line.partition("] ")[2] for line in outcome.err.splitlines() if line.startswith("[")]


ALL = {f"{phase}.cypher": note(phase) for phase in PHASES}


def test_around_every_operation(cli, server, database):
    write(cli, ALL | {"V1__step.cypher": note("migration")})
    for command, phase in (("apply", "Migrate"), ("info", "Info"), ("validate", "Validate"), ("clean", "Clean")):
        outcome = cli(command, server=server)
        assert outcome.code == 0, str(outcome)
        work = ["migration"] if command == "apply" else []
        assert notes(database) == ["beforeFirstUse", f"before{phase}", *work, f"after{phase}"]
        said = [line for line in log(outcome) if line.startswith("Invoked")]
        assert said == ["Invoked beforeFirstUse callback.", f"Invoked before{phase} callback.", f"Invoked after{phase} callback."]
        assert database.locks() == []


@pytest.mark.only_on("5.26.30")
def test_in_the_order_of_descriptions(cli, server, database):
    write(cli, {"beforeMigrate__b_second.cypher": note("b"), "beforeMigrate__a first.cypher": note("a"),
                "beforeMigrate.cypher": note("plain"), "sub/beforeMigrate__C.cypher": note("C"),
                "sub/deeper/afterMigrate__01_x_.cypher": note("x")})
    outcome = cli("apply", server=server)
    assert notes(database) == ["plain", "C", "a", "b", "x"]
    assert log(outcome) == ["Invoked beforeMigrate callback.", 'Invoked "C" before migrate.', 'Invoked "a first" before migrate.',
                            'Invoked "b second" before migrate.', 'Invoked "01 x" after migrate.']


def test_nothing_of_them_is_recorded(cli, server, database):
    applied(cli, server, {"afterMigrate.cypher": note("one"), "V1__a.cypher": "CREATE (:A);\n"})
    write(cli, {"afterMigrate.cypher": note("another"), "beforeMigrate.cypher": note("new")})
    assert cli("validate", server=server).code == 0
    assert cli("apply", server=server).code == 0
    assert database.versions() == ["1"]
    assert notes(database) == ["one", "new", "another"]


def test_with_placeholders_databases_and_a_language(cli, server, database):
    version = [] if server.version.startswith("4.") else ["--cypher-version", "CYPHER_5"]
    write(cli, {"beforeMigrate.cypher": ":use system;\nSHOW USERS;\n:use neo4j;\n// assert that moon is full\nCREATE (:A {of: '${nm:whom}'});\n"
                                        "MATCH (a:A) CALL { WITH a SET a.twice = true } IN TRANSACTIONS;\n",
                "V1__a.cypher": "CREATE (:B);\n"})
    outcome = cli(*version, "--placeholder", "whom=us", "apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert database.nodes() == [(("A",), {"of": "us", "twice": True}), (("B",), {})]


@pytest.mark.parametrize("mode, left", [("PER_MIGRATION", []), ("PER_STATEMENT", ["first"])])
def test_transactions_follow_the_mode(cli, server, database, mode, left):
    write(cli, {"beforeMigrate.cypher": note("first") + "WRONG;\n", "V1__a.cypher": "CREATE (:A);\n"})
    outcome = cli("--transaction-mode", mode, "apply", server=server)
    assert outcome.code == 1
    assert notes(database) == left
    stays = "outcome: statement 1 stays, the rest was rolled back\n" if left else "outcome: nothing of it stays\n"
    assert stays in outcome.err and database.versions() == []


# ---- Failures ----

def test_without_those_before_there_is_no_work_but_those_after_come(cli, server, database):
    write(cli, {"beforeMigrate__x.cypher": "// here\nRETURN 1;\n  WRONG;\n", "beforeMigrate__y.cypher": note("never"),
                "afterMigrate.cypher": note("after"), "V1__a.cypher": note("never")})
    outcome = cli("apply", server=server)
    assert outcome.code == 1
    assert outcome.out.startswith('Could not invoke "x" before migrate.\n\tNeo.ClientError.Statement.SyntaxError: Invalid input')
    assert 'neo4j/migrations/beforeMigrate__x.cypher:3:' in outcome.err and "    3 |   WRONG;" in outcome.err
    assert '  callback: beforeMigrate ("x"), statement 2 of 2\n' in outcome.err
    assert notes(database) == ["after"]
    assert (database.versions(), database.locks()) == ([], [])


def test_what_was_applied_stays_when_those_after_fail(cli, server, database):
    write(cli, {"afterMigrate.cypher": "WRONG;\n", "V1__a.cypher": "CREATE (:A);\n"})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and outcome.out.startswith("Could not invoke afterMigrate callback.\n\tNeo.ClientError.")
    assert (database.versions(), database.nodes(), database.locks()) == (["1"], [(("A",), {})], [])


def test_the_first_failure_counts(cli, server, database):
    write(cli, {"afterMigrate.cypher": "ALSO WRONG;\n", "V1__a.cypher": "WRONG;\n"})
    outcome = cli("apply", server=server)
    assert outcome.code == 1
    assert outcome.out.startswith('Could not apply migration: 1 ("a").\n') and "ALSO" not in outcome.out
    (later,) = [line for line in log(outcome) if line.startswith("Could not invoke")]
    assert later.startswith("Could not invoke afterMigrate callback \"") and "afterMigrate.cypher\": Neo.ClientError" in later
    assert (database.versions(), database.locks()) == ([], [])


@pytest.mark.only_on("5.26.30")
def test_the_work_fails_before_it_begins(cli, server, database):
    """What is wrong with a file is found after the callbacks before, so those after come too."""
    write(cli, {"beforeMigrate.cypher": note("before"), "afterMigrate.cypher": note("after"),
                "V1__a.cypher": "// assume that moon is full\nCREATE (:A);\n"})
    assert cli("apply", server=server).code == 1
    assert notes(database) == ["before", "after"]


@pytest.mark.only_on("5.26.30")
def test_a_missing_placeholder_names_its_place(cli, server, database):
    write(cli, {"beforeInfo__x.cypher": "RETURN\n  ${nm:nowhere};\n"})
    outcome = cli("info", server=server)
    assert outcome.code == 1
    assert outcome.out.startswith('Could not invoke "x" before info.\n\tno value for placeholder ${nm:nowhere}')
    assert "beforeInfo__x.cypher:2:3: " in outcome.err


@pytest.mark.only_on("5.26.30")
def test_misnamed_ones_stop_everything(cli, server, database):
    write(cli, {"beforeMigrate-x.cypher": note("never"), "V1__a.cypher": "CREATE (:A);\n"})
    for command in ("apply", "info", "validate", "clean"):
        outcome = cli(command, server=server)
        assert outcome.code == 1 and outcome.out.startswith("Invalid name for a callback script: beforeMigrate-x.cypher; only two")
    assert (database.nodes(), database.locks()) == ([], [])


def test_none_after_somebody_has_interrupted(cli, server, database):
    write(cli, {"afterMigrate.cypher": note("never"), "V1__a.cypher": ENDLESS})
    process = cli.start("apply", server=server)
    running(database, "Endless")
    process.send_signal(2)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "Cancelled, so there is no afterMigrate callback" in err
    assert (database.nodes(), database.locks()) == ([], [])


def test_none_while_somebody_else_has_the_lock(cli, server, database):
    """An operation that only reads takes the lock when there are callbacks, as they may write."""
    write(cli, ALL)
    assert cli("info", server=server).code == 0
    notes(database)
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe'})")
    for command in ("apply", "info", "validate", "clean"):
        outcome = cli(command, server=server)
        assert outcome.code == 1 and "__Neo4jMigrationsLock" in outcome.out
    database.run("MATCH (l:__Neo4jMigrationsLock) DELETE l")
    assert notes(database) == []


# ---- Where the first use happens ----

def test_before_first_use_comes_before_the_target_is_looked_at(cli, server, database):
    """Community cannot create databases, but shows when the callback runs, and where."""
    write(cli, {"beforeFirstUse.cypher": note("first"), "beforeMigrate.cypher": note("never"), "V1__a.cypher": "CREATE (:A);\n"})
    outcome = cli("--schema-database", "neo4j", "--database", "tobecreated", "apply", server=server)
    assert outcome.code == 1 and "tobecreated" in outcome.out, str(outcome)
    assert notes(database) == ["first"]
    assert (database.nodes(), database.locks()) == ([], [])


@pytest.mark.only_on("5.26.30")
def test_in_the_schema_database(cli, server, database):
    write(cli, {"beforeFirstUse.cypher": note("first"), "V1__user.cypher": "SHOW USERS;\n"})
    outcome = cli("--schema-database", "neo4j", "--database", "system", "apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert notes(database) == ["first"]
    assert database.versions("system") == ["1"]


# ---- The library ----

@pytest.fixture
def handle(cli, server):
    """Calls operations on one handle; the lines that its events and results have become."""
    program = pathlib.Path(cli.binary).parent / "tests" / "live" / "handle"

    def call(*operations):
        folder = (cli.folder / "neo4j" / "migrations").as_uri()
        done = subprocess.run([program, server.uri, server.user, server.password, folder, *operations],
                              capture_output=True, text=True, timeout=60)
        assert not done.stderr, done.stderr
        return done.stdout.splitlines()

    return call


@pytest.mark.only_on("5.26.30")
def test_first_use_is_once_for_each_handle(cli, handle, database):
    write(cli, {"beforeFirstUse__a.cypher": note("first"), "afterInfo.cypher": note("info")})
    assert handle("info", "info", "validate", "info")[-1] == "info ended"
    assert notes(database) == ["first", "info", "info", "info"]
    handle("apply")
    assert notes(database) == ["first"]


@pytest.mark.only_on("5.26.30")
def test_events_tell_of_callbacks(cli, handle, database):
    write(cli, {"beforeMigrate__b_c.cypher": note("x") + note("y"), "afterMigrate.cypher": "WRONG;\n", "V1__a.cypher": "CREATE (:A);\n"})
    lines = handle("apply")
    assert lines[:8] == [
        "started beforeMigrate b c beforeMigrate__b_c.cypher 0/0", "statement beforeMigrate b c beforeMigrate__b_c.cypher 1/2",
        "statement beforeMigrate b c beforeMigrate__b_c.cypher 2/2", "invoked beforeMigrate b c beforeMigrate__b_c.cypher 0/0",
        "started 1 a V1__a.cypher 0/0", "statement 1 a V1__a.cypher 1/1", "applied 1 a V1__a.cypher 0/0",
        "started afterMigrate - afterMigrate.cypher 0/0"]
    assert lines[8].startswith("apply failed afterMigrate : Invalid input 'WRONG'")


@pytest.mark.only_on("5.26.30")
def test_results_tell_what_was_left_out(cli, handle, database):
    write(cli, {"V1__a.cypher": "// assume that edition is enterprise\n// assume q' RETURN false\n// assume q' RETURN true\nCREATE (:A);\n",
                "V2__b.cypher": "CREATE (:B);\n"})
    for operation in ("info", "apply", "validate"):
        lines = handle(operation)
        at = lines.index("left out 1 a V1__a.cypher: // assume that edition is ENTERPRISE")
        assert lines[at + 1:] == ["// assume in TARGET q'RETURN false", f"{operation} ended"]
    assert database.versions() == ["2"]


@pytest.mark.only_on("5.26.30")
def test_results_tell_what_a_run_has_changed(cli, handle, database):
    write(cli, {"V1__a.cypher": "UNWIND range(1, 3) AS i CREATE (:A);\nCREATE (:B);\n"})
    url = (cli.folder / "neo4j" / "migrations" / "V1__a.cypher").as_uri()
    assert handle(url)[-2:] == ["created 4 nodes", f"{url} ended"]
