"""Addresses, and peers that are not there."""

import contextlib
import socket
import threading
import time

import pytest

from behaviours import polite, script
from peer import Closed


def test_a_name_with_several_addresses(boltsh):
    """localhost may be ::1 first, where nobody listens."""
    played = boltsh.play(script(["set uri bolt://localhost:${port}", "run RETURN 1"]), "5.8", behaviours=[polite])
    assert played.lines[-1] == "run ok" and not played.mismatches


@contextlib.contextmanager
def black_hole():
    """A port whose queue is full: connecting to it takes as long as one is willing to wait."""
    with socket.socket() as listener, contextlib.ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            visitor = stack.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield listener.getsockname()[1]


def test_nobody_accepts(boltsh):
    with black_hole() as port:
        begin = time.monotonic()
        played = boltsh.play(script([f"set uri bolt://127.0.0.1:{port}", "set connect_timeout 300", "server"]), "5.8")
        assert time.monotonic() - begin < 2
    assert played.lines[0].startswith(("server error TIMEOUT", "server error CONNECTION"))
    assert f"127.0.0.1:{port}" in played.lines[0]


def test_cancel_while_connecting(boltsh):
    with black_hole() as port:
        begin = time.monotonic()
        played = boltsh.play(script([f"set uri bolt://127.0.0.1:{port}", "server"]), "5.8", cancel_after=0.2)
        assert time.monotonic() - begin < 2
    assert played.lines[0].startswith("server error CANCELLED")


def test_name_servers_stay_silent(boltsh, name_servers):
    begin = time.monotonic()
    played = boltsh.play(script(["set uri bolt://slow.example", "set connect_timeout 300", "server"]), "5.8",
                         environment=name_servers)
    assert time.monotonic() - begin < 2
    assert played.lines == ['server error TIMEOUT retryable: cannot find the address of host "slow.example": no name server has '
                            'answered within 300 ms']


def test_cancel_while_looking_up_a_name(boltsh, name_servers):
    begin = time.monotonic()
    played = boltsh.play(script(["set uri bolt://slow.example", "server"]), "5.8", cancel_after=0.2,
                         environment=name_servers)
    assert time.monotonic() - begin < 2
    assert played.lines[0].startswith("server error CANCELLED")


@pytest.mark.parametrize("uri, hint", [
    ("http://127.0.0.1:7474", "bolt"),
    ("127.0.0.1:7687", "bolt"),
    ("bolt://", ""),
    ("bolt://host:0", ""),
    ("bolt://host:65536", "65536"),
    ("bolt://host:7687:1", ""),
    ("bolt://user:pw@host", ""),
    ("bolt://host?region=eu", ""),
    ("bolt://[::1", ""),
    ("bolt://[fe80::zz]:7687", ""),
])
def test_addresses_that_are_none(boltsh, uri, hint):
    played = boltsh.play(script([f"set uri {uri}", "server"]), "5.8")
    assert played.lines[0].startswith("server error ARGUMENT: ") and hint in played.lines[0]


def test_noops_do_not_prolong_the_login(boltsh):
    """Signs of life are no login."""
    def behave(peer):
        peer.expect("HELLO")
        try:
            while True:
                peer.put(b"\0\0")
                peer.flush()
                time.sleep(0.01)
        except OSError:
            pass
    begin = time.monotonic()
    played = boltsh.play(script(["set handshake_timeout 300", "server"]), "5.8", behaviours=[behave])
    assert time.monotonic() - begin < 2
    assert played.lines[0].startswith("server error TIMEOUT")


def test_cancel_in_a_flood_of_noops(boltsh):
    """A server that only shows signs of life can be left."""
    def behave(peer):
        peer.greet()
        peer.expect("RUN")
        peer.expect("PULL")
        writer = threading.Thread(target=flood, args=(peer,), daemon=True)
        writer.start()
        try:
            peer.expect("RESET")
            stop.set()
            writer.join()
            peer.send("IGNORED", {})
            peer.send("IGNORED", {})
            peer.send("SUCCESS", {})
            peer.expect("GOODBYE")
        except Closed:
            stop.set()

    def flood(peer):
        with contextlib.suppress(OSError):
            while not stop.is_set():
                peer.socket.sendall(bytes(2000))
                time.sleep(0.001)
    stop = threading.Event()
    played = boltsh.play(script(["run CALL slow()"]), "5.8", behaviours=[behave], cancel_after=0.3)
    assert played.lines[0].startswith("run error CANCELLED") and not played.mismatches
