"""The connection breaks, or the tool is killed, at every message of an `apply` in turn: a second run then brings the
database to where an undisturbed run would have brought it, or somebody has been told what they must decide.

Before a message: it is not passed on. After it: the server has done what it says, and the answer is not passed on.
Every second message is dealt to one of the servers, for a cut or a kill; with --every-message all get all of them."""
import re
import signal
import time

import pytest

from database import quoted
from proxy import TO_CLIENT, TO_SERVER, Proxy
from servers import VERSIONS

FILES = {
    "R0__again.cypher": "CREATE (:Again);\n",
    "V1__data.cypher": "CREATE (:Data {n: 1});\nCREATE (:Data {n: 2});\n",
    "V2__schema.cypher": "CREATE CONSTRAINT other_n FOR (o:Other) REQUIRE o.n IS UNIQUE;\nCREATE INDEX other_m FOR (o:Other) ON (o.m);\n",
    "V3__use.cypher": "CREATE (:Use {n: 1});\n:use system;\nSHOW USERS;\n:use neo4j;\nCREATE (:Use {n: 2});\n",
    "beforeMigrate.cypher": "MERGE (:Callback {phase: 'before'});\n",
    "afterMigrate.cypher": "MERGE (:Callback {phase: 'after'});\n",
}
# What an earlier run has left: the repeatable migration has changed since.
BEFORE = ("CREATE (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO {at: datetime(), in: duration('PT1S')}]->(:__Neo4jMigration "
          "{version: '0', description: 'again', type: 'CYPHER', source: 'R0__again.cypher', repeatable: true, checksum: '1'})")
# Neo4j creates the index of a constraint on its own, and may forget it when somebody is broken off.
INDEX_STAYS = "if a run that was broken off has left that index there, remove it, and apply again"
# Migrations that cannot be applied and recorded at once.
IN_STEPS = ("2", "3")


def reset(database):
    """As `database.empty` does, but in two transactions: this is done some hundred times."""
    constraints = [row["name"] for row in database.run("SHOW CONSTRAINTS YIELD name")]
    indexes = [row["name"] for row in database.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'")]
    with database.driver.session(database=database.name) as session, session.begin_transaction() as dropping:
        for name in constraints:
            dropping.run(f"DROP CONSTRAINT {quoted(name)}")
        for name in set(indexes) - set(constraints):
            dropping.run(f"DROP INDEX {quoted(name)}")
        dropping.commit()
    database.run(f"MATCH (n) DETACH DELETE n WITH count(*) AS deleted {BEFORE}")


def state(database):
    chain = database.chain()
    return {"nodes": database.nodes(), "versions": [(m["version"], len(m["repeated"])) for m in chain],
            "constraints": database.constraints(), "indexes": database.indexes()}


def await_quiet(database):
    """Until the server has done with who is gone: it closes a connection when the last request that it had begun has ended."""
    deadline = time.monotonic() + 30
    while database.value("CALL dbms.listConnections() YIELD userAgent WHERE userAgent STARTS WITH 'neo4j-migrations' "
                         "RETURN count(*)"):
        assert time.monotonic() < deadline, "a connection stays"
        time.sleep(0.01)


def write(folder):
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)


def undisturbed(cli, server, database):
    """What a run comes to, and how many messages it takes in each direction."""
    reset(database)
    with Proxy(server) as proxy:
        outcome = cli("apply", server=proxy)
    assert outcome.code == 0, str(outcome)
    return state(database), proxy.counts


def never_twice(found, outcome):
    """What the history knows has happened, has happened once."""
    labels = [labels[0] for labels, _ in found["nodes"]]
    counts = labels.count("Again"), labels.count("Data"), found["nodes"].count((("Use",), {"n": 2}))
    assert counts[:2] == (1, 2) and counts[2] <= 1, f"{found}\n{outcome}"
    assert len(found["versions"]) == len({version for version, _ in found["versions"]}), found


