"""Moving from BTREE indexes, which Neo4j 4.4 is the last to have, to those of later versions."""
import json

import pytest

from catalogs import catalog, create, index, xml
from material import applied, write

OWN = {"__Neo4jMigrationsLock__has_unique_id", "__Neo4jMigrationsLock__has_unique_name", "unique_version___Neo4jMigration",
       "repeated_at__Neo4jMigration"}
BTREES = ("CREATE CONSTRAINT `my id` FOR (b:Book) REQUIRE b.id IS UNIQUE",
          "CREATE CONSTRAINT ranged FOR (b:Other) REQUIRE b.id IS UNIQUE OPTIONS {indexProvider: 'range-1.0'}",
          "CREATE BTREE INDEX title FOR (b:Book) ON (b.title)", "CREATE BTREE INDEX both FOR (b:Book) ON (b.b, b.a)",
          "CREATE BTREE INDEX day FOR ()-[r:READ]-() ON (r.day)", "CREATE BTREE INDEX place FOR (b:Book) ON (b.place)",
          "CREATE RANGE INDEX fast FOR (b:Book) ON (b.fast)",
          "CREATE FULLTEXT INDEX words FOR (b:Book) ON EACH [b.title]")
CREATE, REPLACE = "migrate.createFutureIndexes", "migrate.replaceBTreeIndexes"
only_4_4 = pytest.mark.only_on("4.4.48")


def refactor(kind, mapping=None, **parameters):
    inner = "".join(f'<parameter name="{name}">{value if isinstance(value, str) else "".join(f"<value>{v}</value>" for v in value)}</parameter>'
                    for name, value in parameters.items())
    if mapping:
        inner += '<parameter name="typeMapping">' + "".join(f"<mapping><name>{n}</name><type>{t}</type></mapping>" for n, t in mapping.items()) + "</parameter>"
    return f'<refactor type="{kind}">{f"<parameters>{inner}</parameters>" if inner else ""}</refactor>'


def prepare(cli, server, database):
    """A database with a history, so that what is the tool's own is there, and with BTREE indexes."""
    applied(cli, server, {"V1__books.cypher": "CREATE (:Book {id: 1, title: 'a', b: 1, a: 2})-[:READ {day: 1}]->(:Book {id: 2});"})
    for statement in (*BTREES, "CALL db.awaitIndexes()"):
        database.run(statement)


def providers(database, own=False):
    """Name -> (provider, type, labels or types, properties) of all indexes, also of those behind constraints."""
    rows = database.run("SHOW INDEXES YIELD name, type, labelsOrTypes AS on, properties, indexProvider, state WHERE type <> 'LOOKUP'")
    assert {row["state"] for row in rows} == {"ONLINE"}
    return {row["name"]: (row["indexProvider"], *row["on"], *row["properties"]) for row in rows if (row["name"] in OWN) == own}


def ids(database):
    """A new id tells that something has been dropped and created."""
    return {row["name"]: row["id"] for row in database.run("SHOW INDEXES YIELD id, name")}


BEFORE = {"my id": ("native-btree-1.0", "Book", "id"), "ranged": ("range-1.0", "Other", "id"), "title": ("native-btree-1.0", "Book", "title"),
          "both": ("native-btree-1.0", "Book", "b", "a"), "day": ("native-btree-1.0", "READ", "day"),
          "place": ("native-btree-1.0", "Book", "place"), "fast": ("range-1.0", "Book", "fast"), "words": ("fulltext-1.0", "Book", "title")}


