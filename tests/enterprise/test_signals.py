"""Signals that come while only the server knows what will be."""
import signal
import threading
import time
import types

import pytest

import transcript
from fake import Enterprise
from stub import Server

DATA, SCHEMA = "CREATE (:One)", "CREATE CONSTRAINT"


class SlowCommit(Enterprise):
    """Without any constraint yet; takes its time to commit the first transaction with such a statement."""

    def __init__(self, beginning):
        super().__init__(["neo4j"])
        self.beginning, self.committing = beginning, threading.Event()

    @staticmethod
    def _constraints(*_):
        return ["name", "labelsOrTypes", "properties"], []

    def commit(self, transaction):
        if not self.committing.is_set() and any(text.startswith(self.beginning) for text, _ in transaction.statements):
            self.committing.set()
            time.sleep(1)
        return super().commit(transaction)


def interrupted(cli, beginning, number, times):
    """What a run comes to that is told to stop while the server commits."""
    folder = cli.folder / "neo4j" / "migrations"
    folder.mkdir(parents=True)
    (folder / "V1__one.cypher").write_text(f"{DATA};")
    enterprise = SlowCommit(beginning)
    with Server(transcript.Scenario((5, 8), is_silent=True), [enterprise] * 16, deadline=20) as server:
        address = types.SimpleNamespace(uri=f"bolt://127.0.0.1:{server.port}", user="neo4j", password="secret")
        process = cli.start("apply", server=address)
        assert enterprise.committing.wait(10)
        for _ in range(times):
            process.send_signal(number)
            time.sleep(0.2)
        out, err = process.communicate(timeout=20)
    assert not enterprise.locks, "a lock stays"
    return process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_once_waits_for_the_commit(cli, number):
    code, out, err = interrupted(cli, SCHEMA, number, times=1)
    assert (code, out) == (128 + number, "") and "unknown" not in err, out + err


def test_once_when_nothing_is_left_to_be_done(cli):
    code, out, err = interrupted(cli, DATA, signal.SIGINT, times=1)
    assert (code, out) == (0, "Database migrated to version 1.\n"), out + err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_twice_does_not_wait_and_tells_what_is_unknown(cli, number):
    code, out, err = interrupted(cli, SCHEMA, number, times=2)
    assert (code, out) == (128 + number, ""), out + err
    assert err == "cancelled while committing; whether the transaction was committed is unknown\n"