def told(outcome):
    """The migration that the outcome leaves to a person; empty when there is none."""
    left = re.search(r"^  outcome: .*(stays?\b|is unknown)(?! recorded)", outcome.err, re.M)
    named = re.search(r"^  migration: (\d+) ", outcome.err, re.M)
    return named[1] if left and named and "nothing of it stays" not in left[0] else ""


def reached(cli, server, database, expected, left_to_decide):
    """A run without faults, after which all is as it would have been; or a migration was left to somebody to decide."""
    outcome = cli("apply", server=server)
    if not left_to_decide and INDEX_STAYS in outcome.err:
        database.run("DROP INDEX other_n IF EXISTS")  # Neo4j 5 may just have done so
        outcome = cli("apply", server=server)
    found = state(database)
    never_twice(found, outcome)
    assert database.locks() == []
    if left_to_decide:
        assert left_to_decide in IN_STEPS
        assert outcome.code == 0 or re.search(r"Could not apply migration: 2 .*\n\t.*AlreadyExists", outcome.out), str(outcome)
    else:
        assert outcome.code == 0, str(outcome)
        assert found == expected


def survive_cut(cli, server, database, expected, direction, at):
    with Proxy(server, direction, at, reset=at % 2 == 1) as proxy:
        first = cli("apply", server=proxy)
    await_quiet(database)
    assert database.locks() == [], f"a lock stays\n{first}"
    if first.code == 0:
        assert state(database) == expected, str(first)
    else:
        assert first.code == 1 and first.out.strip(), str(first)
    reached(cli, server, database, expected, told(first) if first.code else "")
    return proxy.fired


def survive_kill(cli, server, database, expected, direction, at):
    running = []

    def kill():
        while not running:
            time.sleep(0.001)
        running[0].send_signal(signal.SIGKILL)
        running[0].wait()

    with Proxy(server, direction, at, act=kill) as proxy:
        running.append(cli.start("apply", server=proxy))
        running[0].communicate(timeout=60)
    await_quiet(database)
    note = ""
    if locks := database.locks():
        note = locks[0].get("migration", "")
        lock_is_told(cli, server, note)
        assert cli("lock", "release", server=server).code == 0
    reached(cli, server, database, expected, note)
    return proxy.fired


def lock_is_told(cli, server, note):
    """By whoever wants it, and by `lock status`, with the migration that may be half done."""
    status, refused = cli("lock", "status", server=server), cli("apply", server=server)
    assert (status.code, refused.code) == (1, 1), f"{status}\n{refused}"
    assert "Cannot create __Neo4jMigrationsLock node" in refused.out, str(refused)
    for outcome in (status, refused):
        assert re.search(r"which was applying (\d+)", outcome.out + ", which was applying 0")[1] == (note or "0"), str(outcome)


KINDS = {"cut-before": (survive_cut, TO_SERVER), "cut-after": (survive_cut, TO_CLIENT),
         "kill-before": (survive_kill, TO_SERVER), "kill-after": (survive_kill, TO_CLIENT)}


def share_of(count, config, server, kind):
    """The numbers of the messages that are for this server and this kind of fault, out of so many."""
    if config.option.every_message:
        return range(count)
    versions, kinds = config.option.versions or VERSIONS, list(KINDS)
    return range(len(kinds) * versions.index(server.version) + kinds.index(kind), count, len(kinds) * len(versions))


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", KINDS)
def test_at_every_message(request, cli, server, database, kind):
    survive, direction = KINDS[kind]
    write(cli.folder / "neo4j" / "migrations")
    expected, counts = undisturbed(cli, server, database)
    complaints = []
    for at in share_of(counts[direction], request.config, server, kind):
        reset(database)
        try:
            assert survive(cli, server, database, expected, direction, at), "it never came"
        except AssertionError as problem:
            complaints.append(f"message {at} of {counts[direction]} {direction}: {problem}")
    assert not complaints, "\n\n".join(complaints)
