"""Forgetting single migrations."""
import pytest

from material import THREE, applied, states, steps

TARGETS = ("--schema-database", "neo4j", "--database", "system")
UNCHANGED = "Database is unchanged, no version has been deleted.\n"


def delete(cli, server, database, version, *options):
    """What it says, after a rehearsal that has to say the same and to do nothing."""
    before = database.snapshot()
    rehearsal = cli(*options, "delete", version, "--dry-run", server=server)
    assert rehearsal.code == 0 and database.snapshot() == before, str(rehearsal)
    outcome = cli(*options, "delete", version, server=server)
    assert outcome.code == 0, str(outcome)
    said = outcome.out.replace("has been removed (deleted", "would be removed (would delete")
    said = said.replace("is unchanged", "would be unchanged").replace("has been deleted", "would be deleted")
    assert rehearsal.out == said
    return outcome


def removed(version, description, relationships, place="the default database"):
    return (f'Migration {version} ("{description}") has been removed (deleted 1 nodes and {relationships} relationships '
            f'from {place}).\n')


@pytest.mark.parametrize("argument", ["2", "V2__step_2.cypher", "V2__step_2", "V2__other"])
def test_by_version_and_by_name(cli, server, database, argument):
    applied(cli, server, THREE)
    second = database.chain()[1]
    assert delete(cli, server, database, argument).out == removed(2, "step 2", 2)
    assert database.versions() == ["1", "3"] and database.chain()[1]["applied"] == second["applied"]
    assert steps(database) == [1, 2, 3] and database.locks() == []


def test_the_last_and_then_the_first(cli, server, database):
    applied(cli, server, THREE)
    assert delete(cli, server, database, "3").out == removed(3, "step 3", 1)
    assert states(cli("info", server=server)) == {"1": "APPLIED", "2": "APPLIED", "3": "PENDING"}
    assert delete(cli, server, database, "1").out == removed(1, "step 1", 2)
    assert delete(cli, server, database, "2").out == removed(2, "step 2", 1)
    applied(cli, server, {})
    assert database.versions() == ["1", "2", "3"]


@pytest.mark.parametrize("argument", ["7", "BASELINE", "V2", "", "1.0"])
def test_there_is_none(cli, server, database, argument):
    applied(cli, server, THREE)
    before = database.snapshot()
    outcome = cli("delete", argument, server=server)
    if argument:
        assert (outcome.code, outcome.out) == (0, UNCHANGED), str(outcome)
    else:
        assert outcome.code != 0
    assert ('write "2", without the letter' in outcome.err) == (argument == "V2")
    assert database.snapshot() == before


def test_what_has_been_repeated(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "CREATE (:A);", "R2__r.cypher": "CREATE (:R {v: 1});", "V3__b.cypher": "CREATE (:B);"})
    for n in (2, 3):
        applied(cli, server, {"R2__r.cypher": f"CREATE (:R {{v: {n}}});"})
    assert delete(cli, server, database, "2").out == removed(2, "r", 4)
    assert database.versions() == ["1", "3"]


@pytest.mark.parametrize("properties, name", [
    ("source: 'some.where.V2__Fill'", 'Migration 2 ("step 2")'),
    ("source: 'notes.adoc#V2__b'", 'Migration 2 ("step 2")'),
    ("source: null, type: 'NATIVE'", 'Migration 2 ("step 2")'),
    ("source: null, description: null", "Migration 2"),
    ("description: 'changed'", 'Migration 2 ("step 2")'),
])
def test_whatever_the_node_looks_like(cli, server, database, properties, name):
    applied(cli, server, THREE)
    database.run(f"MATCH (m:__Neo4jMigration {{version: '2'}}) SET m += {{{properties}}}")
    assert delete(cli, server, database, "2").out == (
        f"{name} has been removed (deleted 1 nodes and 2 relationships from the default database).\n")
    assert database.versions() == ["1", "3"]


def add_target(database, target, *versions):
    before = "BASELINE"
    for version in versions:
        database.run("MERGE (p:__Neo4jMigration {version: $before, migrationTarget: $target}) "
                     "CREATE (p)-[:MIGRATED_TO]->(:__Neo4jMigration {version: $version, migrationTarget: $target, type: 'CYPHER', "
                     "source: 'V' + $version + '__of_target.cypher'})", before=before, version=version, target=target)
        before = version


def test_only_of_this_target(cli, server, database):
    applied(cli, server, THREE)
    add_target(database, "system", "2", "9")
    add_target(database, "other", "2", "3")
    assert delete(cli, server, database, "9").out == UNCHANGED
    assert delete(cli, server, database, "2").out == removed(2, "step 2", 2)
    assert delete(cli, server, database, "2", *TARGETS).out == removed(2, "of target", 2, "`neo4j`")
    assert (database.versions(), database.versions("system"), database.versions("other")) == (["1", "3"], ["9"], ["2", "3"])


def test_recorded_twice(cli, server, database):
    applied(cli, server, THREE)
    database.run("MATCH (m:__Neo4jMigration {version: '3'}) CREATE (d:__Neo4jMigration) SET d = properties(m) CREATE (m)-[:MIGRATED_TO]->(d)")
    before = database.snapshot()
    outcome = cli("delete", "3", server=server)
    assert outcome.code == 1 and 'version "3" is recorded 2 times' in outcome.out and "`repair`" in outcome.out
    assert database.snapshot() == before
