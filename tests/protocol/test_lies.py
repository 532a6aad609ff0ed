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


@dataclass(frozen=True)
class Answer:
    """What the server says when it does not lie, and to which request; the first of its answers has number 0."""
    scheme: str
    number: int
    request: str
    payload: bytes

    @property
    def is_awaited(self):
        """Somebody is told when it is no good. After a failure nobody is any more, RESET is our own affair, and there
        are others to ask for a routing table."""
        return self.request not in ("RESET", "ROUTE") and self.payload[1] != 0x7E


@dataclass
class Lie:
    """What is sent in place of an answer, with its chunks; and whether it can be read."""
    answer: Answer
    data: bytes
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
            lied = self.lie and self.lie.answer.number == len(self.sent)
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


def sweep_talkative(boltsh, scheme, lies, settings=(), clients=2):
    attempts = sweep(boltsh, "5.8", [*settings, *LINES], lies, bank=Talkative, scheme=scheme, clients=clients)
    assert all(attempt.lines[-1] == "run ok" for attempt in attempts), attempts
    return attempts


@pytest.fixture(scope="module")
def answers(boltsh):
    """All that the server says when it does not lie, each different one once."""
    found = {}
    for scheme in ("bolt", "neo4j"):
        [attempt] = sweep_talkative(boltsh, scheme, [None])
        assert sum(" error " in line for line in attempt.lines) == 1, attempt
        for number, (request, payload) in enumerate(attempt.bank.sent):
            if scheme == "bolt" or request == "ROUTE":
                found.setdefault((request, payload), Answer(scheme, number, request, payload))
    return list(found.values())


def check(boltsh, lies, settings=(), clients=2):
    for scheme in ("bolt", "neo4j"):
        of_scheme = [lie for lie in lies if lie.answer.scheme == scheme]
        for attempt in sweep_talkative(boltsh, scheme, of_scheme, settings, clients):
            errors = [line.split()[2].rstrip(":") for line in attempt.lines if " error " in line]
            if attempt.fault.malformed and attempt.fault.answer.is_awaited:
                assert "PROTOCOL" in errors or "UNKNOWN_OUTCOME" in errors, attempt


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


def lie(answer, payload):
    return Lie(answer, framed(payload), is_malformed(payload))


def test_every_length(boltsh, answers):
    lies = []
    for answer in answers:
        lengths = Lengths(answer.payload)
        lengths.value()
        lies += [lie(answer, answer.payload[:start] + head + answer.payload[end:]) for kind, size, start, end in lengths.found
                 for head in heads(kind, size)]
    check(boltsh, lies)


def test_every_kind_of_message(boltsh, answers):
    """Any tag in place of the right one, and any head; all of them once, and some in every message."""
    lies = []
    for answer in answers:
        some = slice(None) if answer.request == "BEGIN" else slice(None, None, 37)
        head, tag, rest = answer.payload[:1], answer.payload[1:2], answer.payload[2:]
        lies += [lie(answer, head + bytes([other]) + rest) for other in range(256)[some] if other not in KINDS]
        lies += [lie(answer, bytes([other]) + tag + rest) for other in range(256)[some] if other != head[0]]
    check(boltsh, lies)


def test_answers_of_another_kind(boltsh, answers):
    """What is in order by itself, but does not belong there; or is one row more, and no end of them."""
    others = (b"\xb0\x7e", b"\xb1\x70\xa0", b"\xb1\x7f\xa0", b"\xb1\x71\x90", b"\xb1\x71\x91\x01")
    check(boltsh, [lie(answer, other) for answer in answers for other in others if other != answer.payload], PATIENCE, clients=30)


@pytest.mark.parametrize("nested", [b"\x91", b"\xa1\x81x", b"\xb1x"], ids=["lists", "maps", "structures"])
def test_depth(boltsh, answers, nested):
    """Far beyond what a stack could hold, in every message."""
    lies = []
    for answer in answers:
        bomb = nested * 20_000 + b"\xc0"
        field = {0x70: b"\xa1\x81x", 0x7F: b"\xa1\x81x"}.get(answer.payload[1], b"\x91") + bomb
        lies.append(Lie(answer, framed(b"\xb1" + answer.payload[1:2] + field), True))
    check(boltsh, lies)


def test_every_size_of_a_chunk(boltsh, answers):
    """All that follows is taken for something else, or waited for."""
    lies = []
    for answer in answers:
        length = len(answer.payload)
        for size in (1, length - 1, length + 1, length + 7, 0xFFFF):
            lies.append(Lie(answer, struct.pack(">H", size) + answer.payload + b"\0\0", False))
    check(boltsh, lies, PATIENCE, clients=30)
