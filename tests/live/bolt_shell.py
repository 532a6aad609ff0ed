"""boltsh, the driver's own test program, talking to a real server."""
import json
import os
import pathlib
import signal
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_BOLTSH = ROOT / "build" / "dev" / "tests" / "protocol" / "boltsh"


def program():
    return pathlib.Path(os.environ.get("N4M_BOLTSH") or DEFAULT_BOLTSH).resolve()


def say(server, *commands, uri=None, timeout=60):
    """The lines that boltsh prints upon these commands."""
    script = "\n".join([f"set auth basic {server.user} {server.password}", *commands])
    done = subprocess.run([program(), uri or server.uri], input=script.encode(), capture_output=True, timeout=timeout)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    return done.stdout.decode().splitlines()


class Dialogue:
    """boltsh, one command after another, for those who do something else in between."""
    SAID = "--- all said"

    def __init__(self, server, uri=None):
        self._process = subprocess.Popen([program(), uri or server.uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, encoding="utf-8")
        self.say(f"set auth basic {server.user} {server.password}")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        """Whoever is content with what was said lets boltsh end by itself."""
        if kind:
            self._process.kill()
        try:
            _, complaints = self._process.communicate(timeout=30)
        finally:
            self._process.kill()
        assert kind or self._process.returncode == 0 and not complaints, complaints

    def say(self, *commands):
        self._process.stdin.write("".join(command + "\n" for command in commands))
        self._process.stdin.flush()

    def hear(self, beginning, seconds=60):
        """All lines up to one that begins so."""
        lines, overdue = [], threading.Timer(seconds, self._process.kill)
        overdue.start()
        try:
            while line := self._process.stdout.readline():
                lines.append(line.rstrip("\n"))
                if line.startswith(beginning):
                    return lines
        finally:
            overdue.cancel()
        raise AssertionError("\n".join([f"no line that begins with {beginning!r} within {seconds} s", *lines]))

    def ask(self, command):
        """All that is printed upon a command."""
        self.say(command, f"echo {self.SAID}")
        return self.hear(self.SAID)[:-1]

    def interrupt(self):
        self._process.send_signal(signal.SIGINT)


def rows(server, statement, uri=None, **parameters):
    """What a statement returns: lists of values in the notation of tests/protocol/value_text.h, read as JSON."""
    command = f"run {statement}" + (f" | {json.dumps(parameters, ensure_ascii=False)}" if parameters else "")
    lines = say(server, command, uri=uri)
    assert lines[-1] == "run ok", lines[-1][:2000]
    return [json.loads(line.removeprefix("row ")) for line in lines if line.startswith("row ")]
