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
            peer.send("SUCCESS", self._metadata(name, peer))

    def _metadata(self, name, peer):
        return {"fields": ["x"]} if name == "RUN" else {"server": "Echo/1"} if name == "HELLO" else {}


class Member(Echo):
    """An Echo in a cluster whose routing tables are good for one use; everybody asks everybody."""

    def _metadata(self, name, peer):
        if name != "ROUTE":
            return super()._metadata(name, peer)
        router, one, two = (peer.scenario.variables[server] for server in ("router", "one", "two"))
        roles = {"ROUTE": [router, one], "READ": [router], "WRITE": [one, two]}
        return {"rt": {"ttl": 0, "db": "home", "servers": [{"role": role, "addresses": roles[role]} for role in roles]}}


def crowd(boltsh, lines, echo, connections=500, **options):
    played = boltsh.play(script(lines), "5.8", behaviours=[echo] * connections, deadline=30, **options)
    return played.lines


def crowd_of_cluster(boltsh, lines, one, two, connections=500):
    text = "\n".join(["server router", "server one", "server two", script(lines)])
    members = {"router": Member(), "one": one, "two": two}
    played = boltsh.play(text, "5.8", behaviours={name: [member] * connections for name, member in members.items()}, deadline=30)
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


@pytest.mark.parametrize("threads", [2, 8])
def test_a_cluster(boltsh, threads):
    """Every time it is asked anew who does what; the work is shared by those who can do it."""
    one, two = Member(), Member()
    assert crowd_of_cluster(boltsh, [f"crowd {threads} 40"], one, two) == [f"turns OK {40 * threads}", "strange 0", "crowd ok"]
    assert min(one.most, two.most) >= 1 and max(one.most, two.most) <= threads + 1


def test_a_cluster_that_is_shaky(boltsh):
    """Lost servers are found again; nobody gets what is somebody else's."""
    lines = crowd_of_cluster(boltsh, ["crowd 8 12"], Member(leaves_after=7), Member(leaves_after=9))
    found = dict(line.split()[1:] for line in lines if line.startswith("turns "))
    assert set(found) <= {"OK", "CONNECTION", "UNKNOWN_OUTCOME"} and int(found["OK"]) > 60
    assert sum(map(int, found.values())) == 96 and "strange 0" in lines


def test_all_of_a_cluster_are_stopped_at_once(boltsh):
    lines = crowd_of_cluster(boltsh, ["set max_connections 2", "crowd 8 100000 stop=300", "reset-cancel", "crowd 8 5"], Member(), Member())
    stopped = lines.index("crowd ok")
    assert set(line.split()[1] for line in lines[:stopped] if line.startswith("turns ")) == {"OK", "CANCELLED"}
    assert lines[stopped + 1:] == ["turns OK 40", "strange 0", "crowd ok"] and "strange 0" in lines[:stopped]
