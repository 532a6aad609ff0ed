"""The commands on servers of lines that are no longer maintained, each of which lacks something: databases (3.5),
IF NOT EXISTS (4.0), SHOW CONSTRAINTS (4.1), the FOR of constraints (4.3)."""
import json
import signal
import time

import pytest
from neo4j.time import DateTime, Duration

from catalogs import ISBN, TITLE, catalog, create, index, xml
from material import ENDLESS, THREE, applied, remove, states, steps, write
from servers import OLD_VERSIONS
from test_refactorings import refactor, rename

pytestmark = pytest.mark.only_on(*OLD_VERSIONS)
WITH_DATABASES = pytest.mark.only_on(*OLD_VERSIONS[1:])
WITHOUT_DATABASES = pytest.mark.only_on(OLD_VERSIONS[0])


def lock_constraints(server):
    names = ("__Neo4jMigrationsLock.id", "__Neo4jMigrationsLock.name") if server.version.startswith("3.") else \
        ("__Neo4jMigrationsLock__has_unique_id", "__Neo4jMigrationsLock__has_unique_name")
    return {name: ("UNIQUENESS", "__Neo4jMigrationsLock", key) for name, key in zip(names, ("id", "name"))}


def test_all_commands_one_after_the_other(cli, server, database):
    files = {"V1__a.cypher": "CREATE (a:A {n:1});\nCREATE (b:B);\n", "R10__c.cypher": "MERGE (x:X {v: 3});\n"}
    write(cli, files)
    before = cli("info", server=server)
    head = f"\nneo4j@{server.uri.partition('//')[2]} (Neo4j/{server.version} Community Edition)\n"
    assert before.out.startswith(head + ("\n" if server.version.startswith("3.") else "Database: neo4j\n\n")), str(before)
    assert states(before) == {"1": "PENDING", "10": "PENDING"}
    assert database.constraints() == lock_constraints(server) and database.nodes() == []

    assert applied(cli, server, {}).out == "Database migrated to version 10.\n"
    first, second = database.chain()
    by = first.pop("applied")
    assert first == {"version": "1", "description": "a", "type": "CYPHER", "repeatable": False, "source": "V1__a.cypher",
                     "checksum": "1872492235", "repeated": []}
    assert (second["version"], second["checksum"], second["repeatable"]) == ("10", "2096799428", True)
    assert (type(by["at"]), str(by["at"].tzinfo), by["connectedAs"]) == (DateTime, "UTC", "neo4j")
    assert (type(by["in"]), by["in"].months, by["in"].days) == (Duration, 0, 0)
    assert len(database.nodes()) == 3 and database.locks() == []

    snapshot = database.snapshot()
    assert 'Skipping already applied migration 1 ("a")\n' in applied(cli, server, {}).err
    assert states(cli("info", server=server)) == {"1": "APPLIED", "10": "APPLIED"}
    assert cli("validate", server=server).out == "All resolved migrations have been applied to the default database.\n"
    assert database.snapshot() == snapshot

    assert cli("clean", server=server).out == \
        "Deleted chain <default> (3 nodes and 2 relationships in total) and 0 constraints from the default database.\n"
    assert cli("clean", "all", server=server).out == \
        "Deleted no chains (0 nodes and 0 relationships in total) and 2 constraints from the default database.\n"
    assert (database.constraints(), database.chain(), len(database.nodes())) == ({}, [], 3)


def test_a_history_that_changes(cli, server, database):
    """A repetition, and a migration that comes late."""
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 1});", "V3__c.cypher": "CREATE (:Step {n: 3});"})
    changed = {"R1__r.cypher": "CREATE (:R {v: 2});", "V2__b.cypher": "CREATE (:Step {n: 2});"}
    outcome = applied(cli, server, changed, "--out-of-order")
    assert 'Reapplied changed repeatable migration 1 ("r")\n' in outcome.err
    first, second, third = database.chain()
    assert [m["version"] for m in (first, second, third)] == ["1", "2", "3"]
    (again,) = first["repeated"]
    assert again["checksum"] != first["checksum"] and steps(database) == [2, 3]
    shown = cli("info", server=server).out
    assert again["at"].iso_format().partition(".")[0] in shown and "Z[UTC]" in shown
    assert cli("validate", server=server).code == 0


