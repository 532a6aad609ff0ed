"""^C and TERM: what was under way is rolled back, and the lock is given back."""
import os
import pathlib
import signal
import subprocess
import time

import pytest

from material import ENDLESS, THREE, applied, running, steps, wait_until, write

ROOT = pathlib.Path(__file__).resolve().parents[2]
LENDER = pathlib.Path(os.environ.get("N4M_BOLTSH") or ROOT / "build" / "dev" / "tests" / "protocol" / "boltsh").with_name("lender")
SIGNALS = pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])


def stopped(process, number, seconds=40):
    process.send_signal(number)
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def catches(process, number):
    """Whether the program has come so far that the signal does not simply end it."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return int(caught, 16) >> (number - 1) & 1


@SIGNALS
def test_in_the_middle_of_a_statement(cli, server, database, number, code):
    applied(cli, server, THREE, "--target", "V2")
    write(cli, {"V3__step_3.cypher": "CREATE (:Step {n: 3});\n" + ENDLESS})
    process = cli.start("apply", server=server)
    transaction = running(database, "Endless")
    assert transaction["metadata"] == {"app": "neo4j-migrations", "version": transaction["metadata"]["version"], "migration": "3", "statement": "1-2"}
    came, out, err = stopped(process, number)
    assert came == code, out + err
    assert "nothing of it stays; the migration is not recorded" in err
    assert (database.versions(), steps(database), database.locks()) == (["1", "2"], [1, 2], [])
    wait_until(lambda: not database.value("SHOW TRANSACTIONS YIELD currentQuery AS q WHERE q CONTAINS 'Endless' "
                                          "AND NOT q STARTS WITH 'SHOW' RETURN count(*)"), "the statement to end")


def test_with_a_transaction_for_each_statement(cli, server, database):
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\nCREATE (:Step {n: 2});\n" + ENDLESS + "CREATE (:Step {n: 4});\n"})
    process = cli.start("--transaction-mode", "PER_STATEMENT", "apply", server=server)
    running(database, "Endless")
    came, out, err = stopped(process, signal.SIGTERM)
    assert came == 143, out + err
    # Neo4j 4.4 keeps answers to itself for as long as it is busy, and is not waited for without end.
    assert "statements 1 to 2 stay" in err or "whether anything from statement 1 on was committed is unknown" in err
    assert "the migration is not recorded" in err
    assert (database.versions(), steps(database), database.locks()) == ([], [1, 2], [])


def test_a_second_time_means_at_once(cli, server, database):
    write(cli, {"V1__a.cypher": ENDLESS})
    process = cli.start("apply", server=server)
    running(database, "Endless")
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    came, out, err = stopped(process, signal.SIGINT)
    assert came == 130, out + err
    assert time.monotonic() - began < 10
    assert database.chain() == [] and database.nodes() == []


@SIGNALS
@pytest.mark.only_on("5.26.30")
def test_between_two_migrations(cli, server, database, number, code):
    write(cli, THREE)
    process = cli.start("--delay-between-migrations", "PT2S", "apply", server=server)
    wait_until(lambda: steps(database) == [1] and len(database.chain()) == 1, "the first migration")
    came, out, err = stopped(process, number)
    assert came == code, out + err
    assert (database.versions(), steps(database), database.locks()) == (["1"], [1], [])


@pytest.mark.pristine
@pytest.mark.only_on("5.26.30")
def test_whenever_it_comes_the_lock_is_gone_and_what_stays_is_recorded(cli, server, database):
    many = {f"V{n}__step.cypher": f"CREATE (:Step {{n: {n}}});" for n in range(1, 200)}
    write(cli, many)
    assert cli("info", server=server).code == 0
    for delay in (0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8):
        process = cli.start("apply", server=server)
        wait_until(lambda: catches(process, signal.SIGINT), "the program to begin")
        time.sleep(delay)
        came, out, err = stopped(process, signal.SIGINT)
        assert came in (130, 0), out + err
        assert database.locks() == []
        assert [int(v) for v in database.versions()] == steps(database)


@pytest.mark.only_on("5.26.30")
def test_on_a_driver_that_is_lent(cli, server, database):
    """In the middle of a statement, by another thread: rolled back, and the application goes on with its connections."""
    write(cli, {"V1__a.cypher": "CREATE (:Step {n: 1});\n" + ENDLESS})
    folder = f"file://{cli.folder / 'neo4j' / 'migrations'}"
    words = ["crowd:2", f"open:{folder}", "n4m-cancel-in:1500", "apply", "quiet", "query:CREATE (:Step {n: 7})", "close",
             "query:CREATE (:Step {n: 8})"]
    done = subprocess.run([LENDER, server.uri, server.user, server.password, *words], text=True, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    opened, applied_, crowd, *queries = done.stdout.splitlines()
    assert opened == "open 0" and applied_.startswith("apply 12 cancelled") and crowd == "crowd done, 0 failed"
    assert queries == ["query 0", "query 0"]
    assert (database.versions(), steps(database), database.locks()) == ([], [7, 8], [])
