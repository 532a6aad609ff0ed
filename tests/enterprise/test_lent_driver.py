"""Handles on a driver that the application has opened: its connections, and nothing that disturbs it."""
import os
import pathlib
import subprocess

import pytest

import transcript
from fake import Enterprise, Refusal
from stub import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
LENDER = pathlib.Path(os.environ.get("N4M_BOLTSH") or ROOT / "build" / "dev" / "tests" / "protocol" / "boltsh").with_name("lender")
TWO = {"V1__one.cypher": "CREATE (:One);\nCREATE (:Two);", "V2__two.cypher": "CREATE (:Three);"}


class Deadlock(Enterprise):
    """The first attempt at a statement fails."""

    def __init__(self, text):
        super().__init__(["neo4j"])
        self.text = text

    def run(self, transaction, text, parameters):
        if text == self.text:
            self.text = None
            raise Refusal("Neo.TransientError.Transaction.DeadlockDetected", "Deadlock.")
        return super().run(transaction, text, parameters)


class Lent:
    """What the application printed, what the server saw of transactions, and the messages of each connection."""

    def __init__(self, enterprise, server, lines):
        self.enterprise, self.lines = enterprise, lines
        self.connections = [[heard.name for heard in peer.received] for peer in server.peers if not peer.was_refused]

    def texts(self):
        return [[text for text, _ in transaction.statements] for transaction in self.enterprise.transactions]


@pytest.fixture
def lend(tmp_path):
    def play(*steps, version=(5, 8), files=TWO, enterprise=None, connections=16):
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        enterprise = enterprise or Enterprise(["neo4j"])
        with Server(transcript.Scenario(version, is_silent=True), [enterprise] * connections, deadline=20) as server:
            steps = [step.format(folder=f"file://{folder}") for step in steps]
            done = subprocess.run([LENDER, f"bolt://127.0.0.1:{server.port}", "neo4j", "secret", *steps], text=True, capture_output=True, timeout=30)
            mismatches = server.verdict()
        assert (done.returncode, done.stderr, mismatches) == (0, "", []), done.stdout
        assert not enterprise.locks, "a lock stays"
        return Lent(enterprise, server, done.stdout.splitlines())
    return play


@pytest.mark.parametrize("version", [(3, 0), (4, 4), (5, 8), (6, 1)], ids=["3", "4.4", "5.8", "6.1"])
def test_the_connection_of_the_application_is_used_and_given_back(lend, version):
    played = lend("query:CREATE (:Before)", "open:{folder}", "apply", "query:CREATE (:During)", "close",
                  "query:CREATE (:After)", version=version)
    assert played.lines == ["query 0", "open 0", "apply 0", "query 0", "query 0"]
    (heard,) = played.connections
    assert heard.count("HELLO") == 1 and heard[-1] == "GOODBYE" and "RESET" not in heard
    texts = played.texts()
    assert texts[0] == ["CREATE (:Before)"] and texts[-1] == ["CREATE (:After)"] and ["CREATE (:During)"] in texts
    assert ["CREATE (:One)", "CREATE (:Two)"] in [[text for text in statements if "Migration" not in text] for statements in texts]


def test_transactions_tell_what_they_are_for_and_those_of_the_application_do_not(lend):
    played = lend("query:CREATE (:Before)", "open:{folder}", "apply", "close")
    own, *others = played.enterprise.transactions
    assert own.metadata == {} and {transaction.metadata["app"] for transaction in others} == {"neo4j-migrations"}
    (second,) = [t.metadata for t in others if t.metadata.get("migration") == "2"]
    assert set(second) == {"app", "version", "migration", "statement"} and second["statement"] == "1"


def test_a_cancelled_operation_leaves_the_driver_as_it_was(lend):
    """The event of the second statement stops it: rolled back, the lock given back, and the driver goes on."""
    played = lend("query:CREATE (:Before)", "open:{folder}", "stop-at:2", "apply", "query:CREATE (:During)", "apply", "close",
                  "query:CREATE (:After)")
    assert [line.split()[:2] for line in played.lines] == [
        ["query", "0"], ["open", "0"], ["apply", "12"], ["query", "0"], ["apply", "0"], ["query", "0"]]
    assert [node.get("version") for node in played.enterprise.chains["neo4j", None]] == ["BASELINE", "1", "2"]
    (heard,) = played.connections
    assert heard.count("HELLO") == 1 and heard.count("GOODBYE") == 1


def test_a_request_to_stop_is_for_one_handle(lend):
    played = lend("open:{folder}", "n4m-cancel", "query:CREATE (:One)", "apply", "apply", "close", "query:CREATE (:Two)")
    assert [line.split()[:2] for line in played.lines] == [
        ["open", "0"], ["query", "0"], ["apply", "12"], ["apply", "0"], ["query", "0"]]


def test_what_stops_the_driver_stops_its_handles(lend):
    played = lend("open:{folder}", "query:CREATE (:One)", "bolt-cancel", "apply", "query:CREATE (:Two)", "apply", "bolt-resume", "apply",
                  "close", "query:CREATE (:Three)")
    assert [line.split()[:2] for line in played.lines] == [
        ["open", "0"], ["query", "0"], ["apply", "12"], ["query", "12"], ["apply", "12"], ["apply", "0"], ["query", "0"]]


def test_retries_are_told_to_whom_they_concern(lend):
    steps = ["query:CREATE (:Before)", "open:{folder}", "apply", "close"]
    assert lend(*steps, enterprise=Deadlock("CREATE (:Two)")).lines == ["query 0", "open 0", "the handle tries again", "apply 0"]
    assert lend(*steps, enterprise=Deadlock("CREATE (:Before)")).lines == [
        "the driver tries again: Neo.TransientError.Transaction.DeadlockDetected", "query 0", "open 0", "apply 0"]


def test_code_of_a_migration_is_stopped_with_its_handle(lend):
    """Also in sessions of its own, with the driver that the context gives."""
    played = lend("open:{folder}", "native", "apply", "query:CREATE (:After)", "close", "query:CREATE (:Last)")
    words = [line.split()[:2] for line in played.lines]
    assert words == [["open", "0"], ["register", "0"], ["native", "0"], ["native", "12"], ["apply", "12"], ["query", "0"], ["query", "0"]]
    assert ["RETURN 1"] in played.texts() and ["RETURN 2"] not in played.texts()


def test_threads_of_the_application_do_not_notice(lend):
    played = lend("crowd:4", "open:{folder}", "stop-at:2", "apply", "n4m-cancel", "info", *["info"] * 20, "apply", "close", "quiet", "query:CREATE (:After)",
                  connections=100)
    assert [line.split()[:2] for line in played.lines] == [
        ["open", "0"], ["apply", "12"], ["info", "12"], *[["info", "0"]] * 20, ["apply", "0"], ["crowd", "done,"], ["query", "0"]]
    assert "crowd done, 0 failed" in played.lines
    assert len(played.connections) <= 7


def test_handles_of_several_threads_share_a_driver(lend):
    played = lend("open:{folder}", "apply", "close", "crowd:2", "quiet", "handles:8", "query:CREATE (:After)", connections=100)
    assert played.lines[-2:] == ["handles done, 0 failed", "query 0"]
    assert len(played.connections) <= 17
