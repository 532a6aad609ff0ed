"""The example that quickstart.sh applies does what it says, on each server."""
import pathlib

import pytest

MOVIES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "movies"
VERSIONS = ["001", "002", "003", "004", "010"]


@pytest.fixture
def migrations(cli, server, database):
    """Runs a command of the binary on the migrations of the example."""
    def run(command):
        outcome = cli(command, "--location", MOVIES.as_uri(), server=server)
        assert outcome.code == 0, str(outcome)
        return outcome
    return run


@pytest.mark.pristine
def test_example_is_applied_once(migrations, database):
    assert "Database migrated to version 010." in migrations("apply").out
    after_first = database.snapshot()
    assert database.versions() == VERSIONS
    assert set(database.constraints()) >= {"film_id", "person_name"}
    assert "film_released" in database.indexes()

    migrations("apply")
    assert database.snapshot() == after_first
    assert database.locks() == []


def test_example_keeps_its_non_ascii_text(migrations, database):
    migrations("apply")
    titles = {properties.get("originalTitle") for labels, properties in database.nodes() if labels == ("Film",)}
    assert {"七人の侍", "Андрей Рублёв", "Das weiße Band"} <= titles
    assert "Toshirō Mifune" in {properties.get("name") for labels, properties in database.nodes()}


def test_example_is_valid_and_complete(migrations):
    migrations("apply")
    table = migrations("info").out
    assert table.count("APPLIED") == len(VERSIONS) and "PENDING" not in table
    migrations("validate")
