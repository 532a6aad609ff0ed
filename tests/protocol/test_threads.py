"""Many threads with one driver: everybody gets the answer to their own question, nobody waits for ever."""

import threading

import pytest

from behaviours import script
from peer import Closed


class Echo:
    """A server whose every result is what it was asked for. Notes how many connections there were at a time; on each
    one it leaves after so many statements."""

    def __init__(self, leaves_after=None):
        self.leaves_after = leaves_after
        self.lock = threading.Lock()
        self.open = self.most = self.resets = 0

    def __call__(self, peer):
        with self.lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            self._serve(peer)
        finally:
            with self.lock:
                self.open -= 1

    def _serve(self, peer):
        asked, statements = None, 0
        while True:
            try:
                name, fields = peer.receive()
            except Closed:
                return
            if name == "GOODBYE":
                return
            self.resets += name == "RESET"
            if name == "RUN":
                asked = fields[1]["x"]
                statements += 1
                if statements == self.leaves_after:
                    peer.is_cut = True
                    peer.drain()
                    return
            if name == "PULL":
                peer.send("RECORD", [asked])
            peer.send("SUCCESS", {"fields": ["x"]} if name == "RUN" else {"server": "Echo/1"} if name == "HELLO" else {})


def crowd(boltsh, lines, echo, connections=500, **options):
    played = boltsh.play(script(lines), "5.8", behaviours=[echo] * connections, deadline=30, **options)
    return played.lines


@pytest.mark.parametrize("connections", [1, 3, 100])
def test_everybody_gets_their_own_answers(boltsh, connections):
    echo = Echo()
    lines = crowd(boltsh, [f"set max_connections {connections}", "crowd 8 50"], echo)
    assert lines == ["turns OK 400", "strange 0", "crowd ok"]
    assert echo.most <= min(connections, 8)


def test_connections_that_are_lost(boltsh):
    """What can be tried again is; what was one's own business is told."""
    lines = crowd(boltsh, ["crowd 20 8"], Echo(leaves_after=7))
    found = dict(line.split()[1:] for line in lines if line.startswith("turns "))
    assert set(found) <= {"OK", "CONNECTION", "UNKNOWN_OUTCOME"} and int(found["OK"]) > 100
    assert sum(map(int, found.values())) == 160 and "strange 0" in lines


@pytest.mark.parametrize("connections", [2, 100])
def test_all_are_stopped_at_once(boltsh, connections):
    """Also those that wait for a connection. Whoever has sent COMMIT along with the login does not know. Afterwards there
    is no trace of it."""
    lines = crowd(boltsh, [f"set max_connections {connections}", "crowd 12 100000 stop=200", "reset-cancel", "crowd 12 5"], Echo())
    stopped = lines.index("crowd ok")
    first = dict(line.split()[1:] for line in lines[:stopped] if line.startswith("turns "))
    assert set(first) <= {"OK", "CANCELLED", "UNKNOWN_OUTCOME"} and int(first["CANCELLED"]) > 12
    assert int(first.get("UNKNOWN_OUTCOME", 0)) <= min(connections, 12)
    assert lines[stopped + 1:] == ["turns OK 60", "strange 0", "crowd ok"] and "strange 0" in lines[:stopped]
