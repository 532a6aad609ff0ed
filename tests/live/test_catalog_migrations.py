"""Migrations in XML on real servers: what they do to the schema, and what stays when they fail."""
import json

import pytest

from catalogs import BOOKS, TITLE, catalog, create, index, item, unique, xml
from material import applied, states, write

OWN = {"__Neo4jMigrationsLock__has_unique_id", "__Neo4jMigrationsLock__has_unique_name", "unique_version___Neo4jMigration",
       "repeated_at__Neo4jMigration"}


def schema(database):
    """What is not the tool's own: name -> (type, labels or types, properties)."""
    found = database.constraints() | database.indexes()
    return {name: what for name, what in found.items() if name not in OWN}


def range_index(server):
    return "BTREE" if server.version.startswith("4.") else "RANGE"


def failed(cli, server, *options):
    outcome = cli(*options, "apply", server=server)
    assert outcome.code == 1, str(outcome)
    return outcome


def test_create_and_drop(cli, server, database):
    applied(cli, server, {"V1__books.xml": xml(BOOKS, create("isbn"), '<create ref="title"/>'),
                          "V2__local.xml": xml(f"<create>{index('year', 'Book', 'year', 'month')}</create>")})
    kind = range_index(server)
    assert schema(database) == {"isbn": ("UNIQUENESS", "Book", "isbn"), "title": (kind, "Book", "title"),
                                "year": (kind, "Book", "year", "month")}
    assert database.run("SHOW INDEXES YIELD state WHERE state <> 'ONLINE'") == []
    first, second = database.chain()
    assert (first["type"], first["source"], first["repeatable"]) == ("CATALOG", "V1__books.xml", False)
    assert set(second["applied"]) == {"at", "in", "by", "connectedAs"}
    applied(cli, server, {"V3__less.xml": xml('<drop item="isbn"/>', '<drop item="title" ifExists="false"/>')})
    assert set(schema(database)) == {"year"}
    assert cli("validate", server=server).code == 0
    assert states(cli("info", server=server)) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}


@pytest.mark.only_on("4.4.48")
def test_softly_and_hard(cli, server, database):
    applied(cli, server, {"V1__a.xml": xml(BOOKS, create("isbn"), create("isbn"), '<drop item="title"/>')})
    write(cli, {"V2__hard.xml": xml('<create item="isbn" ifNotExists="false"/>')})
    outcome = failed(cli, server)
    assert 'Could not apply migration: 2 ("hard").' in outcome.out and "EquivalentSchemaRuleAlreadyExists" in outcome.out
    assert "neo4j/migrations/V2__hard.xml:3:" in outcome.err and "statement 1 of 1" in outcome.err
    write(cli, {"V2__hard.xml": xml('<drop item="title" ifExists="false"/>')})
    assert "IndexDropFailed" in failed(cli, server).out
    assert database.versions() == ["1"] and set(schema(database)) == {"isbn"}


def test_a_failure_leaves_the_schema_as_it_was(cli, server, database):
    applied(cli, server, {"V1__a.xml": xml(catalog(TITLE), create("title")),
                          "V2__data.cypher": "CREATE (:Book {isbn: 1}), (:Book {isbn: 1});"})
    before = schema(database)
    write(cli, {"V3__several.xml": xml(BOOKS, '<drop item="title"/>', f"<create>{index('n', 'N', 'n')}</create>", create("isbn"))})
    outcome = failed(cli, server)
    assert "ConstraintCreationFailed" in outcome.out, str(outcome)
    assert "V3__several.xml:6:" in outcome.err and "statement 3 of 3" in outcome.err and "nothing of it stays" in outcome.err
    assert (schema(database), database.versions(), database.locks()) == (before, ["1", "2"], [])
    write(cli, {"V3__several.xml": xml(BOOKS, "<apply/>")})
    outcome = failed(cli, server, "--transaction-mode", "PER_STATEMENT")
    assert "nothing of it stays" in outcome.err and schema(database) == before