@only_4_4
def test_future_indexes_stand_beside_the_old_ones(cli, server, database):
    prepare(cli, server, database)
    own = providers(database, own=True)
    outcome = applied(cli, server, {"V2__future.xml": xml(refactor(CREATE, mapping={"place": "POINT", "title": "TEXT"}))})
    future = {"my id_new": ("range-1.0", "Book", "id"), "title_new": ("text-1.0", "Book", "title"),
              "both_new": ("range-1.0", "Book", "b", "a"), "day_new": ("range-1.0", "READ", "day"), "place_new": ("point-1.0", "Book", "place")}
    assert providers(database) == BEFORE | future
    assert providers(database, own=True) == own
    assert database.constraints()["my id_new"] == ("UNIQUENESS", "Book", "id")
    told = [line.partition("] ")[2] for line in outcome.err.splitlines() if "] " in line]
    at = next(i for i, line in enumerate(told) if line.startswith("Future indexes have been created."))
    drops = told[at + 1:at + 6]
    assert sorted(drops) == ["DROP CONSTRAINT `my id` IF EXISTS;", "DROP INDEX both IF EXISTS;", "DROP INDEX day IF EXISTS;",
                             "DROP INDEX place IF EXISTS;", "DROP INDEX title IF EXISTS;"], outcome.err
    before = ids(database)
    applied(cli, server, {"V3__again.xml": xml(refactor(CREATE, mapping={"place": "POINT", "title": "TEXT"}))})
    assert ids(database) == before
    for statement in drops:
        database.run(statement.rstrip(";"))
    assert not any(provider.startswith("native-btree") for provider, *_ in providers(database).values())


@only_4_4
def test_old_indexes_are_replaced(cli, server, database):
    prepare(cli, server, database)
    own, own_ids = providers(database, own=True), ids(database)
    outcome = applied(cli, server, {"V2__replace.xml": xml(refactor(REPLACE, excludes=["both"], mapping={"place": "POINT"}))})
    cautions = [line for line in outcome.err.splitlines() if "CREATE " in line]
    assert len(cautions) == 1 and "CREATE CONSTRAINT `my id` IF NOT EXISTS" in cautions[0], outcome.err
    expected = {name: ("range-1.0", *rest) if provider.startswith("native") else (provider, *rest)
                for name, (provider, *rest) in BEFORE.items()} | {"both": BEFORE["both"], "place": ("point-1.0", "Book", "place")}
    assert providers(database) == expected and providers(database, own=True) == own
    before = ids(database)
    assert {name for name in before if own_ids.get(name) != before[name]} == {"my id", "title", "day", "place"}
    applied(cli, server, {"V3__again.xml": xml(refactor(REPLACE, excludes=["both"]))})
    assert ids(database) == before
    with pytest.raises(Exception, match="already exists"):
        database.run("CREATE (:Book {id: 2})")
    assert cli("validate", server=server).code == 0


@only_4_4
def test_what_has_its_future_index_is_only_dropped(cli, server, database):
    prepare(cli, server, database)
    applied(cli, server, {"V2__future.xml": xml(refactor(CREATE, includes=["my id", "title"], suffix="`€"))})
    assert set(providers(database)) == set(BEFORE) | {"my id`€", "title`€"}
    applied(cli, server, {"V3__replace.xml": xml(refactor(REPLACE, includes=["my id", "title"]))})
    assert set(providers(database)) == set(BEFORE) - {"my id", "title"} | {"my id`€", "title`€"}


@only_4_4
def test_in_the_order_of_the_document(cli, server, database):
    applied(cli, server, {"V1__mine.xml": xml(catalog(index("mine", "Mine", "x"), index("other", "Mine", "x")), create("mine"), refactor(REPLACE),
                                              '<drop item="mine" ifExists="false"/>', create("other"), refactor(CREATE, suffix="_2"))})
    assert providers(database) == {"other": ("native-btree-1.0", "Mine", "x"), "other_2": ("range-1.0", "Mine", "x")}


@only_4_4
def test_a_name_that_is_taken(cli, server, database):
    prepare(cli, server, database)
    database.run("CREATE RANGE INDEX title_new FOR (b:Else) ON (b.x)")
    database.run("CALL db.awaitIndexes()")
    before = providers(database)
    write(cli, {"V2__future.xml": xml(refactor(CREATE))})
    outcome = cli("apply", server=server)
    assert outcome.code == 1 and "`title_new`, the new name for `title`, is that of an index" in outcome.out, str(outcome)
    assert "V2__future.xml:3:" in outcome.err and providers(database) == before and database.versions() == ["1"]


