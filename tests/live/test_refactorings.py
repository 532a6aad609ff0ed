"""Refactorings on real servers: what they do to the data, and what they leave alone."""
import html
import json
import signal

import pytest

from catalogs import index, unique, xml
from material import applied, states, write

EVERYTHING = """MATCH (n) OPTIONAL MATCH (n)-[r]->(m)
RETURN id(n) AS n, labels(n) AS labels, properties(n) AS properties, id(r) AS r, type(r) AS type, properties(r) AS of_r, id(m) AS m"""
POLICIES = (("name", "KEEP_LAST"), ("a.*", "KEEP_FIRST"), (".*", "KEEP_ALL"))


def refactor(kind, /, **parameters):
    inner = "".join(f'<parameter name="{name}">{value}</parameter>' for name, value in parameters.items())
    return f'<refactor type="{kind}"><parameters>{inner}</parameters></refactor>'


def rename(what, old, new, **more):
    return refactor(f"rename.{what}", **{"from": old, "to": new}, **more)


def query(text):
    return f"<![CDATA[{text}]]>"


def values(*texts):
    return "".join(f"<value>{html.escape(text)}</value>" for text in texts)


def merge(source, policies=POLICIES):
    listed = "".join(f'<parameter name="mergePolicy"><pattern>{html.escape(pattern)}</pattern><strategy>{strategy}</strategy></parameter>'
                     for pattern, strategy in policies)
    return f'<refactor type="merge.nodes"><parameters><parameter name="sourceQuery">{query(source)}</parameter>{listed}</parameters></refactor>'


def everything(database):
    """Nodes and relationships with their numbers: what has been made anew differs."""
    return sorted(map(repr, (sorted(row.items()) for row in database.run(EVERYTHING))))


def run(cli, server, *operations, options=()):
    write(cli, {"V1__a.xml": xml(*operations)})
    return cli(*options, "run", "--migration", (cli.folder / "neo4j/migrations/V1__a.xml").as_uri(), server=server)


def done(cli, server, *operations, options=()):
    outcome = run(cli, server, *operations, options=options)
    assert outcome.code == 0, str(outcome)
    return outcome


def done_twice(cli, server, database, *operations):
    """The second time changes nothing more."""
    done(cli, server, *operations)
    once = everything(database)
    done(cli, server, *operations)
    assert everything(database) == once


@pytest.mark.only_on("2026.08.1")
def test_what_is_wrong_is_told_before_anything_runs(cli, server, database):
    """What other tools refuse, too, with the file; what they would do harm with when it is to be executed."""
    write(cli, {"V1__a.cypher": "CREATE (:Never);", "V2__b.xml": xml(rename("nodeProperty", "a", "a"))})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "are the same" in outcome.out and "V2__b.xml:3:" in outcome.err and database.nodes() == []
    assert states(cli("info", server=server)) == {"1": "PENDING", "2": "PENDING"}
    write(cli, {"V2__b.xml": xml(rename("label", "A", ""))})
    outcome = cli("info", server=server)
    assert outcome.code == 1 and "No `to` parameter" in outcome.err and "V2__b.xml:3:" in outcome.err, str(outcome)


def test_refactorings_run_where_they_stand(cli, server, database):
    database.run("CREATE (:Old {a: 'yes'})-[:T {p: 1}]->(:Old {a: 1}), (:Old {a: 'no'}), (:Old {a: 'else'}), (:Old {a: true})")
    database.run("MATCH (o:Old {a: 1}) CREATE (o)-[:T {p: 2}]->(o)")
    applied(cli, server, {"V1__a.xml": xml(
        rename("label", "Old", "a`b", batchSize=2), rename("type", "T", "U V", batchSize=1),
        f"<create>{index('i', 'New', 'b')}</create>", rename("label", "a`b", "New"),
        refactor("normalize.asBoolean", property="a", trueValues=values("yes", "1"), falseValues=values("no"), batchSize=2),
        rename("nodeProperty", "a", "b"), rename("relationshipProperty", "p", "q", batchSize=1),
        refactor("addSurrogateKeyTo.relationships", type="U V", property="the id", generatorFunction="id(%s)"))})
    nodes = database.run("MATCH (n:New) RETURN n.b AS b")
    assert sorted(str(row["b"]) for row in nodes) == ["False", "None", "True", "True", "True"]
    relationships = database.run("MATCH (s:New)-[r]->(e) RETURN type(r), r.q, s = e, r.`the id` = id(r) ORDER BY r.q")
    assert [list(row.values()) for row in relationships] == [["U V", 1, False, True], ["U V", 2, True, True]]
    assert "i" in database.indexes() and len(database.chain()) == 1


