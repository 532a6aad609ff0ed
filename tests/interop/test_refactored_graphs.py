"""Refactorings: what the Java library makes of random graphs, and what our binary makes of a copy of them."""
import random

import pytest

from history import history
from test_catalog_turns import write, xml

SEEDS = range(50)
LABELS = ("A", "B", "C", "D E", "F`G")
TYPES = ("R", "S", "T U")
WORDS = ("yes", "no", 1, 0, True, False, "else", 2.5)
POLICIES = (("uid|many", "KEEP_ALL"), ("first.*", "KEEP_FIRST"), (".*", "KEEP_LAST"))

NODES = "UNWIND $rows AS row CREATE (n) SET n = row.properties, n:Graph "
RELATIONSHIPS = "UNWIND $rows AS row MATCH (a:Graph {uid: row.start}), (b:Graph {uid: row.end}) "


def node(chance, seed, number):
    properties = {"uid": seed * 100 + number, "seed": seed, "many": chance.randrange(9), "first": chance.choice("xyz"),
                  "last": chance.random() < 0.5, "flag": chance.choice(WORDS), "flag two": chance.choice(WORDS), "old`name": chance.choice([1, "a", [1, 2]])}
    kept = {name: value for name, value in properties.items() if name in ("uid", "seed") or chance.random() < 0.7}
    return {"labels": chance.sample(LABELS, chance.randrange(4)), "properties": kept}


def graph(seed):
    """Some nodes with relationships between any two of them: parallel ones, loops, in both directions."""
    chance = random.Random(seed)
    nodes = [node(chance, seed, number) for number in range(chance.randint(3, 6))]
    relationships = [{"start": chance.choice(nodes)["properties"]["uid"], "end": chance.choice(nodes)["properties"]["uid"], "type": chance.choice(TYPES),
                      "properties": {"n": number} | ({"flag": chance.choice(WORDS)} if chance.random() < 0.5 else {})}
                     for number in range(chance.randint(3, 9))]
    return nodes, relationships


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def load(database, graphs):
    nodes = [node for nodes, _ in graphs for node in nodes]
    database.run(NODES, rows=[{"properties": node["properties"]} for node in nodes])
    database.run("CREATE INDEX FOR (n:Graph) ON (n.uid)")
    database.run("CALL db.awaitIndexes()")
    for label in LABELS:
        database.run(f"MATCH (n:Graph) WHERE n.uid IN $uids SET n:{quoted(label)}",
                     uids=[node["properties"]["uid"] for node in nodes if label in node["labels"]])
    for kind in TYPES:
        rows = [r for _, relationships in graphs for r in relationships if r["type"] == kind]
        database.run(RELATIONSHIPS + f"CREATE (a)-[r:{quoted(kind)}]->(b) SET r = row.properties", rows=rows)


def snapshot(database):
    """Node by node, and each relationship by the nodes at its ends."""
    nodes = database.run("MATCH (n:Graph) RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS properties")
    relationships = database.run("MATCH (a:Graph)-[r]->(b:Graph) RETURN a.uid AS a, type(r) AS type, properties(r) AS properties, b.uid AS b")
    return ({repr(n["uid"]): (sorted(n["labels"]), sorted(n["properties"].items())) for n in nodes},
            sorted(repr((r["a"], r["type"], sorted(r["properties"].items()), r["b"])) for r in relationships))


def refactor(kind, /, **parameters):
    inner = "".join(f'<parameter name="{name.rstrip("_")}">{value}</parameter>' for name, value in parameters.items())
    return f'<refactor type="{kind}"><parameters>{inner}</parameters></refactor>'


def query(text):
    return f"<![CDATA[{text}]]>"


def merge(seed):
    """Of about half of the nodes, in an order of its own."""
    chance = random.Random(-seed - 1)
    source = f"MATCH (n:Graph {{seed: {seed}}}) WHERE n.uid % {chance.randint(2, 3)} = 0 RETURN n ORDER BY n.uid {chance.choice(['ASC', 'DESC'])}"
    policies = "".join(f'<parameter name="mergePolicy"><pattern>{pattern}</pattern><strategy>{strategy}</strategy></parameter>' for pattern, strategy in POLICIES)
    return f'<refactor type="merge.nodes"><parameters><parameter name="sourceQuery">{query(source)}</parameter>{policies}</parameters></refactor>'


YES, NO = "<value>yes</value><value>1</value>", "<value>no</value><value>0</value>"
EVEN, ODD = "WHERE n.seed % 2 = 0 RETURN n", "WHERE a.seed % 2 = 1 RETURN r"
RENAMED = (
    refactor("rename.label", from_="A", to="New A"),
    refactor("rename.label", from_="B", to="C", batchSize=37),
    refactor("rename.label", from_="D E", to="F`G", customQuery=query(f"MATCH (n:Graph) {EVEN}"), batchSize=30),
    refactor("rename.type", from_="R", to="S", batchSize=50),
    refactor("rename.type", from_="T U", to="V W", customQuery=query(f"MATCH (a:Graph)-[r:`T U`]->() {ODD}")),
    refactor("rename.nodeProperty", from_="old`name", to="new name"),
    refactor("rename.nodeProperty", from_="first", to="first 2", customQuery=query(f"MATCH (n:Graph) {EVEN}"), batchSize=25),
    refactor("rename.relationshipProperty", from_="n", to="m", customQuery=query(f"MATCH (a:Graph)-[r]->() {ODD}")),
    refactor("rename.relationshipProperty", from_="n", to="k l", batchSize=60),
    refactor("normalize.asBoolean", property="flag", trueValues=YES, falseValues=NO),
    refactor("normalize.asBoolean", property="flag two", trueValues=YES, falseValues=NO + "<value/>", customQuery=query(f"MATCH (n:Graph) {EVEN}"), batchSize=35),
    refactor("addSurrogateKeyTo.nodes", labels="<value>Graph</value><value>C</value>", property="key one", generatorFunction="toString(%s.uid)"),
    refactor("addSurrogateKeyTo.relationships", type="S", property="key", generatorFunction="toString(%s.m)", batchSize=45),
)


@pytest.mark.only_on("5.26.30")
def test_random_graphs_become_the_same(ours, java, database, folder):
    """On one server: these differ less than the graphs, and tests/live tells them apart."""
    graphs = [graph(seed) for seed in SEEDS]
    write(folder, {"V1__Refactor.xml": xml("\n".join([*RENAMED, *map(merge, SEEDS)]))})
    results = []
    for tool, other in ((java, ours), (ours, java)):
        database.empty()
        load(database, graphs)
        before = snapshot(database)
        assert len(before[0]) == sum(len(nodes) for nodes, _ in graphs)
        assert tool.apply(folder) == "1" and other.validate(folder) == tool.validate(folder) == "VALID"
        results.append((snapshot(database), history(database)))
    (theirs, their_history), (mine, our_history) = results
    assert mine[0] == theirs[0]
    assert mine[1] == theirs[1] and len(mine[1]) == sum(len(relationships) for _, relationships in graphs)
    assert len(mine[0]) < len(before[0]) and mine != before
    assert our_history == their_history
