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
    # Of what the work consists of, where it is a number of equal things.
    amount: int = 0
    largest_script: int = 0
    # Of each connection in the last run, where they were counted.
    round_trips: list = field(default_factory=list)

    @property
    def seconds(self):
        return statistics.median(sample.seconds for sample in self.samples) * self.scale

    @property
    def first_seconds(self):
        """Of what a process did first, where it did its work several times."""
        return statistics.median(sample.first_seconds for sample in self.samples) * self.scale

    @property
    def peak_bytes(self):
        return max(sample.peak_bytes for sample in self.samples)

    def plain(self):
        return {"measure": self.measure, "peer": self.peer, "seconds": self.seconds, "first_seconds": self.first_seconds,
                "peak_bytes": self.peak_bytes, "runs": [sample.seconds for sample in self.samples], "scale": self.scale,
                "amount": self.amount, "round_trips": self.round_trips}


class Report:
    """Results, of which the first of each measure is the one that the others are compared with. `columns` are title and
    text of what is shown of each, besides its measure and peer; a title that ends with a colon is of numbers."""

    def __init__(self, columns):
        self.columns, self.results, self.missing = columns, [], []

    def add(self, results):
        self.results += results
        print(f"\n{results[0].measure}")
        for result in results:
            texts = [text(self, result).rjust(len(title) + 2) for title, text in self.columns]
            print(f"  {result.peer:26} {'  '.join(texts)}".rstrip(), flush=True)

    def of(self, measure, peer=None):
        return next((r for r in self.results if r.measure == measure and peer in (None, r.peer)), None)

    def markdown(self):
        titles = ["what", "by", *(title.rstrip(":") for title, _ in self.columns)]
        rules = ["---", "---", *("---:" if title.endswith(":") else "---" for title, _ in self.columns)]
        lines = [row(titles), row(rules).replace(" ", "")]
        last = None
        for result in self.results:
            what, last = ("" if result.measure == last else result.measure), result.measure
            lines.append(row([what, result.peer, *(text(self, result) for _, text in self.columns)]))
        return "\n".join(lines) + "\n"

    def plain(self):
        return {"results": [result.plain() for result in self.results], "missing": self.missing}


def row(cells):
    return f"| {' | '.join(cells)} |"


def write_json(path, content):
    path.write_text(json.dumps(content, indent=1) + "\n")


# ---- Columns ----

def time(_, result):
    return duration(result.seconds, result.scale)


def first_time(_, result):
    return duration(result.first_seconds, result.scale)


def rate(_, result):
    return f"{result.amount / result.seconds:,.0f}" if result.amount else ""


def compared(report, result):
    """How many times as long as the first of its measure it took."""
    first = report.of(result.measure)
    return "" if result is first else f"{result.seconds / first.seconds:.2f} x"


def peak(_, result):
    return f"{result.peak_bytes / MIB:.1f} MiB"


def trips(_, result):
    """Only what has been counted: a connection each for most of them, but the Java driver may open several."""
    if not result.round_trips:
        return ""
    return f"{sum(result.round_trips)} round trips, {len(result.round_trips)} connection(s)"


def duration(seconds, scale=1):
    text = f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
    return ("~ " if scale != 1 else "") + text
