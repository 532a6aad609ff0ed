"""What is in a catalog, and what two of them differ in, on real servers."""
import json
import random

import pytest

from catalogs import BOOKS, catalog, create, index, item, unique, xml
from material import applied, write
from test_json import VALIDATOR

HAS = ("CREATE CONSTRAINT isbn FOR (b:Book) REQUIRE b.isbn IS UNIQUE", "CREATE CONSTRAINT two FOR (b:Book) REQUIRE (b.a, b.b) IS UNIQUE",
       "CREATE INDEX title FOR (b:Book) ON (b.title, b.year)", "CREATE INDEX wrote FOR ()-[r:WROTE]-() ON (r.at)",
       "CREATE FULLTEXT INDEX full FOR (n:Book|`Odd|Label`) ON EACH [n.title, n.blurb]", "CREATE TEXT INDEX txt FOR (n:Book) ON (n.blurb)",
       "CREATE FULLTEXT INDEX full_r FOR ()-[r:WROTE|LIKED]-() ON EACH [r.why]", "CREATE POINT INDEX at FOR (n:Place) ON (n.at)",
       "CREATE INDEX odd FOR (b:`Odd Label`) ON (b.`odd <property>`)")
VECTOR = "CREATE VECTOR INDEX v FOR (n:V) ON (n.e) OPTIONS {indexConfig: {`vector.dimensions`: 3, `vector.similarity_function`: 'cosine'}}"


@pytest.fixture
def show(cli, server):
    def run(*arguments):
        outcome = cli("show-catalog", *arguments, server=server)
        assert outcome.code == 0, str(outcome)
        return outcome.out
    return run


def fill(database, server):
    for statement in HAS if server.version.startswith("4.") else (*HAS, VECTOR):
        database.run(statement)


def test_what_the_database_has_is_a_migration(cli, server, database, show):
    fill(database, server)
    before = database.snapshot()
    dump = show()
    assert dump == show("format=xml", "mode=Remote") and database.snapshot() == before
    names = [name for name in database.constraints() | database.indexes()]
    assert all(f'name="{name}"' in dump for name in names) and "<label>Book|Odd\\|Label</label>" in dump
    body = dump.replace("</catalog>\n", '</catalog>\n    <verify useCurrent="true" allowEquivalent="false" includeOptions="true"/>\n')
    write(cli, {"V1__dump.xml": body})
    assert show("mode=LOCAL") == dump
    assert cli("diff", server=server).out == "The catalogs are identical.\n"
    applied(cli, server, {"V2__again.xml": xml("<apply/>"), "V3__verify.xml": xml('<verify allowEquivalent="false" includeOptions="true"/>')})
    assert show() == dump


def test_a_script_makes_the_same(cli, server, database, show):
    fill(database, server)
    dump, script = show(), show("format=CYPHER", f"version={server.version}")
    assert "CREATE CONSTRAINT two IF NOT EXISTS FOR (n:Book) REQUIRE (n.a, n.b) IS UNIQUE;\n" in script
    database.empty()
    applied(cli, server, {"V1__script.cypher": script})
    assert show() == dump


@pytest.mark.only_on("4.4.48")
def test_preconditions_need_a_server(cli, server, database):
    write(cli, {"V1__a.xml": xml(BOOKS), "V2__b.xml": xml("<?assume that edition is enterprise?>", catalog(index("never", "A", "p")))})
    assert cli("--address", "bolt://127.0.0.1:1", "-p", "x", "show-catalog", "mode=LOCAL").code == 1
    shown = cli("show-catalog", "mode=LOCAL", server=server)
    assert shown.code == 0 and "never" not in shown.out and "due to unmet preconditions" in shown.err


