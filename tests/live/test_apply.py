"""What `apply` does to a database, and what it leaves in the history."""
import re

import pytest
from neo4j.time import DateTime, Duration

from material import THREE, applied, remove, states, steps, write


@pytest.mark.pristine
def test_applies_in_order_and_records(cli, server, database):
    outcome = applied(cli, server, {"V2__b b.cypher": "CREATE (:B);\nCREATE (:B {n: 2});\n", "V1__a.cypher": "CREATE (a:A {n:1});\nCREATE (b:B);\n",
                                    "R10__c.cypher": "MERGE (x:X {v: 3});\n"})
    assert outcome.out == "Database migrated to version 10.\n"
    assert [line.partition("] ")[2] for line in outcome.err.splitlines()] == [
        'Applied migration 1 ("a").', 'Applied migration 2 ("b b").', 'Applied migration 10 ("c").']
    assert len(database.nodes()) == 5

    first, second, third = database.chain()
    by = first.pop("applied")
    assert first == {"version": "1", "description": "a", "type": "CYPHER", "repeatable": False, "source": "V1__a.cypher",
                     "checksum": "1872492235", "repeated": []}
    assert (second["version"], second["source"], second["repeatable"]) == ("2", "V2__b b.cypher", False)
    assert (third["version"], third["checksum"], third["repeatable"]) == ("10", "2096799428", True)
    assert by.keys() == {"at", "in", "by", "connectedAs"}
    assert (type(by["at"]), str(by["at"].tzinfo), by["connectedAs"]) == (DateTime, "UTC", "neo4j")
    assert (type(by["in"]), by["in"].months, by["in"].days) == (Duration, 0, 0)
    assert database.value("MATCH (b:__Neo4jMigration {version: 'BASELINE'}) RETURN properties(b)") == {"version": "BASELINE"}
    assert database.locks() == []


@pytest.mark.pristine
def test_creates_what_the_history_needs(cli, server, database):
    applied(cli, server, THREE)
    assert database.constraints() == {
        "__Neo4jMigrationsLock__has_unique_id": ("UNIQUENESS", "__Neo4jMigrationsLock", "id"),
        "__Neo4jMigrationsLock__has_unique_name": ("UNIQUENESS", "__Neo4jMigrationsLock", "name"),
        "unique_version___Neo4jMigration": ("UNIQUENESS", "__Neo4jMigration", "version", "migrationTarget")}
    kind = "BTREE" if server.version.startswith("4.") else "RANGE"
    assert database.indexes() == {"repeated_at__Neo4jMigration": (kind, "REPEATED", "at")}


@pytest.mark.pristine
def test_constraints_with_other_names_will_do(cli, server, database):
    database.run("CREATE CONSTRAINT mine FOR (l:__Neo4jMigrationsLock) REQUIRE l.id IS UNIQUE")
    applied(cli, server, THREE)
    assert "mine" in database.constraints()
    assert "__Neo4jMigrationsLock__has_unique_id" not in database.constraints()


def test_the_second_time_nothing_happens(cli, server, database):
    applied(cli, server, THREE)
    before = database.snapshot()
    outcome = cli("apply", server=server)
    assert outcome.out == "Database migrated to version 3.\n"
    assert 'Skipping already applied migration 2 ("step 2")\n' in outcome.err
    assert database.snapshot() == before


@pytest.mark.pristine
def test_nothing_to_apply(cli, server, database):
    outcome = cli("apply", server=server)
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "No migrations have been applied.")
    assert "Cannot find migrations as neither locations nor packages to scan are configured!" in outcome.out + outcome.err


