"""The scripted server itself: a witness that overlooks something is none."""

import errno
import socket
import struct

import pytest

import notation
import packstream
import transcript
from packstream import Structure
from stub import Server

HANDSHAKE = bytes.fromhex("6060b017 00000404 00000000 00000000 00000000")


def framed(payload):
    return struct.pack(">H", len(payload)) + payload + b"\0\0"


def client_says(server, *messages, payloads=()):
    """A client that says all this after its handshake, and leaves; what it heard."""
    spoken = [packstream.encode(Structure(transcript.CLIENT[name], list(fields))) for name, *fields in messages]
    with socket.create_connection(("127.0.0.1", server.port), 2) as connection:
        connection.sendall(HANDSHAKE)
        heard = connection.recv(4)
        try:
            for payload in (*spoken, *payloads):
                connection.sendall(framed(payload))
            connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(1 << 16):
                heard += data
        except OSError as gone:  # a server that has seen a mistake hangs up, maybe in the middle of a word
            if gone.errno not in (errno.ENOTCONN, errno.EPIPE, errno.ECONNRESET):
                raise
        return heard


def verdict(text, *messages, payloads=()):
    with Server(transcript.parse("bolt 4.4\nhandshake classic\n" + text, (4, 4)), deadline=2) as server:
        client_says(server, *messages, payloads=payloads)
        return server.verdict()


def test_a_faultless_client():
    assert verdict('C: RUN "RETURN 1" {} {}\nS: SUCCESS {}\n', ("HELLO", {}), ("RUN", "RETURN 1", {}, {}), ("RESET",),
                   ("GOODBYE",)) == []


@pytest.mark.parametrize("text, messages, complaint", [
    ('C: RUN "RETURN 1" {} {}', [("RUN", "RETURN 2", {}, {})], 'expected "RETURN 1", got "RETURN 2"'),
    ('C: RUN "RETURN 1" {} {}', [("RUN", "RETURN 1", {}, {"mode": "r"})], "unexpected key 'mode'"),
    ('C: RUN "RETURN 1" {} {}', [("RUN", "RETURN 1", {})], "expected 3 items, got 2"),
    ('C: BEGIN {"mode": "r"}', [("BEGIN", {})], "'mode' is missing"),
    ('C: PULL {"n": 1}', [("PULL", {"n": 1.0})], "expected 1, got 1.0"),
    ('C: PULL {"n": 1}', [("PULL", {"n": True})], "expected 1, got true"),
    ("C: COMMIT", [("ROLLBACK",)], "got ROLLBACK"),
    ("C: COMMIT", [], "the client closed"),
    ("C: COMMIT", [("GOODBYE",)], "got GOODBYE"),
    ("C: COMMIT", [("COMMIT",), ("COMMIT",)], "after the last line came"),
    ("C: COMMIT\nC: EOF", [("COMMIT",), ("RESET",)], "got RESET"),
    ("auto HELLO\nC: COMMIT", [("RESET",), ("COMMIT",)], "got RESET"),
    ("C: COMMIT\nconnection\nC: COMMIT", [("COMMIT",)], "connection 2 was never opened"),
    ("do expect b3", [("COMMIT",)], "got the bytes 00"),
    ("do quiet 50\nC: COMMIT", [("COMMIT",)], "got COMMIT"),
])
def test_what_is_wrong_is_told(text, messages, complaint):
    found = verdict(text, *messages)
    assert len(found) == 1 and complaint in found[0], found


@pytest.mark.parametrize("payload, complaint", [
    (b"\xb1\x10", "are due at offset"),
    (b"\xb0\x99", "unknown tag 99"),
    (b"\xb0\x12\x00", "follow the value"),
    (b"\xb1\x11\xa2\x81a\x01\x81a\x02", "twice"),
    (b"\xb1\x11\xd8\x00", "shortest form"),
    (b"\xb1\x11\xc8\x01", "shortest form"),
    (b"\xb1\x11\xc4", "reserved"),
    (b"\xb1\x11\x81\xff", "not UTF-8"),
    (b"\xb1\x11\xe0" + bytes(16), "reserved"),
    (b"\x91\x01", "no message"),
    (b"", "NOOP"),
])
def test_malformed_messages_are_told(payload, complaint):
    found = verdict("C: COMMIT", payloads=[payload])
    assert len(found) == 1 and complaint in found[0], found