@pytest.mark.parametrize("size", [{}, {"batchSize": 1}], ids=["at_once", "in_batches"])
def test_a_query_says_what_is_changed(cli, server, database, size):
    """It gives most of it twice, for which there is no reason to change anything twice."""
    database.run("CREATE (a:A {p: 1, ok: 'y'})-[:R {p: 1}]->(b:A {p: 2, ok: 'n', id: 'kept'}), (b)-[:R {p: 2}]->(b), (:A {p: 3})-[:S {p: 3}]->(a)")
    both = "MATCH (a:A)-[r:R]-() RETURN {}"
    done_twice(cli, server, database,
               rename("label", "A", "B", customQuery=query("// of some\nMATCH (a:A {p: 1}) RETURN a AS `the ``one` ; // of them"), **size),
               rename("type", "R", "T", customQuery=query("MATCH ()-[r]-() WHERE r.p < 3 RETURN r"), **size),
               rename("nodeProperty", "p", "q", customQuery=query("MATCH (a)-[:T]-() RETURN a"), **size),
               rename("relationshipProperty", "p", "q", customQuery=query("MATCH ()-[r:T]-() RETURN r"), **size),
               refactor("addSurrogateKeyTo.nodes", customQuery=query("MATCH (a)-[:T]-() RETURN a"), **size),
               refactor("normalize.asBoolean", property="ok", trueValues=values("y"), falseValues=values("n"),
                        customQuery=query("OPTIONAL MATCH (a)-[:T]-() RETURN a"), **size),
               rename("label", "Nobody", "C", customQuery=query(both.format("a").replace(":R", ":Nothing")), **size))
    nodes = {row["q"]: row for row in database.run("MATCH (n) RETURN labels(n) AS labels, n.p AS p, n.q AS q, n.id AS id, n.ok AS ok")}
    assert [(nodes[q]["labels"], nodes[q]["p"], nodes[q]["ok"]) for q in (1, 2, None)] == [(["B"], None, True), (["A"], None, False), (["A"], 3, None)]
    assert nodes[2]["id"] == "kept" and len(nodes[1]["id"]) == 36 and nodes[None]["id"] is None
    found = database.run("MATCH (s)-[r]->(e) RETURN type(r) AS type, s.q AS s, e.q AS e, r.p AS p, r.q AS q ORDER BY coalesce(p, q)")
    assert [tuple(row.values()) for row in found] == [("T", 1, 2, None, 1), ("T", 2, 2, None, 2), ("S", None, 1, 3, None)]


@pytest.mark.only_on("2026.08.1")
def test_the_language_of_a_query_is_that_of_the_statement(cli, server, database):
    database.run("CREATE (:A {x: 1})")
    done(cli, server, rename("label", "A", "B", customQuery=query("CYPHER 25 MATCH (a) FILTER a.x = 1 RETURN a")))
    assert database.nodes() == [(("B",), {"x": 1})]


BAD_QUERIES = [
    ("MATCH (a) RETURN a, 1 AS b", "gives 2 columns: expected one, with nodes"),
    ("MATCH (a) SET a.x = 2", "gives 0 columns"),
    ("MATCH ()-[r]->() RETURN r", "must give nodes, but the first row of its column `r` is something else"),
    ("MATCH (a) RETURN a.x AS x", "must give nodes"),
    ("MATCH (a) RETURN a } WITH a DETACH DELETE a //", "SyntaxError"),
    ("MATCH (a) RETURN a \\u007d WITH a DETACH DELETE a \\u002f\\u002f", "SyntaxError"),
    ("MATCH (a) RETURN a UNION MATCH (b) RETURN b", "SyntaxError"),
    ("MATCH (a) RETURN a; MATCH (a) DETACH DELETE a", "SyntaxError"),
    ("MATCH (a) RETURN a /*", "SyntaxError"),
    ("MATCH (a) RETURN 'a", "SyntaxError"),
    ("EXPLAIN MATCH (a) RETURN a", "cannot begin with EXPLAIN"),
    ("// nothing", "there is no query"),
    ("MATCH (a RETURN a", "SyntaxError"),
]


