"""One short conversation again and again, each time with something else going wrong, on servers that keep accounts.

Every attempt has a server of its own, so that whatever the client does after the fault, such as trying again on a new
connection, belongs to the attempt. Several clients share the attempts, as many of them consist of waiting."""

import contextlib
import functools
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import transcript
from behaviours import outcomes
from peer import Closed, Fault
from stub import Server


AT_ONCE = 300  # servers


class Bank:
    """Answers everything as a server does, and counts the transactions that it has committed, whether or not anybody
    learned of it."""
    rows = 3  # of every result

    def __init__(self, fails=None):
        self.committed = 0
        self.fails = fails  # (name, number, code): this one of all messages of that name fails
        self._seen = Counter()

    def __call__(self, peer):
        self._explicit, self._failed, self._left = False, False, 0
        with contextlib.suppress(Closed):
            while True:
                name, fields = peer.receive()
                if name == "GOODBYE":
                    return
                self._seen[name] += 1
                if self._failed and name != "RESET":
                    peer.send("IGNORED")
                elif self.is_refused(name, fields):
                    self._failed = True
                    self.refuse(peer, self.fails[2] if self.fails else "Neo.ClientError.Statement.SyntaxError")
                else:
                    self._answer(peer, name, fields)

    def _answer(self, peer, name, fields):
        if name == "RUN":
            self._left = self.rows
        if name in ("PULL", "DISCARD"):
            self._result(peer, name, fields[0]["n"] if fields else -1)
            return
        if name in ("BEGIN", "COMMIT", "ROLLBACK", "RESET"):
            self._failed = False
            self._explicit = name == "BEGIN"
        self.committed += name == "COMMIT"
        self.succeed(peer, name, {"HELLO": {"server": "Neo4j/1.2.3"}, "RUN": {"fields": ["x"]},
                                  "COMMIT": {"bookmark": "b:1"}}.get(name, {}))

    def _result(self, peer, name, wanted):
        batch = self._left if wanted < 0 else min(self._left, wanted)
        self._left -= batch
        self.committed += not self._explicit and not self._left
        for number in range(batch if name == "PULL" else 0):
            peer.send("RECORD", self.row(number))
        self.succeed(peer, name, {"has_more": True} if self._left else {"type": "rw"})

    # ---- what servers differ in ----

    def is_refused(self, name, fields):
        return self.fails and self.fails[:2] == (name, self._seen[name])

    def succeed(self, peer, name, metadata):
        peer.send("SUCCESS", metadata)

    def refuse(self, peer, code):
        peer.send("FAILURE", {"neo4j_code" if peer.scenario.version >= (5, 7) else "code": code, "message": "no"})

    def row(self, number):
        return [number]


@dataclass(repr=False)
class Attempt:
    fault: object
    bank: Bank
    lines: list = field(default_factory=list)  # what boltsh said
    mismatches: list = field(default_factory=list)
    peers: list = field(default_factory=list)

    def __repr__(self):
        return "\n".join([f"{self.fault}: committed {self.bank.committed} times", *self.lines, *self.mismatches])

    def told(self):
        """What the user knows now: "ok", it may be tried again ("retryable"), nobody knows ("doubt"), or just that it
        "failed"."""
        errors = [line for line in self.lines if " error " in line and not line.startswith("retry ")]
        if not errors:
            assert self.lines[-1].endswith(" ok"), self
            return "ok"
        assert re.search(r" error (CONNECTION|TIMEOUT|NO_MEMORY|UNKNOWN_OUTCOME)\b", errors[0]), self
        doubt = " error UNKNOWN_OUTCOME" in errors[0]
        retryable = re.search(r" error [^:]* retryable: ", errors[0])
        assert not (doubt and retryable), self
        return "doubt" if doubt else "retryable" if retryable else "failed"

    def check_accounts(self, promised):
        """What was told is what has happened; `promised` is how often something is committed when all goes well."""
        assert not self.mismatches, self
        possible = {"ok": [promised], "retryable": [0]}.get(self.told(), range(promised + 1))
        assert self.bank.committed in possible, self


def _play(boltsh, lines, attempts, servers, deadline):
    commands = []
    for attempt, server in zip(attempts, servers):
        own = lines(attempt.fault) if callable(lines) else lines
        scheme = "bolt+ssc" if server.tls else "bolt"
        commands += [f"set uri {scheme}://127.0.0.1:{server.port}", *own, "close", "echo attempt"]
    found = outcomes(boltsh.obey("\n".join(commands), deadline))
    assert len(found) == len(attempts), found
    for attempt, said in zip(attempts, found):
        attempt.lines = said


def _fault_of(attempt, number):
    return attempt.fault if number == 0 and isinstance(attempt.fault, Fault) else None


def sweep(boltsh, version, lines, faults, clients=2, deadline=30.0, bank=lambda fault: Bank(), tls=None):
    """Plays the conversation once with each fault, and returns the attempts. What is a Fault hits the first connection;
    anything else is for `bank` to make a server of, or for `lines` to make the conversation of."""
    scenario = transcript.parse("bolt all", transcript.version_of(version))
    attempts = [Attempt(fault, bank(fault)) for fault in faults]
    for first in range(0, len(attempts), AT_ONCE):
        _sweep(boltsh, scenario, lines, attempts[first:first + AT_ONCE], clients, deadline, tls)
    return attempts


def _sweep(boltsh, scenario, lines, attempts, clients, deadline, tls):
    clients = min(clients, len(attempts))
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Server(scenario, [attempt.bank] * 3, deadline, tls=tls,
                                              fault=functools.partial(_fault_of, attempt))) for attempt in attempts]
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        for done in [pool.submit(_play, boltsh, lines, attempts[first::clients], servers[first::clients], deadline)
                     for first in range(clients)]:
            done.result()
        for attempt, server in zip(attempts, servers):
            server.stop()
            attempt.mismatches, attempt.peers = server.mismatches, server.peers
