"""Stands between a client and a real server, and lets them agree upon one version of Bolt only; from then on it passes
on what they say. So an old version is spoken by a server that has newer ones."""
import contextlib
import socket
import threading

MAGIC = bytes.fromhex("6060b017")
MANIFEST = bytes.fromhex("000001ff")


class Refused(Exception):
    """One of the two does not speak the version."""


class Downgrade:
    """`with Downgrade(server, (5, 4)) as proxy`: the same server at proxy.uri."""

    def __init__(self, server, version):
        major, minor = version
        self.address, self.version = ("127.0.0.1", server.port), bytes([0, 0, minor, major])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"
        self.refusals = []
        self._sockets = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        for each in self._sockets:
            each.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        server = socket.create_connection(self.address)
        self._sockets += [client, server]
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self._agree(client, server):
                threading.Thread(target=self._pump, args=(server, client), daemon=True).start()
                self._pump(client, server)
        except Refused as refusal:
            self.refusals.append(str(refusal))
        client.close()

    def _agree(self, client, server):
        """False when the client has to ask again with other versions."""
        offered = take(client, 20)
        slots = [offered[at:at + 4] for at in range(4, 20, 4)]
        fits = any(slot[3] == self.version[3] and slot[2] - slot[1] <= self.version[2] <= slot[2] for slot in slots)
        if not fits and (MANIFEST not in slots or self.version[3] < 5):  # servers of those had no manifest
            client.sendall(bytes(4))
            return False
        server.sendall(MAGIC + self.version + bytes(12))
        if take(server, 4) != self.version:
            raise Refused(f"the server does not speak {self.version.hex()}")
        if fits:
            client.sendall(self.version)
            return True
        client.sendall(MANIFEST + b"\x01" + self.version + b"\x00")
        if take(client, 5) != self.version + b"\x00":
            raise Refused(f"the client does not choose {self.version.hex()}")
        return True

    @staticmethod
    def _pump(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


def take(end, size):
    data = b""
    while len(data) < size:
        more = end.recv(size - len(data))
        if not more:
            raise Refused("the connection was closed during the handshake")
        data += more
    return data
