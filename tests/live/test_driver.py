"""The driver by itself on real servers: results that do not end, statements that are stopped, servers that are killed,
answers that get lost."""
import contextlib
import os
import re
import socket
import threading
import time

import pytest

from bolt_shell import Dialogue, say
from database import look_into
from material import ENDLESS, wait_until

MIB = 1024  # the unit of `memory` is KiB
COMMIT = bytes.fromhex("0002b0120000")


def test_a_million_rows_in_constant_memory(server, monkeypatch):
    """Ten times as many rows take no more memory."""
    # AddressSanitizer keeps freed memory; not here, where memory is measured.
    options = os.environ.get("ASAN_OPTIONS", "")
    monkeypatch.setenv("ASAN_OPTIONS", f"{options}:quarantine_size_mb=1:thread_local_quarantine_size_kb=64".lstrip(":"))
    lines = say(server, "begin read", "stream UNWIND range(1, 100000) AS x RETURN x", "memory",
                "stream UNWIND range(1, 1000000) AS x RETURN x", "memory", "rollback", timeout=120)
    assert lines.count("stream ok") == 2 and "rows 100000" in lines and "rows 1000000" in lines
    less, more = (int(line.split()[1]) for line in lines if line.startswith("memory "))
    assert more - less < 2 * MIB


def transactions(database):
    return database.run("SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query")


def transaction_of(database, text):
    """The transaction that runs a statement with this text, once it does."""
    def look():
        return next((row for row in transactions(database) if text in (row["query"] or "")), None)
    return wait_until(look, f"a statement with '{text}'")


def test_a_running_statement_is_stopped_and_the_connection_is_as_good_as_before(server, database):
    with Dialogue(server) as shell:
        # Neo4j 4.4 keeps answers to itself while it is busy: nobody is asked to stop before that to the login is there.
        shell.say("trace", "server", "begin", "query " + ENDLESS.rstrip(";\n"))
        stopped = transaction_of(database, "Endless")
        shell.interrupt()
        said = shell.hear("query ")
        assert said[-1] == "query error CANCELLED: cancelled; the transaction was rolled back"
        assert "trace [1] C: RESET" in said and said[-2] == "trace [1] S: SUCCESS {}"
        assert stopped["id"] not in [row["id"] for row in transactions(database)]
        again = [*shell.ask("rollback"), *shell.ask("reset-cancel"), *shell.ask("run RETURN 1 AS x")]
        assert "row [1]" in again and again[-1] == "run ok"
        assert all(line.startswith("trace [1] ") for line in again if line.startswith("trace "))
    assert database.nodes() == []


# ---- Answers that get lost ----

class Checkpoint:
    """Stands between a client and a server and stops COMMIT. A server that is told has done it before the connection
    ends; the client does not get the answer."""

    def __init__(self, server, tells):
        self._address, self._tells = ("127.0.0.1", server.port), tells
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.stopped = 0

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        held, answered = threading.Event(), threading.Event()
        with client, socket.create_connection(self._address) as server:
            threading.Thread(target=self._answer, args=(server, client, held, answered), daemon=True).start()
            while data := client.recv(1 << 16):
                if data.endswith(COMMIT):
                    held.set()
                    self.stopped += 1
                    if self._tells:
                        server.sendall(data)
                        answered.wait(60)
                    break
                server.sendall(data)
            # The other thread waits for this socket, which keeps the connection, and the transaction, while it does.
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _answer(server, client, held, answered):
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 16):
                if held.is_set():
                    answered.set()
                else:
                    client.sendall(data)


@pytest.mark.parametrize("happens", [True, False])
def test_nobody_knows_what_became_of_a_commit_but_whoever_looks(server, database, happens):
    with Checkpoint(server, tells=happens) as checkpoint, Dialogue(server, uri=checkpoint.uri) as shell:
        shell.say("begin", "query CREATE (:Doubtful)", "commit")
        said = shell.hear("commit ")[-1]
        assert said.startswith("commit error UNKNOWN_OUTCOME: ") and checkpoint.stopped == 1
        assert f"row [{happens:d}]" in shell.ask("run MATCH (d:Doubtful) RETURN count(d)")
    assert len(database.nodes()) == happens


@pytest.mark.parametrize("happens", [True, False])
def test_a_managed_transaction_is_not_done_twice_on_suspicion(server, database, happens):
    with Checkpoint(server, tells=happens) as checkpoint:
        lines = say(server, "transact CREATE (:Doubtful)", uri=checkpoint.uri)
    assert lines.count("attempt 1") == 1 and lines[-1].startswith("transact error UNKNOWN_OUTCOME: ")
    assert len(database.nodes()) == happens


# ---- Servers that are killed ----

@pytest.mark.only_on("5.26.30")
def test_a_server_that_is_killed_and_restarted_in_the_middle_of_a_managed_transaction(server, killable):
    """It waits for a lock when the server is killed; then nobody is there, and when somebody is again all of it is
    done once. A routed session has to ask anew for the way as well."""
    with contextlib.closing(look_into(killable)) as looking:
        looking.run("CREATE (:Gate)")
        gate = looking.driver.session().begin_transaction()
        gate.run("MATCH (g:Gate) SET g.locked = true").consume()
        with Dialogue(killable, uri=killable.uri.replace("bolt:", "neo4j:")) as shell:
            shell.say("set retry_budget 120000",
                      "transact work=query CREATE (:Applied) ;; MATCH (g:Gate) SET g.passed = coalesce(g.passed, 0) + 1")
            assert shell.hear("keys") == ["attempt 1", "keys []"]  # the first statement has succeeded
            transaction_of(looking, "g.passed")
            killable.kill()
            lost = shell.hear("retry after")[-1]
            assert re.match(r"retry after 1 s: error CONNECTION retryable: .*lost", lost), lost
            killable.restart()
            assert shell.hear("transact ", 120)[-1] == "transact ok"
    with contextlib.closing(look_into(killable)) as looking:
        assert looking.value("MATCH (:Applied) RETURN count(*)") == 1
        assert looking.value("MATCH (g:Gate) RETURN g.passed") == 1
