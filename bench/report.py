"""Figures for people, for programs, and against the goals."""
import json
import statistics
from dataclasses import dataclass, field

MIB = 1 << 20


@dataclass
class Result:
    measure: str
    peer: str
    samples: list
    # Larger than 1 where only a part of the work was done because all of it would take too long.
    scale: float = 1
    largest_script: int = 0
    # Of each connection in the last run, where they were counted.
    round_trips: list = field(default_factory=list)

    @property
    def seconds(self):
        return statistics.median(sample.seconds for sample in self.samples) * self.scale

    @property
    def peak_bytes(self):
        return max(sample.peak_bytes for sample in self.samples)

    def plain(self):
        return {"measure": self.measure, "peer": self.peer, "seconds": self.seconds, "peak_bytes": self.peak_bytes,
                "runs": [sample.seconds for sample in self.samples], "scale": self.scale, "round_trips": self.round_trips}


class Report:
    def __init__(self, ours):
        self.ours, self.results, self.missing = ours, [], []

    def add(self, results):
        self.results += results
        print(f"\n{results[0].measure}")
        for result in results:
            line = (f"  {result.peer:14} {duration(result.seconds, result.scale):>12} {self.compared(result):>10}"
                    f" {result.peak_bytes / MIB:9.1f} MiB   {trips(result)}")
            print(line.rstrip(), flush=True)

    def compared(self, result):
        """How many times as long as ours it took."""
        return "" if result.peer == self.ours else f"{result.seconds / self.of(result.measure).seconds:.2f} x"

    def of(self, measure, peer=None):
        return next((r for r in self.results if (r.measure, r.peer) == (measure, peer or self.ours)), None)

    def markdown(self):
        lines = ["| what | by | time | compared | peak memory | |", "|---|---|---:|---:|---:|---|"]
        last = None
        for r in self.results:
            title, last = ("" if r.measure == last else r.measure), r.measure
            lines.append(f"| {title} | {r.peer} | {duration(r.seconds, r.scale)} | {self.compared(r)} "
                         f"| {r.peak_bytes / MIB:.1f} MiB | {trips(r)} |")
        return "\n".join(lines) + "\n"

    def write_json(self, path, facts, goals):
        content = facts | {"results": [r.plain() for r in self.results], "missing": self.missing, "goals": goals}
        path.write_text(json.dumps(content, indent=1) + "\n")


def duration(seconds, scale=1):
    text = f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
    return ("~ " if scale != 1 else "") + text


def trips(result):
    """Only what has been counted: a connection each for most of them, but the Java driver may open several."""
    if not result.round_trips:
        return ""
    return f"{sum(result.round_trips)} round trips, {len(result.round_trips)} connection(s)"
