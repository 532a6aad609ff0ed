"""The server refuses message k of a window, for every k of it: the right one is named, nothing of a transaction that
failed is committed, and the connection serves whoever comes next."""

import pytest

from sweep import Bank, sweep

SYNTAX = "Neo.ClientError.Statement.SyntaxError"
DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected"
WINDOW = 40


def failing(boltsh, version, lines, faults, **options):
    attempts = sweep(boltsh, version, lines, faults, bank=Bank, **options)
    for attempt in attempts:
        assert not attempt.mismatches, attempt
    return attempts


def error(statement=None, code=SYNTAX, retryable=False):
    number = f" statement={statement}" if statement else ""
    return f" error SERVER{number} code={code}{' retryable' if retryable else ''}: no"


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8"])
@pytest.mark.parametrize("name", ["RUN", "DISCARD"])
@pytest.mark.parametrize("commit", ["commit", "commit-pipelined"])
def test_every_statement_of_a_window(boltsh, version, name, commit):
    lines = ["begin", *["queue CREATE (:A)"] * WINDOW, commit, "run RETURN 1"]
    faults = [(name, number, SYNTAX) for number in range(1, WINDOW + 1)]
    for attempt in failing(boltsh, version, lines, faults):
        assert attempt.lines[WINDOW + 1] == commit + error(attempt.fault[1]), attempt
        assert attempt.lines[-1] == "run ok" and attempt.bank.committed == 1, attempt


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8"])
@pytest.mark.parametrize("name", ["BEGIN", "COMMIT"])
@pytest.mark.parametrize("commit", ["commit", "commit-pipelined"])
def test_the_ends_of_a_window(boltsh, version, name, commit):
    [attempt] = failing(boltsh, version, ["begin", "queue CREATE (:A)", commit, "run RETURN 1"], [(name, 1, SYNTAX)])
    assert attempt.lines[2] == commit + error() and attempt.lines[-1] == "run ok", attempt
    assert attempt.bank.committed == 1, attempt


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8"])
@pytest.mark.parametrize("name", ["RUN", "PULL"])
def test_every_statement_of_several_transactions(boltsh, version, name):
    """Those before it have been committed, and their results are there."""
    lines = ["run-all " + " ;; ".join(["CREATE (:A)"] * WINDOW), "run RETURN 1"]
    faults = [(name, number, SYNTAX) for number in range(1, WINDOW + 1)]
    for attempt in failing(boltsh, version, lines, faults):
        number = attempt.fault[1]
        assert [line for line in attempt.lines if "error" in line] == ["run-all" + error(number)], attempt
        assert attempt.lines.count("summary type=rw") == number, attempt
        assert attempt.lines[-1] == "run ok" and attempt.bank.committed == number, attempt


@pytest.mark.parametrize("name, of_statement", [("BEGIN", False), ("RUN", True), ("DISCARD", True), ("COMMIT", False)])
def test_every_message_of_a_managed_transaction(boltsh, name, of_statement):
    """What passes is tried again from its beginning, and happens once."""
    lines = ["transact " + " ;; ".join(["CREATE (:A)"] * 10)]
    faults = [(name, number, DEADLOCK) for number in range(1, 11 if of_statement else 2)]
    for attempt in failing(boltsh, "5.8", lines, faults, clients=10):
        number = attempt.fault[1] if of_statement else None
        assert attempt.lines == ["attempt 1", "retry after 1 s:" + error(number, DEADLOCK, True), "attempt 2",
                                 "transact ok"], attempt
        assert attempt.bank.committed == 1, attempt


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8"])
def test_every_batch_of_a_stream(boltsh, version):
    lines = ["begin", "stream fetch=1 MATCH (n) RETURN n", "commit", "run RETURN 1"]
    batches = 1 if version == "3.0" else Bank.rows
    for attempt in failing(boltsh, version, lines, [("PULL", number, SYNTAX) for number in range(1, batches + 1)]):
        assert f"rows {attempt.fault[1] - 1}" in attempt.lines and "stream" + error() in attempt.lines, attempt
        assert attempt.lines[-1] == "run ok" and attempt.bank.committed == 1, attempt
