import fcntl
import pathlib

import pytest

from javalibrary import JavaLibrary, version_for
from tools import Java, Ours


@pytest.fixture(scope="session")
def java_library(server):
    library = JavaLibrary(version_for(server))
    yield library
    library.stop()


@pytest.fixture
def used_database(witness, server):
    """The database of the server under test, without data but with the schema that earlier tests have left: to make it
    would be most of a test's time. As with `database`, it is nobody else's for the time of the test."""
    with open(pathlib.Path(server.home) / "in-use.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        witness.end_transactions()
        witness.run("MATCH (n) DETACH DELETE n")
        yield witness


@pytest.fixture
def java(java_library, server):
    return Java(java_library, server)


@pytest.fixture
def ours(cli, server):
    return Ours(cli, server)


@pytest.fixture(params=["ours_first", "java_first"])
def turns(request, ours, java):
    """Both tools, in both orders."""
    return (ours, java) if request.param == "ours_first" else (java, ours)


@pytest.fixture
def folder(tmp_path):
    """An empty folder of migrations."""
    place = tmp_path / "migrations"
    place.mkdir()
    return place
