"""Running migrations beside the history."""
import json

import pytest

from material import DEFAULT_FOLDER, write
from test_json import VALIDATOR

FILES = {"V1__a.cypher": "CREATE (:A);\n", "V2__b b.cypher": "CREATE (:B {n: '${nm:n}'});\n", "R3__c.cypher": "CREATE (:C);\n:use neo4j;\nCREATE (:D);\n"}


def url(cli, name):
    return (cli.folder / DEFAULT_FOLDER / name).as_uri()


def run(cli, server, *names, options=()):
    arguments = [argument for name in names for argument in ("--migration", url(cli, name))]
    return cli(*options, "run", *arguments, server=server)


def labels(database):
    return sorted(label for (label,), _ in database.nodes())


@pytest.mark.pristine
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


# ---- Only telling ----

REFACTORING = """<?xml version="1.0" encoding="UTF-8"?>
<migration xmlns="https://michael-simons.github.io/neo4j-migrations">
  <refactor type="rename.label"><parameters><parameter name="from">A</parameter><parameter name="to">Le `A`</parameter></parameters></refactor>
  <refactor type="normalize.asBoolean"><parameters><parameter name="property">p</parameter>
    <parameter name="trueValues"><value>y's</value><value>1</value></parameter><parameter name="falseValues"><value/></parameter></parameters></refactor>
  <create><index name="i"><label>A</label><properties><property>p</property></properties></index></create>
</migration>
"""


@pytest.mark.pristine
def test_what_would_be_sent(cli, server, database):
    """Every statement is told and does what it would do; nothing is done by telling it."""
    write(cli, FILES | {"V4__refactor.xml": REFACTORING})
    database.run("CREATE (:A {p: \"y's\"}), (:A {p: 1}), (:A)")
    before = database.snapshot()
    arguments = ("run", "--migration", url(cli, "V4__refactor.xml"), "--migration", url(cli, "R3__c.cypher"), "--dry-run")
    outcome = cli(*arguments, server=server)
    assert (outcome.code, outcome.err) == (0, ""), str(outcome)
    assert database.snapshot() == before
    lines = outcome.out.splitlines()
    assert lines[0] == '// 4 ("refactor"), V4__refactor.xml' and '// 3 ("c"), R3__c.cypher' in lines
    assert lines[lines.index('// 3 ("c"), R3__c.cypher') + 1:] == ["CREATE (:C);", ":use neo4j;", "CREATE (:D);"]
    pinned = "CYPHER 5 " if server.version.startswith("2026") else ""
    assert lines[1] == f"{pinned}MATCH (s:A) REMOVE s:A SET s:`Le ``A```;"
    assert ":param trueValues => [\"y's\", 1]" in lines and ":param nullValue => FALSE" in lines
    document = json.loads(cli("--format", "json", *arguments, server=server).out)
    VALIDATOR.validate(document)
    assert [s["migration"] for s in document["statements"]] == ["4", "4", "4", "3", "3"] and document["migrationsRun"] == 2
    for statement in document["statements"]:
        parameters = {"trueValues": ["y's", 1], "falseValues": [], "nullValue": False} if statement["parameters"] else {}
        database.run(statement["text"], statement["database"], **parameters)
    told = database.snapshot()
    database.empty()
    database.run("CREATE (:A {p: \"y's\"}), (:A {p: 1}), (:A)")
    assert run(cli, server, "V4__refactor.xml", "R3__c.cypher").code == 0
    assert database.snapshot() == told and told != before


def test_a_refactoring(cli, server, database):
    write(cli, {"V4__refactor.xml": REFACTORING})
    database.run("CREATE (:A {p: \"y's\"}), (:A {p: 1}), (:A), (:B {p: false}), (:B {p: 'no'})")
    outcome = run(cli, server, "V4__refactor.xml")
    assert (outcome.code, outcome.out) == (0, "Applied 1 migration(s).\n"), str(outcome)
    assert database.nodes() == sorted([(("Le `A`",), {"p": p}) for p in (True, True, False)] + [(("B",), {"p": False})] * 2, key=repr)
    assert "i" in database.indexes() and (database.chain(), database.locks()) == ([], [])


MERGE = """<?xml version="1.0" encoding="UTF-8"?>
<migration xmlns="https://michael-simons.github.io/neo4j-migrations">
  <refactor type="merge.nodes"><parameters><parameter name="sourceQuery">MATCH (n:N) RETURN n ORDER BY n.i</parameter>
    <parameter name="mergePolicy"><pattern>i|it's</pattern><strategy>KEEP_LAST</strategy></parameter>
    <parameter name="mergePolicy"><pattern>.*</pattern><strategy>KEEP_ALL</strategy></parameter></parameters></refactor>
</migration>
"""


def test_what_merging_would_send(cli, server, database):
    """What depends on the data is told, too: sent by somebody else it leads to the same graph."""
    def fill():
        database.empty()
        database.run("CREATE (a:N {i: 1, `it's`: 'a\"`'})-[:T {p: 1}]->(b:N:`M ``1` {i: 2, x: 1})-[:T {p: 2}]->(c:N {i: 3, y: 1.5})-[:U]->(:O), (a)-[:T {p: 1}]->(b)")
    write(cli, {"V1__merge.xml": MERGE})
    fill()
    before = database.snapshot()
    document = json.loads(cli("--format", "json", "run", "--dry-run", "--migration", url(cli, "V1__merge.xml"), server=server).out)
    assert database.snapshot() == before and len(document["statements"]) > 3
    for statement in document["statements"]:
        database.run(statement["text"], **(database.value(f"RETURN {statement['parameters']}") if statement["parameters"] else {}))
    told = database.snapshot()
    fill()
    assert run(cli, server, "V1__merge.xml").code == 0
    assert database.snapshot() == told and len(told["nodes"]) == 2 and len(told["relationships"]) == 4


def test_what_cannot_be_sent_is_told_as_well(cli, server, database):
    write(cli, FILES | {"V4__wrong.xml": REFACTORING.replace("rename.label", "rename.type").replace(">A<", "><", 1)})
    outcome = cli("run", "--dry-run", "--migration", url(cli, "V1__a.cypher") + "," + url(cli, "V4__wrong.xml"), server=server)
    assert outcome.code == 1 and "No `from` parameter" in outcome.out and "V4__wrong.xml:3:" in outcome.err, str(outcome)
    assert database.nodes() == []


@pytest.mark.only_on("5.26.30")
def test_what_would_be_sent_finds_its_way_back(cli, server, database):
    """Each statement in its database, also behind a script that has changed to another one."""
    write(cli, {"V1__a.cypher": ":use system\nSHOW DATABASES YIELD name;\nSHOW USERS YIELD user;\n", "V2__b.cypher": "RETURN 2;\n"})
    arguments = ("run", "--dry-run", "--migration", url(cli, "V1__a.cypher") + "," + url(cli, "V2__b.cypher"))
    rows = cli(*arguments, server=server).out.splitlines()
    assert rows[1:4] == [":use system;", "SHOW DATABASES YIELD name;", "SHOW USERS YIELD user;"]
    assert rows[-2:] == [":use;", "RETURN 2;"]
    rows = cli("--database", "neo4j", *arguments, server=server).out.splitlines()
    assert rows[-2:] == [":use neo4j;", "RETURN 2;"]
