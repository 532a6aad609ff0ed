"""What SHOW TRANSACTIONS, and so the query log, tells about the tool's transactions."""
import subprocess
from contextlib import contextmanager

import pytest

from material import applied, running, write
from test_refactor import PROGRAM


@contextmanager
def locked(database, pattern):
    """Nodes that match are locked for others, so that a transaction that changes one can be looked at in peace."""
    with database.driver.session(database=database.name) as session, session.begin_transaction() as transaction:
        transaction.run(f"MATCH {pattern} DETACH DELETE x").consume()
        yield
        transaction.rollback()


def metadata_while_waiting(cli, server, database, pattern, query, *options):
    """The metadata of the transaction that runs `query` while somebody else has what it wants to change."""
    with locked(database, pattern):
        process = cli.start(*options, "apply", server=server)
        metadata = running(database, query)["metadata"]
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err
    assert metadata.pop("version")
    return metadata


@pytest.mark.parametrize("mode, named", [("PER_MIGRATION", "1-4"), ("PER_STATEMENT", "3")])
def test_names_migration_and_statements(cli, server, database, mode, named):
    database.run("CREATE (:Held)")
    write(cli, {"V1_2__a.cypher": "CREATE (:A);\nCREATE (:B);\nMATCH (h:Held) SET h.by = 'us';\nCREATE (:C);\n"})
    metadata = metadata_while_waiting(cli, server, database, "(x:Held)", "h.by", "--transaction-mode", mode)
    assert metadata == {"app": "neo4j-migrations", "migration": "1.2", "statement": named}


def test_names_a_statement_that_brings_its_own_transactions(cli, server, database):
    database.run("CREATE (:Held)")
    write(cli, {"V1__a.cypher": "CREATE (:A);\nMATCH (h:Held) CALL { WITH h SET h.by = 'us' } IN TRANSACTIONS;\n"})
    metadata = metadata_while_waiting(cli, server, database, "(x:Held)", "h.by")
    assert metadata == {"app": "neo4j-migrations", "migration": "1", "statement": "2"}


def test_names_the_migration_that_is_being_recorded(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "CREATE (:A);\n"})
    write(cli, {"V2__b.cypher": "CREATE INDEX b IF NOT EXISTS FOR (b:B) ON (b.x);\n"})
    metadata = metadata_while_waiting(cli, server, database, "(x:__Neo4jMigration {version: '1'})", "c:__Neo4jMigration")
    assert metadata == {"app": "neo4j-migrations", "migration": "2"}


def test_names_a_refactoring_that_is_no_migration(cli, server, database):
    database.run("CREATE (:Held)")
    with locked(database, "(x:Held)"):
        process = subprocess.Popen([PROGRAM, server.uri, server.user, server.password, "RENAME_LABEL", "from=Held", "to=Kept"])
        metadata = running(database, "s:Held")["metadata"]
    assert process.wait(60) == 0
    assert metadata.pop("version")
    assert metadata == {"app": "neo4j-migrations", "refactoring": "rename.label", "statement": "1"}
    assert database.nodes() == [(("Kept",), {})]
