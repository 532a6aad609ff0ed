"""Where results are printed to: a disk that is full, and a reader that has gone."""
import os

import pytest

from material import THREE, write

pytestmark = pytest.mark.only_on("5.26.30")
NO_SPACE = "cannot write to standard output: No space left on device\n"


@pytest.fixture
def run(cli, server, database):
    """Runs a command with this standard output: its exit code, and what it says on standard error."""
    def start(stdout, *arguments):
        process = cli.start(*arguments, server=server, stdout=stdout)
        _, err = process.communicate(timeout=60)
        return process.returncode, err
    return start


def commands(cli):
    """All that print a result, in an order in which each succeeds."""
    single = (cli.folder / "neo4j/migrations/V1__step_1.cypher").as_uri()
    return [("apply",), ("info",), ("validate",), ("repair",), ("lock", "status"), ("lock", "release"), ("delete", "3"),
            ("clean", "--dry-run"), ("clean",), ("run", "--migration", single)]


@pytest.mark.parametrize("options", [(), ("--format", "json")], ids=["text", "json"])
def test_a_full_disk_is_told(cli, run, database, options):
    write(cli, THREE)
    for command in commands(cli):
        with open("/dev/full", "w") as full:
            code, err = run(full, *options, *command)
        assert code == 1 and err.endswith(NO_SPACE), f"{command}: {err}"
    # Everything was done nevertheless.
    assert sorted(properties["n"] for _, properties in database.nodes()) == [1, 1, 2, 3]
    assert (database.chain(), database.locks()) == ([], [])


@pytest.mark.parametrize("options", [(), ("--format", "json")], ids=["text", "json"])
def test_a_reader_that_has_gone_is_no_reason_to_complain(cli, run, database, options):
    write(cli, THREE)
    for command in commands(cli):
        read, written = os.pipe()
        os.close(read)
        code, err = run(written, *options, *command)
        os.close(written)
        assert code == 1 and "write" not in err, f"{command}: {err}"
    assert (database.chain(), database.locks()) == ([], [])
