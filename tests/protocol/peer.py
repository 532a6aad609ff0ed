"""One connection, seen from the server: handshake, messages in both directions, and misbehaviour on demand."""

import contextlib
import select
import socket
import struct
import time
from dataclasses import dataclass

import notation
import packstream
import transcript
from packstream import Structure

MAGIC = bytes.fromhex("6060b017")
MANIFEST = bytes.fromhex("000001ff")


class Mismatch(Exception):
    """The client did something else than was expected of it."""


class Closed(Mismatch):
    """The client closed the connection."""


class Cut(OSError):
    """The server has broken the connection, as it was told."""


@dataclass
class Fault:
    """Where a connection breaks: when so many bytes have been sent, or taken from the client. Then comes an orderly "end",
    a "reset", or "silence": the server reads on, and says nothing any more. Or nothing breaks, but the user of the client
    wants to stop: "cancel", or twice at once: "insist"."""
    sent: int | None = None
    taken: int | None = None
    ending: str = "end"
    done: bool = False  # nobody is asked to stop twice


@dataclass
class Heard:
    """A message of the client: its name, the bytes that had been sent before it came, and where it begins and ends among
    those received."""
    name: str
    sent: int
    begin: int
    end: int


class Peer:
    def __init__(self, connection, scenario, deadline, fault=None, cancel=None):
        self.socket, self.scenario, self.deadline = connection, scenario, deadline
        self.cancel = cancel
        self.fault = fault if fault and not fault.done else Fault()
        self.is_cut = False     # as the fault says, or as the test wanted it
        self.was_refused = False
        self.was_interrupted = False  # the user of the client wanted to stop
        self.chunk = 0xFFFF     # data bytes in a chunk
        self.bytewise = False
        self.sent = 0           # bytes
        self.taken = 0          # bytes that were received and looked at
        self.received = []      # every message, as Heard
        self._out = bytearray()
        self._in = bytearray()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # ---- bytes ----

    def _left(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Mismatch("the deadline of the test has passed")
        return left

    def put(self, data):
        """Kept until the next flush."""
        self._out += data

    def flush(self):
        data, self._out = bytes(self._out), bytearray()
        limit = self.fault.sent
        if limit is not None and self.sent + len(data) > limit:
            first = limit - self.sent
            self._send(data[:first])
            self._break()
            data = data[first:]
        self._send(data)

    def _break(self):
        if self.fault.ending in ("cancel", "insist"):
            self._interrupt()
            return
        self.is_cut = True
        {"end": self.drain, "reset": self.abort, "silence": self.ignore}[self.fault.ending]()
        raise Cut("cut")

    def _interrupt(self):
        self.fault.done = self.was_interrupted = True
        self.cancel(self.fault.ending == "insist")
        self.fault = Fault()
        time.sleep(0.005)  # for the client to notice

    def _send(self, data):
        self.socket.settimeout(self._left())
        step = 1 if self.bytewise else max(1, len(data))
        for at in range(0, len(data), step):
            self.socket.sendall(data[at:at + step])
        self.sent += len(data)

    def _fill(self):
        self.socket.settimeout(self._left())
        try:
            data = self.socket.recv(1 << 18)
        except TimeoutError:
            raise Mismatch("the deadline of the test has passed") from None
        except ConnectionResetError:
            data = b""
        if not data:
            raise Closed("the client closed the connection")
        self._in += data

    def _await(self, size):
        while len(self._in) < size:
            self._fill()

    def take(self, size):
        self.flush()
        limit = self.fault.taken
        if limit is not None and self.taken + size > limit:
            self._await(limit - self.taken)
            self._break()
        self._await(size)
        data = bytes(self._in[:size])
        del self._in[:size]
        self.taken += size
        return data

    def take_some(self, size):
        """Reads so many bytes more from the socket, for a message that comes later."""
        wanted = len(self._in) + size
        while len(self._in) < wanted:
            self._fill()

    def has_input(self, seconds):
        """Whether anything arrives within that time, the end of the connection included."""
        self.flush()
        pending = getattr(self.socket, "pending", lambda: 0)()
        return bool(self._in or pending) or bool(select.select([self.socket], [], [], seconds)[0])

    def sees(self, data, seconds=0.02):
        """Whether these bytes are among those that arrive within that time."""
        until = time.monotonic() + seconds
        while data not in self._in and select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            self._fill()
        return data in self._in

    # ---- the end ----

    def drain(self):
        """Closes our direction and reads until the client closes too, so that what was sent arrives: closing
        with unread input would be a reset."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            self.ignore()
        self.close()

    def ignore(self):
        """Reads until the client closes."""
        with contextlib.suppress(Mismatch):
            while True:
                self._fill()

    def abort(self):
        """Closes with a reset."""
        self.is_cut = True
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        self.socket.close()

    # ---- handshake ----

    def handshake(self):
        """True when a version was agreed upon, False when none of the client's slots fits."""
        form = self.scenario.handshake
        if form == "raw":
            return True
        if self.take(4) != MAGIC:
            raise Mismatch("the client did not begin with the magic of Bolt")
        slots = [self.take(4) for _ in range(4)]
        manifest = form == "manifest" or not form and self.scenario.version >= (5, 7)
        if manifest and MANIFEST in slots:
            return self._shake_manifest()
        if form == "manifest":
            raise Mismatch("no slot asks for the manifest")
        return self._shake_classic(slots)

    def _shake_classic(self, slots):
        major, minor = self.scenario.version
        if any(self._fits(slot, major, minor) for slot in slots):
            self.put(bytes([0, 0, minor, major]))
            self.flush()
            return True
        self.was_refused = True
        self.put(bytes(4))
        self.flush()
        self.drain()
        return False

    @staticmethod
    def _fits(slot, major, minor):
        # Servers before 4.3 do not know ranges.
        back = slot[1] if (major, minor) >= (4, 3) else 0
        return slot[3] == major and slot[2] - back <= minor <= slot[2]

    def _shake_manifest(self):
        version = bytes([0, 0, self.scenario.version[1], self.scenario.version[0]])
        offers = self.scenario.offers or [version]
        self.put(MANIFEST + bytes([len(offers)]) + b"".join(offers) + self.scenario.capabilities)
        choice = self.take(4)
        capabilities = self.take(1)
        if choice != version or capabilities != b"\0":
            raise Mismatch(f"the client chose {choice.hex()} with capabilities {capabilities.hex()}, "
                           f"expected {version.hex()} with 00")
        return True

    # ---- messages ----

    def receive(self):
        """The next message as a name and its fields."""
        begin = self.taken
        payload = self._dechunk()
        try:
            message = packstream.decode(payload, self.scenario.version >= (6, 1))
        except packstream.Malformed as problem:
            raise Mismatch(f"the client's message {payload[:64].hex()} is malformed: {problem}") from problem
        if not isinstance(message, Structure):
            raise Mismatch(f"the client sent no message but {notation.render(message)}")
        if packstream.encode(message) != payload:
            raise Mismatch(f"the client's message is not in its shortest form: {payload[:64].hex()}")
        names = [name for name, tag in transcript.CLIENT.items() if tag == message.tag]
        if not names:
            raise Mismatch(f"the client sent a message with the unknown tag {message.tag:02X}")
        self.received.append(Heard(names[0], self.sent, begin, self.taken))
        return names[0], message.fields

    def _dechunk(self):
        payload = bytearray()
        while True:
            size = int.from_bytes(self.take(2), "big")
            if size == 0:
                if payload:
                    return bytes(payload)
                raise Mismatch("the client sent a NOOP")
            payload += self.take(size)

    def send(self, name, *fields):
        self.send_payload(packstream.encode(Structure(transcript.SERVER[name], list(fields))))

    def send_payload(self, payload):
        for at in range(0, len(payload), self.chunk):
            piece = payload[at:at + self.chunk]
            self.put(struct.pack(">H", len(piece)) + piece)
        self.put(b"\0\0")

    # ---- the common answers ----

    def answer(self, name):
        """What a server says to a request that is of no interest to the test."""
        metadata = {}
        if name == "HELLO":
            major, minor = self.scenario.version
            metadata = {"server": f"Neo4j/{major}.{minor}.0-stub", "connection_id": "bolt-1"}
            metadata |= self.scenario.hello
        elif name == "LOGON":
            metadata = self.scenario.logon
        self.send("SUCCESS", metadata)

    def greet(self):
        """HELLO and LOGON, for behaviours that begin behind them."""
        for name in ("HELLO", "LOGON") if self.scenario.version >= (5, 1) else ("HELLO",):
            self.expect(name)
            self.answer(name)

    def expect(self, name):
        """The fields of the next message, which is a `name`."""
        found, fields = self.receive()
        if found != name:
            raise Mismatch(f"expected {name}, got {found} {' '.join(map(notation.render, fields))}")
        return fields
