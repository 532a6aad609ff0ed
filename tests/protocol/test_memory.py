"""Memory runs out at every allocation of a conversation over a real socket: an error that says so, nothing left behind
(boltsh sees to that), what is told is what has happened, and afterwards the same driver serves."""

import pytest

from certificates import self_signed, server_context
from peer import Cut
from sweep import AFTERWARDS, Bank, sweep

DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected"
CONVERSATIONS = {
    "query": ["run RETURN $x | {\"x\": [1, \"two\", {\"@date\": 3}, {\"@datetime\": [1, 2, 3]}]}"],
    "transaction": ["summaries", "begin", "queue CREATE (:A)", "query MATCH (n) RETURN n", "stream fetch=2 MATCH (n) RETURN n",
                    "commit"],
    "pipelined": ["begin", "queue CREATE (:A)", "commit-pipelined"],
    "several": ["run-all CREATE (:A) ;; CREATE (:B)"],
    "sessions": ["session a database=one", "begin", "query CREATE (:A)", "session b shared", "server", "session a", "commit"],
}
RETRIED = ["transact work=query CREATE (:A) ;; CREATE (:B)"]


def polite(fault):
    return Bank()


def starving(lines):
    def conversation(fault):
        number, how = fault
        return [f"starve {number} {how}", *lines, "allocations", "starve 0", *AFTERWARDS]
    return conversation


def check(attempts, committed):
    """`committed` is what the conversation itself commits when all goes well."""
    for attempt in attempts:
        attempt.check_afterwards()
        attempt.lines.pop()  # of allocations
        if any("it was committed" in line for line in attempt.lines):
            assert attempt.bank.committed == committed, attempt
        elif attempt.told() == "ok":
            assert attempt.bank.committed == committed, attempt
        else:
            assert any(word in line for line in attempt.lines for word in ("NO_MEMORY", "UNKNOWN_OUTCOME")), attempt


def allocations(attempt):
    return int(next(line.split()[1] for line in attempt.lines if line.startswith("allocations ")))


def faults(count):
    return [(number, how) for number in range(1, count + 1) for how in ("one", "all")]


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8"])
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_every_allocation(boltsh, version, name):
    lines = [line for line in CONVERSATIONS[name] if version != "3.0" or "database=" not in line]
    [whole] = sweep(boltsh, version, starving(lines), [(0, "all")], bank=polite)
    count, committed = allocations(whole), whole.bank.committed - 1
    assert count > 10
    check(sweep(boltsh, version, starving(lines), faults(count), bank=polite), committed)


# Without memory for its first result, a transaction has sent nothing, not even what the handshake waits for: this server
# would look at no other connection before that.
LACKING = {"several", "sessions"}
PUBLIC = {"fetched": ["begin", "fetch fetch=1 MATCH (n) RETURN n", "queue CREATE (:A)", "next times=3", "query MATCH (n) RETURN n",
                      "next", "free", "commit"],
          "managed": ["transact work=query CREATE (:A) ;; CREATE (:B)"],
          "single": ["execute RETURN $x | {\"x\": [1, \"two\"]}"],
          "auto-commit": ["begin automatic", "queue CREATE (:A)", "query CREATE (:B)", "commit"]}


@pytest.mark.parametrize("name", [name for name in CONVERSATIONS | PUBLIC if name not in LACKING])
def test_every_allocation_through_the_public_interface(boltapi, name):
    lines, bank = (CONVERSATIONS | PUBLIC)[name], lambda fault: Bank()
    [whole] = sweep(boltapi, "5.8", starving(lines), [(0, "all")], bank=polite)
    check(sweep(boltapi, "5.8", starving(lines), faults(allocations(whole)), bank=polite), whole.bank.committed - 1)


def test_every_allocation_of_an_encrypted_connection(boltsh, tmp_path):
    context = server_context(tmp_path, self_signed("localhost"))
    lines = CONVERSATIONS["query"]
    [whole] = sweep(boltsh, "5.8", starving(lines), [(0, "all")], bank=polite, tls=context)
    check(sweep(boltsh, "5.8", starving(lines), faults(allocations(whole)), bank=polite, tls=context), 1)


@pytest.mark.parametrize("lines", [["begin", "queue CREATE (:A)", "commit"], ["execute CREATE (:A)"]], ids=["begin", "execute"])
def test_every_allocation_of_a_routed_session(boltsh, lines):
    [whole] = sweep(boltsh, "5.8", starving(lines), [(0, "all")], bank=polite, scheme="neo4j")
    check(sweep(boltsh, "5.8", starving(lines), faults(allocations(whole)), bank=polite, scheme="neo4j"), 1)


class Deadlocked(Bank):
    """The second statement fails once."""

    def __init__(self):
        super().__init__((None, 0, DEADLOCK))
        self.attempts = 0

    def is_refused(self, name, fields):
        self.attempts += fields[:1] == ["CREATE (:B)"]
        return fields[:1] == ["CREATE (:B)"] and self.attempts == 1


class Leaving(Deadlocked):
    """Is gone at the second statement, and back for the next connection."""

    def refuse(self, peer, code):
        peer.is_cut = True
        peer.drain()
        raise Cut("left")


class Forgetful(Deadlocked):
    """Forgets at the second statement who the client is."""

    def __init__(self):
        super().__init__()
        self.fails = (None, 0, "Neo.ClientError.Security.AuthorizationExpired")


@pytest.mark.parametrize("kind", [Deadlocked, Leaving, Forgetful])
def test_every_allocation_with_a_retry(boltsh, kind):
    [whole] = sweep(boltsh, "5.8", starving(RETRIED), [(0, "all")], bank=lambda fault: kind())
    assert "attempt 2" in whole.lines
    attempts = sweep(boltsh, "5.8", starving(RETRIED), faults(allocations(whole)), bank=lambda fault: kind(), clients=60)
    assert any("attempt 2" in attempt.lines for attempt in attempts)
    check(attempts, 1)


def without_trace(attempt):
    """What boltsh said but for the trace, which tells no secret for want of memory."""
    trace = [line for line in attempt.lines if line.startswith("trace ")]
    assert trace and not [line for line in trace if "s3cret" in line], attempt
    attempt.lines = [line for line in attempt.lines if line not in trace]
    return attempt


def test_every_allocation_of_a_connection_with_a_trace(boltsh):
    lines = ["set auth basic neo4j my-s3cret", "trace", "begin", 'query RETURN $password | {"password": "param-s3cret"}',
             "query ALTER USER x SET PASSWORD 'literal-s3cret'", "commit"]
    [whole] = map(without_trace, sweep(boltsh, "5.8", starving(lines), [(0, "all")], bank=polite))
    count = allocations(whole)
    assert count > 20
    attempts = sweep(boltsh, "5.8", starving(lines), faults(count), bank=polite)
    check(map(without_trace, attempts), whole.bank.committed - 1)