@pytest.mark.only_on("2026.08.1")
@pytest.mark.parametrize("operation", [create("key"), "<apply/>"], ids=["create", "apply"])
def test_nothing_runs_when_the_server_cannot_have_an_item(cli, server, database, operation):
    applied(cli, server, {"V1__a.xml": xml(catalog(TITLE), create("title"))})
    before = schema(database)
    key = item("constraint", "key", "Book", "k", kind="key")
    first = f"<create>{index('n', 'N', 'n')}</create>" if "create" in operation else ""
    write(cli, {"V2__key.xml": xml(catalog(key), first, operation)})
    outcome = failed(cli, server)
    assert "Enterprise" in outcome.out and "V2__key.xml:5:" in outcome.err, str(outcome)
    assert (schema(database), database.versions()) == (before, ["1"])


def test_verify(cli, server, database):
    applied(cli, server, {"V1__a.xml": xml("<verify/>"), "V2__b.xml": xml(BOOKS, create("isbn", "title")),
                          "V3__c.xml": xml("<verify/>")})
    write(cli, {"V4__d.xml": xml(catalog(index("more", "Book", "year")), '<verify useCurrent="true"/>')})
    database.run("CREATE INDEX by_hand FOR (b:Hand) ON (b.x)")
    outcome = failed(cli, server)
    assert outcome.out.startswith('Could not apply migration 4 ("d") verification failed: Catalogs are neither identical nor equivalent.\n')
    assert "Only in the database:\n* index `by_hand`: property (:Hand {x})\n" in outcome.out
    assert "Only in the catalog:\n* index `more`: property (:Book {year})\n" in outcome.out and "`isbn`" not in outcome.out
    assert "V4__d.xml:4:" in outcome.err and database.versions() == ["1", "2", "3"]


@pytest.mark.only_on("4.4.48")
def test_verify_takes_what_is_equivalent(cli, server, database):
    database.run("CREATE INDEX another FOR (b:Book) ON (b.title)")
    outcome = applied(cli, server, {"V1__a.xml": xml(catalog(TITLE)), "V2__b.xml": xml("<verify/>")})
    assert "* Database item `another` matches catalog item `title`\n" in outcome.err
    write(cli, {"V3__c.xml": xml('<verify allowEquivalent="false"/>')})
    assert "equivalent but the verification requires them to be identical." in failed(cli, server).out


def test_apply_and_reset(cli, server, database):
    database.run("CREATE INDEX gone FOR (b:Old) ON (b.x)")
    database.run("CREATE CONSTRAINT title FOR (b:Old) REQUIRE b.y IS UNIQUE")
    applied(cli, server, {"V1__a.xml": xml(BOOKS), "V2__b.xml": xml(catalog(index("late", "Late", "x")), "<apply/>")})
    kind = range_index(server)
    assert schema(database) == {"isbn": ("UNIQUENESS", "Book", "isbn"), "title": (kind, "Book", "title"), "late": (kind, "Late", "x")}
    applied(cli, server, {"V3__c.xml": xml(catalog(index("late", "Late", "y"), reset=True), "<apply/>"), "V4__d.xml": xml('<verify allowEquivalent="false"/>')})
    assert schema(database) == {"late": (kind, "Late", "y")}
    assert set(database.constraints()) | set(database.indexes()) == OWN | {"late"}


def test_a_constraint_is_replaced_by_its_like(cli, server, database):
    """Which no server does in one transaction."""
    database.run("CREATE CONSTRAINT by_hand FOR (b:Book) REQUIRE b.isbn IS UNIQUE")
    applied(cli, server, {"V1__a.xml": xml(BOOKS, "<apply/>"), "V2__b.xml": xml('<drop item="isbn"/>', create("isbn"))})
    assert set(schema(database)) == {"isbn", "title"} and database.versions() == ["1", "2"]
    again = cli("--format", "json", "run", "--migration", (cli.folder / "neo4j/migrations/V1__a.xml").as_uri(), server=server)
    assert again.code == 0 and '"statement"' not in again.out, "what is there as it is declared is not built again"


def test_a_later_definition_replaces_an_earlier_one(cli, server, database):
    applied(cli, server, {"V1__a.xml": xml(catalog(index("i", "A", "one")), create("i")),
                          "V2__b.xml": xml(catalog(index("i", "A", "two")), '<drop item="i"/>', create("i"))})
    assert schema(database) == {"i": (range_index(server), "A", "two")}
    write(cli, {"V3__c.xml": xml('<create item="future"/>'), "V4__d.xml": xml(catalog(index("future", "A", "x")))})
    assert failed(cli, server).out == "An item named 'future' has not been defined as of version 3.\n"


