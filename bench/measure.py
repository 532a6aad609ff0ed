"""Runs a command, and tells how long it took and how much memory it had at most."""
import os
import pathlib
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field

import builds

TIMEOUT_SECONDS = 1800
# Whoever is as quick as that does its work so often in a turn, so that the server has warmed up for it as well.
QUICK_SECONDS, QUICK_TIMES = 0.2, 60


class Failed(RuntimeError):
    """A measured command has not done its work."""


@dataclass(frozen=True)
class Invocation:
    argv: list
    env: dict = field(default_factory=dict)
    stdin: str = ""
    # For a command that says so, and ends with 0 all the same.
    failure: str = ""
    # It does its work several times, and prints a line with the seconds of each; otherwise the whole process counts.
    prints_times: bool = False


@dataclass(frozen=True)
class Sample:
    times: list
    peak_bytes: int

    @property
    def seconds(self):
        """Of whoever does its work several times, the last third counts: it has warmed up then."""
        return statistics.median(self.times[-((len(self.times) + 2) // 3):])

    @property
    def first_seconds(self):
        return self.times[0]


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
    times = done.stdout.split() if invocation.prints_times else [seconds]
    return Sample([float(time) for time in times], int(kibibytes) * 1024)


def repeated(invocation):
    """The sample of a command that may be run again at once."""
    samples = [run(invocation)]
    if samples[0].seconds < QUICK_SECONDS:
        samples += [run(invocation) for _ in range(1, QUICK_TIMES)]
    return Sample([time for sample in samples for time in sample.times], max(sample.peak_bytes for sample in samples))


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return kept | {"LC_ALL": "C.UTF-8", "CI": "true"}
