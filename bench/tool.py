"""Measures the binary and others doing the same work on the same server, in turns; README.md says how to read it."""
import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile

import builds
import footprint
import goals
import readme
import report
import tool_goals
import work
from database import Database
from peers import GolangMigrate, JavaLibrary, Ours, OursStatic, Program, PythonDriver, Replay
from proxy import Proxy
from servers import VERSIONS, Server
from turns import Turns

ROUND_TRIP_MS = 10
COLUMNS = [("time:", report.time), ("compared:", report.compared), ("peak memory:", report.peak), ("", report.trips)]


class Sizes:
    histories, many, script, sequential = (1, 100, 1000), 1000, 20_000, 2000


class QuickSizes:
    histories, many, script, sequential = (1, 100), 100, 2000, 200


class Bench:
    def __init__(self, server, peers, static, sizes, runs):
        self.server, self.peers, self.static, self.sizes = server, peers, static, sizes
        self.database = Database(server)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
        self.report = report.Report(COLUMNS)
        self.turns = Turns(self.report, runs, peers[:1])

    def close(self):
        self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def all(self):
        self.warm_up()
        self.start()
        for count in self.sizes.histories:
            self.history(work.many(self.folder, count))
        self.small_migrations(work.many(self.folder / "fresh", self.sizes.many))
        script = work.one_script(self.folder, self.sizes.script)
        self.one_script(script)
        with Proxy(self.server, ROUND_TRIP_MS) as proxy:
            self.round_trips(proxy, work.many(self.folder / "distant", 1))
            self.distant_script(proxy, script, work.one_script(self.folder / "distant", self.sizes.sequential))

    def warm_up(self):
        """The first ones on a new server would pay for its compiling, and for the constraints and indexes of the tools."""
        small = work.one_script(self.folder / "warm-up", 500)
        for peer in self.peers:
            self.clear()
            if invocation := peer.apply(self.server, small):
                self.turns.sample(peer, "warm-up", invocation)

    def start(self):
        ours, *others = self.peers
        self.turns.compare("start of the process", [(peer, peer.start()) for peer in (ours, self.static, *others)], repeatable=True)
        self.turns.compare("help", [(peer, peer.help()) for peer in (ours, self.static)], repeatable=True)

    def history(self, work):
        self.clear()
        for peer in self.peers:
            if peer.info(self.server, work):
                self.turns.sample(peer, "history", peer.apply(self.server, work))
        name = f"{work.migrations:,} applied"
        self.turns.compare(f"info, {name}", [(peer, peer.info(self.server, work)) for peer in self.peers],
                           repeatable=True)
        idle = [(peer, peer.apply(self.server, work)) for peer in self.peers if peer.info(self.server, work)]
        self.turns.compare(f"apply with nothing to do, {name}", idle, repeatable=True)

    def small_migrations(self, work):
        self.apply(f"apply of {work.migrations:,} small migrations", work)

    def one_script(self, work):
        self.apply(f"apply of one script, {work.statements:,} statements", work)

    def apply(self, name, work):
        self.turns.compare(name, [(peer, peer.apply(self.server, work)) for peer in self.peers], **self.of_seconds(work))

    def of_seconds(self, work):
        """What takes seconds is done half as often, each time from the start."""
        return {"prepare": self.clear, "runs": max(1, self.turns.runs // 2), "largest_script": work.largest_script}

    def round_trips(self, proxy, work):
        self.clear()
        for peer in self.peers:
            if peer.info(self.server, work):
                self.turns.sample(peer, "history", peer.apply(self.server, work))
        self.turns.compare(f"info, 1 applied, {ROUND_TRIP_MS} ms away",
                           [(peer, peer.info(proxy.server, work)) for peer in self.peers], runs=1, after=proxy.round_trips)

    def distant_script(self, proxy, whole, part):
        """Who waits for each answer does a part of it only, and one run: all of it would take minutes."""
        name = f"apply of one script, {whole.statements:,} statements, {ROUND_TRIP_MS} ms away"
        pipelined = [peer for peer in self.peers if isinstance(peer, (Ours, Replay))]
        others = [peer for peer in self.peers if peer not in pipelined]
        results = self.turns.measured(name, [(p, p.apply(proxy.server, whole)) for p in pipelined], after=proxy.round_trips,
                                      **self.of_seconds(whole))
        results += self.turns.measured(name, [(p, p.apply(proxy.server, part)) for p in others], prepare=self.clear, runs=1,
                                       scale=whole.statements / part.statements, after=proxy.round_trips)
        self.report.add(results)

    def clear(self):
        """Removes all data. Constraints and indexes stay, as on a server that the tools have worked on before."""
        self.database.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        # golang-migrate creates its constraint in a form that Neo4j 5 has dropped, unless it finds this label in use.
        self.database.run("CREATE (:SchemaMigration {version: -1, dirty: false})")


def make_peers(binary, report_missing):
    peers = [Ours(binary), JavaLibrary()]
    try:
        peers.append(GolangMigrate(builds.golang_migrate()))
    except (RuntimeError, OSError) as failure:
        report_missing(str(failure))
    return [*peers, PythonDriver(), Replay()]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--cli", type=pathlib.Path, metavar="PATH", help="the binary (default: a release build of this tree)")
    parser.add_argument("--server", choices=VERSIONS, default="5.26.30", help="version of Neo4j (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="runs of each measure, half of them for those that take seconds")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work and 2 runs: to see that everything works")
    readme.add_arguments(parser)
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    arguments = parse_arguments()
    runs = 2 if arguments.quick else arguments.runs
    missing = []
    peers = make_peers((arguments.cli or builds.binary()).resolve(), missing.append)
    static = OursStatic(builds.binary("static"))
    footprints = [footprint.of(peer) for peer in (peers[0], static, *peers[1:]) if isinstance(peer, Program)]
    # Unlike a server under test, this one runs for long enough to deserve its second compiler.
    with Server(arguments.server, heap="1g", java_options=()) as server:
        bench = Bench(server, peers, static, QuickSizes if arguments.quick else Sizes, runs)
        bench.report.missing += missing
        title = f"Neo4j {arguments.server} on {os.cpu_count()} cores, median of up to {runs} runs, whole processes"
        print(title)
        try:
            bench.all()
        finally:
            bench.close()
    judged = tool_goals.judge(bench.report, bench.sizes, ROUND_TRIP_MS, footprint.size_of(footprints, static))
    print("\n" + footprint.text(footprints) + "\n" + "".join(f"not measured: {line}\n" for line in bench.report.missing) + goals.text(judged), end="")
    if arguments.json:
        report.write_json(arguments.json, {"title": title, **bench.report.plain(), "programs": [vars(each) for each in footprints], "goals": judged})
    if arguments.update_readme:
        readme.update("bench/run", f"{title}:\n\n{bench.report.markdown()}\n{footprint.markdown(footprints)}\n{goals.markdown(judged)}")


main()
