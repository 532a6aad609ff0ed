"""One at a time."""
import os
import signal
import subprocess

import pytest

from material import ENDLESS, THREE, applied, remove, running, states, steps, wait_until, write

HELD = "Cannot create __Neo4jMigrationsLock node. Likely another migration is going on or has crashed"
WRITERS = [("apply",), ("clean",), ("repair",), ("delete", "1")]
READERS = [("info",), ("validate",)]
REHEARSALS = [("clean", "--dry-run"), ("clean", "all", "--dry-run"), ("repair", "--dry-run"), ("delete", "1", "--dry-run")]


def hold(database, name="John Doe", **more):
    database.run("CREATE (l:__Neo4jMigrationsLock {id: 'lock of ' + $name, name: $name}) SET l += $more", name=name, more=more)


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_whoever_comes_second_is_told(cli, server, database, command):
    applied(cli, server, THREE)
    hold(database)
    before = database.snapshot()
    outcome = cli(*command, server=server)
    assert outcome.code == 1 and HELD in outcome.out and "the node does not tell by whom" in outcome.out, str(outcome)
    assert "release the lock with `lock release`" in outcome.out
    assert database.snapshot() == before


@pytest.mark.parametrize("command", READERS + REHEARSALS, ids=" ".join)
def test_who_only_looks_is_told_too_but_goes_on(cli, server, database, command):
    applied(cli, server, THREE)
    free = cli(*command, server=server)
    assert (free.code, free.err) == (0, ""), str(free)
    hold(database, user="nina")
    before = database.snapshot()
    outcome = cli(*command, server=server)
    assert outcome.code == 0, str(outcome)
    assert "Somebody has the lock, so this may be about to change: held by nina" in outcome.err
    assert [line for line in outcome.out.splitlines() if line not in free.out] in ([], ["- lock John Doe"])
    assert database.snapshot() == before


@pytest.mark.pristine
@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_who_only_looks_may_want_the_lock(cli, server, database, command):
    write(cli, THREE)
    assert cli("--read-lock", "apply", server=server).code == 0
    assert cli("--read-lock", *command, server=server).code == 0 and database.locks() == []
    hold(database)
    outcome = cli("--read-lock", *command, server=server)
    assert outcome.code == 1 and HELD in outcome.out, str(outcome)


def test_looking_shows_how_far_somebody_has_come(cli, server, database):
    write(cli, THREE | {"V4__endless.cypher": ENDLESS})
    first = cli.start("apply", server=server)
    try:
        running(database, "Endless")
        outcome = cli("info", server=server)
        assert states(outcome) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED", "4": "PENDING"}
        assert f"process {first.pid}" in outcome.err
    finally:
        first.terminate()
        first.communicate()


def test_the_way_out_that_is_told_works(cli, server, database):
    write(cli, THREE)
    assert cli("info", server=server).code == 0
    hold(database)
    assert cli("lock", "release", server=server).code == 0
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
        holder = (f"held since {lock['since'].iso_format()[:19]}", f"by {lock['user']} on {os.uname().nodename}, process {first.pid}, "
                  f"with {lock['tool']}")
        said = cli("apply", server=server)
        assert said.code == 1 and f"{HELD}; {holder[0]}" in said.out and holder[1] in said.out, str(said)

        status = cli("lock", "status", server=server)
        assert status.code == 1 and status.out.startswith(f'The lock "John Doe" in database "neo4j" is {holder[0]}'), str(status)
        assert holder[1] in status.out and status.out.endswith("\nThat process is running on this host.\n")

        refused = cli("lock", "release", server=server)
        assert refused.code == 1 and holder[1] in refused.out and "--force" in refused.out, str(refused)
        assert database.locks() == [lock]
        released = cli("lock", "release", "--force", server=server)
        assert released.code == 0 and released.out.startswith('Released the lock "John Doe" in database "neo4j", held since')
        assert database.locks() == []
    finally:
        first.terminate()
        first.communicate()
    assert database.locks() == []


