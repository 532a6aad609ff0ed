"""What goes over the wire: a relay in front of a server that records it, and can be told to disturb it; and listeners
that are no proper servers."""

import contextlib
import select
import socket
import struct
import threading
import time


class Relay:
    """A context manager. `limits` says for each connection after how many bytes from the server the connection breaks;
    `slice` and `pause` are how many bytes are relayed at a time, and how many seconds later the next ones."""

    def __init__(self, port, limits=(), slice=1 << 16, pause=0.0):
        self._target, self._limits, self._slice, self._pause = port, limits, slice, pause
        self.said = []  # by the client, for each connection
        self.heard = []
        self._stopping = threading.Event()
        self._threads = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self):
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            number = len(self.said)
            self.said.append(bytearray())
            self.heard.append(bytearray())
            thread = threading.Thread(target=self._relay, args=(client, number), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _relay(self, client, number):
        limit = self._limits[number] if number < len(self._limits) else None
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ways = {client: (server, self.said[number], None), server: (client, self.heard[number], limit)}
            with contextlib.suppress(OSError):
                while ways and not self._stopping.is_set():
                    for source in select.select(list(ways), [], [], 0.1)[0]:
                        self._pass_on(source, ways)

    def _pass_on(self, source, ways):
        target, record, limit = ways[source]
        data = source.recv(self._slice)
        if not data or (limit is not None and len(record) + len(data) > limit):
            self._send(target, data[:max(0, (limit or 0) - len(record))])
            target.shutdown(socket.SHUT_WR)
            del ways[source]
            if data:
                ways.clear()  # broken in both directions
            return
        record += data
        self._send(target, data)

    def _send(self, target, data):
        for at in range(0, len(data), self._slice):
            target.sendall(data[at:at + self._slice])
            if self._pause:
                time.sleep(self._pause)


@contextlib.contextmanager
def listener(behave):
    """A port where `behave` is called with each connection."""
    def accept():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(20)  # longer than any client may take
                    behave(connection)

    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        server.close()


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def records(data):
    """The kinds of TLS records that the bytes consist of; fails if they consist of anything else."""
    kinds, at = [], 0
    while at < len(data):
        kind, version, size = struct.unpack_from(">BHH", data, at)
        assert kind in (20, 21, 22, 23) and version in (0x0301, 0x0303), f"no TLS record at {at}: {bytes(data[at:at + 40])}"
        assert at + 5 + size <= len(data), "half a record"
        kinds.append(kind)
        at += 5 + size
    return kinds
