"""What a peer announces is not believed, and what it sends has a limit: memory stays bounded."""

import os

import pytest

import packstream
from behaviours import script
from packstream import Structure

MIB = 1024  # the unit of `memory` is KiB


@pytest.fixture(autouse=True)
def small_quarantine(monkeypatch):
    """AddressSanitizer keeps freed memory; not here, where memory is measured."""
    options = os.environ.get("ASAN_OPTIONS", "")
    monkeypatch.setenv("ASAN_OPTIONS", f"{options}:quarantine_size_mb=1:thread_local_quarantine_size_kb=64".lstrip(":"))


def growth(lines):
    """Between the two `memory` lines, in KiB."""
    before, after = (int(line.split()[1]) for line in lines if line.startswith("memory "))
    return after - before


def measured(boltsh, settings, behave, deadline=10):
    """Runs a statement and tells its last line and the memory it took."""
    played = boltsh.play(script([*settings, "server", "memory", "begin", "stream RETURN 1", "memory", "rollback"]),
                         "5.8", behaviours=[behave], deadline=deadline)
    assert not played.mismatches
    said = next(line for line in played.lines if line.startswith("stream "))
    return said, growth(played.lines)


def begun(peer):
    peer.greet()
    peer.expect("BEGIN")
    peer.expect("RUN")
    peer.expect("PULL")
    peer.send("SUCCESS", {})
    peer.send("SUCCESS", {"fields": ["x"]})
    peer.flush()


def flood(peer, data, total):
    """Sends so much of it, or until the client closes."""
    try:
        for _ in range(total // len(data)):
            peer.put(data)
            peer.flush()
        peer.drain()
    except OSError:
        pass


def test_a_message_beyond_the_limit(boltsh):
    """256 MiB of a single message, with 1 MiB allowed."""
    def behave(peer):
        begun(peer)
        flood(peer, b"\xff\xff" + bytes(65535), 256 << 20)
    said, kib = measured(boltsh, ["set max_message 1048576"], behave)
    assert said.startswith("stream error NO_MEMORY: ") and "1" in said
    assert kib < 8 * MIB


def test_a_message_within_the_limit(boltsh):
    def behave(peer):
        begun(peer)
        peer.send("RECORD", ["x" * 1_000_000])
        peer.send("SUCCESS", {})
        peer.expect("ROLLBACK")
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    said, _ = measured(boltsh, ["set max_message 1048576"], behave)
    assert said == "stream ok"


def test_values_that_grow_when_decoded(boltsh):
    """A byte on the wire can be many in memory: 900 kB of nested or empty containers stay within the limit's multiple."""
    for payload in (b"\x94" + bytes([0x90]) * 4, b"\xd6" + (900_000).to_bytes(4, "big") + b"\xa0" * 900_000):
        def behave(peer, payload=payload):
            begun(peer)
            peer.send_payload(b"\xb1\x71\x91" + payload)
            peer.send("SUCCESS", {})
            peer.flush()
            peer.drain()
        said, kib = measured(boltsh, ["set max_message 1048576"], behave)
        assert said == "stream ok" or said.startswith("stream error NO_MEMORY: "), said
        assert kib < 64 * MIB


@pytest.mark.parametrize("announced", ["d6 7fffffff", "da 7fffffff", "d2 7fffffff", "ce 7fffffff", "d6 00ffffff", "cd ffff"])
def test_what_is_only_announced(boltsh, announced):
    """2 GiB are announced, a few bytes come."""
    def behave(peer):
        begun(peer)
        peer.send_payload(bytes.fromhex("b1 71 91" + announced) + b"\x01" * 100)
        peer.flush()
        peer.drain()
    said, kib = measured(boltsh, [], behave)
    assert said.startswith("stream error PROTOCOL")
    assert kib < 4 * MIB


def test_a_million_rows_in_constant_memory(boltsh):
    """Streamed in batches, each row thrown away when the next one comes."""
    batch = 20_000
    record = packstream.encode(Structure(0x71, [["twenty bytes of text"]]))
    records = (len(record).to_bytes(2, "big") + record + b"\0\0") * batch

    def behave(peer):
        begun(peer)
        for _ in range(49):
            peer.put(records)
            peer.send("SUCCESS", {"has_more": True})
            peer.expect("PULL")
        peer.put(records)
        peer.send("SUCCESS", {})
        peer.expect("ROLLBACK")
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    said, kib = measured(boltsh, [], behave, deadline=20)
    assert said == "stream ok"
    assert kib < 4 * MIB


def test_a_limit_for_our_own_depth(boltsh):
    """Nobody sends what the server would close the connection over."""
    deep = "[" * 600 + "]" * 600
    played = boltsh.play(script(["server", 'run RETURN 1 | {"x": %s}' % deep, "run RETURN 1"]), "5.8",
                         behaviours=[lambda peer: (peer.greet(), peer.expect("RUN"), peer.expect("PULL"),
                                                   peer.send("SUCCESS", {"fields": []}), peer.send("SUCCESS", {}),
                                                   peer.expect("GOODBYE"))])
    assert played.lines[2].startswith("run error ARGUMENT: ") and "512" in played.lines[2]
    assert played.lines[-1] == "run ok" and not played.mismatches


def test_a_window_of_many_statements_takes_little(boltsh):
    """They pass through, a few hundred KiB of them at a time."""
    success = packstream.encode(Structure(0x70, [{}]))
    answers = (len(success).to_bytes(2, "big") + success + b"\0\0") * 2

    def behave(peer):
        peer.greet()
        peer.expect("BEGIN")
        peer.send("SUCCESS", {})
        for _ in range(12_000):
            peer.expect("RUN")
            peer.expect("DISCARD")
            peer.put(answers)
        peer.expect("COMMIT")
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    played = boltsh.play(script(["server", "memory", "begin", "queue times=12000 CREATE (:A)", "memory", "commit"]),
                         "5.8", behaviours=[behave], deadline=25)
    assert played.lines[-1] == "commit ok" and not played.mismatches
    assert growth(played.lines) < 4 * MIB