def test_a_changed_repeatable_runs_again(cli, server, database):
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 1});", "V2__v.cypher": "CREATE (:V);"})
    outcome = applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 2});"})
    assert 'Reapplied changed repeatable migration 1 ("r")\n' in outcome.err
    first = database.chain()[0]
    (again,) = first["repeated"]
    assert again.keys() == {"at", "in", "by", "connectedAs", "checksum"}
    assert again["checksum"] != first["checksum"]
    before = database.snapshot()
    assert "Skipping already applied migration 1" in cli("apply", server=server).err
    assert database.snapshot() == before
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 1});"})
    assert [r["checksum"] for r in database.chain()[0]["repeated"]] == [again["checksum"], first["checksum"]]
    assert [p["v"] for labels, p in database.nodes() if labels == ("R",)] == [1, 1, 2]
    assert cli("validate", server=server).code == 0


def test_late_migrations_find_their_place(cli, server, database):
    applied(cli, server, {"V2__b.cypher": "CREATE (:Step {n: 2});", "V3__c.cypher": "CREATE (:Step {n: 3});"})
    old = {m["version"]: m["applied"] for m in database.chain()}
    late = {"V1__a.cypher": "CREATE (:Step {n: 1});", "V2_5__late.cypher": "CREATE (:Step {n: 25});"}
    write(cli, late)
    refused = cli("apply", server=server)
    assert refused.code == 1 and 'Unexpected migration at index 0: 1 ("a").' in refused.out + refused.err
    outcome = applied(cli, server, {}, "--out-of-order")
    assert outcome.out == "Database migrated to version 3.\n"
    assert database.versions() == ["1", "2", "2.5", "3"]
    assert steps(database) == [1, 2, 3, 25]
    new = {m["version"]: m["applied"] for m in database.chain()}
    assert (new["2"], new["3"]) == (old["2"], old["3"])
    assert cli("validate", server=server).code == 0


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("target, versions", [
    ("V2", ["1", "2"]), ("V2?", ["1", "2"]), ("V25?", ["1", "2", "3"]), ("next", ["1"]), ("latest", ["1", "2", "3"]), ("current", [])])
def test_stops_at_the_target(cli, server, database, target, versions):
    applied(cli, server, THREE, "--target", target)
    assert database.versions() == versions


@pytest.mark.only_on("5.26.30")
def test_current_of_nothing_is_nothing(cli, server, database):
    outcome = applied(cli, server, THREE, "--target", "current")
    assert outcome.out == "No migrations have been applied.\n"
    assert database.nodes() == [] and database.chain() == []


@pytest.mark.only_on("5.26.30")
def test_an_unknown_target_is_refused(cli, server, database):
    write(cli, THREE)
    outcome = cli("--target", "V7", "apply", server=server)
    assert outcome.code == 1 and "Target version 7 is not available" in outcome.out + outcome.err
    assert database.nodes() == [] and database.locks() == []


def test_a_schema_migration_waits_for_its_indexes(cli, server, database):
    database.run("UNWIND range(1, 30000) AS i CREATE (:Film {title: 'film ' + i})")
    for mode in ("PER_MIGRATION", "PER_STATEMENT"):
        applied(cli, server, {"V1__a.cypher": "CREATE INDEX film_title FOR (f:Film) ON (f.title);"}, "--transaction-mode", mode)
        assert database.value("SHOW INDEXES YIELD name, state WHERE name = 'film_title' RETURN state") == "ONLINE"
        database.run("DROP INDEX film_title")
        cli("clean", server=server)


def test_schema_and_data_in_one_script(cli, server, database):
    script = {"V1__a.cypher": "CREATE INDEX film_title FOR (f:Film) ON (f.title);\nCREATE (:Film);\n"}
    write(cli, script)
    refused = cli("apply", server=server)
    assert refused.code == 1 and "Neo.ClientError.Transaction.ForbiddenDueToTransactionType" in refused.out
    assert database.nodes() == [] and database.chain() == []
    applied(cli, server, script, "--transaction-mode", "PER_STATEMENT")
    assert len(database.nodes()) == 1 and "film_title" in database.indexes()