@pytest.mark.only_on("5.26.30")
def test_diff(cli, server, database):
    write(cli, {"V1__a.xml": xml(BOOKS)})
    database.run("CREATE INDEX named FOR (b:Book) ON (b.title)")
    detailed = ("--detailed-exit-codes", "diff")
    outcome = cli(*detailed, server=server)
    assert (outcome.code, outcome.out.splitlines()) == (13, [
        "The catalogs are different.", "Only in the database:", outcome.out.splitlines()[2], "Only in the migrations:",
        "- constraint `isbn`: unique (:Book {isbn})", "- index `title`: property (:Book {title}) (in the database: `named`)"]), str(outcome)
    assert outcome.out.splitlines()[2].startswith("- index `named`: property (:Book {title})")
    assert cli("diff", server=server).code == 0
    file = "neo4j/migrations/V1__a.xml"
    document = json.loads(cli("--format", "json", "diff", file, "--remote", server=server).out)
    VALIDATOR.validate(document)
    assert (document["relation"], [i["name"] for i in document["left"]], [i["equivalent"] for i in document["right"]]) == \
        ("DIFFERENT", ["isbn", "title"], ["title"])


@pytest.mark.only_on("5.26.30")
def test_json(cli, server, database):
    fill(database, server)
    document = json.loads(cli("--format", "json", "show-catalog", server=server).out)
    VALIDATOR.validate(document)
    full = next(i for i in document["items"] if i["name"] == "full")
    assert (full["item"], full["kind"], full["entity"], full["labelsOrTypes"], full["properties"]) == \
        ("INDEX", "fulltext", "NODE", ["Book", "Odd|Label"], ["title", "blurb"])
    assert document["text"].startswith("<?xml") and document["leftOut"] == 0


NAMES = ("A", "Größe", "two words", "`tick`s", "it's", "a|b", "A&amp;B", "x.y")


def random_items(choice, version):
    """Distinct items of kinds that the Community edition has, each with its own label so that none forbids another."""
    found = []
    for n in range(choice.randrange(1, 9)):
        on = f"L{n} {choice.choice(NAMES)}"
        properties = choice.sample(NAMES, choice.randrange(1, 4))
        entity = choice.choice(("label", "type"))
        kinds = ["property", "fulltext", "text", "point", "unique"] + ([] if version.startswith("4.") else ["vector"])
        kind = choice.choice(kinds)
        if kind in ("text", "point", "vector") or entity == "type" and kind == "unique":
            properties = properties[:1]
        if kind == "unique" and entity == "type" and version.startswith("4."):
            entity = "label"
        if kind == "unique":
            of = "unique" if entity == "label" else "unique_relationship_property"
            found.append(item("constraint", f"n{n}", on, *properties, kind=of, entity=entity))
        else:
            labels = on.replace("|", "\\|") + (f"|M{n}" if kind == "fulltext" else "")
            found.append(index(f"n{n}", labels, *properties, kind=kind, entity=entity))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_random_catalogs(cli, server, database, seed):
    """What is declared, created and read is the same; and from one catalog to another there is a way."""
    choice = random.Random(seed)
    first, second = (catalog(*random_items(choice, server.version), reset=True) for _ in range(2))
    strict = '<verify useCurrent="true" allowEquivalent="false" includeOptions="true"/>'
    applied(cli, server, {"V1__a.xml": xml(first, "<apply/>"), "V2__b.xml": xml(strict)})
    dump = cli("show-catalog", server=server).out
    (cli.folder / "dump.xml").write_text(dump)
    assert cli("--detailed-exit-codes", "diff", "dump.xml", "--remote", server=server).code == 0
    assert cli("--detailed-exit-codes", "diff", "--local", "--remote", server=server).code == 0
    difference = {"V3__c.xml": xml(second)}
    write(cli, difference)
    document = json.loads(cli("--format", "json", "diff", "--remote", "--local", server=server).out)
    gone, come = ([i["name"] for i in document[side]] for side in ("left", "right"))
    drops = [f'<drop item="{name}"/>' for name in gone]
    applied(cli, server, {"V3__c.xml": xml(first, *drops), "V4__d.xml": xml(second, create(*come)), "V5__e.xml": xml(strict)})
    assert cli("--detailed-exit-codes", "diff", server=server).code == 0
