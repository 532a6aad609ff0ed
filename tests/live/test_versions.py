"""Every version of Bolt, spoken with real servers: they know many more than the one that they would choose by themselves."""
import pytest

from bolt_shell import rows, say
from downgrade import Downgrade
from servers import OLD_VERSIONS, VERSIONS

# Bolt 3 is there in 4.1 to 4.4 too, but refuses the bookmarks that they give: nobody would choose it.
EVERY_4 = [(4, 0), (4, 1), (4, 2), (4, 3), (4, 4)]
EVERY_5 = [(5, 0), (5, 1), (5, 2), (5, 3), (5, 4), (5, 6), (5, 7), (5, 8)]
SPOKEN = {"4.4.48": EVERY_4, "5.26.30": EVERY_4 + EVERY_5, "2026.08.1": EVERY_4 + EVERY_5 + [(6, 0), (6, 1)],
          "3.5.35": [(3, 0)], "4.0.12": [(3, 0), (4, 0)], "4.1.13": EVERY_4[:2], "4.3.24": EVERY_4[:4]}
CHOSEN = {"3.5.35": "3.0", "4.0.12": "4.0", "4.1.13": "4.1", "4.3.24": "4.3", "4.4.48": "4.4", "5.26.30": "5.8", "2026.08.1": "6.1"}

UUID = {"@uuid": "00112233445566778899aabbccddeeff"}
VECTORS = [{"@vector": [0xC8, "7f80"]}, {"@vector": [0xC9, "00010002"]}, {"@vector": [0xCA, "7fffffff"]},
           {"@vector": [0xCB, "8000000000000000"]}, {"@vector": [0xC6, "3fc0000040000000"]}, {"@vector": [0xC1, "3ff8000000000000"]}]


@pytest.fixture
def speaking():
    """The URI of a server that speaks this version only."""
    started = []

    def start(server, version):
        started.append(Downgrade(server, version))
        return started[-1].__enter__().uri

    yield start
    for proxy in started:
        proxy.__exit__()
        assert not proxy.refusals


@pytest.mark.only_on(*OLD_VERSIONS, *VERSIONS)
def test_the_newest_one_is_chosen(server):
    assert say(server, "server") == [f"agent=Neo4j/{server.version} address=127.0.0.1:{server.port} bolt={CHOSEN[server.version]}", "server ok"]


CONVERSATION = """
summaries
begin
queue CREATE (:A {n: 1})
queue CREATE (:A {n: 2})
query MATCH (a:A) RETURN a.n AS n ORDER BY n
commit
begin
stream fetch=2 UNWIND range(1, 5) AS x RETURN x
queue UNWIND [1, 0] AS x CREATE (:B {n: 1 / x})
flush
rollback
begin read timeout=5000 metadata={"app":"n4m"}
query RETURN $x AS x | {"x": {"@datetime": [1577930645, 6, 3600]}}
rollback
begin
queue MATCH (a:A) DETACH DELETE a
commit-pipelined
""".split("\n")[1:-1]
SAID = """
begin ok
queue ok
queue ok
queued 0 nodes_created=1
queued 1 nodes_created=1
row [1]
row [2]
query ok
commit ok
begin ok
row [1]
row [2]
row [3]
row [4]
row [5]
rows 5
stream ok
queue ok
flush error SERVER statement=1 code=Neo.ClientError.Statement.ArithmeticError
rollback ok
begin ok
row [{"@datetime": [1577930645, 6, 3600]}]
query ok
rollback ok
begin ok
queue ok
queued 0 nodes_deleted=2
commit-pipelined ok
""".split("\n")[1:-1]


def essence(line):
    """Without what differs between the servers."""
    if line.startswith("queued "):
        words = line.split()
        return " ".join(words[:2] + [word for word in words if word.startswith("nodes_")])
    return line.partition(": / by zero")[0].partition(" gql=")[0]


@pytest.mark.only_on(*OLD_VERSIONS, *VERSIONS)
def test_a_conversation_in_every_version(server, database, speaking):
    """Transactions, pipelines, rows in batches, a failure and what comes after it, on one connection."""
    for version in SPOKEN[server.version]:
        lines = say(server, "server", *CONVERSATION, uri=speaking(server, version))
        assert lines[0].endswith(f" bolt={version[0]}.{version[1]}")
        assert [essence(line) for line in lines[2:] if not line.startswith(("keys ", "summary"))] == SAID, version
        assert database.nodes() == []


@pytest.mark.only_on("2026.08.1")
def test_vectors_and_uuids(server, database):
    """No store of the Community edition keeps them, so the server tells what it was given."""
    ((back, text),) = rows(server, "RETURN $x, toString($x)", x=UUID)
    assert (back, text) == (UUID, "00112233-4455-6677-8899-aabbccddeeff")
    ((made,),) = rows(server, "CYPHER 25 RETURN uuid()")
    assert len(made["@uuid"]) == 32
    ((back, kinds, numbers),) = rows(
        server, "CYPHER 25 RETURN $x, [v IN $x|valueType(v)], [v IN $x[..4]|toIntegerList(v)] + [v IN $x[4..]|toFloatList(v)]", x=VECTORS)
    assert back == VECTORS
    assert [kind.removesuffix(" NOT NULL") for kind in kinds] == [
        "VECTOR<INTEGER8 NOT NULL>(2)", "VECTOR<INTEGER16 NOT NULL>(2)", "VECTOR<INTEGER32 NOT NULL>(1)", "VECTOR<INTEGER NOT NULL>(1)",
        "VECTOR<FLOAT32 NOT NULL>(2)", "VECTOR<FLOAT NOT NULL>(1)"]
    assert numbers == [[127, -128], [1, 2], [2147483647], [-9223372036854775808], [1.5, 2.0], [1.5]]
    ((vectors,),) = rows(server, "CYPHER 25 RETURN [vector([1, -2], 2, INTEGER8), vector([1.5], 1, FLOAT32), vector([0.1], 1, FLOAT64)]")
    assert vectors == [{"@vector": [0xC8, "01fe"]}, {"@vector": [0xC6, "3fc00000"]}, {"@vector": [0xC1, "3fb999999999999a"]}]


@pytest.mark.only_on("2026.08.1")
def test_types_that_a_version_does_not_have(server, database, speaking):
    """Towards the server they are refused before anything is sent; from it they come as what it says instead."""
    asked = "CYPHER 25 RETURN randomUUID() = '' AS no, uuid() AS id, vector([1], 1, INTEGER8) AS v"
    assert rows(server, asked, uri=speaking(server, (6, 0))) == [[False, {"@unsupported": ["UUID", 6, 1, ""]}, {"@vector": [0xC8, "01"]}]]
    assert rows(server, asked, uri=speaking(server, (5, 8))) == [
        [False, {"originalType": "UUID", "reason": "UNKNOWN_TYPE"}, {"originalType": "VECTOR(1, INTEGER8)", "reason": "UNKNOWN_TYPE"}]]
    parameters = '| {"x": {"@uuid": "00112233445566778899aabbccddeeff"}}', '| {"x": {"@vector": [200, "01"]}}'
    lines = say(server, *(f"run RETURN $x {p}" for p in parameters), "run RETURN 1", uri=speaking(server, (5, 8)))
    assert lines[:2] == ["run error ARGUMENT: a UUID needs a server with Bolt 6.1, this one speaks 5.8",
                         "run error ARGUMENT: a vector needs a server with Bolt 6.0, this one speaks 5.8"] and lines[-1] == "run ok"
