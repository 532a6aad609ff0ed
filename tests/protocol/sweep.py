"""One short conversation again and again, each time with something else going wrong, on servers that keep accounts.

Every attempt has a server of its own, so that whatever the client does after the fault, such as trying again on a new
connection, belongs to the attempt. Several clients share the attempts, as many of them consist of waiting."""

import contextlib
import functools
import os
import re
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import transcript
from behaviours import outcomes
from peer import Closed, Fault
from stub import Server, listen


AT_ONCE = 300  # servers
# Of the loopback like all that begin so, and ours alone: clients of other tests that try again somewhere do not come here.
HOST = f"127.{os.getpid() >> 16 & 0x7F}.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF | 1}"
# Whoever has no memory or was asked to stop leaves without a word, also between the two attempts at a handshake.
LEFT = re.compile("the client closed the connection|no slot of the second attempt|Broken pipe|Connection reset|EOF occurred")


@dataclass
class State:
    """Of a connection, in the eyes of the server."""
    explicit: bool = False  # in a transaction that was begun
    failed: bool = False    # everything is ignored
    left: int = 0           # rows of the result


class Bank:
    """Answers everything as a server does, and counts the transactions that it has committed, whether or not anybody
    learned of it."""
    rows = 3  # of every result

    def __init__(self, fails=None):
        self.committed = 0
        self.fails = fails  # (name, number, code): this one of all messages of that name fails
        self._seen = Counter()

    def __call__(self, peer):
        state = State()
        with contextlib.suppress(Closed):
            while True:
                name, fields = peer.receive()
                if name == "GOODBYE":
                    return
                self._seen[name] += 1
                if name != "RESET" and (state.failed or self.is_ignored(peer, name)):
                    state.failed = True
                    peer.send("IGNORED")
                elif self.is_refused(name, fields):
                    state.failed = True
                    self.refuse(peer, self.fails[2] if self.fails else "Neo.ClientError.Statement.SyntaxError")
                elif name in ("PULL", "DISCARD"):
                    self._result(peer, state, name, fields[0]["n"] if fields else -1)
                elif name == "ROUTE":
                    self.succeed(peer, name, {"rt": self.routing_table(fields[0]["address"])})
                else:
                    self._answer(peer, state, name)

    def _answer(self, peer, state, name):
        if name == "RUN":
            state.left = self.rows
        if name in ("BEGIN", "COMMIT", "ROLLBACK", "RESET"):
            state.failed = False
            state.explicit = name == "BEGIN"
        self.committed += name == "COMMIT"
        self.succeed(peer, name, {"HELLO": {"server": "Neo4j/1.2.3"}, "RUN": {"fields": ["x"]},
                                  "COMMIT": {"bookmark": "b:1"}}.get(name, {}))

    def _result(self, peer, state, name, wanted):
        batch = state.left if wanted < 0 else min(state.left, wanted)
        state.left -= batch
        self.committed += not state.explicit and not state.left
        for number in range(batch if name == "PULL" else 0):
            peer.send("RECORD", self.row(number))
        self.succeed(peer, name, {"has_more": True} if state.left else {"type": "rw"})

    @staticmethod
    def routing_table(address):
        """This server does everything."""
        servers = [{"role": role, "addresses": [address]} for role in ("ROUTE", "READ", "WRITE")]
        return {"ttl": 300, "db": "neo4j", "servers": servers}

    # ---- what servers differ in ----

    def is_ignored(self, peer, name):
        return False

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
        """What the user knows now: "ok", it may be tried again ("retryable"), nobody knows ("doubt"), it was "cancelled",
        or just that it "failed"."""
        errors = [line for line in self.lines if " error " in line and not line.startswith("retry ")]
        if not errors:
            assert self.lines[-1].endswith(" ok"), self
            return "ok"
        assert re.search(r" error (CONNECTION|TIMEOUT|NO_MEMORY|CANCELLED|UNKNOWN_OUTCOME)\b", errors[0]), self
        doubt = " error UNKNOWN_OUTCOME" in errors[0]
        retryable = re.search(r" error [^:]* retryable: ", errors[0])
        assert not (doubt and retryable), self
        cancelled = " error CANCELLED" in errors[0]
        return "doubt" if doubt else "retryable" if retryable else "cancelled" if cancelled else "failed"

    def check_afterwards(self):
        """What AFTERWARDS does succeeds, and is taken out."""
        assert self.lines[-1] == "run ok" and all(map(LEFT.search, self.mismatches)), self
        self.lines = self.lines[:self.lines.index("afterwards")]
        self.bank.committed -= 1

    def check_accounts(self, promised):
        """What was told is what has happened; `promised` is how often something is committed when all goes well."""
        assert not self.mismatches, self
        possible = {"ok": [promised], "retryable": [0]}.get(self.told(), range(promised + 1))
        assert self.bank.committed in possible, self


AFTERWARDS = ["echo afterwards", "rollback", "run RETURN 1"]


def _play(boltsh, lines, attempts, servers, scheme, deadline):
    commands = []
    for attempt, server in zip(attempts, servers):
        own = lines(attempt.fault) if callable(lines) else lines
        commands += [f"set uri {scheme}://{server.host}:{server.port}", *own, "close", "echo attempt"]
    found = outcomes(boltsh.obey("\n".join(commands), deadline, lambda process: _connect_to_user(servers, process)))
    assert len(found) == len(attempts), found
    for attempt, said in zip(attempts, found):
        attempt.lines = said


def _connect_to_user(servers, process):
    for server in servers:
        server.cancel = lambda insist: process.send_signal(signal.SIGUSR1 if insist else signal.SIGINT)


def _fault_of(attempt, number):
    return attempt.fault if number == 0 and isinstance(attempt.fault, Fault) else None


def sweep(boltsh, version, lines, faults, clients=2, deadline=30.0, bank=lambda fault: Bank(), scheme="bolt", tls=None):
    """Plays the conversation once with each fault, and returns the attempts. What is a Fault hits the first connection;
    anything else is for `bank` to make a server of, or for `lines` to make the conversation of."""
    scenario = transcript.parse("bolt all", transcript.version_of(version))
    attempts = [Attempt(fault, bank(fault)) for fault in faults]
    for first in range(0, len(attempts), AT_ONCE):
        _sweep(boltsh, scenario, lines, attempts[first:first + AT_ONCE], clients, deadline, scheme, tls)
    return attempts


def _sweep(boltsh, scenario, lines, attempts, clients, deadline, scheme, tls):
    clients = min(clients, len(attempts))
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Server(scenario, [attempt.bank] * 6, deadline, tls=tls, listener=listen(HOST),
                                              fault=functools.partial(_fault_of, attempt))) for attempt in attempts]
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        for done in [pool.submit(_play, boltsh, lines, attempts[first::clients], servers[first::clients],
                                 scheme + ("+ssc" if tls else ""), deadline)
                     for first in range(clients)]:
            done.result()
        for attempt, server in zip(attempts, servers):
            server.stop()
            attempt.mismatches, attempt.peers = server.mismatches, server.peers
