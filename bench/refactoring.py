"""Renames the label of many nodes on a server that allows little memory to a transaction; README.md says how to read it."""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import builds
import goals
import measure
import readme
import report
from database import Database
from peers import access
from servers import VERSIONS, Server

NODES = 1_000_000
MEMORY, QUICK_MEMORY = "256m", "32m"
BATCH = 10_000
COLUMNS = [("time:", report.time), ("per second:", report.rate), ("peak memory:", report.peak)]
# What a client may need more for a hundred times as many nodes.
SPREAD_BYTES = report.MIB
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<migration xmlns="https://michael-simons.github.io/neo4j-migrations">
  <refactor type="rename.label">
    <parameters>
      <parameter name="from">Film</parameter>
      <parameter name="to">Movie</parameter>{batches}
    </parameters>
  </refactor>
</migration>
"""


class Bench:
    def __init__(self, server, binary, nodes):
        self.server, self.binary, self.nodes = server, binary, nodes
        self.database = Database(server)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
        self.report, self.goals = report.Report(COLUMNS), []

    def close(self):
        self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def all(self):
        self.at_once()
        for nodes in (self.nodes // 100, self.nodes // 10, self.nodes):
            self.in_batches(nodes)
        self.killed()
        peaks = [result.peak_bytes for result in self.report.results]
        self.goals.append(goals.goal("as much memory for more nodes", " and ".join(f"{bytes / report.MIB:.1f}" for bytes in (min(peaks), max(peaks))) + " MiB",
                                     max(peaks) - min(peaks) < SPREAD_BYTES))

    # ---- What is done ----

    def at_once(self):
        """Without batches the server refuses so many nodes."""
        self.create(self.nodes)
        try:
            measure.run(self.run(batches=False))
            found = "done"
        except measure.Failed as failure:
            found = next((word for word in str(failure).split() if word.startswith("Neo.")), str(failure)).rstrip(":")
        self.goals.append(goals.goal(f"{self.nodes:,} nodes in one transaction are too many", found, self.renamed() == 0))

    def in_batches(self, nodes):
        self.create(nodes)
        self.add(f"{nodes:,} nodes", f"batches of {BATCH:,}", nodes)
        self.goals.append(goals.goal(f"{nodes:,} nodes in batches", f"{self.renamed():,} renamed", self.is_done(nodes)))

    def killed(self):
        """By a signal that nobody can catch, once half of the work is done."""
        self.create(self.nodes)
        invocation = self.run()
        process = subprocess.Popen([str(argument) for argument in invocation.argv], env=measure.environment() | invocation.env,
                                   cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.renamed() < self.nodes // 2:
            if process.poll() is not None:
                raise RuntimeError("the refactoring ended before it could be killed")
            time.sleep(0.01)
        process.kill()
        process.wait()
        self.await_end()
        before = self.renamed()
        self.add(f"the rest of {self.nodes:,} nodes, after it was killed", "run again", self.nodes - before)
        self.goals.append(goals.goal("killed in the middle, and run again: the same end", f"{before:,} renamed, then {self.renamed():,}",
                                     0 < before < self.nodes and self.is_done(self.nodes)))

    # ---- How ----

    def add(self, name, peer, amount):
        self.report.add([report.Result(name, peer, [measure.run(self.run())], amount=amount)])

    def run(self, batches=True):
        file = self.folder / "V1__Movies.xml"
        file.write_text(DOCUMENT.format(batches=f'\n      <parameter name="batchSize">{BATCH}</parameter>' if batches else ""))
        return measure.Invocation([self.binary, "--address", self.server.uri, "run", "--migration", file.as_uri()], access(self.server))

    def create(self, nodes):
        self.database.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        self.database.run("UNWIND range(1, $nodes) AS i CALL { WITH i CREATE (:Film {id: i}) } IN TRANSACTIONS OF 10000 ROWS", nodes=nodes)

    def renamed(self):
        return self.database.value("MATCH (m:Movie) RETURN count(m)")

    def is_done(self, nodes):
        """Each node once, with what it had."""
        row, = self.database.run("MATCH (n) RETURN count(n) AS all, count(CASE WHEN labels(n) = ['Movie'] THEN 1 END) AS movies, sum(n.id) AS ids")
        return row == {"all": nodes, "movies": nodes, "ids": nodes * (nodes + 1) // 2}

    def await_end(self):
        """The server notices only at the end of a batch that nobody is there any more."""
        while self.database.value("SHOW TRANSACTIONS YIELD database AS d WHERE d = 'neo4j' RETURN count(*)") > 1:
            time.sleep(0.05)


def settings(version, memory):
    name = "dbms.memory.transaction.max_size" if version.startswith("4.") else "db.memory.transaction.max"
    return {name: memory}


def parse_arguments():
    parser = argparse.ArgumentParser(prog="bench/refactoring", description=__doc__)
    parser.add_argument("--cli", type=pathlib.Path, metavar="PATH", help="the binary (default: a release build of this tree)")
    parser.add_argument("--server", choices=VERSIONS, default="5.26.30", help="version of Neo4j (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the nodes: does everything run?")
    readme.add_arguments(parser)
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    arguments = parse_arguments()
    memory = QUICK_MEMORY if arguments.quick else MEMORY
    binary = (arguments.cli or builds.binary()).resolve()
    with Server(arguments.server, heap="1g", java_options=(), settings=settings(arguments.server, memory)) as server:
        bench = Bench(server, binary, NODES // 10 if arguments.quick else NODES)
        title = f"Neo4j {arguments.server} on {os.cpu_count()} cores, {memory} for a transaction, one run each, whole processes"
        print(title)
        try:
            bench.all()
        finally:
            bench.close()
    print("\n" + goals.text(bench.goals), end="")
    if arguments.json:
        report.write_json(arguments.json, {"title": title, **bench.report.plain(), "goals": bench.goals})
    if arguments.update_readme:
        readme.update("bench/refactoring", f"{title}:\n\n{bench.report.markdown()}\n{goals.markdown(bench.goals)}")


main()
