"""Folders full of migrations, and whatever else several of these tests need."""
import time

DEFAULT_FOLDER = "neo4j/migrations"
THREE = {f"V{n}__step_{n}.cypher": f"CREATE (:Step {{n: {n}}});\n" for n in (1, 2, 3)}

# Takes hours, uses next to no memory, and can be stopped on all servers: Neo4j 4.4 looks up only when data is touched.
ENDLESS = "UNWIND range(1, 2000000000) AS i MERGE (:Endless {n: i % 10});\n"


def write(cli, files, folder=DEFAULT_FOLDER):
    """Puts files where the binary looks for migrations by itself."""
    for name, text in files.items():
        path = cli.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def remove(cli, name, folder=DEFAULT_FOLDER):
    (cli.folder / folder / name).unlink()


def applied(cli, server, files, *options):
    """Writes migrations and applies them."""
    write(cli, files)
    outcome = cli(*options, "apply", server=server)
    assert outcome.code == 0, str(outcome)
    return outcome


def states(outcome):
    """What `info` has printed: version -> state."""
    assert outcome.code == 0, str(outcome)
    rows = [line.strip("|").split("|") for line in outcome.out.splitlines() if line.startswith("|")]
    return {row[0].strip(): row[6].strip() for row in rows[1:]}


def steps(database):
    return sorted(properties["n"] for labels, properties in database.nodes() if labels == ("Step",))


def wait_until(question, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.02)
    return answer


def running(database, text):
    """The transaction that runs a statement with this text, once it does; not one that this has begun by itself."""
    def look():
        rows = database.run("SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query, metaData AS metadata, status")
        return next((r for r in rows if text in (r["query"] or "") and not r["query"].startswith("SHOW")
                     and r["metadata"]), None)
    return wait_until(look, f"a statement with '{text}'")
