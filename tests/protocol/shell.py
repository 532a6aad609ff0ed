"""Runs boltsh against a scripted server, and says what both of them had to complain about."""

import contextlib
import os
import re
import signal
import subprocess
import threading
from dataclasses import dataclass

import transcript
from stub import Places, Server


@dataclass
class Played:
    """What came of a scenario."""
    lines: list       # printed by boltsh
    mismatches: list  # reported by the servers
    servers: list
    expected: list    # lines, with their number in the transcript

    @property
    def server(self):
        return self.servers[0]

    def complaints(self):
        found = [f"server: {mismatch}" for mismatch in self.mismatches]
        if self.expected or not found:
            difference = self._difference()
            if difference:
                found.append(difference)
        return "\n".join(found)

    def _difference(self):
        for index in range(max(len(self.expected), len(self.lines))):
            number, wanted = self.expected[index] if index < len(self.expected) else (0, None)
            got = self.lines[index] if index < len(self.lines) else None
            if wanted is None:
                return f"boltsh said more than expected: {got}"
            if got is None:
                return f"line {number}: boltsh did not say: {wanted}"
            if not fits(wanted, got.rstrip()):
                return f"line {number}: boltsh was to say\n    {wanted}\nand said\n    {got}"
        return None


def fits(pattern, line):
    """`...` in the pattern stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("..."))), line, re.DOTALL) is not None


class Shell:
    def __init__(self, binary):
        self.binary = binary

    def play(self, text, version, behaviours=None, deadline=5.0, fault=None, cancel_after=None, environment=None, tls=None,
             **variables):
        """Plays a scenario to its end. `behaviours` replaces the connections of the text, see Server; of several servers
        it is a dictionary by their names; after so many seconds the client is interrupted; `environment` adds to its variables. With `tls`, see Server, the address says
        that any certificate will do, unless the scenario sets another."""
        version = transcript.version_of(version) if isinstance(version, str) else version
        process = None

        def cancel():
            process.send_signal(signal.SIGINT)

        with Places(text) as places, contextlib.ExitStack() as stack:
            scheme = ("bolt" if "" in places.listeners else "neo4j") + ("+ssc" if tls else "")
            scenario = transcript.parse(text, version, scheme=scheme, **places.variables, **variables)
            if not isinstance(behaviours, dict):
                behaviours = dict.fromkeys(scenario.servers, behaviours)
            servers = [stack.enter_context(Server(one, behaviours[name], deadline, cancel, fault, tls, places.listeners[name]))
                       for name, one in scenario.servers.items()]
            process = subprocess.Popen([self.binary, f"{scheme}://127.0.0.1:{servers[0].port}"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
            if cancel_after is not None:
                threading.Timer(cancel_after, cancel).start()
            lines = self._listen(process, "\n".join(scenario.commands), deadline)
            mismatches = [f"{name} {mismatch}".strip() for name, server in zip(scenario.servers, servers)
                          for mismatch in server.verdict()]
            return Played(lines, mismatches, servers, scenario.output)

    def obey(self, commands, deadline=5.0, started=lambda process: None, environment=None):
        """What boltsh prints when it is given these commands, which say where the servers are."""
        process = subprocess.Popen([self.binary, "bolt://127.0.0.1:1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
        started(process)
        return self._listen(process, commands, deadline)

    @staticmethod
    def _listen(process, commands, deadline):
        try:
            out, err = process.communicate(commands.encode("utf-8", "surrogateescape"), deadline + 1)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += f"\nstill running after {deadline + 1} s".encode()
        lines = out.decode("utf-8", "backslashreplace").splitlines()
        assert process.returncode == 0 and not err, \
            "\n".join([*lines, f"--- exit code {process.returncode}", err.decode("utf-8", "backslashreplace")])
        return lines

    def check(self, text, version, **options):
        """Plays it; nobody may complain."""
        played = self.play(text, version, **options)
        complaints = played.complaints()
        assert not complaints, "\n".join([complaints, "--- boltsh", *played.lines])
        return played
