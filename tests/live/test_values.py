"""Values of every type, there and back, on every server: what the driver stores is looked at by the official driver and
by the server itself, and what these store is read by the driver."""
import json
import warnings

import pytest

from artifacts import release
from bolt_shell import rows, say
from servers import OLD_VERSIONS, VERSIONS
from values import PLAIN, TEMPORAL, ZONED, zoned_notation

pytestmark = pytest.mark.only_on(*OLD_VERSIONS, *VERSIONS)
STORE = "UNWIND $rows AS row CREATE (n:Value) SET n.name = row.name, n.x = row.x"
READ = "MATCH (n:Value) RETURN n.name, n.x"
READ_TEXT = "MATCH (n:Value) RETURN n.name AS name, toString(n.x) AS x"


def has_utc(server):
    """From 4.3 on servers tell moments; before, wall times."""
    return release(server.version) >= (4, 3)


def zoned_we_can_tell(server):
    """Of the hour that is there twice, servers before 5 take the first one, also where they are told the moment."""
    return {name: zoned_notation(name, has_utc(server)) for name in ZONED
            if release(server.version) >= (5, 0) or name != "second of the two hours"}


def texts_of(server, function):
    """Those that the server can read: offsets have no seconds before 2025, and the second of two hours none before 4.1."""
    texts = {name: text for name, (of, text, _) in TEMPORAL.items() if of == function}
    if function == "datetime":
        texts |= {name: text for name, (text, *_) in ZONED.items() if release(server.version) >= (4, 1) or not name.startswith("second")}
    return {name: text for name, text in texts.items() if release(server.version) >= (2025, 0) or "-04:56:02" not in text}


def exact(values):
    """As text that tells 1 from 1.0 and from true, and 0.0 from -0.0."""
    return {name: repr(value) for name, value in values.items()}


def exact_notation(value):
    return json.dumps(value, sort_keys=True)


def store(server, values):
    rows(server, STORE, rows=[{"name": name, "x": notation} for name, notation in values.items()])


def read(server):
    return dict(rows(server, READ))


def test_what_we_store(server, database):
    store(server, {name: notation for name, (notation, _) in PLAIN.items()})
    found = {row["n.name"]: row["n.x"] for row in database.run(READ)}
    assert exact(found) == exact({name: value for name, (_, value) in PLAIN.items()})


def test_what_others_store(server, database):
    database.run(STORE, rows=[{"name": name, "x": value} for name, (_, value) in PLAIN.items()])
    assert exact_notation(read(server)) == exact_notation({name: notation for name, (notation, _) in PLAIN.items()})


def test_times_that_we_store(server, database):
    zoned = zoned_we_can_tell(server)
    store(server, {name: notation for name, (_, _, notation) in TEMPORAL.items()} | zoned)
    assert {row["name"]: row["x"] for row in database.run(READ_TEXT)} == \
        {name: text for name, (_, text, _) in TEMPORAL.items()} | {name: ZONED[name][0] for name in zoned}


def test_times_that_the_server_stores(server, database):
    stored = []
    for function in ("date", "time", "localtime", "localdatetime", "datetime", "duration"):
        texts = texts_of(server, function)
        database.run(f"UNWIND $rows AS row CREATE (n:Value) SET n.name = row.name, n.x = {function}(row.x)",
                     rows=[{"name": name, "x": text} for name, text in texts.items()])
        stored += texts
    assert len(stored) >= len(TEMPORAL) + len(ZONED) - 4
    assert read(server) == {name: zoned_notation(name, has_utc(server)) if name in ZONED else TEMPORAL[name][2] for name in stored}


def test_values_that_are_no_properties(server, database):
    everything = {"plain": {name: notation for name, (notation, _) in PLAIN.items()},
                  "temporal": [notation for _, _, notation in TEMPORAL.values()],
                  "zoned": list(zoned_we_can_tell(server).values()),
                  "nothing": None, "empty": {}, "": [[], [[1]], {"a": {"b": [None, 1.5, "x"]}}], "\u00e4\u20ac": [True, 1, 1.0, "1"]}
    ((back,),) = rows(server, "RETURN $x", x=everything)
    assert exact_notation(back) == exact_notation(everything)


def test_nodes_relationships_and_paths(server, database):
    """Ids are those that the official driver tells; a path may be walked against its relationships."""
    warnings.filterwarnings("ignore", "`id` is deprecated")
    (seen,) = database.run("CREATE (a:A:B {n: 1})-[r:KNOWS {since: 2}]->(b) RETURN a, r, b")
    a, r, b = (seen[name] for name in "arb")
    node_a = {"@node": [a.id, sorted(a.labels), {"n": 1}, a.element_id]}
    node_b = {"@node": [b.id, [], {}, b.element_id]}
    relationship = {"@relationship": [r.id, a.id, b.id, "KNOWS", {"since": 2}, r.element_id, a.element_id, b.element_id]}
    unbound = {"@unbound": [r.id, "KNOWS", {"since": 2}, r.element_id]}
    assert rows(server, "MATCH (a:A)-[r]->(b) RETURN a, r, b") == [[node_a, relationship, node_b]]
    assert rows(server, "MATCH p = (:A)-[]->() RETURN p, [p], {p: p}") == \
        [[{"@path": [[node_a, node_b], [unbound], [1, 1]]}, [{"@path": [[node_a, node_b], [unbound], [1, 1]]}],
          {"p": {"@path": [[node_a, node_b], [unbound], [1, 1]]}}]]
    assert rows(server, "MATCH p = (b)<-[]-(:A) RETURN p") == [[{"@path": [[node_b, node_a], [unbound], [-1, 1]]}]]
    assert rows(server, "MATCH p = (:A) RETURN p") == [[{"@path": [[node_a], [], []]}]]


def test_what_cannot_be_sent_is_not(server, database):
    """It would cost the connection: it is refused before, and the next statement runs on the same one."""
    utc = has_utc(server)
    lines = say(server, "server", 'run RETURN $x | {"x": {"@node": []}}', 'run RETURN $x | {"x": {"@struct": [88, [1]]}}',
                f"run RETURN $x | {json.dumps({'x': zoned_notation('summer', not utc)})}", "run RETURN 1")
    refused = [line for line in lines if line.startswith("run error ")]
    assert len(refused) == 3 and all(line.startswith("run error ARGUMENT: ") for line in refused), lines
    assert lines[-1] == "run ok" and "row [1]" in lines
