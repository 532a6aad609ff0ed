"""Migrations that load CSV: the server and the library read the same file from a web server."""
import os
import pathlib
import subprocess
import zlib

import pytest

import servers
from web import Broken, serving

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or ROOT / "build" / "dev" / "x").parent / "examples" / "csv" / "csv"
BOOKS = b"title,year\nMoby Dick,1851\nUlysses,1922\n"
APPLIED, SKIPPED = 'Applied migration 050 ("Load books").', 'Skipping already applied migration 050 ("Load books")'
REAPPLIED = 'Reapplied changed repeatable migration 050 ("Load books")'


def checksum(content):
    return str(zlib.crc32(content))


@pytest.fixture
def web():
    with serving() as web:
        web.pages["/books.csv"] = BOOKS
        yield web


@pytest.fixture
def load(server, database):
    def run(url, **environment):
        done = subprocess.run([PROGRAM, server.uri, server.password, url], text=True, capture_output=True, timeout=60,
                              env=os.environ | environment)
        return done.returncode, done.stdout.splitlines(), done.stderr
    return run


def books(database):
    return sorted((properties["title"], properties["year"]) for labels, properties in database.nodes() if labels == ("Book",))


def test_a_file_is_loaded_and_loaded_again_when_it_has_changed(load, web, database):
    url = web.url("/books.csv")
    assert load(url) == (0, [APPLIED, "2 new books", f"050 JAVA {checksum(BOOKS)}"], "")
    assert web.asked_by_us() == ["/books.csv", "/books.csv"]  # once to apply, once for the chain
    (recorded,) = database.chain()
    assert {name: recorded[name] for name in ("version", "type", "repeatable", "source", "description", "checksum")} == {
        "version": "050", "type": "JAVA", "repeatable": True, "source": "R050__Load_books", "description": "Load books",
        "checksum": checksum(BOOKS)}
    assert books(database) == [("Moby Dick", 1851), ("Ulysses", 1922)]
    assert all(properties["by"].endswith("csv") for labels, properties in database.nodes() if labels == ("Book",))

    assert load(url) == (0, [SKIPPED, "0 new books", f"050 JAVA {checksum(BOOKS)}"], "")
    web.pages["/books.csv"] = longer = BOOKS + b"Emma,1815\n"
    assert load(url) == (0, [REAPPLIED, "1 new books", f"050 JAVA {checksum(longer)}"], "")
    assert books(database) == [("Emma", 1815), ("Moby Dick", 1851), ("Ulysses", 1922)]


@pytest.mark.only_on("5.26.30")
def test_redirects_are_followed(load, web):
    web.pages |= {"/old.csv": "/moved.csv", "/moved.csv": web.url("/books.csv")}
    assert load(web.url("/old.csv")) == (0, [APPLIED, "2 new books", f"050 JAVA {checksum(BOOKS)}"], "")
    web.pages["/circle.csv"] = "/circle.csv"
    code, out, _ = load(web.url("/circle.csv"))
    assert code == 1 and out[0].startswith("There is no checksum of") and "redirects" in out[0]
    web.pages["/file.csv"] = "file:///etc/passwd"
    assert any("file" in line and "no checksum" in line for line in load(web.url("/file.csv"))[1])


@pytest.mark.only_on("5.26.30")
def test_the_proxies_of_the_environment_are_not_asked(load, web):
    code, out, _ = load(web.url("/books.csv"), http_proxy="http://127.0.0.1:1", ALL_PROXY="http://127.0.0.1:1")
    assert (code, out) == (0, [APPLIED, "2 new books", f"050 JAVA {checksum(BOOKS)}"])


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("status", [404, 503])
def test_a_file_that_is_not_there(load, web, database, status):
    """What comes instead of it has no checksum."""
    assert load(web.url("/books.csv"))[0] == 0
    web.pages["/books.csv"] = status
    url = web.url("/books.csv").replace("http://", "http://me:secret@")
    code, out, err = load(url)
    assert code == 1 and "annot load from URL" in err
    assert out == [f"There is no checksum of {web.url('/books.csv')} this time: The requested URL returned error: {status}"]
    (recorded,) = database.chain()
    assert recorded["checksum"] == checksum(BOOKS) and database.locks() == []


@pytest.mark.only_on("5.26.30")
def test_an_answer_that_breaks_off(load, web):
    web.pages["/books.csv"] = Broken(BOOKS)
    code, (warning, *out), _ = load(web.url("/books.csv"))
    assert warning.startswith("There is no checksum of") and "bytes remaining" in warning
    assert (code, out) == (0, [APPLIED, "2 new books", warning, "050 JAVA without checksum"])  # the server does not mind


@pytest.mark.only_on("5.26.30")
def test_a_certificate_that_nobody_trusts(load, tmp_path):
    with serving(servers.make_certificate(tmp_path / "tls")) as web:
        web.pages["/books.csv"] = BOOKS
        code, out, _ = load(web.url("/books.csv"))
        assert code == 1 and "There is no checksum" in out[0] and "certificate" in out[0]
        assert web.asked_by_us() == []


@pytest.mark.only_on("5.26.30")
def test_a_file_of_the_server(load, database, tmp_path):
    """It is read by the server alone; and is applied once, as nobody tells whether it has changed."""
    file = tmp_path / "books.csv"
    file.write_bytes(BOOKS)
    assert load(file.as_uri()) == (0, [APPLIED, "2 new books", "050 JAVA without checksum"], "")
    assert len(books(database)) == 2 and "checksum" not in database.chain()[0]
    file.write_bytes(BOOKS + b"Emma,1815\n")
    assert load(file.as_uri()) == (0, [SKIPPED, "0 new books", "050 JAVA without checksum"], "")