@only_4_4
def test_names_that_nothing_has_are_warned_of(cli, server, database):
    prepare(cli, server, database)
    outcome = applied(cli, server, {"V2__nobody.xml": xml(refactor(REPLACE, includes=["nobody", "words"]))})
    assert "is called `nobody`" in outcome.err and "is called `words`" in outcome.err and providers(database) == BEFORE


@pytest.mark.only_on("5.26.30", "2026.08.1")
@pytest.mark.parametrize("kind", [CREATE, REPLACE])
def test_later_versions_have_none(cli, server, database, kind):
    database.run("CREATE INDEX title FOR (b:Book) ON (b.title)")
    before = ids(database)
    outcome = applied(cli, server, {"V1__none.xml": xml(refactor(kind))})
    assert "has no BTREE indexes: nothing to do" in outcome.err
    assert database.versions() == ["1"] and {name: at for name, at in ids(database).items() if name in before} == before


# ---- The command ----

def migrate(cli, server, *arguments, options=()):
    outcome = cli(*options, "migrateBTreeIndexes", *arguments, server=server)
    assert outcome.code == 0, str(outcome)
    return outcome.out


@only_4_4
def test_the_command(cli, server, database):
    prepare(cli, server, database)
    before = database.snapshot()
    rehearsed = migrate(cli, server, "--mapping", "place=POINT", "--exclude", "both", "--exclude", "day", "--dry-run").splitlines()
    assert database.snapshot() == before
    assert rehearsed == ["CREATE CONSTRAINT `my id_new` IF NOT EXISTS FOR (n:Book) REQUIRE n.id IS UNIQUE OPTIONS {`indexProvider`: \"range-1.0\"};",
                         "CREATE POINT INDEX place_new IF NOT EXISTS FOR (n:Book) ON (n.place);",
                         "CREATE RANGE INDEX title_new IF NOT EXISTS FOR (n:Book) ON (n.title);"]
    told = migrate(cli, server, "--mapping", "place=POINT", "--exclude", "both", "--exclude", "day").splitlines()
    assert told[0] == "2 indexes created, 1 constraint created." and told[2:] == [
        "DROP CONSTRAINT `my id` IF EXISTS;", "DROP INDEX place IF EXISTS;", "DROP INDEX title IF EXISTS;"]
    assert set(providers(database)) == set(BEFORE) | {"my id_new", "place_new", "title_new"}
    assert (database.versions(), database.locks()) == (["1"], [])
    again = ids(database)
    assert migrate(cli, server, "--mapping", "place=POINT", "--exclude", "both", "--exclude", "day").startswith("Nothing was changed.\n")
    assert ids(database) == again


@only_4_4
def test_the_command_replaces(cli, server, database):
    prepare(cli, server, database)
    own = providers(database, own=True)
    arguments = ("--replace", "--include", "my id", "--include", "title", "--mapping", "title=TEXT")
    for statement in (rehearsed := migrate(cli, server, *arguments, "--dry-run").splitlines()):
        assert statement.endswith(";")
    assert [statement.split(" IF ")[0] for statement in rehearsed] == ["DROP CONSTRAINT `my id`", "CREATE CONSTRAINT `my id`", "DROP INDEX title",
                                                                      "CREATE TEXT INDEX title"]
    document = json.loads(migrate(cli, server, *arguments, options=("--format", "json")))
    assert {key: document[key] for key in ("indexesAdded", "indexesRemoved", "constraintsAdded", "constraintsRemoved", "statements")} == {
        "indexesAdded": 1, "indexesRemoved": 1, "constraintsAdded": 1, "constraintsRemoved": 1, "statements": []}
    assert providers(database) == BEFORE | {"my id": ("range-1.0", "Book", "id"), "title": ("text-1.0", "Book", "title")}
    assert providers(database, own=True) == own
    assert migrate(cli, server, *arguments) == "Nothing was changed.\n"


@pytest.mark.only_on("5.26.30", "2026.08.1")
def test_the_command_where_there_are_none(cli, server, database):
    assert migrate(cli, server).splitlines() == ["Nothing was changed.", f"Neo4j {server.version[:server.version.rindex('.')]} has no BTREE indexes: nothing to do"]
    assert migrate(cli, server, "--dry-run") == "// No statement would be sent.\n"
