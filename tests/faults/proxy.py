"""A proxy that counts the messages between client and server, and does something at one of them, once."""
import contextlib
import socket
import struct
import threading

NAMES = {0x01: "HELLO", 0x02: "GOODBYE", 0x0F: "RESET", 0x10: "RUN", 0x11: "BEGIN", 0x12: "COMMIT", 0x13: "ROLLBACK",
         0x2F: "DISCARD", 0x3F: "PULL", 0x6A: "LOGON", 0x70: "SUCCESS", 0x71: "RECORD", 0x7E: "IGNORED", 0x7F: "FAILURE"}
MANIFEST = bytes.fromhex("000001ff")
TO_SERVER, TO_CLIENT = "to the server", "to the client"


class Ended(Exception):
    """One of the two has closed the connection."""


class Proxy:
    """A context manager. Message number `at` (from 0) in `direction`, over all connections, is not passed on: `act` is
    called instead, and the connection it came on is broken, with a reset or an orderly end. Everything later passes."""

    def __init__(self, server, direction=None, at=None, act=lambda: None, reset=False):
        self.direction, self.at, self.act, self.reset = direction, at, act, reset
        self.user, self.password = server.user, server.password
        self.counts = {TO_SERVER: 0, TO_CLIENT: 0}
        self.fired = None  # the name of the message
        self._server_port = server.port
        self._mutex = threading.Lock()
        self._threads = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self):
        self.start(self._accept)
        return self

    def __exit__(self, *_):
        """Waits until everything that has been sent is counted: by now the client should be gone."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes whoever accepts
        self._listener.close()
        while self._threads:
            self._threads.pop(0).join()

    def start(self, function, *arguments):
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.start(Pair(self, client, socket.create_connection(("127.0.0.1", self._server_port))).run)

    def passes(self, direction, message):
        """Counts the message; False for the one at which something happens."""
        with self._mutex:
            number = self.counts[direction]
            self.counts[direction] += 1
            if self.fired or direction != self.direction or number != self.at:
                return True
            self.fired = NAMES.get(message[3], "?")
            return False


class Pair:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, proxy, client, server):
        self.proxy, self.sockets = proxy, {TO_SERVER: client, TO_CLIENT: server}  # each by what is read from it
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffers = {TO_SERVER: b"", TO_CLIENT: b""}

    def run(self):
        try:
            self._shake()
            self.proxy.start(self._pump, TO_CLIENT)
            self._pump(TO_SERVER)
        except (OSError, Ended):
            self.close(False)

    def _take(self, direction, size):
        while len(self.buffers[direction]) < size:
            data = self.sockets[direction].recv(1 << 16)
            if not data:
                raise Ended
            self.buffers[direction] += data
        taken, self.buffers[direction] = self.buffers[direction][:size], self.buffers[direction][size:]
        return taken

    def _send(self, direction, data):
        self.sockets[TO_CLIENT if direction == TO_SERVER else TO_SERVER].sendall(data)

    def _pass(self, direction, size):
        data = self._take(direction, size)
        self._send(direction, data)
        return data

    def _shake(self):
        self._pass(TO_SERVER, 20)
        if self._pass(TO_CLIENT, 4) != MANIFEST:
            return
        offers = self._pass(TO_CLIENT, 1)[0]
        self._pass(TO_CLIENT, 4 * offers)
        self._pass(TO_CLIENT, 1)
        self._pass(TO_SERVER, 5)

    def _message(self, direction):
        """With its chunks as they came; without those that only keep a connection alive."""
        message = b""
        while True:
            head = self._take(direction, 2)
            size = struct.unpack(">H", head)[0]
            if size == 0 and message:
                return message + head
            message += head + self._take(direction, size) if size else b""

    def _pump(self, direction):
        try:
            while True:
                message = self._message(direction)
                if not self.proxy.passes(direction, message):
                    self.proxy.act()
                    self.close(self.proxy.reset)
                    return
                self._send(direction, message)
        except (OSError, Ended):
            self.close(False)

    def close(self, reset):
        for each in self.sockets.values():
            with contextlib.suppress(OSError):
                if reset:
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RDWR)  # for the thread that reads
            each.close()