def test_a_holder_that_was_killed(cli, server, database):
    write(cli, {"V1__endless.cypher": ENDLESS})
    first = cli.start("apply", server=server)
    running(database, "Endless")
    first.send_signal(signal.SIGKILL)
    first.communicate()
    status = cli("lock", "status", server=server)
    assert status.code == 1 and f"process {first.pid}" in status.out, str(status)
    assert "That process is no longer running on this host: `lock release` removes the lock." in status.out
    assert cli("apply", server=server).code == 1
    released = cli("lock", "release", server=server)
    assert released.code == 0 and f"process {first.pid}" in released.out, str(released)
    free = cli("lock", "status", server=server)
    assert (free.code, free.out) == (0, 'The lock "John Doe" in database "neo4j" is not held.\n')
    nothing = cli("lock", "release", server=server)
    assert (nothing.code, nothing.out) == (0, 'The lock "John Doe" in database "neo4j" is not held, nothing was released.\n')
    write(cli, {"V1__endless.cypher": "RETURN 1;"})
    assert cli("apply", server=server).code == 0


@pytest.mark.pristine
@pytest.mark.parametrize("more, told", [
    ({}, "is held; the node does not tell by whom.\nIf that is no longer running"),
    ({"host": "elsewhere.example", "pid": os.getpid()}, "on elsewhere.example, process"),
    ({"host": os.uname().nodename}, f"on {os.uname().nodename}.\nIf that"),
])
def test_of_others_nobody_knows_whether_they_run(cli, server, database, more, told):
    hold(database, **more)
    status = cli("lock", "status", server=server)
    assert status.code == 1 and told in status.out and "If that is no longer running, `lock release` removes the lock." in status.out
    assert cli("lock", "release", server=server).code == 0
    assert database.locks() == [] and database.constraints() == {}


@pytest.mark.pristine
@pytest.mark.only_on("5.26.30")
def test_other_targets_have_other_locks(cli, server, database):
    applied(cli, server, THREE)
    hold(database, "other", user="nina")
    assert cli("apply", server=server).code == 0
    for neo4j in ("neo4j", "NEO4J"):
        assert cli("--database", neo4j, "apply", server=server).code == 0
    hold(database)
    for neo4j in ("neo4j", "NEO4J"):
        assert cli("--database", neo4j, "apply", server=server).code == 1
    system = ("--database", "system", "--schema-database", "neo4j")
    free = cli(*system, "lock", "status", server=server)
    assert free.code == 0 and free.out.splitlines() == [
        'The lock "system" in database "neo4j" is not held.',
        'The lock "John Doe" of another target is held; the node does not tell by whom.',
        'The lock "other" of another target is held by nina.'], str(free)
    assert cli(*system, "lock", "release", server=server).code == 0
    assert len(database.locks()) == 2
    assert cli("lock", "release", server=server).code == 0
    assert [lock["name"] for lock in database.locks()] == ["other"]


GATE = "MATCH (g:Gate) SET g.passed = coalesce(g.passed, 0) + 1;\n"


@pytest.mark.pristine
@pytest.mark.parametrize("number", [2, 10])
def test_all_start_at_once_and_one_applies(cli, server, database, number):
    """The others say who it is. Nothing is there beforehand, so they also meet when the constraints are created."""
    write(cli, {"V0__gate.cypher": GATE} | THREE)
    database.run("CREATE (:Gate)")
    with database.driver.session(database=database.name) as session, session.begin_transaction() as closed:
        closed.run("MATCH (g:Gate) SET g.closed = true").consume()
        started = [cli.start("apply", server=server) for _ in range(number)]
        wait_until(lambda: sum(process.poll() is None for process in started) == 1, "all but one to give up", 60)
        closed.rollback()
    outcomes = [(process.pid, *process.communicate(), process.returncode) for process in started]
    (winner,) = [pid for pid, _, _, code in outcomes if code == 0]
    for pid, out, err, code in outcomes:
        assert pid == winner or (code == 1 and f"{HELD}; held since" in out and f"process {winner}," in out), f"{code}\n{out}\n{err}"
    assert database.versions() == ["0", "1", "2", "3"] and steps(database) == [1, 2, 3]
    assert (("Gate",), {"passed": 1}) in database.nodes() and database.locks() == []


