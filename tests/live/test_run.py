"""Running migrations beside the history."""
import pytest

from material import DEFAULT_FOLDER, write

FILES = {"V1__a.cypher": "CREATE (:A);\n", "V2__b b.cypher": "CREATE (:B {n: '${nm:n}'});\n", "R3__c.cypher": "CREATE (:C);\n:use neo4j;\nCREATE (:D);\n"}


def url(cli, name):
    return (cli.folder / DEFAULT_FOLDER / name).as_uri()


def run(cli, server, *names, options=()):
    arguments = [argument for name in names for argument in ("--migration", url(cli, name))]
    return cli(*options, "run", *arguments, server=server)


def labels(database):
    return sorted(label for (label,), _ in database.nodes())


def test_in_the_order_that_is_given(cli, server, database):
    write(cli, FILES)
    outcome = run(cli, server, "R3__c.cypher", "V2__b b.cypher", "V1__a.cypher", options=("--placeholder", "n=seven"))
    assert (outcome.code, outcome.out) == (0, "Applied 3 migration(s).\n"), str(outcome)
    assert [line.partition("] ")[2] for line in outcome.err.splitlines()] == ['Applied 3 ("c")', 'Applied 2 ("b b")', 'Applied 1 ("a")']
    assert labels(database) == ["A", "B", "C", "D"] and (("B",), {"n": "seven"}) in database.nodes()
    assert (database.chain(), database.locks(), database.constraints()) == ([], [], {})


def test_as_often_as_it_is_named(cli, server, database):
    write(cli, FILES)
    urls = ",".join([url(cli, "V1__a.cypher")] * 3)
    outcome = cli("run", "--migration", urls, server=server)
    assert outcome.out == "Applied 3 migration(s).\n", str(outcome)
    assert labels(database) == ["A", "A", "A"]


def test_a_lock_is_of_no_interest(cli, server, database):
    write(cli, FILES)
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'somebody-else', name: 'John Doe'})")
    assert run(cli, server, "V1__a.cypher").code == 0
    assert [lock["id"] for lock in database.locks()] == ["somebody-else"]


def test_the_first_failure_is_the_end(cli, server, database):
    write(cli, FILES | {"V5__wrong.cypher": "CREATE (:Gone);\nWRONG;\n"})
    outcome = run(cli, server, "V1__a.cypher", "V5__wrong.cypher", "R3__c.cypher")
    assert outcome.code == 1 and "V5__wrong.cypher:2:" in outcome.err, str(outcome)
    assert labels(database) == ["A"]


@pytest.mark.parametrize("name, content, part", [
    ("V9__x.xml", "<migration/>", "without a namespace"),
    ("V9__missing.cypher", None, "No such file or directory"),
    ("afterMigrate.cypher", "RETURN 1;", "is not the name of a migration"),
    ("V9__x.txt", "RETURN 1;", 'its extension is "txt"'),
])
def test_nothing_runs_unless_all_can_be_read(cli, server, database, name, content, part):
    write(cli, FILES | ({name: content} if content else {}))
    outcome = run(cli, server, "V1__a.cypher", name)
    assert outcome.code == 1 and part in outcome.out, str(outcome)
    assert database.nodes() == []


def test_preconditions_count(cli, server, database):
    write(cli, FILES | {"V4__assumed.cypher": "// assume that edition is enterprise\nCREATE (:Assumed);",
                        "V5__asserted.cypher": "// assert that edition is enterprise\nCREATE (:Asserted);"})
    outcome = run(cli, server, "V4__assumed.cypher", "V1__a.cypher")
    assert (outcome.code, outcome.out) == (0, "Applied 1 migration(s).\n")
    assert 'Skipping 4 ("assumed") due to unmet preconditions' in outcome.err
    outcome = run(cli, server, "V1__a.cypher", "V5__asserted.cypher")
    assert outcome.code == 1 and "Could not satisfy `// assert that edition is ENTERPRISE`" in outcome.out
    assert labels(database) == ["A"]
