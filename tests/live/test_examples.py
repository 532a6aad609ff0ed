"""The examples of the driver and of the library, compiled, on real servers; those that need more have files of their own."""
import os
import pathlib
import signal
import subprocess

import pytest

from material import ENDLESS, running, wait_until, write

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or ROOT / "build" / "dev" / "x").parent / "examples"
MOVIES = ROOT / "examples" / "movies"


def start(example, server, *arguments, uri=None, password=None):
    program = FOLDER / ("driver/driver" if example == "driver" else f"bolt/bolt_{example}")
    assert program.exists(), f"there is no {program}: build it"
    return subprocess.Popen([program, uri or server.uri, server.user, password or server.password, *map(str, arguments)],
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ran(*arguments, **options):
    process = start(*arguments, **options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_query(server):
    assert ran("query", server) == (0, 'title\tyear\n"Metropolis"\t1927\n"M"\t1931\n', "")


def test_query_with_a_wrong_password(server):
    code, out, err = ran("query", server, password="wrong")
    assert (code, out) == (1, "")
    assert "wrong user name or password" in err


def test_stream(server):
    assert ran("stream", server, 10000) == (0, "10000 rows, sum 50005000, from neo4j\n", "")
    assert ran("stream", server, 0) == (0, "0 rows, sum 0, from neo4j\n", "")


def others(database):
    """How many transactions there are besides the one that looks."""
    return database.value("SHOW TRANSACTIONS YIELD database AS d WHERE d = 'neo4j' RETURN count(*)") - 1


def test_stream_is_stopped_by_a_signal(server, database):
    process = start("stream", server, 2 * 10 ** 9)
    wait_until(lambda: others(database), "the query to run")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=40)
    assert (process.returncode, out) == (130, "")
    assert "cancelled" in err
    wait_until(lambda: not others(database), "the query to end")


def test_routed_write(server, database):
    uri = server.uri.replace("bolt://", "neo4j://")
    assert ran("routed_write", server, 1, 1500, uri=uri) == (0, "1500 numbers\n", "")
    assert sorted(properties["n"] for _, properties in database.nodes()) == list(range(1, 1501))




@pytest.mark.parametrize("scheme", ["bolt", "bolt+ssc", "neo4j"])
def test_driver(server, database, scheme):
    uri = server.uri.replace("bolt://", f"{scheme}://")
    code, out, err = ran("driver", server, f"file://{MOVIES}", uri=uri)
    films = sum(labels == ("Film",) for labels, _ in database.nodes())
    assert (code, err) == (0, "") and films > 0
    assert out == f"Database migrated to version 010.\n0 films before, {films} after\n"
    assert database.versions() == ["001", "002", "003", "004", "010"] and database.locks() == []
    assert ran("driver", server, f"file://{MOVIES}", uri=uri)[1].endswith(f"{films} films before, {films} after\n")


def test_driver_with_a_wrong_password(server):
    code, out, err = ran("driver", server, f"file://{MOVIES}", password="wrong")
    assert (code, out) == (1, "") and "wrong user name or password" in err


def start_example(name, server, argument):
    return subprocess.Popen([FOLDER / name / name, server.uri, server.password, argument], text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


@pytest.mark.only_on("5.26.30")
def test_progress(server, database):
    process = start_example("progress", server, MOVIES.as_uri())
    out, err = process.communicate(timeout=120)
    lines = err.replace("\r", "\n").splitlines()
    count = len(database.nodes())
    assert (process.returncode, out) == (0, f"Database migrated to version 010.\n{count} nodes in all\n")
    assert f"002: statement 1 of {sum(line.startswith('002: statement') for line in lines)}" in lines
    assert count and sum(int(line.split()[1]) for line in lines if " nodes, " in line) == count
    assert database.versions() == ["001", "002", "003", "004", "010"]


@pytest.mark.only_on("5.26.30")
def test_progress_is_stopped_by_a_signal(server, database, cli):
    write(cli, {"V1__a.cypher": "CREATE (:A);\n", "V2__endless.cypher": ENDLESS})
    process = start_example("progress", server, (cli.folder / "neo4j" / "migrations").as_uri())
    running(database, "Endless")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=40)
    assert (process.returncode, out) == (130, "") and "cancelled" in err
    assert database.versions() == ["1"] and database.locks() == []
    assert all(labels == ("A",) for labels, _ in database.nodes())


@pytest.mark.only_on("5.26.30")
def test_source(server, database, cli):
    """What is served and added is what would be in files."""
    process = start_example("source", server, "Old")
    assert process.communicate(timeout=120) == ("Database migrated to version 003.\nAsked for the shelf 1 times.\n", "")
    films = [(labels, properties["year"]) for labels, properties in database.nodes() if "Film" in labels]
    assert films == [(("Film", "Old"), 1931)] * 2
    assert [m["source"] for m in database.chain()] == ["V001__Add_films.cypher", "V002__Add_years.cypher", "V003__Add_label.cypher"]
    assert sum(labels == ("Visit",) for labels, _ in database.nodes()) == 1
    write(cli, {"V001__Add_films.cypher": "CREATE (:Film {title: 'Metropolis'});\nCREATE (:Film {title: 'M'});\n",
                "V002__Add_years.cypher": "MATCH (f:Film) SET f.year = 1931;\n",
                "V003__Add_label.cypher": "MATCH (f:Film) SET f:`Old`;\n"})
    outcome = cli("validate", server=server)
    assert outcome.code == 0, str(outcome)
