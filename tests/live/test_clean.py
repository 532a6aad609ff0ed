"""Forgetting histories."""
import pytest

from material import THREE, applied, states, steps

OTHER = ("CREATE (:__Neo4jMigration {version: 'BASELINE', migrationTarget: 'other'})-[:MIGRATED_TO]->"
         "(:__Neo4jMigration {version: '1', migrationTarget: 'other', type: 'CYPHER', source: 'V1__x.cypher', checksum: '1'})")


def clean(cli, server, *arguments):
    outcome = cli("clean", *arguments, server=server)
    assert outcome.code == 0, str(outcome)
    return outcome.out


def test_forgets_the_chain_and_nothing_else(cli, server, database):
    applied(cli, server, THREE)
    constraints = database.constraints()
    assert clean(cli, server) == "Deleted chain <default> (4 nodes and 3 relationships in total) and 0 constraints from the default database.\n"
    assert (database.chain(), steps(database), database.constraints()) == ([], [1, 2, 3], constraints)
    assert clean(cli, server) == "Deleted no chains (0 nodes and 0 relationships in total) and 0 constraints from the default database.\n"
    assert set(states(cli("info", server=server)).values()) == {"PENDING"}
    applied(cli, server, {})
    assert (database.versions(), steps(database)) == (["1", "2", "3"], [1, 1, 2, 2, 3, 3])


def test_counts_repetitions(cli, server, database):
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 1});"})
    applied(cli, server, {"R1__r.cypher": "CREATE (:R {v: 2});"})
    assert "(2 nodes and 2 relationships in total)" in clean(cli, server)


def test_histories_of_other_targets_stay(cli, server, database):
    applied(cli, server, THREE)
    database.run(OTHER)
    assert clean(cli, server).startswith("Deleted chain <default> (4 nodes and 3 relationships in total)")
    assert database.versions("other") == ["1"]


@pytest.mark.pristine
def test_all_of_them_go(cli, server, database):
    applied(cli, server, THREE)
    database.run(OTHER)
    database.run("CREATE CONSTRAINT mine FOR (f:Film) REQUIRE f.title IS UNIQUE")
    assert clean(cli, server, "all") == ("Deleted chains <default>, other (6 nodes and 4 relationships in total) and 3 constraints "
                                         "from the default database.\n")
    assert (list(database.constraints()), database.indexes(), database.locks()) == (["mine"], {}, [])
    assert database.value("MATCH (m:__Neo4jMigration) RETURN count(m)") == 0
    assert steps(database) == [1, 2, 3]


@pytest.mark.pristine
def test_constraints_go_whatever_their_name(cli, server, database):
    database.run("CREATE CONSTRAINT `my ``lock``` FOR (l:__Neo4jMigrationsLock) REQUIRE l.id IS UNIQUE")
    applied(cli, server, THREE)
    clean(cli, server, "all")
    assert (database.constraints(), database.indexes()) == ({}, {})


def test_a_stale_lock_goes_with_all(cli, server, database):
    applied(cli, server, THREE)
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe'}), (:__Neo4jMigrationsLock {id: 'y', name: 'other'})")
    refused = cli("clean", server=server)
    assert refused.code == 1 and database.versions() == ["1", "2", "3"]
    outcome = cli("clean", "all", server=server)
    assert outcome.code == 0 and "Going on although somebody has the lock" in outcome.err
    assert (database.locks(), database.chain(), database.constraints()) == ([], [], {})


def rehearse(cli, server, database, *arguments):
    """What it would do; and that it does not."""
    before = database.snapshot()
    outcome = cli("clean", *arguments, "--dry-run", server=server)
    assert outcome.code == 0 and database.snapshot() == before, str(outcome)
    return outcome


def test_rehearsal(cli, server, database):
    applied(cli, server, THREE | {"R4__r.cypher": "CREATE (:R {v: 1});"})
    applied(cli, server, {"R4__r.cypher": "CREATE (:R {v: 2});"})
    database.run(OTHER)
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe'}), (:__Neo4jMigrationsLock {id: 'y', name: 'other'})")
    chain = rehearse(cli, server, database)
    assert chain.out == "Would delete chain <default> (5 nodes and 5 relationships in total) and 0 constraints from the default database.\n"
    assert "Somebody has the lock" in chain.err
    everything = rehearse(cli, server, database, "all")
    assert everything.out.splitlines() == [
        "Would delete chains <default>, other (7 nodes and 6 relationships in total) and 3 constraints from the default database.",
        "- constraint __Neo4jMigrationsLock__has_unique_id", "- constraint __Neo4jMigrationsLock__has_unique_name",
        "- constraint unique_version___Neo4jMigration", "- index repeated_at__Neo4jMigration", "- lock John Doe", "- lock other"]
    done = cli("clean", "all", server=server)
    assert done.out == everything.out.splitlines()[0].replace("Would delete", "Deleted") + "\n", str(done)
    assert 'Removed the lock "other", which was left behind' in done.err


@pytest.mark.pristine
def test_rehearsal_on_an_empty_database_creates_nothing(cli, server, database):
    for arguments in ((), ("all",)):
        assert rehearse(cli, server, database, *arguments).out.startswith(
            "Would delete no chains (0 nodes and 0 relationships in total) and 0 constraints")
    assert (database.constraints(), database.indexes()) == ({}, {})