def test_a_query_is_checked_before_anything_runs(cli, server, database):
    database.run("CREATE (a:A {x: 1})-[:R]->(a)")
    before = everything(database)
    for text, says in BAD_QUERIES:
        outcome = run(cli, server, rename("label", "A", "Never"), rename("label", "A", "B", customQuery=query(text)))
        assert outcome.code == 1 and says in outcome.err and "V1__a.xml:4:" in outcome.err, f"{text}: {outcome}"
    assert everything(database) == before


# ---- Merging ----

PEOPLE = """CREATE (a:P:First {name: 'a', age: 1, x: 1}), (b:P:Second {name: 'b', x: 2, late: date('2026-01-02')}), (c:P:`Third ``one` {x: 3, `a b`: 1.5}), (o:Other {name: 'o'})
CREATE (a)-[:R {n: 1}]->(o), (b)-[:R {n: 2}]->(o), (b)-[:R {n: 3}]->(o), (o)-[:R {n: 4}]->(c), (o)-[:`S T` {n: 5}]->(c),
(b)-[:R {n: 6}]->(b), (a)-[:R {n: 7}]->(b), (c)-[:R {n: 8}]->(a), (b)-[:R {n: 9}]->(c), (b)-[:R {n: 9}]->(c), (a)-[:R {n: 10}]->(a), (o)-[:R {n: 11}]->(o)"""


def test_merge_loses_nothing(cli, server, database):
    database.run(PEOPLE)
    name, first = "x\\u005cu0060y", database.value("MATCH (a:First) RETURN id(a)")  # a name that looks like an escape
    database.run(f"MATCH (b:Second) SET b.`{name}` = 1, b:`{name}`")
    done_twice(cli, server, database, merge("MATCH (p:P) RETURN p ORDER BY p.x UNION ALL MATCH (p:P) RETURN p ORDER BY p.x DESC"))
    (labels, one), = [found for found in database.nodes() if "P" in found[0]]
    assert sorted(labels) == ["First", "P", "Second", "Third `one", "x\\u0060y"]
    assert [day.iso_format() for day in one.pop("late")] == ["2026-01-02"]
    assert one == {"name": "b", "age": 1, "a b": 1.5, "x": [1, 2, 3], "x\\u0060y": [1]}
    assert database.value("MATCH (a:First) RETURN id(a)") == first
    found = database.run("MATCH (s)-[r]->(e) RETURN r.n AS n, type(r) AS type, s:P AS s, e:P AS e ORDER BY n, type")
    expected = {1: (True, False), 2: (True, False), 3: (True, False), 4: (False, True), 5: (False, True), 11: (False, False)}
    assert [(row["n"], (row["s"], row["e"])) for row in found] == [(n, expected.get(n, (True, True))) for n in (*range(1, 10), 9, 10, 11)]
    assert {row["n"]: row["type"] for row in found}[5] == "S T" and {row["type"] for row in found} == {"R", "S T"}


def test_merge_of_what_is_unique(cli, server, database):
    """A value moves from a node to another, and so does one of a relationship where that can be unique."""
    database.run("CREATE (:K {k: 1, name: 'first'})-[:R {u: 1}]->(:O)<-[:R {u: 2}]-(:L {k: 2, name: 'last'})")
    made = [f"<create>{unique('uk', 'K', 'k')}</create>", f"<create>{unique('ul', 'L', 'k')}</create>"]
    if not server.version.startswith("4."):
        made.append('<create><constraint name="ur" type="unique_relationship_property"><type>R</type><properties><property>u</property></properties></constraint></create>')
    applied(cli, server, {"V1__a.xml": xml(*made), "V2__b.xml": xml(merge("MATCH (n) WHERE n.name IS NOT NULL RETURN n ORDER BY n.k", [(".*", "KEEP_LAST")]))})
    assert sorted(database.nodes()) == [(("K", "L"), {"k": 2, "name": "last"}), (("O",), {})]
    assert [row["u"] for row in database.run("MATCH (:K)-[r:R]->(:O) RETURN r.u AS u ORDER BY u")] == [1, 2]
    assert database.versions() == ["1", "2"]