def test_a_failure_leaves_nothing(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\n", "V2__b.cypher": "CREATE (:Step {n: 2});\n\nCREATE (:Step {n: 1/0});\n",
                "V3__c.cypher": "CREATE (:Step {n: 3})\n CRATE (:B);\n"})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "Neo.ClientError.Statement.ArithmeticError" in outcome.out
    assert "neo4j/migrations/V2__b.cypher:3" in outcome.err and "nothing of it stays" in outcome.err
    assert (database.versions(), steps(database), database.locks()) == (["1"], [1], [])
    write(cli, {"V2__b.cypher": "CREATE (:Step {n: 2});\n"})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "neo4j/migrations/V3__c.cypher:2:" in outcome.err
    assert (database.versions(), steps(database)) == (["1", "2"], [1, 2])


def test_thousands_of_statements(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "".join(f"CREATE (:N {{i: {i}}});\n" for i in range(1500))})
    assert database.value("MATCH (n:N) RETURN count(DISTINCT n.i)") == 1500


def test_callbacks(cli, server, database):
    applied(cli, server, {"beforeMigrate.cypher": "MERGE (:Callback {at: 'before'});", "afterMigrate.cypher": "MATCH (c:Callback) SET c.seen = true;"} | THREE)
    assert [p for labels, p in database.nodes() if labels == ("Callback",)] == [{"at": "before", "seen": True}]


def test_a_schema_migration_waits_for_its_indexes(cli, server, database):
    database.run("UNWIND range(1, 30000) AS i CREATE (:Film {title: 'film ' + i})")
    applied(cli, server, {"V1__a.cypher": "CREATE INDEX ON :Film(title);"})
    assert database.index_states() == {"ONLINE"} and ("BTREE", "Film", "title") in database.indexes().values()


def test_statements_with_transactions_of_their_own(cli, server, database):
    """CALL { } IN TRANSACTIONS is not there yet; this is what scripts of that time use."""
    numbers = cli.folder / "numbers.csv"
    numbers.write_text("".join(f"{i}\n" for i in range(1, 11)))
    statement = f"USING PERIODIC COMMIT 3 LOAD CSV FROM '{numbers.as_uri()}' AS row CREATE (:A {{n: toInteger(row[0])}})"
    applied(cli, server, {"V1__a.cypher": f"CREATE (:B);\n{statement};\n"})
    assert database.value("MATCH (a:A) RETURN count(DISTINCT a.n)") == 10
    assert database.versions() == ["1"]


def test_somebody_holds_the_lock(cli, server, database):
    applied(cli, server, {"V1__step_1.cypher": THREE["V1__step_1.cypher"]})
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe', user: 'somebody else'})")
    write(cli, THREE)
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "by somebody else" in outcome.out, str(outcome)
    assert "by somebody else" in cli("info", server=server).err
    assert steps(database) == [1]
    status = cli("lock", "status", server=server)
    assert status.code == 1 and "is held by somebody else" in status.out, str(status)
    assert cli("clean", "all", "--dry-run", server=server).out.endswith("\n- lock John Doe\n") and len(database.locks()) == 1
    assert cli("lock", "release", server=server).code == 0 and database.locks() == []
    assert cli("apply", server=server).code == 0
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe', user: 'somebody else'})")
    assert cli("clean", "all", server=server).code == 0 and database.locks() == []


