import contextlib
import fcntl
import os
import pathlib
import pty
import socket
import struct
import subprocess
import termios
import threading
import time

import pytest

HERE = pathlib.Path(__file__).resolve().parent


class Listener:
    """Stands where a server should be: takes connections, keeps what it is sent, and never answers."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.received = bytearray()
        self.connected = threading.Event()
        self.connections = []
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def uri(self):
        return f"bolt://127.0.0.1:{self.port}"

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.connections.append(connection)
                self.connected.set()
                self.received += connection.recv(4096)

    def close(self):
        for each in (self.socket, *self.connections):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def listener():
    listening = Listener()
    yield listening
    listening.close()


class Terminal:
    """The binary on a terminal of its own; what it writes there comes out of `read_until`."""

    def __init__(self, command, cwd, env, stdout):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        name = os.ttyname(slave)

        def own_the_terminal():
            os.setsid()
            fcntl.ioctl(os.open(name, os.O_RDWR), termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(command, cwd=cwd, env=env, stdin=slave, stdout=stdout or slave, stderr=slave,
                                        preexec_fn=own_the_terminal)
        self.slave = slave
        self.seen = ""

    def read_until(self, text, timeout=20):
        os.set_blocking(self.master, False)
        deadline = time.monotonic() + timeout
        while text not in self.seen:
            assert time.monotonic() < deadline, f"waited for {text!r}, saw {self.seen!r}"
            try:
                self.seen += os.read(self.master, 4096).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.02)
        return self.seen

    def type(self, text):
        os.write(self.master, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def wait(self, timeout=20):
        return self.process.wait(timeout)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(cli):
    """terminal("-p", "info"): runs the binary on a terminal, as a person would."""
    started = []

    def start(*arguments, env=None, stdout=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_") and k not in ("CI", "NO_COLOR")}
        environment |= {"TERM": "xterm", "LC_ALL": "C.UTF-8"} | (env or {})
        started.append(Terminal([str(cli.binary), *arguments], cli.folder, environment, stdout))
        return started[-1]

    yield start
    for each in started:
        each.close()
