"""Migrations that load CSV: each library takes the checksum of the other for its own."""
import os
import pathlib
import subprocess
import zlib

import pytest

from web import serving

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or ROOT / "build" / "dev" / "x").parent / "examples" / "csv" / "csv"
BOOKS = b"title,year\nMoby Dick,1851\nUlysses,1922\n"


def checksum(content):
    return str(zlib.crc32(content))


def loaded_by(database):
    """Who has loaded the books last: our program's path, or Java."""
    (by,) = {properties["by"] for labels, properties in database.nodes() if labels == ("Book",)}
    return by


def repetitions(database):
    (migration,) = database.chain()
    assert (migration["type"], migration["repeatable"]) == ("JAVA", True)
    return migration["checksum"], [again["checksum"] for again in migration["repeated"]]


@pytest.mark.only_on("5.26.30", "2026.08.1")  # with either version of the Java library
@pytest.mark.parametrize("turn", ["ours_first", "java_first"])
def test_each_knows_what_the_other_has_loaded(java_library, server, used_database, folder, turn):
    with serving() as web:
        web.pages |= {"/moved.csv": "/books.csv", "/books.csv": BOOKS}

        def ours():
            subprocess.run([PROGRAM, server.uri, server.password, web.url("/moved.csv")], check=True, timeout=60)
            return str(PROGRAM)

        def java():
            java_library("apply", server, folder, csv=web.url("/moved.csv"))
            return "Java"

        first, second = (ours, java) if turn == "ours_first" else (java, ours)
        by_first = first()
        second()
        assert (loaded_by(used_database), *repetitions(used_database)) == (by_first, checksum(BOOKS), [])
        assert java_library("validate", server, folder, csv=web.url("/moved.csv")) == "VALID"
        web.pages["/books.csv"] = longer = BOOKS + b"Emma,1815\n"
        by_second = second()
        first()
        assert (loaded_by(used_database), *repetitions(used_database)) == (by_second, checksum(BOOKS), [checksum(longer)])
        assert java_library("validate", server, folder, csv=web.url("/moved.csv")) == "VALID"
