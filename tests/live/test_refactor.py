"""Refactorings as functions of the library, outside of migrations: each type once, and what is said of wrong calls."""
import os
import pathlib
import subprocess

import pytest

from test_btree_indexes import BEFORE, BTREES, providers

BINARY = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or pathlib.Path(__file__).resolve().parents[2] / "build" / "dev" / "x")
PROGRAM = BINARY.resolve().parent / "tests" / "live" / "refactor"
DATA = ("CREATE (a:Dev {name: 'Ada', age: 36, cool: 'yes'})-[:KNOWS {since: 2001, cool: 'no'}]->(:Dev {name: 'Bob', cool: 0})-[:KNOWS {since: 2002}]->"
        "(:Dev:Lead {name: 'Cleo', age: 41, cool: 'maybe'}), (a)-[:LIKES]->(a)")


@pytest.fixture
def refactor(server, database):
    """refactor("RENAME_LABEL", from_="Dev", to="X") -> counters by name, and statements"""
    def call(kind, **fields):
        arguments = [f"{name.rstrip('_')}={value}" for name, values in fields.items()
                     for value in (values if isinstance(values, list) else [values])]
        done = subprocess.run([PROGRAM, server.uri, server.user, server.password, kind, *arguments], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        lines = [line.partition(" ") for line in done.stdout.splitlines()]
        statements = [rest for first, _, rest in lines if first == "statement"]
        return statements or {first: int(rest) for first, _, rest in lines}
    yield call
    assert (database.chain(), database.locks()) == ([], [])


@pytest.fixture
def refused(server, database):
    """The status and message of a call that fails, and changes nothing."""
    def call(kind, *arguments):
        before = database.snapshot()
        done = subprocess.run([PROGRAM, server.uri, server.user, server.password, kind, *arguments], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (1, ""), done.stdout + done.stderr
        assert database.snapshot() == before
        failed, status, place, message = done.stdout.splitlines()[0].split(" ", 3)
        assert (failed, place) == ("failed", "0:0")
        return int(status), message
    return call


def properties(database, name):
    return sorted(((p[name] for _, p in database.nodes() + database.relationships() if name in p)), key=repr)


def test_rename_label(refactor, database):
    database.run(DATA)
    statement, = refactor("RENAME_LABEL", from_="Dev", to="Le `Dev`", dry_run=1)
    assert statement.endswith("MATCH (s:Dev) REMOVE s:Dev SET s:`Le ``Dev```")
    assert refactor("RENAME_LABEL", from_="Dev", to="Le `Dev`") == {"labels_added": 3, "labels_removed": 3}
    assert {labels for labels, _ in database.nodes()} == {("Le `Dev`",), ("Le `Dev`", "Lead")}
    assert refactor("RENAME_LABEL", from_="Dev", to="Le `Dev`") == {}


def test_rename_label_in_batches(refactor, database):
    database.run("UNWIND range(1, 1000) AS i CREATE (:Many {i: i})")
    assert refactor("RENAME_LABEL", from_="Many", to="More", batch_size=7) == {"labels_added": 1000, "labels_removed": 1000}
    assert database.value("MATCH (m:More) WHERE NOT m:Many RETURN count(m)") == 1000


def test_rename_type(refactor, database):
    database.run(DATA)
    assert refactor("RENAME_TYPE", from_="KNOWS", to="MET") == {"relationships_created": 2, "relationships_deleted": 2, "properties_set": 3}
    assert database.relationships() == [("LIKES", {}), ("MET", {"cool": "no", "since": 2001}), ("MET", {"since": 2002})]


def test_rename_properties(refactor, database):
    database.run(DATA)
    assert refactor("RENAME_NODE_PROPERTY", from_="age", to="old age") == {"properties_set": 4}
    assert (properties(database, "old age"), properties(database, "age")) == ([36, 41], [])
    assert refactor("RENAME_RELATIONSHIP_PROPERTY", from_="since", to="from") == {"properties_set": 4}
    assert (properties(database, "from"), properties(database, "since")) == ([2001, 2002], [])


def test_normalize_as_boolean(refactor, database):
    database.run(DATA)
    refactor("NORMALIZE_AS_BOOLEAN", property="cool", true_values=["yes"], false_values=["no", "0"])
    assert properties(database, "cool") == [False, False, True]
    assert refactor("NORMALIZE_AS_BOOLEAN", property="cool", true_values=["yes"], false_values=["no", "null"]) == {"properties_set": 3}
    assert properties(database, "cool") == [False] * 5 + [True]


def test_add_surrogate_keys(refactor, database):
    database.run(DATA)
    assert refactor("ADD_SURROGATE_KEY_TO_NODES", labels=["Dev", "Lead"], property="key") == {"properties_set": 1}
    assert refactor("ADD_SURROGATE_KEY_TO_NODES", labels="Dev", property="key") == {"properties_set": 2}
    assert len(set(properties(database, "key"))) == 3
    assert refactor("ADD_SURROGATE_KEY_TO_RELATIONSHIPS", relationship_type="KNOWS", generator="id(%s)") == {"properties_set": 2}
    assert len(set(properties(database, "id"))) == 2


@pytest.mark.only_on("4.4.48")
def test_btree_indexes(refactor, database):
    for statement in (*BTREES, "CALL db.awaitIndexes()"):
        database.run(statement)
    assert refactor("CREATE_FUTURE_INDEXES", suffix="2", includes=["my id", "place"], index_types="place=POINT") == {
        "indexes_added": 1, "constraints_added": 1}
    assert providers(database) == BEFORE | {"my id2": ("range-1.0", "Book", "id"), "place2": ("point-1.0", "Book", "place")}
    counters = {"indexes_added": 3, "indexes_removed": 3}
    statements = refactor("REPLACE_BTREE_INDEXES", excludes=["my id", "place"], dry_run=1)
    assert len(statements) == 6 and refactor("REPLACE_BTREE_INDEXES", excludes=["my id", "place"]) == counters
    assert refactor("REPLACE_BTREE_INDEXES", excludes=["my id", "place"]) == {}


def test_merge_nodes(refactor, database):
    """What would be sent, sent by somebody else, leads to the same."""
    database.run(DATA)
    database.run("MATCH (d:Dev) SET d.cool = toString(d.cool)")
    call = {"source_query": "MATCH (d:Dev) RETURN d ORDER BY d.name", "merge_policies": ["name=2", "a.*=1", ".*=0"]}
    before = database.snapshot()
    statements = refactor("MERGE_NODES", **call, dry_run=1)
    assert database.snapshot() == before and len(statements) > 2
    counters = refactor("MERGE_NODES", **call)
    assert counters == {"nodes_deleted": 2, "relationships_created": 2, "relationships_deleted": 2, "labels_added": 1, "properties_set": 6}
    (labels, merged), = database.nodes()
    assert labels == ("Dev", "Lead") and merged == {"name": "Cleo", "age": 36, "cool": ["yes", "0", "maybe"]}
    assert refactor("MERGE_NODES", **call) == {}


@pytest.mark.only_on("2026.08.1")
def test_lists_to_vectors(refactor, refused, database):
    database.run("CREATE (:Film {embedding: [1.0]})-[:LIKE {embedding: [2.0]}]->(:Film)")
    status, message = refused("LIST_TO_VECTOR_ON_NODES", "labels=Film", "element_type=INTEGER8")
    assert status == 10 and "vector" in message.lower()
    assert refused("LIST_TO_VECTOR_ON_RELATIONSHIPS", "relationship_type=LIKE", "batch_size=1")[0] == 10
    assert refactor("LIST_TO_VECTOR_ON_NODES", labels=["Film", "Gone"]) == {} == refactor("LIST_TO_VECTOR_ON_RELATIONSHIPS", relationship_type="LIKE", property="x")


@pytest.mark.only_on("5.26.30")
def test_what_is_wrong_with_a_call(refused):
    assert refused("RENAME_LABEL", "from=a") == (2, "rename.label: No `to` parameter")
    assert refused("RENAME_LABEL", "from=a", "to=b", "labels=X") == (2, "rename.label has no parameter `labels`")
    assert refused("RENAME_LABEL", "from=a", "to=b", "batch_size=-1")[1].endswith("Invalid value `-1` for parameter `batchSize`")
    assert refused("MERGE_NODES", "source_query=RETURN 1", "merge_policies=x=7") == (2, "unknown strategy of merging: 7")