def test_repair_and_delete(cli, server, database):
    """All kinds of changes, each found by the node's number."""
    applied(cli, server, {f"V{n}__s.cypher": f"CREATE (:Step {{n: {n}}});" for n in (1, 2, 4, 5, 6)} | {"R3__r.cypher": "CREATE (:R);"})
    applied(cli, server, {"R3__r.cypher": "CREATE (:R {n: 1});"})
    database.run("MATCH (m:__Neo4jMigration {version: '1'})-[r:MIGRATED_TO]->(n) CREATE (d:__Neo4jMigration) SET d = m "
                 "CREATE (m)-[:MIGRATED_TO]->(d)-[s:MIGRATED_TO]->(n) SET s = r DELETE r")
    remove(cli, "R3__r.cypher")
    remove(cli, "V5__s.cypher")
    write(cli, {"V2__s.cypher": "CREATE (:Changed);", "R5__s.cypher": "CREATE (:Step {n: 5});", "V4_1__a.cypher": "CREATE (:A);",
                "V4_2__b.cypher": "CREATE (:B);"})
    rehearsal = cli("repair", "--dry-run", server=server)
    assert [line.split(" to ")[0] for line in rehearsal.out.splitlines()[1:]] == [
        '- remove a duplicate of 1 ("s")', '- set the checksum of 2 ("s")', '- make 5 ("s") repeatable', '- remove 3 ("r")',
        '- insert 4.1 ("a") behind 4, as applied', '- insert 4.2 ("b") behind 4, as applied']
    outcome = cli("repair", server=server)
    assert outcome.out == rehearsal.out.splitlines()[0].replace("would be repaired", "has been repaired").replace("would be", "have been") + "\n"
    assert database.versions() == ["1", "2", "4", "4.1", "4.2", "5", "6"]
    assert cli("validate", server=server).code == 0
    assert cli("delete", "V4_1__a", server=server).out == \
        'Migration 4.1 ("a") has been removed (deleted 1 nodes and 2 relationships from the default database).\n'
    assert database.versions() == ["1", "2", "4", "4.2", "5", "6"]
    versions = ["1", "2", "4", "6", "5", "4.2"]
    database.run("MATCH (:__Neo4jMigration)-[r:MIGRATED_TO]->() DELETE r")
    for before, version in zip(["BASELINE", *versions], versions):
        database.run("MATCH (p:__Neo4jMigration {version: $before}), (m:__Neo4jMigration {version: $version}) "
                     "CREATE (p)-[:MIGRATED_TO]->(m)", before=before, version=version)
    remove(cli, "V4_1__a.cypher")
    assert cli("repair", server=server).code == 0
    assert database.versions() == ["1", "2", "4", "4.2", "5", "6"]
    assert cli("run", "--migration", (cli.folder / "neo4j/migrations/V4_2__b.cypher").as_uri(), server=server).code == 0
    assert sum(labels == ("B",) for labels, _ in database.nodes()) == 1


def test_a_signal_rolls_back_and_unlocks(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\n" + ENDLESS})
    process = cli.start("apply", server=server)
    time.sleep(2)
    assert len(database.locks()) == 1
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert (database.locks(), database.nodes(), database.versions()) == ([], [], [])


@WITHOUT_DATABASES
def test_the_only_database(cli, server, database):
    """There is no choice; whoever makes one is told so, and nothing has happened."""
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});"})
    for options in (["--database", "neo4j"], ["--schema-database", "neo4j"]):
        outcome = cli(*options, "apply", server=server)
        assert outcome.code == 1 and '"neo4j" is not supported by the server, which speaks Bolt 3' in outcome.out, str(outcome)
    write(cli, {"V1__a.cypher": ":use movies\nCREATE (:Step {n: 1});"})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and '"movies" is not supported by the server' in outcome.out + outcome.err
    assert (database.nodes(), database.chain(), database.locks()) == ([], [], [])


@WITH_DATABASES
def test_a_choice_of_databases(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "CREATE (:A);\n:use system\nCREATE USER nina SET PASSWORD 'a-long-secret' CHANGE NOT REQUIRED;\n"
                                          ":use neo4j\nCREATE (:B);\nCREATE (:C);\n"}, "--database", "neo4j")
    assert [labels for labels, _ in database.nodes()] == [("A",), ("B",), ("C",)]
    applied(cli, server, {"V2__b.cypher": ":use system\nDROP USER nina;\n"})
    assert database.versions() == ["1", "2"]


def test_nobody_can_be_impersonated(cli, server, database):
    write(cli, THREE)
    outcome = cli("--impersonate", "bob", "apply", server=server)
    assert outcome.code == 1 and 'impersonation of "bob" is not supported by the server' in outcome.out, str(outcome)
    assert database.nodes() == [] and database.locks() == []