def test_a_second_connection_is_told():
    with Server(transcript.parse("bolt 4.4\nC: COMMIT", (4, 4)), deadline=2) as server:
        client_says(server, ("COMMIT",))
        with socket.create_connection(("127.0.0.1", server.port), 2) as connection:
            assert connection.recv(1) == b""
        assert server.verdict() == ["connection 2 was not expected"]


def test_versions_that_do_not_fit_are_told():
    with Server(transcript.parse("bolt 5.0\nhandshake classic\nC: COMMIT", (5, 0)), deadline=2) as server:
        for _ in range(2):
            assert client_says(server) == bytes(4)
        assert "no slot of the second attempt fits" in server.verdict()[0]


def test_deadlines_hold():
    with Server(transcript.parse("bolt 4.4\nC: COMMIT", (4, 4)), deadline=0.3) as server:
        with socket.create_connection(("127.0.0.1", server.port), 2) as connection:
            connection.sendall(HANDSHAKE)
            while connection.recv(100):
                pass
        assert "deadline" in server.verdict()[0]


@pytest.mark.parametrize("value, data", [
    (None, "c0"), (True, "c3"), (0, "00"), (-16, "f0"), (-17, "c8ef"), (127, "7f"), (128, "c90080"), (-32769, "caffff7fff"),
    (1 << 31, "cb0000000080000000"), (1.0, "c13ff0000000000000"), ("ä", "82c3a4"), ("x" * 16, "d010" + "78" * 16),
    (b"\1", "cc0101"), ([1, [2]], "92019102"), ({"a": None}, "a18161c0"), ([0] * 16, "d410" + "00" * 16),
])
def test_packstream_by_the_book(value, data):
    """Against bytes written out by hand from the documentation."""
    assert packstream.encode(value).hex() == data
    assert packstream.decode(bytes.fromhex(data)) == value


def test_the_notation():
    assert notation.parse_all('{"@N": [1]} {"@bytes": "00 ff*2"} {"@times": ["ab", 2]} "x" {"a": 1, "@b": 2}') == [
        Structure(0x4E, [1]), b"\0\xff\xff", "abab", "x", {"a": 1, "@b": 2}]
    assert notation.difference({"...": "*", "a": "~^x"}, {"a": "xy", "b": 1}) is None
    assert notation.difference({"a?": 1}, {}) is None
    assert notation.difference([1, "..."], [1, 2, 3]) is None
    assert notation.difference("=*", "*") is None
    for expected, actual in (("=*", "x"), ("~^x$", "xy"), ([1, "..."], []), ({"a?": 1}, {"a": 2}), ({}, {"a": 1}),
                             ({"@x": 1, "b": 1}, {}), (Structure(1, []), Structure(2, [])), ("1", 1), (None, False)):
        assert notation.difference(expected, actual), (expected, actual)


def test_what_no_transcript_may_say():
    for text in ("nonsense", "C: HALLO", "S: RECORD [1", "repeat 3\nC: RESET", "> x ${nothing}", "[9.9] C: RESET"):
        with pytest.raises(transcript.Unreadable):
            transcript.parse(text, (5, 8))


def test_a_failing_function_is_told():
    def behave(peer):
        peer.expect("HELLO")
        assert 1 > 2, "not so"
    with Server(transcript.parse("bolt 4.4\nhandshake classic", (4, 4)), [behave], deadline=2) as server:
        client_says(server, ("HELLO", {}))
        assert server.verdict() == ["connection 1: not so\nassert 1 > 2"]