def test_options_reach_the_server(cli, server, database):
    english = "indexConfig: {`fulltext.analyzer`: 'english'}"
    outcome = applied(cli, server, {"V1__a.xml": xml(catalog(index("f", "A|B", "t", kind="fulltext", options=english), index("odd", "A", "p", options="indexProvider: x")),
                                                     create("f", "odd"))})
    assert database.value("SHOW INDEXES YIELD name, options WHERE name = 'f' RETURN options.indexConfig['fulltext.analyzer'] AS analyzer") == "english"
    assert "The options of `odd` are no Cypher map, and are left out" in outcome.err


@pytest.fixture
def lookup(database):
    """The name of the lookup index of relationships, which is there again afterwards."""
    shown = "SHOW INDEXES YIELD name, type, entityType WHERE type = 'LOOKUP' AND entityType = 'RELATIONSHIP' RETURN name"
    name = database.run(shown)[0]["name"]
    yield name
    for row in database.run(shown):
        database.run(f"DROP INDEX `{row['name']}`")
    database.run(f"CREATE LOOKUP INDEX `{name}` FOR ()-[r]-() ON EACH type(r)")


@pytest.mark.only_on("4.4.48")
def test_a_lookup_index_that_is_declared(cli, server, database, lookup):
    declared = catalog('<index name="mine" type="lookup"><type/></index>')
    outcome = applied(cli, server, {"V1__a.xml": xml(declared, create("mine")), "V2__b.xml": xml("<verify/>"),
                                    "V3__c.xml": xml("<apply/>")})
    assert f"* Database item `{lookup}` matches catalog item `mine`\n" in outcome.err
    assert cli("--detailed-exit-codes", "diff", server=server).code == 12
    database.run(f"DROP INDEX `{lookup}`")
    write(cli, {"V4__d.xml": xml("<verify/>")})
    assert "Only in the catalog:\n* index `mine`: lookup ()-[]-()\n" in failed(cli, server).out
    write(cli, {"V4__d.xml": xml("<apply/>"), "V5__e.xml": xml('<verify allowEquivalent="false"/>')})
    assert cli("apply", server=server).code == 0
    assert "mine" not in cli("show-catalog", server=server).out


@pytest.mark.only_on("2026.08.1")
def test_a_database_whose_language_is_newer(cli, server, database):
    database.run("ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 25", "system")
    try:
        provider = 'indexProvider: "range-1.0"'
        applied(cli, server, {"V1__a.xml": xml(catalog(index("i", "A", "p", options=provider), unique("u", "A", "q")), "<apply/>"),
                              "V2__b.xml": xml('<verify allowEquivalent="false"/>')})
        assert set(schema(database)) == {"i", "u"}
    finally:
        database.run("ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 5", "system")


@pytest.mark.only_on("4.4.48")
def test_run(cli, server, database):
    write(cli, {"V1__a.xml": xml(BOOKS, create("isbn")), "V2__b.xml": xml("<verify/>")})
    url = (cli.folder / "neo4j/migrations").as_uri()
    outcome = cli("run", "--migration", f"{url}/V2__b.xml,{url}/V1__a.xml", server=server)
    assert (outcome.code, outcome.out) == (0, "Applied 2 migration(s).\n"), str(outcome)
    assert schema(database) == {"isbn": ("UNIQUENESS", "Book", "isbn")} and database.chain() == []


@pytest.mark.only_on("2026.08.1")
def test_events_and_changed_files(cli, server, database):
    write(cli, {"V1__a.xml": xml(BOOKS, create("isbn", "title"))})
    outcome = cli("--format", "json", "apply", server=server)
    told = [json.loads(line) for line in outcome.out.splitlines()]
    assert [(e["statement"], e["statements"]) for e in told if e.get("event") == "statement"] == [(1, 2), (2, 2)]
    write(cli, {"V1__a.xml": xml(BOOKS, create("isbn"))})
    assert cli("validate", server=server).code == 1
    assert cli("repair", server=server).code == 0 and cli("validate", server=server).code == 0
    assert cli("delete", "1", server=server).code == 0 and set(schema(database)) == {"isbn", "title"}
