"""The drivers that are measured, and how each is told what to do; see replay.c for the works."""
import pathlib
import sys
from dataclasses import dataclass
from typing import Callable

import artifacts
import builds
from measure import Invocation
from peers import access

HERE = pathlib.Path(__file__).resolve().parent


@dataclass(frozen=True)
class Peer:
    """A driver at a work."""
    name: str
    command: Callable
    work: str

    def __call__(self, server, count, times):
        """To do that much so many times."""
        return Invocation([*self.command(server), self.work, count, times], access(server), prints_times=True)


def ours(program):
    return lambda server: [program, server.uri]


def raw(server):
    return [builds.replay(), "127.0.0.1", server.port]


def python(server):
    return [sys.executable, HERE / "python_driver.py", server.uri]


def java(server):
    return [artifacts.java_home(artifacts.COMPILER) / "bin" / "java", "-cp", builds.java_driver(), "JavaDriver", server.uri]
