"""Measures the Bolt driver and others doing the same work on the same servers, in turns; README.md says how to read it."""
import argparse
import os
import signal
import sys
import types

import bolt_goals
import builds
import drivers
import goals
import readme
import report
from drivers import Peer
from proxy import Proxy
from servers import VERSIONS, Server
from turns import Turns

COLUMNS = [("time:", report.time), ("per second:", report.rate), ("compared:", report.compared),
           ("first time:", report.first_time), ("peak memory:", report.peak)]
# Each process does its work several times; see measure.Sample for what counts.
CONNECTS, TIMES = 300, 3
# Of whom it takes 0.2 s to end.
FEWER_CONNECTS = 60


class Sizes:
    """`one_by_one`: statements of those who wait for each answer, by the delay in ms."""
    statements, one_by_one, rows, fewer_rows = 10_000, {0: 10_000, 1: 1000, 10: 100}, 1_000_000, 100_000


class QuickSizes:
    statements, one_by_one, rows, fewer_rows = 1000, {0: 1000, 1: 100, 10: 20}, 200_000, 100_000


class Bench:
    def __init__(self, server, program, sizes, runs):
        self.server, self.sizes = server, sizes
        self.ours = drivers.ours(program)
        self.report = report.Report(COLUMNS)
        self.turns = Turns(self.report, runs, [])
        self.names = names(sizes)

    def all(self):
        self.warm_up()
        self.connect(self.names.connect, self.server)
        self.statements(self.names.statements, self.server, 0)
        for delay in (1, 10):
            with Proxy(self.server, delay) as proxy:
                if delay == 10:
                    self.connect(f"{self.names.connect}, {delay} ms away", proxy.server)
                self.statements(f"{self.names.statements}, {delay} ms away", proxy.server, delay)
        self.rows()

    def warm_up(self):
        """The server compiles itself while it works."""
        for work in ("pipelined", "rows"):
            self.turns.sample(None, "warm-up", Peer("this driver", self.ours, work)(self.server, self.sizes.rows // 20, TIMES))

    def connect(self, name, server):
        peers = [Peer("this driver", self.ours, "connect"), Peer("raw replay, 3 round trips", drivers.raw, "connect"),
                 Peer("raw replay, 2 round trips", drivers.raw, "connect-two"), Peer("Python driver", drivers.python, "connect")]
        slow = Peer("Java driver", drivers.java, "connect")
        often = [(peer, peer(server, 1, CONNECTS)) for peer in peers]
        self.turns.compare(name, [*often, (slow, slow(server, 1, FEWER_CONNECTS))])

    def statements(self, name, server, delay):
        """Who waits for each answer does a part of it only where the way is long."""
        pipelined = [Peer("this driver, pipelined", self.ours, "pipelined"), Peer("raw replay, pipelined", drivers.raw, "pipelined")]
        one_by_one = [Peer("this driver, one by one", self.ours, "sequential"),
                      Peer("raw replay, one by one", drivers.raw, "sequential"),
                      Peer("Python driver", drivers.python, "sequential"), Peer("Java driver", drivers.java, "sequential")]
        self.report.add(self.part(name, server, pipelined, self.sizes.statements, self.sizes.statements) +
                        self.part(name, server, one_by_one, self.sizes.statements, self.sizes.one_by_one[delay]))

    def rows(self):
        most, fewer = self.sizes.rows, self.sizes.fewer_rows
        peers = [Peer("this driver", self.ours, "rows"), Peer("raw replay, not decoded", drivers.raw, "rows"),
                 Peer("Java driver", drivers.java, "rows")]
        slow = [Peer("Python driver", drivers.python, "rows")]
        self.report.add(self.part(self.names.rows, self.server, peers, most, most) +
                        self.part(self.names.rows, self.server, slow, most, fewer))
        self.report.add(self.part(self.names.fewer_rows, self.server, peers[:2], fewer, fewer))

    def part(self, name, server, peers, amount, count):
        """The result of `count` things, scaled up to that `amount`."""
        return self.turns.measured(name, [(peer, peer(server, count, TIMES)) for peer in peers], amount=amount,
                                   scale=amount / count)


def names(sizes):
    statements = f"{sizes.statements:,} statements in a transaction"
    return types.SimpleNamespace(connect="connect and query", statements=statements, distant=f"{statements}, 10 ms away",
                                 far_ms=10, rows=f"{sizes.rows:,} rows", fewer_rows=f"{sizes.fewer_rows:,} rows")


def parse_arguments():
    parser = argparse.ArgumentParser(prog="bench/bolt", description=__doc__)
    parser.add_argument("--server", action="append", dest="servers", choices=VERSIONS,
                        help="version of Neo4j; may be repeated (default: 4.4.48 and 5.26.30)")
    parser.add_argument("--runs", type=int, default=5, help="processes for each measure (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work and 1 run: to see that everything works")
    readme.add_arguments(parser)
    return parser.parse_args()


def measure_with(version, program, sizes, runs):
    """The report of a server of this version, and the goals."""
    with Server(version, heap="1g", java_options=()) as server:
        bench = Bench(server, program, sizes, runs)
        print(f"\n== Neo4j {version}")
        bench.all()
    judged = bolt_goals.judge(bench.report, bench.names, version)
    print("\n" + "".join(f"not measured: {line}\n" for line in bench.report.missing) + goals.text(judged), end="")
    return bench.report, judged


def main():
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    arguments = parse_arguments()
    runs, sizes = (1, QuickSizes) if arguments.quick else (arguments.runs, Sizes)
    program = builds.driver_bench()
    found = {version: measure_with(version, program, sizes, runs) for version in arguments.servers or ["4.4.48", "5.26.30"]}
    if arguments.json:
        report.write_json(arguments.json, {version: {**one.plain(), "goals": judged} for version, (one, judged) in found.items()})
    if arguments.update_readme:
        readme.update("bench/bolt", "\n".join(
            f"Neo4j {version} on {os.cpu_count()} cores, median of {runs} processes:\n\n{one.markdown()}\n{goals.markdown(judged)}"
            for version, (one, judged) in found.items()))


main()