@pytest.mark.parametrize("mode", ["PER_MIGRATION", "PER_STATEMENT"])
def test_statements_with_transactions_of_their_own(cli, server, database, mode):
    call = "CALL { UNWIND range(1, 10) AS i CREATE (:A {n: i}) } IN TRANSACTIONS" if server.version.startswith("4.") else \
        "CALL () { UNWIND range(1, 10) AS i CREATE (:A {n: i}) } IN TRANSACTIONS"
    applied(cli, server, {"V1__a.cypher": f"CREATE (:B);\n{call};\nMATCH (a:A) CALL {{ WITH a SET a.seen = true }} IN TRANSACTIONS;\nCREATE (:C);\n"},
            "--transaction-mode", mode)
    assert database.value("MATCH (a:A {seen: true}) RETURN count(a)") == 10
    assert database.versions() == ["1"]


def test_switching_databases(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "CREATE (:A);\n:use system;\nCREATE USER nina SET PASSWORD 'a-long-secret' CHANGE NOT REQUIRED;\n"
                                          ":USE Neo4j\nCREATE (:B);\n"})
    assert [labels for labels, _ in database.nodes()] == [("A",), ("B",)]
    assert database.other_users() == ["nina"]


@pytest.mark.pristine
def test_a_history_for_another_target(cli, server, database):
    options = ("--database", "system", "--schema-database", "neo4j")
    applied(cli, server, {"V1__a.cypher": "CREATE USER nina SET PASSWORD 'a-long-secret' CHANGE NOT REQUIRED;"}, *options)
    assert database.other_users() == ["nina"]
    (migration,) = database.chain("system")
    assert (migration["version"], migration["migrationTarget"], database.chain()) == ("1", "system", [])
    assert cli(*options, "validate", server=server).out == "All resolved migrations have been applied to `neo4j`.\n"
    shown = cli(*options, "info", server=server)
    assert "Database: system\nSchema database: neo4j\n" in shown.out and states(shown) == {"1": "APPLIED"}
    outcome = cli(*options, "clean", server=server)
    assert outcome.out == "Deleted chain system (2 nodes and 1 relationships in total) and 0 constraints from `neo4j`.\n"


@pytest.mark.only_on("5.26.30")
def test_databases_are_the_same_whatever_their_case(cli, server, database):
    applied(cli, server, THREE)
    outcome = cli("--database", "NEO4J", "--schema-database", "neo4j", "validate", server=server)
    assert outcome.code == 0, str(outcome)
    assert "is kept apart" not in outcome.err


def test_thousands_of_statements(cli, server, database):
    def script(count):
        return "".join(f"CREATE (:N {{i: {i}}});\n" for i in range(count))
    applied(cli, server, {"V1__a.cypher": script(4000)})
    assert database.value("MATCH (n:N) RETURN count(DISTINCT n.i)") == 4000
    applied(cli, server, {"V2__b.cypher": script(400)}, "--transaction-mode", "PER_STATEMENT")
    assert database.value("MATCH (n:N) RETURN count(n)") == 4400


@pytest.mark.only_on("5.26.30", "2026.08.1")
def test_a_version_of_the_language(cli, server, database):
    outcome = applied(cli, server, {"V1__a.cypher": "CREATE (:A);\nCREATE (:B);"}, "--cypher-version", "CYPHER_5")
    assert "All statements in all Cypher based migrations will be prefixed with CYPHER 5\n" in outcome.err
    assert len(database.nodes()) == 2


@pytest.mark.only_on("5.26.30")
def test_placeholders(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:`${nm:label}` {t: '${nm:text}'});"})
    refused = cli("--placeholder", "label=L", "apply", server=server)
    assert refused.code == 1 and "${nm:text}" in refused.out + refused.err and "V1__a.cypher:1:29" in refused.err
    assert database.nodes() == [] and database.locks() == []
    assert cli("--placeholder", "label=L", "apply", server=server, env={"NM_PLACEHOLDERS_text": " x "}).code == 0
    assert database.nodes() == [(("L",), {"t": "x"})]


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("options", [(), ("--placeholder", "other=1")])
def test_placeholders_without_a_value(cli, server, database, options):
    write(cli, {"V1__a.cypher": "// ${nm:nowhere} is only spoken of\nCREATE (:B);\nCREATE\n (:A {t: '${nm:nowhere}'});"})
    outcome = cli(*options, "apply", server=server)
    assert outcome.code == 1, str(outcome)
    assert "no value for placeholder ${nm:nowhere}" in outcome.out and "V1__a.cypher:4:11: " in outcome.err
    assert (database.versions(), database.nodes()) == ([], [])
    applied(cli, server, {}, "--placeholder", "nowhere=here")
    assert database.nodes() == [(("A",), {"t": "here"}), (("B",), {})]