@pytest.mark.pristine
def test_again_and_again_until_all_have_had_their_turn(cli, server, database):
    """Ten that try until they succeed: what is applied is applied once, whoever it was."""
    write(cli, THREE)
    script = 'until "$@" apply >/dev/null 2>&1; do sleep 0.05; done'
    command = [str(cli.binary), "--address", server.uri, "--username", server.user, "--password", server.password]
    started = [subprocess.Popen(["sh", "-c", script, "sh", *command], cwd=cli.folder) for _ in range(10)]
    try:
        assert [process.wait(120) for process in started] == [0] * 10
    finally:
        for process in started:
            process.kill()
    assert database.versions() == ["1", "2", "3"] and steps(database) == [1, 2, 3] and database.locks() == []


@pytest.mark.pristine
@pytest.mark.only_on("4.4.48", "5.26.30")
def test_what_is_left_of_a_constraint_is_taken_away(cli, server, database):
    """Whoever is broken off while creating one may leave an index with its name, which the server forgets."""
    write(cli, THREE)
    database.run("CREATE INDEX __Neo4jMigrationsLock__has_unique_id FOR (n:__Neo4jMigrationsLock) ON (n.left)")
    outcome = cli("apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert "__Neo4jMigrationsLock__has_unique_id" in database.constraints()
    assert database.versions() == ["1", "2", "3"] and database.locks() == []


@pytest.mark.pristine
@pytest.mark.only_on("5.26.30")
def test_an_index_of_somebody_else_stays_whatever_its_name(cli, server, database):
    write(cli, THREE)
    database.run("CREATE INDEX __Neo4jMigrationsLock__has_unique_id FOR (n:Film) ON (n.left)")
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "IndexWithNameAlreadyExists" in outcome.err, str(outcome)
    assert "__Neo4jMigrationsLock__has_unique_id" in database.indexes()


@pytest.fixture
def read_only(killable):
    """Makes the database of a server one that nobody can write to, until the end of the test."""
    settings = killable.home / "neo4j.conf"
    before = settings.read_text()

    def restart():
        killable.shut_down()  # what is read-only cannot always be recovered
        settings.write_text(before + "server.databases.read_only=neo4j\n")
        killable.restart()

    yield restart
    settings.write_text(before)
    killable.kill()


def test_who_may_only_read(cli, killable, read_only):
    """A database that nobody can write to: looking needs neither lock nor constraints."""
    from database import Database  # not every test needs the driver
    server = killable
    write(cli, THREE)
    assert cli("--target", "V2", "apply", server=server).code == 0
    remembered = Database(server)
    for name in ("__Neo4jMigrationsLock__has_unique_id", "__Neo4jMigrationsLock__has_unique_name"):
        remembered.run(f"DROP CONSTRAINT {name}")
    remembered.close()
    read_only()

    assert cli("apply", server=server).code == 1
    outcome = cli("info", server=server)
    assert states(outcome) == {"1": "APPLIED", "2": "APPLIED", "3": "PENDING"} and outcome.err == "", str(outcome)
    assert cli("validate", server=server).out.startswith("Some versions have been resolved that are not applied")
    assert cli("lock", "status", server=server).code == 0
    remove(cli, "V1__step_1.cypher")
    rehearsal = cli("repair", "--dry-run", server=server)
    assert rehearsal.code == 0 and '- remove 1 ("step 1")' in rehearsal.out, str(rehearsal)
    assert cli("clean", "all", "--dry-run", server=server).code == 0
    assert cli("delete", "1", "--dry-run", server=server).code == 0
    locked = cli("--read-lock", "info", server=server)
    assert locked.code == 1 and "read-only" in locked.out, str(locked)