BAD_MERGES = [
    ("MATCH (p:P) RETURN p", POLICIES[:2], "Could not find merge policy for node property"),
    ("MATCH (p:P) RETURN p", [(".*", "KEEP_BEST")], "expected KEEP_ALL, KEEP_FIRST or KEEP_LAST"),
    ("MATCH (p:P) RETURN p", [(".*", "")], "needs a `pattern` and a `strategy`"),
    ("MATCH (p:P) RETURN p", [("*", "KEEP_ALL")], "V1__a.xml"),
    ("MATCH ()-[r]->() RETURN r", POLICIES, "must give nodes"),
    ("MATCH (p:P) RETURN [p][0] AS p UNION ALL MATCH ()-[r]->() RETURN r AS p", POLICIES, "V1__a.xml"),
    ("MATCH (p) RETURN p", [(".*", "KEEP_ALL")], "V1__a.xml"),  # which makes lists of mixed types
]


def test_merge_that_fails_changes_nothing(cli, server, database):
    database.run(PEOPLE)
    database.run("CREATE (:Other {name: 1})")
    before = everything(database)
    for source, policies, says in BAD_MERGES:
        outcome = run(cli, server, merge(source, policies))
        assert outcome.code == 1 and says in outcome.err and "V1__a.xml:3:" in outcome.err, f"{source}: {outcome}"
        assert everything(database) == before
    policies = [("name|late|age|a b|x", "KEEP_FIRST"), ("'; MATCH (n) DETACH DELETE n //", "KEEP_ALL")]
    done(cli, server, merge("MATCH (p:P) RETURN p", policies))
    write(cli, {"V1__a.xml": xml(merge("MATCH (p) RETURN p", policies[1:]))})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "nothing of it stays" in outcome.err and database.versions() == [], str(outcome)


# ---- Batches ----

def test_batches_are_told_and_can_be_cancelled_between(cli, server, database):
    total, size = 10000, 50
    database.run(f"UNWIND range(1, {total}) AS i CREATE (:Film {{n: i}})")
    write(cli, {"V1__a.xml": xml(rename("label", "Film", "Movie", batchSize=size))})
    process = cli.start("--format", "json", "apply", server=server)
    told = []
    while sum(e.get("event") == "batch" for e in told) < 3:
        told.append(json.loads(process.stdout.readline()))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, out + err
    assert [e["rows"] for e in told if e.get("event") == "batch"] == [size, 2 * size, 3 * size]
    assert "what statement 1 had committed by itself stays" in err and "applying it again goes on from there" in err, err
    movies = database.value("MATCH (m:Movie) RETURN count(m)")
    assert 3 * size <= movies < total and movies % size == 0 and database.versions() == []
    outcome = applied(cli, server, {}, "--verbose")
    assert f"1: statement 1 of 1 has committed {total - movies} rows" in outcome.err
    assert f"1: labels added: {total - movies}, labels removed: {total - movies}\n" in outcome.err
    assert database.value("MATCH (m:Movie) RETURN count(DISTINCT m.n)") == total and database.value("MATCH (f:Film) RETURN count(f)") == 0


# ---- What is left alone ----

def test_the_tools_own_nodes_are_left_alone(cli, server, database):
    applied(cli, server, {"V1__a.cypher": "CREATE (:A {version: 'x', type: 'y', by: 'z'})-[:R {at: 'n', by: 'y'}]->(:A);", "V2__b.cypher": "CREATE (:B);"})
    chain = database.chain()
    write(cli, {"V3__c.xml": xml(rename("nodeProperty", "version", "v"), rename("relationshipProperty", "at", "t"),
                                 *(refactor("normalize.asBoolean", property=p, trueValues=values("y", "null"), falseValues=values("n")) for p in ("type", "by")))})
    assert cli("apply", server=server).code == 0 and database.chain()[:2] == chain
    assert cli("validate", server=server).code == 0
    (found,) = database.run("MATCH (a {v: 'x'})-[r]->() RETURN properties(a) AS a, properties(r) AS r")
    assert found == {"a": {"v": "x", "type": True, "by": True}, "r": {"t": "n", "by": True, "type": True}}  # nothing is true, and what is in neither list is nothing


# ---- Hostile text ----

