"""A Bolt server that does as it is told: it plays the connections of a scenario, one after the other as
the client opens them, and remembers every difference between what it expected and what came.

It listens on a free port of the loopback, and nothing of it outlives its deadline.

By hand: python3 tests/protocol/stub.py FILE [VERSION] plays one transcript and reports."""

import contextlib
import socket
import ssl
import sys
import threading
import time

import transcript
from peer import Mismatch, Peer
from player import Player


def listen(host="127.0.0.1", port=0):
    return socket.create_server((host, port))


class Server:
    """A context manager. `behaviours`, instead of a scenario's connections, are functions that are called
    with a Peer after the handshake. It listens at `listener`, if that is given. With `tls`, an ssl.SSLContext, all is encrypted; connections that do not get
    through the handshake of TLS do not count, and are told in `tls_failures`."""

    def __init__(self, scenario, behaviours=None, deadline=5.0, cancel=None, fault=None, tls=None, listener=None):
        self.scenario = scenario
        self.scripts = list(scenario.connections if behaviours is None else behaviours)
        self.deadline = time.monotonic() + deadline
        self.cancel = cancel or (lambda: None)
        self.fault = fault or (lambda number: None)  # of a connection: where it breaks, see Fault
        self.tls = tls
        self.tls_failures = []
        self.mismatches = []
        self.peers = []
        self._threads = []
        self._stopping = threading.Event()
        self._listener = listener or listen()
        self.host, self.port = self._listener.getsockname()

    def __enter__(self):
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def _accept(self):
        opened = 0
        refused = False
        self._listener.settimeout(max(0.0, self.deadline - time.monotonic()))
        while not self._stopping.is_set() and time.monotonic() < self.deadline:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # the deadline has passed, or stop() was called
                break
            connection = self._encrypt(connection)
            if not connection:
                continue
            if opened == len(self.scripts):
                self.report(f"connection {opened + 1} was not expected")
                connection.close()
                continue
            peer = Peer(connection, self.scenario, self.deadline, self.fault(opened), lambda insist: self.cancel(insist))
            self.peers.append(peer)
            answer = self._shake(peer, opened, refused)
            refused = answer == "refused"
            if refused:
                continue
            if answer == "agreed":
                self._start(peer, opened)
            opened += 1
        self._listener.close()

    def _encrypt(self, connection):
        """None, and noted, when TLS cannot be agreed upon."""
        if not self.tls:
            return connection
        connection.settimeout(max(0.0, self.deadline - time.monotonic()))
        encrypted = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        try:
            encrypted.do_handshake()
            return encrypted
        except (ssl.SSLError, OSError) as problem:
            self.tls_failures.append(str(problem))
            self._leave(encrypted)
            return None

    @staticmethod
    def _leave(encrypted):
        """Closes so that the alert of TLS arrives: closing with unread input would be a reset."""
        with contextlib.suppress(OSError):
            encrypted.shutdown(socket.SHUT_WR)
            while socket.socket.recv(encrypted, 1 << 16):
                pass
        encrypted.close()

    def _shake(self, peer, number, refused):
        """A server before 4.3 may refuse what the client offers first; the client then comes again."""
        try:
            if peer.handshake():
                return "agreed"
            if not refused:
                return "refused"
            self.report(f"connection {number + 1}: no slot of the second attempt fits either")
        except (Mismatch, OSError) as problem:
            if not peer.is_cut:
                self.report(f"connection {number + 1}, handshake: {problem}")
            peer.close()
        return "failed"

    def _start(self, peer, number):
        thread = threading.Thread(target=self._serve, args=(peer, number), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, peer, number):
        script = self.scripts[number]
        try:
            if callable(script):
                script(peer)
            else:
                Player(peer, self.scenario, self.cancel).play(script)
        except Exception as problem:  # of the test's own functions, too: a thread would swallow it
            if not (peer.is_cut and isinstance(problem, OSError)):
                self.report(f"connection {number + 1}: {problem or repr(problem)}")
        finally:
            peer.close()

    def report(self, mismatch):
        self.mismatches.append(mismatch)

    def stop(self):
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes whoever accepts
        self._accepting.join()
        for thread in self._threads:
            thread.join(max(0.0, self.deadline - time.monotonic()) + 0.5)
        for peer in self.peers:
            peer.close()

    def verdict(self):
        """Waits until everything has been played; what went wrong, in order."""
        self.stop()
        opened = sum(1 for peer in self.peers if not peer.was_refused)
        if opened < len(self.scripts) and not self.scenario.is_silent and not self.mismatches:
            self.report(f"connection {opened + 1} was never opened")
        return self.mismatches


class Places:
    """Where the servers of a transcript listen, so that it can name their addresses. A context manager."""

    def __init__(self, text):
        self.listeners = {name: listen() for name in transcript.names(text, "server") or [""]}
        self._down = {name: self._refuse() for name in transcript.names(text, "down")}
        everybody = self.listeners | self._down
        self.variables = {name: f"127.0.0.1:{place.getsockname()[1]}" for name, place in everybody.items() if name}
        if "" in self.listeners:
            self.variables["port"] = self.listeners[""].getsockname()[1]

    @staticmethod
    def _refuse():
        """A port that is taken, but not listened at."""
        place = socket.socket()
        place.bind(("127.0.0.1", 0))
        return place

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for place in (self.listeners | self._down).values():
            place.close()


def main(arguments):
    with open(arguments[0], encoding="utf-8") as file:
        text = file.read()
    version = transcript.version_of(arguments[1]) if len(arguments) > 1 else transcript.versions(text)[-1]
    with Places(text) as places:
        scenario = transcript.parse(text, version, scheme="bolt" if "" in places.listeners else "neo4j", **places.variables)
        servers = [Server(one, deadline=600, listener=places.listeners[name])
                   for name, one in scenario.servers.items()]
        with contextlib.ExitStack() as stack:
            for name, server in zip(scenario.servers, servers):
                stack.enter_context(server)
                print(f"{name or 'the server'} listens on 127.0.0.1:{server.port}", flush=True)
            while any(len(server.peers) < len(server.scripts) for server in servers):
                time.sleep(0.05)
            mismatches = [mismatch for server in servers for mismatch in server.verdict()]
    print("\n".join(mismatches))
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
