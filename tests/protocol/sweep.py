"""One short conversation again and again, each time with something else going wrong, on servers that keep accounts.

Every attempt has a server of its own, so that whatever the client does after the fault, such as trying again on a new
connection, belongs to the attempt. Several clients share the attempts, as many of them consist of waiting."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import transcript
from behaviours import outcomes
from peer import Closed
from stub import Server


class Bank:
    """Answers everything as a server does, and counts the transactions that it has committed, whether or not anybody
    learned of it."""

    def __init__(self, rows=3):
        self.rows = rows      # of every result
        self.committed = 0
        self._explicit = False

    def __call__(self, peer):
        self._explicit, self._left = False, 0
        with contextlib.suppress(Closed):
            while True:
                name, fields = peer.receive()
                if name == "GOODBYE":
                    return
                self.answer(peer, name, fields)

    def answer(self, peer, name, fields):
        if name in ("HELLO", "LOGON"):
            peer.answer(name)
        elif name == "RUN":
            self._left = self.rows
            peer.send("SUCCESS", {"fields": ["x"]})
        elif name in ("PULL", "DISCARD"):
            self._result(peer, name, fields[0]["n"] if fields else -1)
        else:
            self._explicit = name == "BEGIN"
            self.committed += name == "COMMIT"
            peer.send("SUCCESS", {"bookmark": "b:1"} if name == "COMMIT" else {})

    def _result(self, peer, name, wanted):
        batch = self._left if wanted < 0 else min(self._left, wanted)
        self._left -= batch
        self.committed += not self._explicit and not self._left
        for number in range(batch if name == "PULL" else 0):
            peer.send("RECORD", [number])
        peer.send("SUCCESS", {"has_more": True} if self._left else {"type": "rw"})


@dataclass
class Attempt:
    fault: object
    bank: Bank
    lines: list = field(default_factory=list)  # what boltsh said
    mismatches: list = field(default_factory=list)
    peers: list = field(default_factory=list)

    def __str__(self):
        return "\n".join([f"{self.fault}: committed {self.bank.committed} times", *self.lines, *self.mismatches])

    def told(self):
        """What the user knows now: "ok", it may be tried again ("retryable"), nobody knows ("doubt"), or just that it
        "failed"."""
        errors = [line for line in self.lines if " error " in line and not line.startswith("retry ")]
        if not errors:
            assert self.lines[-1].endswith(" ok"), self
            return "ok"
        assert re.search(r" error (CONNECTION|TIMEOUT|UNKNOWN_OUTCOME)\b", errors[0]), self
        doubt = " error UNKNOWN_OUTCOME" in errors[0]
        retryable = re.search(r" error [^:]* retryable: ", errors[0])
        assert not (doubt and retryable), self
        return "doubt" if doubt else "retryable" if retryable else "failed"

    def check_accounts(self, promised):
        """What was told is what has happened; `promised` is how often something is committed when all goes well."""
        assert not self.mismatches, self
        possible = {"ok": [promised], "retryable": [0]}.get(self.told(), range(promised + 1))
        assert self.bank.committed in possible, self


def _play(boltsh, lines, attempts, ports, deadline):
    commands = []
    for port in ports:
        commands += [f"set uri bolt://127.0.0.1:{port}", *lines, "close", "echo attempt"]
    found = outcomes(boltsh.obey("\n".join(commands), deadline))
    assert len(found) == len(attempts), found
    for attempt, said in zip(attempts, found):
        attempt.lines = said


def sweep(boltsh, version, lines, faults, clients=2, deadline=30.0, bank=Bank):
    """Plays the conversation once with each fault, which hits its first connection, and returns the attempts."""
    scenario = transcript.parse("bolt all", transcript.version_of(version))
    attempts = [Attempt(fault, bank()) for fault in faults]
    clients = min(clients, len(attempts))
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Server(scenario, [attempt.bank] * 3, deadline,
                                              fault=lambda number, fault=attempt.fault: None if number else fault))
                   for attempt in attempts]
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        for done in [pool.submit(_play, boltsh, lines, attempts[first::clients],
                                 [server.port for server in servers[first::clients]], deadline)
                     for first in range(clients)]:
            done.result()
        for attempt, server in zip(attempts, servers):
            server.stop()
            attempt.mismatches, attempt.peers = server.mismatches, server.peers
    return attempts
