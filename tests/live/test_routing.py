"""The schemes that ask first which server does what. A single server is asked, too, and names itself."""
import pytest

from bolt_shell import rows, say
from material import THREE, states, steps, write
from servers import OLD_VERSIONS, VERSIONS
from test_encryption import at, trusting
from test_versions import SPOKEN, speaking  # noqa: F401 (a fixture)

SINGLE_35 = "belongs to no cluster and cannot tell which servers there are: write bolt://127.0.0.1:"


def routed(server, scheme="neo4j"):
    return f"{scheme}://127.0.0.1:{server.port}"


def test_every_scheme(cli, server, database):
    write(cli, THREE)
    for number, scheme in enumerate(("neo4j", "neo4j+ssc", "neo4j+s"), 1):
        outcome = cli(*at(server, scheme), "--target", f"V{number}", "apply", env=trusting(server))
        assert outcome.code == 0, f"{scheme}: {outcome}"
    assert steps(database) == [1, 2, 3]
    assert states(cli(*at(server, "neo4j"), "info")) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}
    assert cli(*at(server, "neo4j"), "validate").code == 0
    assert cli(*at(server, "neo4j"), "clean", "all").code == 0


def test_a_context(cli, server, database):
    write(cli, THREE)
    address = f"neo4j://localhost:{server.port}?policy=near&region=eu%20west"
    outcome = cli("-a", address, "-u", server.user, "-p", server.password, "apply")
    assert outcome.code == 0, str(outcome)


def test_a_database_that_is_named(server, database):
    lines = say(server, "session a database=neo4j", "execute CREATE (a:A) RETURN count(a) AS n", "database",
                "session b database=system", "run-blind read SHOW DATABASES", "session c database=nothing",
                "run RETURN 1", "session a", "run read RETURN 1", uri=routed(server))
    assert "row [1]" in lines and "execute ok" in lines and "database = neo4j" in lines and "run-blind ok" in lines
    (refused,) = [line for line in lines if line.startswith("run error")]
    assert "code=Neo.ClientError.Database.DatabaseNotFound" in refused and "retryable" not in refused
    assert lines[-1] == "run ok"
    assert len(database.nodes()) == 1


def test_a_wrong_password(cli, server):
    outcome = cli("-a", routed(server), "-u", "neo4j", "-p", "wrong", "info")
    assert outcome.code == 1 and f'"127.0.0.1:{server.port}" does not let user "neo4j" in' in outcome.out


def test_writing_where_only_reading_was_announced(server, database):
    (refused,) = say(server, "run-blind read CREATE (:A)", uri=routed(server))
    assert "code=Neo.ClientError.Statement.AccessMode" in refused
    assert database.nodes() == []


@pytest.mark.only_on(*OLD_VERSIONS[1:], *VERSIONS)
def test_in_every_version(server, database, speaking):  # noqa: F811
    """ROUTE in both its forms, and the procedure of 4.0. The proxy that lets only one version through is named by the
    answer, as servers repeat the address that they are told; those before 4.3 name their own."""
    for version in SPOKEN[server.version]:
        if version < (4, 0):
            continue
        uri = speaking(server, version).replace("bolt://", "neo4j://")
        lines = say(server, "session a", "execute-blind CREATE (:A)", "execute read MATCH (a:A) RETURN count(a) AS n",
                    "session b database=neo4j", "execute MATCH (a:A) DELETE a RETURN count(a) AS n", uri=uri)
        assert lines.count("row [1]") == 2 and lines[-1] == "execute ok", (version, lines)
    assert database.nodes() == []


@pytest.mark.only_on(OLD_VERSIONS[0])
def test_a_single_server_of_3_5(cli, server, database):
    outcome = cli("-a", routed(server), "-u", server.user, "-p", server.password, "info")
    assert outcome.code == 1 and SINGLE_35 in outcome.out, str(outcome)
    assert rows(server, "RETURN 1") == [[1]]