@pytest.mark.only_on("5.26.30")
@pytest.mark.only_on("5.26.30")
def test_what_is_no_utf_8_is_told(cli, server, database):
    outcome = applied(cli, server, {"V1__a.cypher": b"// one\nCREATE (:A {t: '\xe9'});\n", "V2__b.cypher": "CREATE (:A {t: '\u00e9'});\n",
                                    "beforeMigrate.cypher": b"CREATE (:B {t: '\xff'});\n"})
    warnings = re.findall(r"\] (\S+): what is no UTF-8", outcome.err)
    assert warnings == ["beforeMigrate.cypher:1", "V1__a.cypher:2"], str(outcome)
    assert (("A",), {"t": "\ufffd"}) in database.nodes()


def test_a_delay_between_migrations(cli, server, database):
    applied(cli, server, THREE, "--delay-between-migrations", "PT0.3S")
    first, second, third = (m["applied"]["at"].to_native() for m in database.chain())
    assert (third - first).total_seconds() >= 0.6 and (second - first).total_seconds() >= 0.3


def test_indexes_are_ready_for_the_statements_behind_them(cli, server, database):
    """Those that query a full-text index fail until it is populated."""
    database.run("UNWIND range(1, 20000) AS i CREATE (:Text {t: 'word' + i + ' common'})")
    query = "CALL db.index.fulltext.queryNodes('texts', 'word7') YIELD node SET node.found = true;\n"
    write(cli, {"V1__a.cypher": "CREATE FULLTEXT INDEX texts FOR (n:Text) ON EACH [n.t];\n" + query})
    outcome = cli("--transaction-mode", "PER_STATEMENT", "apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert database.value("MATCH (n:Text {found: true}) RETURN count(n)") == 1


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("mode", ["PER_MIGRATION", "PER_STATEMENT"])
def test_a_migration_may_delete_everything(cli, server, database, mode):
    """The lock and the history go with it; then the history begins anew."""
    applied(cli, server, {"V1__a.cypher": "CREATE (:A);\n", "V2__b.cypher": "MATCH (n) DETACH DELETE n;\n"}, "--transaction-mode", mode)
    assert database.run("MATCH (m:__Neo4jMigration) RETURN m.version AS version ORDER BY version") == [{"version": "1"}, {"version": "2"}]
    assert (database.nodes(), database.locks()) == ([], [])


def test_preconditions_skip_or_stop(cli, server, database):
    outcome = applied(cli, server, {"V1__a.cypher": "// assume q' MATCH (n:Nothing) RETURN count(n) > 0\nCREATE (:A);", "V2__b.cypher": "// assert that edition is community\nCREATE (:B);"})
    assert re.search(r'Skipping 1 \("a"\) due to unmet preconditions:\n// assume in TARGET q.MATCH \(n:Nothing\) RETURN count\(n\) > 0', outcome.err)
    assert database.versions() == ["2"]
    remove(cli, "V2__b.cypher")
    write(cli, {"V3__c.cypher": "// assert that edition is enterprise\nCREATE (:C);"})
    refused = cli("apply", server=server)
    assert refused.code == 1 and "Could not satisfy `// assert that edition is ENTERPRISE`." in refused.out
    assert database.locks() == []


def test_repetitions_show_in_info(cli, server, database):
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 1});"})
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 2});"})
    at = database.chain()[0]["repeated"][0]["at"]
    assert at.iso_format().partition(".")[0] in cli("info", server=server).out
