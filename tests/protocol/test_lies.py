"""A server that lies about one thing: a length, a number of items, the kind of a message, the size of a chunk. Every such
place of a conversation is tried. The lie is found out, nobody waits for what was announced, and the next connection
serves as if nothing had happened."""

import struct
from dataclasses import dataclass

import pytest

import packstream
from packstream import Structure
from sweep import Bank, sweep

LINES = ["begin", "query MATCH (n) RETURN n", "stream fetch=2 MATCH (n) RETURN n", "commit", "run nonsense", "run RETURN 1"]
PATIENCE = ["set read_timeout 1500", "set handshake_timeout 1500"]  # where a lie may be waited for
KINDS = {0x70, 0x71, 0x7E, 0x7F}
PLACE = {"_severity": "WARNING", "_position": {"line": 1, "column": 1, "offset": 0}}
METADATA = {
    "HELLO": {"connection_id": "bolt-1", "hints": {"connection.recv_timeout_seconds": 60, "ssr.enabled": True},
              "patch_bolt": ["utc"]},
    "LOGON": {"advertised_address": "localhost:7687", "credentials_expired": False},
    "BEGIN": {"db": "neo4j"},
    "RUN": {"t_first": 1, "qid": 0, "db": "neo4j"},
    "PULL": {"t_last": 200, "db": "neo4j", "stats": {"nodes-created": 300, "contains-updates": True}, "bookmark": "b:2",
             "statuses": [{"gql_status": "01N00", "title": "t", "description": "d", "diagnostic_record": PLACE}],
             "plan": {"operatorType": "ProduceResults@neo4j", "args": {}, "children": [{}]}},
}
ROW = [None, True, 1, 1 << 40, -1.5, b"\0\xff", "grüße", [1, ["two"]], {"a": {"b": None}}, "x" * 20, [0] * 16,
       Structure(ord("N"), [7, ["A"], {"x": 1}, "4:u:7"]), Structure(ord("I"), [1, 2, 3]),
       Structure(ord("P"), [[Structure(ord("N"), [0, [], {}, "0"])], [], []])]


@dataclass
class Lie:
    """What is sent in place of one message, the first being 0; and whether it can be read."""
    message: int
    request: str        # that is answered
    data: bytes         # with its chunks
    malformed: bool


class Talkative(Bank):
    """Says all that a server can say, and takes one statement for nonsense."""

    def __init__(self, lie):
        super().__init__()
        self.lie = lie
        self.sent = []  # requests, and the payloads that answer them

    def __call__(self, peer):
        send = peer.send_payload

        def send_payload(payload):
            lied = self.lie and self.lie.message == len(self.sent)
            self.sent.append((peer.received[-1].name, payload))
            peer.put(self.lie.data) if lied else send(payload)
        peer.send_payload = send_payload
        super().__call__(peer)

    def is_refused(self, name, fields):
        return name == "RUN" and fields[0] == "nonsense"

    def succeed(self, peer, name, metadata):
        super().succeed(peer, name, metadata | METADATA.get(name, {}))

    def refuse(self, peer, code):
        cause = {"gql_status": "42I06", "message": "really", "diagnostic_record": PLACE}
        peer.send("FAILURE", {"neo4j_code": code, "gql_status": "42001", "message": "no", "diagnostic_record": {}, "cause": cause})

    def row(self, number):
        return [ROW]


def framed(payload):
    return struct.pack(">H", len(payload)) + payload + b"\0\0"


def is_malformed(payload):
    try:
        message = packstream.decode(payload, uuids=False)
    except packstream.Malformed:
        return True
    return not isinstance(message, Structure) or message.tag not in KINDS


@pytest.fixture(scope="module")
def answers(boltsh):
    """All that the server says when it does not lie."""
    [attempt] = sweep(boltsh, "5.8", LINES, [None], bank=Talkative)
    assert attempt.lines[-1] == "run ok" and sum(" error " in line for line in attempt.lines) == 1, attempt
    return attempt.bank.sent


