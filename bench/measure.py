"""Runs a command, and tells how long the whole process took and how much memory it had at most."""
import os
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass, field

import builds

TIMEOUT_SECONDS = 1800


class Failed(RuntimeError):
    """A measured command has not done its work."""


@dataclass(frozen=True)
class Invocation:
    argv: list
    env: dict = field(default_factory=dict)
    stdin: str = ""
    # For a command that says so, and ends with 0 all the same.
    failure: str = ""


@dataclass(frozen=True)
class Sample:
    seconds: float
    peak_bytes: int


def run(invocation):
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = pathlib.Path(folder) / "report"
        # In a folder of its own: the binary reads a file of settings in the current one.
        done = subprocess.run([str(builds.c_program("measure")), str(report), *map(str, invocation.argv)], cwd=folder,
                              env=environment() | invocation.env, input=invocation.stdin, timeout=TIMEOUT_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
        if done.returncode != 0:
            raise Failed(f"{invocation.argv[0]}: {done.stdout}")
        seconds, kibibytes, code = report.read_text().split()
    if code != "0" or (invocation.failure and invocation.failure in done.stdout):
        raise Failed(f"{pathlib.Path(invocation.argv[0]).name} ended with {code}: {done.stdout[-800:]}")
    return Sample(float(seconds), int(kibibytes) * 1024)


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return kept | {"LC_ALL": "C.UTF-8", "CI": "true"}
