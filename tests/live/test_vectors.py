"""Lists that become vectors, where the server has them."""
import pytest

from catalogs import xml
from material import write
from test_refactorings import everything, query, refactor, run, values

DATA = ("CREATE (:Film:Old {embedding: [1.0, 2.5], other: [1.5, 2.5]}), (:Film {embedding: [1, 2]}), (:Film {embedding: 'x'}), "
        "(:Film)-[:LIKE {embedding: [0.5]}]->(:Other {embedding: [9.0]})")
NODES, RELATIONSHIPS = "listToVectorOn.nodes", "listToVectorOn.relationships"


def statement(cli, server, operation):
    """The one that would be sent, without what it changes, to see what it would make of what."""
    outcome = run_dry(cli, server, operation)
    assert outcome.code == 0, str(outcome)
    (text,) = [line.rstrip(";") for line in outcome.out.splitlines() if not line.startswith(("//", ":param"))]
    source, action = text.split("SET ", 1)
    variable, made = action.split("[$property] = ", 1)
    return f"{source} RETURN {variable}.embedding AS list, {made} AS vector"


def run_dry(cli, server, operation):
    write(cli, {"V1__a.xml": xml(operation)})
    return cli("run", "--dry-run", "--migration", (cli.folder / "neo4j/migrations/V1__a.xml").as_uri(), server=server)


def made(database, text, **parameters):
    return [(row["list"], type(row["vector"]).__name__, row["vector"].to_native()) for row in database.run(text, **parameters)]


@pytest.mark.only_on("2026.08.1")
def test_what_becomes_a_vector(cli, server, database):
    """No edition under test can store vectors, but all can make them."""
    database.run(DATA)
    text = statement(cli, server, refactor(NODES, labels=values("Film"), elementType="float32"))
    assert made(database, text, property="embedding", identifiers=["Film"]) == [([1.0, 2.5], "Vector", [1.0, 2.5])]
    text = statement(cli, server, refactor(NODES, labels=values("Film", "Old"), elementType="INTEGER8"))
    assert made(database, text, property="embedding", identifiers=["Film", "Old"]) == [([1.0, 2.5], "Vector", [1, 2])]
    text = statement(cli, server, refactor(RELATIONSHIPS, type="LIKE"))
    assert made(database, text, property="embedding", identifiers=["LIKE"]) == [([0.5], "Vector", [0.5])]
    text = statement(cli, server, refactor(NODES, customQuery=query("MATCH (n:Other|Film) RETURN n")))
    assert sorted(made(database, text, property="embedding")) == [([1.0, 2.5], "Vector", [1.0, 2.5]), ([9.0], "Vector", [9.0])]


@pytest.mark.only_on("2026.08.1")
@pytest.mark.parametrize("batches", [{}, {"batchSize": 1}])
def test_a_store_without_vectors(cli, server, database, batches):
    """Nothing of it stays; where there is nothing to change it goes well."""
    database.run(DATA)
    before = everything(database)
    outcome = run(cli, server, refactor(NODES, labels=values("Film"), **batches))
    assert outcome.code == 1 and "Neo.ClientError.Data.DataUnsupportedByStoreFormat" in outcome.out, str(outcome)
    assert ("V1__a.xml:3:" in outcome.err) == bool(batches), "without batches it is COMMIT that fails"
    assert "outcome: " in outcome.err and everything(database) == before
    for operation in (refactor(NODES, labels=values("Nobody", "`) //"), **batches), refactor(RELATIONSHIPS, type="NOTHING", property="a`b", **batches),
                      refactor(NODES, customQuery=query("MATCH (n:Film) RETURN n"), property="name", **batches)):
        outcome = run(cli, server, operation)
        assert outcome.code == 0, str(outcome)
    assert everything(database) == before


@pytest.mark.only_on("4.4.48", "5.26.30")
@pytest.mark.parametrize("source", [{"labels": values("Film")}, {"customQuery": query("MATCH (n:Film) RETURN n")}], ids=["labels", "query"])
def test_servers_without_vectors(cli, server, database, source):
    database.run(DATA)
    before = everything(database)
    outcome = run(cli, server, refactor(NODES, **source))
    version = server.version[:server.version.rindex(".")]
    assert outcome.code == 1 and f"Supported version is {version} which is below the required value of 2025.10" in outcome.out, str(outcome)
    assert "V1__a.xml:3:" in outcome.err and everything(database) == before
