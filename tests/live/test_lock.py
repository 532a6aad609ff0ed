"""One at a time."""
import os

import pytest

from material import ENDLESS, THREE, applied, running, write

HELD = "Cannot create __Neo4jMigrationsLock node. Likely another migration is going on or has crashed"


def hold(database, name="John Doe", **more):
    database.run("CREATE (l:__Neo4jMigrationsLock {id: 'lock of ' + $name, name: $name}) SET l += $more", name=name, more=more)


@pytest.mark.parametrize("command", ["apply", "info", "validate", "clean"])
def test_whoever_comes_second_is_told(cli, server, database, command):
    applied(cli, server, THREE)
    hold(database)
    before = database.snapshot()
    outcome = cli(command, server=server)
    said = outcome.out + outcome.err
    assert outcome.code == 1 and HELD in said and "the node does not tell by whom" in said
    assert "`clean all`" in said and "MATCH (l:__Neo4jMigrationsLock {name: 'John Doe'}) DELETE l" in said
    assert database.snapshot() == before


def test_the_way_out_that_is_told_works(cli, server, database):
    write(cli, THREE)
    assert cli("info", server=server).code == 0
    hold(database)
    database.run("MATCH (l:__Neo4jMigrationsLock {name: 'John Doe'}) DELETE l")
    assert cli("apply", server=server).code == 0


def test_who_holds_it_and_since_when(cli, server, database):
    write(cli, {"V1__endless.cypher": ENDLESS})
    first = cli.start("apply", server=server)
    try:
        running(database, "Endless")
        (lock,) = database.locks()
        assert lock.keys() == {"id", "name", "since", "host", "pid", "user", "tool"}
        assert (lock["name"], lock["pid"]) == ("John Doe", first.pid)
        assert lock["tool"].startswith("neo4j-migrations/")
        said = str(cli("info", server=server))
        since = lock["since"].iso_format()[:19]
        assert f"{HELD}; held since {since}" in said
        assert f"by {lock['user']} on {os.uname().nodename}, process {first.pid}, with {lock['tool']}" in said
    finally:
        first.terminate()
        first.communicate()
    assert database.locks() == []


@pytest.mark.only_on("5.26.30")
def test_other_targets_have_other_locks(cli, server, database):
    applied(cli, server, THREE)
    hold(database, "other")
    assert cli("info", server=server).code == 0
    for neo4j in ("neo4j", "NEO4J"):
        assert cli("--database", neo4j, "info", server=server).code == 0
    hold(database)
    for neo4j in ("neo4j", "NEO4J"):
        assert cli("--database", neo4j, "info", server=server).code == 1
    system = cli("--database", "system", "--schema-database", "neo4j", "info", server=server)
    assert system.code == 0, str(system)


def test_only_one_of_many_applies(cli, server, database):
    write(cli, THREE)
    assert cli("info", server=server).code == 0
    started = [cli.start("apply", server=server) for _ in range(6)]
    outcomes = [(*process.communicate(), process.returncode) for process in started]
    assert any(code == 0 for *_, code in outcomes)
    assert all(code == 0 or HELD in out + err for out, err, code in outcomes)
    assert database.versions() == ["1", "2", "3"]
    assert len(database.nodes()) == 3 and database.locks() == []
