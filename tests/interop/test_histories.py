"""Histories of old versions, which both tools go on with."""
from test_interop import write

OLD = ("CREATE (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO {at: datetime('2020-01-01T12:00:00Z'), in: duration('PT1S'), "
       "by: 'jane', connectedAs: 'neo4j'}]->(:__Neo4jMigration {version: '1', type: 'CYPHER', source: 'V1__step_1.cypher', checksum: '2148385102'})")


def test_each_goes_on_with_an_old_history(turns, used_database, folder):
    first, second = turns
    used_database.run(OLD)
    write(folder, {"V1__step_1.cypher": "CREATE (:Step {n: 1});", "V2__step_2.cypher": "CREATE (:Step {n: 2});"})
    assert first.apply(folder) == "2"
    write(folder, {"V3__step_3.cypher": "CREATE (:Step {n: 3});"})
    assert second.apply(folder) == "3"
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert first.info(folder).strip("\n") == second.info(folder).strip("\n")