def test_catalogs(cli, server, database):
    """Where IF NOT EXISTS cannot be said, the tool looks first, also for what has been redefined."""
    full = index("full", "A|B", "t", kind="fulltext")
    applied(cli, server, {"V1__a.xml": xml(catalog(ISBN, TITLE, full), create("isbn", "title", "full", "isbn", "title", "full"))})
    assert ("UNIQUENESS", "Book", "isbn") in database.constraints().values()
    assert ("BTREE", "Book", "title") in database.indexes().values() and database.index_states() == {"ONLINE"}
    assert database.chain()[0]["type"] == "CATALOG"
    write(cli, {"V2__b.xml": xml("<verify/>", f"<drop ifExists=\"false\">{index('gone', 'Gone', 'x')}</drop>")})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "neo4j/migrations/V2__b.xml:4:" in outcome.err, str(outcome)
    assert cli("diff", server=server).out.startswith("The catalogs are " + ("identical" if names_everything(server) else "equivalent"))
    applied(cli, server, {"V2__b.xml": xml(catalog(index("title", "Book", "another")), '<drop item="title"/>', '<drop item="isbn"/>', '<drop item="isbn"/>',
                                           create("title"))})
    assert ("UNIQUENESS", "Book", "isbn") not in database.constraints().values()
    books = [what for what in database.indexes().values() if what[1] == "Book"]
    assert books == [("BTREE", "Book", "another")]
    applied(cli, server, {"V3__c.xml": xml(catalog(ISBN, reset=True), "<apply/>"), "V4__d.xml": xml("<verify/>")})
    assert [what for what in database.indexes().values() if what[1] == "Book"] == []
    write(cli, {"V5__e.xml": xml(f"<create>{index('text', 'A', 'p', kind='text')}</create>")})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "4.4" in outcome.out and database.versions() == ["1", "2", "3", "4"]


def names_everything(server):
    return not server.version.startswith("3.")


def test_refactorings_in_batches_of_our_own(cli, server, database):
    """One transaction after the other, as there is no CALL { } IN TRANSACTIONS; a query takes a CALL { }, which is there since 4.1."""
    database.run("UNWIND range(1, 25) AS i CREATE (:Film {n: i, ok: 'y'})-[:IN {n: i}]->(:Place)")
    batched = [rename("label", "Film", "Movie", batchSize=10), rename("type", "IN", "AT", batchSize=5), rename("nodeProperty", "n", "m", batchSize=7),
               rename("relationshipProperty", "n", "m", batchSize=25), refactor("addSurrogateKeyTo.nodes", labels="<value>Movie</value>", batchSize=100)]
    expected = [(10, 25), (5, 25), (7, 25), (25, 25), (100, 25)]
    if not server.version.startswith(("3.", "4.0")):
        query = "MATCH (p:Place)-[r]-() RETURN {}"
        batched += [refactor("normalize.asBoolean", property="ok", trueValues="<value>y</value>", falseValues="<value>n</value>", batchSize=9),
                    rename("label", "Nothing", "Spot", customQuery=query.format("p AS `a b`"), batchSize=10),
                    rename("type", "AT", "OF", customQuery=query.format("r"), batchSize=10)]
        expected += [(9, 25), (10, 25), (10, 25)]
    write(cli, {"V1__a.xml": xml(*batched)})
    outcome = cli("--format", "json", "apply", server=server)
    assert outcome.code == 0, str(outcome)
    told = [(e["statement"], e["rows"]) for e in map(json.loads, outcome.out.splitlines()) if e.get("event") == "batch"]
    assert told == [(i, min(rows, count)) for i, (size, count) in enumerate(expected, 1) for rows in range(size, count + size, size)]
    found = database.run("MATCH (m:Movie)-[r]->(p:Place) RETURN type(r) AS type, m.m = r.m AS same, m.n, r.n, m.id AS id, m.ok AS ok, p:Spot AS spot")
    new = server.version.startswith(("4.1", "4.3"))
    assert len(found) == 25 == len({row.pop("id") for row in found})
    assert all(row == {"type": "OF" if new else "AT", "same": True, "m.n": None, "r.n": None, "ok": True if new else "y", "spot": new} for row in found)
    assert database.versions() == ["1"] and cli("validate", server=server).code == 0
