"""Histories that other tools, and older versions of them, have left: read, continued and validated."""
import pytest

from material import states, steps, write

# As versions before 1.0 wrote them: no description, nobody who installed it, nothing about being repeatable.
OLD = ("CREATE (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO {at: datetime('2020-01-01T12:00:00Z'), in: duration('PT1S')}]->"
       "(:__Neo4jMigration {version: '1', type: 'CYPHER', source: 'V1__step_1.cypher', checksum: '2148385102'})"
       "-[:MIGRATED_TO {at: datetime('2020-01-02T12:00:00Z'), in: duration('PT1S'), by: 'jane', connectedAs: 'neo4j'}]->"
       "(:__Neo4jMigration {version: '2', description: 'mig', type: 'JAVA', source: 'some.migrations.V2__Mig'})")
# As the plug-in for Flyway writes them: checksums with a sign, what has failed, and what was deleted.
FLYWAY = ("CREATE (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO {at: datetime('2023-01-01T12:00:00Z'), in: duration('PT1S')}]->"
          "(:__Neo4jMigration {version: '1', description: 'a', type: 'CYPHER', source: 'V1__a.cypher', checksum: '-1646659580', "
          "flyway_installed_rank: 1})-[:MIGRATED_TO {at: datetime('2023-01-01T12:00:01Z')}]->"
          "(:__Neo4jMigration {version: '2', description: 'b', type: 'CYPHER', source: 'V2__b.cypher', checksum: '-1', flyway_failed: true})"
          "-[:MIGRATED_TO]->(:__Neo4jMigration {version: '0', type: 'DELETE', description: 'gone'})")


def validated(cli, server, *options):
    return cli(*options, "validate", server=server).out.splitlines()[0]


VALID = "All resolved migrations have been applied to the default database."
PENDING = "Some versions have been resolved that are not applied to the default database."
DIFFERENT = "Versions resolved locally mismatch in either names, types or checksums compared to the default database."
MORE = "Some versions previously applied to the default database cannot be resolved anymore."


@pytest.mark.pristine
def test_of_an_old_version(cli, server, database):
    database.run(OLD)
    write(cli, {"V1__step_1.cypher": "CREATE (:Step {n: 1});"})
    assert validated(cli, server) == MORE
    database.run("MATCH (m:__Neo4jMigration {version: '2'}) DETACH DELETE m")
    assert validated(cli, server) == VALID
    write(cli, {"V2__step_2.cypher": "CREATE (:Step {n: 2});"})
    assert validated(cli, server) == PENDING
    (row,) = [line for line in cli("info", server=server).out.splitlines() if line.startswith("| 1 ")]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "1", "", "CYPHER", "2020-01-01T12:00Z", "null/null", "PT1S", "APPLIED", "V1__step_1.cypher"]
    assert cli("apply", server=server).code == 0
    assert (database.versions(), steps(database)) == (["1", "2"], [2])
    assert validated(cli, server) == VALID


@pytest.mark.pristine
def test_of_the_plug_in_for_flyway(cli, server, database):
    database.run(FLYWAY)
    flyway = "--use-flyway-compatible-checksums"
    write(cli, {"V1__a.cypher": "MATCH (n) RETURN n", "V2__b.cypher": "CREATE (:Step {n: 2});\n"})
    assert validated(cli, server) == DIFFERENT
    assert validated(cli, server, flyway) == PENDING
    assert states(cli(flyway, "info", server=server)) == {"1": "APPLIED", "2": "PENDING"}
    assert cli(flyway, "apply", server=server).code == 0
    write(cli, {"V3__c.cypher": "CREATE (:Step {n: 3});\n"})
    assert cli(flyway, "apply", server=server).code == 0
    assert (validated(cli, server, flyway), steps(database)) == (VALID, [2, 3])
    # What had failed, and what was deleted, are still at the end of the chain.
    assert database.versions() == ["1", "2", "3", "2", "0"]
    assert states(cli(flyway, "info", "mode=REMOTE", server=server)) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}


@pytest.mark.only_on("5.26.30")
def test_checksums_as_flyway_makes_them_are_recorded(cli, server, database):
    flyway = "--use-flyway-compatible-checksums"
    write(cli, {"V1__a.cypher": "MATCH (n) RETURN n", "R2__b.cypher": "\ufeffRETURN 1;\n"})
    assert cli(flyway, "apply", server=server).code == 0
    assert [migration["checksum"] for migration in database.chain()] == ["-1646659580", "638254820"]
    write(cli, {"R2__b.cypher": "MATCH (n) RETURN n;"})
    outcome = cli(flyway, "apply", server=server)
    assert 'Reapplied changed repeatable migration 2 ("b")' in outcome.err
    assert [repeated["checksum"] for repeated in database.chain()[1]["repeated"]] == ["1694047048"]
    assert validated(cli, server, flyway) == VALID