def check(boltsh, lies, settings=(), clients=2):
    for attempt in sweep(boltsh, "5.8", [*settings, *LINES], lies, bank=Talkative, clients=clients):
        errors = [line.split()[2] for line in attempt.lines if " error " in line]
        assert attempt.lines[-1] == "run ok", attempt
        # What the server says after a failure, and to RESET, is nothing that anybody waits for.
        hidden = attempt.fault.request == "RESET" or attempt.bank.sent[attempt.fault.message][1][1] == 0x7E
        if attempt.fault.malformed and not hidden:
            assert "PROTOCOL" in errors or "PROTOCOL:" in errors or "UNKNOWN_OUTCOME:" in errors, attempt


class Lengths(packstream.Decoder):
    """Notes where the lengths are."""

    def __init__(self, data):
        super().__init__(data)
        self.found = []

    def value(self):
        self.start = self.at
        return super().value()

    def container(self, kind, size):
        self.found.append((kind, size, self.start, self.at))
        return super().container(kind, size)


FORMS = {"string": (0x80, 0xD0), "list": (0x90, 0xD4), "map": (0xA0, 0xD8), "structure": (0xB0, None), "bytes": (None, 0xCC)}


def heads(kind, size):
    """Other announcements in place of the right one."""
    tiny, sized = FORMS[kind]
    if tiny:
        yield from (bytes([tiny + wrong]) for wrong in (size - 1, size + 1, 15) if 0 <= wrong < 16)
    if sized:
        yield from (bytes([sized, size - 1 & 0xFF]), bytes([sized, size + 1]))
        yield from (bytes([sized + 1]) + b"\xff\xff", bytes([sized + 2]) + b"\x7f\xff\xff\xff", bytes([sized + 2]) + b"\xff" * 4)


def distinct(answers):
    """Numbered, those that differ."""
    numbers = {answer: number for number, answer in reversed(list(enumerate(answers)))}
    return [(number, *answer) for answer, number in numbers.items()]


def lie(number, request, payload):
    return Lie(number, request, framed(payload), is_malformed(payload))


def test_every_length(boltsh, answers):
    lies = []
    for number, request, payload in distinct(answers):
        lengths = Lengths(payload)
        lengths.value()
        lies += [lie(number, request, payload[:start] + head + payload[end:]) for kind, size, start, end in lengths.found
                 for head in heads(kind, size)]
    check(boltsh, lies)


def test_every_kind_of_message(boltsh, answers):
    """Any tag in place of the right one, and any head; all of them once, and some in every message."""
    lies = []
    for number, request, payload in distinct(answers):
        some = slice(None) if request == "BEGIN" else slice(None, None, 37)
        lies += [lie(number, request, payload[:1] + bytes([tag]) + payload[2:]) for tag in range(256)[some] if tag not in KINDS]
        lies += [lie(number, request, bytes([head]) + payload[1:]) for head in range(256)[some] if head != payload[0]]
    check(boltsh, lies)


def test_answers_of_another_kind(boltsh, answers):
    """What is in order by itself, but does not belong there; or is one row more, and no end of them."""
    lies = [lie(number, request, other) for number, request, payload in distinct(answers)
            for other in (b"\xb0\x7e", b"\xb1\x70\xa0", b"\xb1\x7f\xa0", b"\xb1\x71\x90", b"\xb1\x71\x91\x01") if other != payload]
    check(boltsh, lies, PATIENCE, clients=30)


@pytest.mark.parametrize("nested", [b"\x91", b"\xa1\x81x", b"\xb1x"], ids=["lists", "maps", "structures"])
def test_depth(boltsh, answers, nested):
    """Far beyond what a stack could hold, in every message."""
    lies = []
    for number, request, payload in distinct(answers):
        bomb = nested * 20_000 + b"\xc0"
        field = {0x70: b"\xa1\x81x", 0x7F: b"\xa1\x81x"}.get(payload[1], b"\x91") + bomb
        lies.append(Lie(number, request, framed(b"\xb1" + payload[1:2] + field), True))
    check(boltsh, lies)


def test_every_size_of_a_chunk(boltsh, answers):
    """All that follows is taken for something else, or waited for."""
    lies = []
    for number, request, payload in distinct(answers):
        for size in (1, len(payload) - 1, len(payload) + 1, len(payload) + 7, 0xFFFF):
            lies.append(Lie(number, request, struct.pack(">H", size) + payload + b"\0\0", False))
    check(boltsh, lies, PATIENCE, clients=30)