NAMES = ["a`b", "``", "`", "'", '"', "a\\u0060c", "\\u0060) DETACH DELETE s //", "c\\uu0060", "x`) DETACH DELETE s //", "\\\\u0060) DETACH DELETE s //", "\u20ac", "a b", "$x",
         "a.b", "}", "/*", "//", "\\", "\\\\", "\u00e9", "\u65e5\u672c", "n:m", "a|b", ";", "%s", "${nm:x}", "]]>", "&lt;", "1a", "null", "\U0001f600", "e\\u00e9"]
STRANGE_NAMES = ["\\u12", "\\uzzzz", "a\\u"]


def meant(name):
    """As Cypher reads an escape in a name; a backslash before it makes it none, but for back ticks, which are never let through."""
    if "\\\\u" in name:
        return name.replace("\\u0060", "`")
    return name.replace("\\uu0060", "`").replace("\\u0060", "`").replace("\\u00e9", "\u00e9")


def test_hostile_names_are_names(cli, server, database):
    database.run("CREATE (:Bystander {keep: 1})")
    database.run("CREATE " + ", ".join(f"(:S{i} {{p{i}: 'y', b{i}: 'y'}})-[:R{i} {{q{i}: 1}}]->(:End {{i: {i}}})" for i in range(len(NAMES))))
    escaped = [html.escape(name) for name in NAMES]
    done(cli, server, *(operation for i, name in enumerate(escaped) for operation in (
        rename("label", f"S{i}", name), rename("type", f"R{i}", name), rename("nodeProperty", f"p{i}", name), rename("relationshipProperty", f"q{i}", name),
        refactor("addSurrogateKeyTo.nodes", labels=f"<value>{name}</value>", property=name + "k", generatorFunction="randomUUID"),
        refactor("addSurrogateKeyTo.relationships", type=name, property=name + "k"),
        refactor("normalize.asBoolean", property=f"b{i}", trueValues=f"<value>y</value><value>{name}!</value>", falseValues="<value>n</value>"))))
    found = [(row["labels"][0], row["type"], sorted(row["s"]), sorted(row["r"]))
             for row in database.run("MATCH (s)-[r]->(e) RETURN labels(s) AS labels, type(r) AS type, keys(s) AS s, keys(r) AS r, e.i AS i ORDER BY i")]
    assert found == [(n, n, sorted([n, n + "k", f"b{i}"]), sorted([n, n + "k"])) for i, n in enumerate(map(meant, NAMES))]
    assert database.value("MATCH (b:Bystander {keep: 1}) RETURN count(b)") == 1
    done(cli, server, *(operation for i, name in enumerate(escaped) for operation in (
        rename("label", name, f"S{i}"), rename("type", name, f"R{i}"))))
    back = database.run("MATCH (s)-[r]->(e) RETURN labels(s)[0] AS s, type(r) AS r, e.i AS i ORDER BY i")
    assert [(row["s"], row["r"]) for row in back] == [(f"S{i}", f"R{i}") for i in range(len(NAMES))]


GENERATORS = ["randomUUID() DETACH DELETE n //", "randomUUID()) DETACH DELETE n //", "randomUUID() SET n.x = 1", "randomUUID(); MATCH (n) DETACH DELETE n",
              "randomUUID(/*)", "toString('%s)", "id(%s\\u0029 DETACH DELETE n \\u002f\\u002f(", "random UUID", "1, n.x = 1", "`randomUUID", "coalesce((1])", "(1)) SET n.x = (1"]


def test_hostile_text_is_refused(cli, server, database):
    database.run("CREATE (:A)-[:R]->(:B)")
    before = everything(database)
    for hostile in [{"generatorFunction": html.escape(g)} for g in GENERATORS] + [{"property": name} for name in STRANGE_NAMES]:
        outcome = run(cli, server, refactor("addSurrogateKeyTo.nodes", labels="<value>A</value>", **hostile))
        assert outcome.code == 1 and "V1__a.xml:3:" in outcome.err, f"{hostile}: {outcome}"
    assert everything(database) == before


@pytest.mark.only_on("5.26.30")
def test_generators_are_expressions(cli, server, database):
    database.run("CREATE (:A {id: 'mine'}), (:A {n: 7})")
    add = refactor("addSurrogateKeyTo.nodes", labels="<value>A</value>", generatorFunction="'N-' + toString(%s.n) + '()'", nobody="1")
    assert "no parameter `nobody`" in done(cli, server, add).err
    assert sorted(row["id"] for row in database.run("MATCH (a:A) RETURN a.id AS id")) == ["N-7()", "mine"]
