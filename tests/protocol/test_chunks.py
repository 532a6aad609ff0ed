"""Messages may be cut into chunks at any place."""

import struct

import pytest

import packstream
from behaviours import attempts, outcomes, polite, script
from packstream import Structure

ROW = ["grüße 🐘", 1 << 40, -1.5, [None, {"k": b"\0\xff"}], Structure(ord("D"), [1])]
PRINTED = '["grüße 🐘", 1099511627776, -1.5, [null, {"k": {"@bytes": "00ff"}}], {"@date": 1}]'


def record():
    return packstream.encode(Structure(0x71, [[ROW]]))


def in_chunks(payload, *sizes):
    data, at = b"", 0
    for size in (*sizes, len(payload)):
        piece = payload[at:at + size]
        at += len(piece)
        if piece:
            data += struct.pack(">H", len(piece)) + piece
    return data + b"\0\0"


def expect_rows(boltsh, behaviour, rows, version="5.8"):
    played = boltsh.play(script(["run RETURN 1"]), version, behaviours=[behaviour])
    assert not played.mismatches
    assert played.lines == ['keys ["x"]', *[f"row [{PRINTED}]"] * rows, "summary", "run ok"]


def one_result(records):
    """A server whose only result consists of these bytes."""
    def behave(peer):
        peer.greet()
        peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": ["x"]})
        peer.put(records)
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    return behave


def test_a_boundary_at_every_position(boltsh):
    payload = record()
    records = b"".join(in_chunks(payload, at) for at in range(1, len(payload) + 1))
    expect_rows(boltsh, one_result(records), len(payload))


def test_two_boundaries_at_all_positions(boltsh):
    payload = record()
    cuts = [(first, second) for first in range(1, len(payload)) for second in range(1, len(payload) - first, 7)]
    records = b"".join(in_chunks(payload, *cut) for cut in cuts)
    expect_rows(boltsh, one_result(records), len(cuts))


@pytest.mark.parametrize("size", [1, 2, 3, 16381, 65535])
def test_chunks_of_one_size(boltsh, size):
    def behave(peer):
        peer.chunk = size
        polite(peer, [[ROW]])
    played = boltsh.play(script(["run RETURN 1", "close"]), "5.8", behaviours=[behave])
    assert f"row [{PRINTED}]" in played.lines and "run ok" in played.lines


def test_noops_between_all_messages(boltsh):
    payload = record()
    expect_rows(boltsh, one_result((b"\0\0" * 5 + in_chunks(payload, 3) + b"\0\0") * 100), 100)


@pytest.mark.parametrize("version", ["4.4", "6.1"])
def test_byte_by_byte(boltsh, version):
    """Every byte in a packet of its own, from the first to the last."""
    def behave(peer):
        peer.bytewise = True
        polite(peer, [[ROW]])
    played = boltsh.play(attempts(2, ["begin", "query RETURN 1", "commit"]), version, behaviours=[behave] * 2)
    assert not played.mismatches
    for lines in outcomes(played.lines):
        assert lines == ["begin ok", 'keys ["x"]', f"row [{PRINTED}]", "summary type=r nodes_created=1", "query ok",
                         "commit ok"]


def test_a_message_of_many_chunks(boltsh):
    """Longer than any chunk, and longer than what is read at a time."""
    def behave(peer):
        peer.chunk = 7001
        polite(peer, [["x" * 3_000_000]])
    played = boltsh.play(script(["run RETURN 1"]), "5.8", behaviours=[behave])
    assert played.lines[1] == 'row ["' + "x" * 3_000_000 + '"]' and played.lines[-1] == "run ok"


def test_our_own_long_messages(boltsh):
    """What does not fit one chunk is cut by us, too."""
    text = "RETURN '" + "ä" * 200_000 + "'"
    seen = []

    def behave(peer):
        peer.greet()
        seen.append(peer.expect("RUN")[0])
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": []})
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    played = boltsh.play(script([f"run {text}"]), "5.8", behaviours=[behave])
    assert seen == [text] and played.lines[-1] == "run ok" and not played.mismatches
