"""PackStream, written from the Bolt documentation and from nothing else, so that it is a witness
against the driver and not its mirror.

Values are None, bool, int, float, str, bytes, list, dict, uuid.UUID and Structure. Raw puts bytes of
the test's choice where a value belongs."""

import struct
import uuid
from dataclasses import dataclass, field


class Malformed(Exception):
    """What the peer sent is not PackStream."""


@dataclass
class Structure:
    tag: int
    fields: list = field(default_factory=list)


@dataclass
class Raw:
    data: bytes


def _head(size, tiny, narrow, wide, widest):
    """The marker and length of a container; `tiny` and `narrow` are None where there is no such form."""
    if tiny is not None and size < 16:
        return bytes([tiny + size])
    if size < 0x100:
        return bytes([narrow, size])
    if size < 0x10000:
        return bytes([wide]) + struct.pack(">H", size)
    return bytes([widest]) + struct.pack(">I", size)


def _encode_int(value):
    if -16 <= value <= 127:
        return struct.pack(">b", value)
    for marker, form, bits in ((0xC8, ">b", 7), (0xC9, ">h", 15), (0xCA, ">i", 31), (0xCB, ">q", 63)):
        if -(1 << bits) <= value < 1 << bits:
            return bytes([marker]) + struct.pack(form, value)
    raise ValueError(f"{value} does not fit 64 bits")


def encode(value):
    """The shortest form of a value."""
    if value is None:
        return b"\xc0"
    if value is True:
        return b"\xc3"
    if value is False:
        return b"\xc2"
    if isinstance(value, int):
        return _encode_int(value)
    if isinstance(value, float):
        return b"\xc1" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return _head(len(value), None, 0xCC, 0xCD, 0xCE) + value
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(len(data), 0x80, 0xD0, 0xD1, 0xD2) + data
    if isinstance(value, list):
        return _head(len(value), 0x90, 0xD4, 0xD5, 0xD6) + b"".join(map(encode, value))
    if isinstance(value, dict):
        items = b"".join(encode(key) + encode(item) for key, item in value.items())
        return _head(len(value), 0xA0, 0xD8, 0xD9, 0xDA) + items
    if isinstance(value, uuid.UUID):
        return b"\xe0" + value.bytes
    if isinstance(value, Structure):
        return bytes([0xB0 + len(value.fields), value.tag]) + b"".join(map(encode, value.fields))
    if isinstance(value, Raw):
        return value.data
    raise TypeError(f"{type(value).__name__} has no PackStream form")


_INTS = {0xC8: ">b", 0xC9: ">h", 0xCA: ">i", 0xCB: ">q"}
_SIZES = {
    0xCC: ("bytes", ">B"), 0xCD: ("bytes", ">H"), 0xCE: ("bytes", ">I"),
    0xD0: ("string", ">B"), 0xD1: ("string", ">H"), 0xD2: ("string", ">I"),
    0xD4: ("list", ">B"), 0xD5: ("list", ">H"), 0xD6: ("list", ">I"),
    0xD8: ("map", ">B"), 0xD9: ("map", ">H"), 0xDA: ("map", ">I"),
}
_TINY = {0x80: "string", 0x90: "list", 0xA0: "map", 0xB0: "structure"}


class Decoder:
    def __init__(self, data, uuids=True):
        self.data, self.at, self.uuids = data, 0, uuids

    def take(self, size):
        if self.at + size > len(self.data):
            raise Malformed(f"{size} bytes are due at offset {self.at}, {len(self.data) - self.at} are left")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def value(self):
        marker = self.take(1)[0]
        if marker < 0x80:
            return marker
        if marker >= 0xF0:
            return marker - 0x100
        if marker & 0xF0 in _TINY:
            return self.container(_TINY[marker & 0xF0], marker & 0x0F)
        if marker in _INTS:
            return self.number(_INTS[marker])
        if marker in _SIZES:
            kind, form = _SIZES[marker]
            return self.container(kind, self.number(form))
        if marker in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[marker]
        if marker == 0xC1:
            return self.number(">d")
        if marker == 0xE0 and self.uuids:
            return uuid.UUID(bytes=self.take(16))
        raise Malformed(f"marker {marker:02X} at offset {self.at - 1} is reserved")

    def container(self, kind, size):
        if kind == "bytes":
            return bytes(self.take(size))
        if kind == "string":
            return self.take(size).decode("utf-8")
        if kind == "list":
            return [self.value() for _ in range(size)]
        if kind == "map":
            return self.map(size)
        tag = self.take(1)[0]
        return Structure(tag, [self.value() for _ in range(size)])

    def map(self, size):
        entries = {}
        for _ in range(size):
            key = self.value()
            if not isinstance(key, str):
                raise Malformed(f"the map key {key!r} is not a string")
            if key in entries:
                raise Malformed(f"the map has the key {key!r} twice")
            entries[key] = self.value()
        return entries


def decode(data, uuids=True):
    """One value and nothing behind it. `uuids`: the marker E0 exists (Bolt 6.1)."""
    decoder = Decoder(data, uuids)
    try:
        value = decoder.value()
    except UnicodeDecodeError as problem:
        raise Malformed(f"a string is not UTF-8: {problem}") from problem
    if decoder.at != len(data):
        raise Malformed(f"{len(data) - decoder.at} bytes follow the value")
    return value
