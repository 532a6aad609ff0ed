"""The statements that make constraints and indexes, from the tables of tests/data/catalog: a server executes all of its own, and
refuses those that only newer ones have. And what a server then tells of them is what was wanted."""
import csv
import pathlib
import re
import subprocess

import pytest
from neo4j.exceptions import Neo4jError

from servers import OLD_VERSIONS, VERSIONS

TABLES = pathlib.Path(__file__).resolve().parents[1] / "data" / "catalog"
TABLE_OF = {"3.5.35": "3.5", "4.0.12": "4.0", "4.1.13": "4.1", "4.3.24": "4.3", "4.4.48": "4.4", "5.26.30": "5.26", "2026.08.1": "2026.08"}
ENTERPRISE = ("exists", "key", "type")
EVERYWHERE = pytest.mark.only_on(*OLD_VERSIONS, *VERSIONS)


def table(name):
    """item -> {what is done with it: (statement, or "! why there is none", statement that is refused)}"""
    found = {}
    with (TABLES / "statements" / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row[0], {})[row[1]] = (row[2], row[3] if len(row) > 3 else None)
    assert len(found) > 25
    return found


def is_statement(text):
    return not text.startswith("!")


class Catalog:
    """The schema of the server under test: what is there besides what is there from the start."""

    def __init__(self, database, version):
        self.database, self.version = database, tuple(map(int, version.split(".")[:2]))
        self.from_start = self.items()

    def run(self, statement):
        self.database.run(statement)

    def rows(self, constraints):
        if self.version < (4, 3):
            return self.database.run("CALL db.constraints()" if constraints else "CALL db.indexes()")
        return self.database.run("SHOW CONSTRAINTS YIELD *" if constraints else "SHOW INDEXES YIELD *")

    def items(self):
        return {self.name(row) for constraints in (True, False) for row in self.rows(constraints)}

    def name(self, row):
        return row["name"] if self.version >= (4, 0) else row["description"]

    def new(self):
        return self.items() - self.from_start


def prefixed(language, statement):
    return statement if language is None or statement.startswith("CYPHER ") else f"CYPHER {language} {statement}"


def explained(statement):
    """With EXPLAIN, which comes behind the language."""
    return re.sub(r"^(CYPHER \d+ )?", r"\1EXPLAIN ", statement, count=1)


def drop(catalog, say, operations, name):
    """By the statement of the table, or where the server has chosen the name, by that."""
    statement = operations["drop"][0]
    if name != "the_name" and catalog.version >= (4, 0):
        statement = f"DROP {'CONSTRAINT' if 'CONSTRAINT' in statement else 'INDEX'} `{name}`"
    catalog.run(say(statement))


def create_and_drop(catalog, say, operations):
    """Each way to create it, and each way to drop it. What was not dropped is in the way of what comes next."""
    for operation in ("create", "create if", "create unnamed", "create unnamed if"):
        statement = operations[operation][0]
        if not is_statement(statement):
            continue
        catalog.run(say(statement))
        if operation.endswith(" if"):
            catalog.run(say(statement))
        found = catalog.new()
        named = "unnamed" not in operation and catalog.version >= (4, 0)
        assert found and (not named or "the_name" in found), (statement, found)
        drop(catalog, say, operations, min(found, key=len))
    for operation in ("drop if", "drop unnamed"):
        statement = operations[operation][0]
        if not is_statement(statement):
            continue
        catalog.run(say(operations["create"][0]))
        catalog.run(say(statement))
        if operation == "drop if":
            catalog.run(say(statement))
    assert not catalog.new(), operations


def explain_all(catalog, say, operations):
    """Nobody but Enterprise has it, but everybody knows the words."""
    for operation, (statement, _) in operations.items():
        if is_statement(statement):
            catalog.run(explained(say(statement)))


def refuse(catalog, statement):
    """Tries what only newer servers have."""
    with pytest.raises(Neo4jError) as failure:
        catalog.run(statement)
    assert "Schema" in failure.value.code or "Syntax" in failure.value.code or "Argument" in failure.value.code or \
        "NotFound" in failure.value.code, (statement, failure.value.code)


def walk(catalog, name, language):
    """Counts what was done with the items of a table."""
    counts = {"executed": 0, "explained": 0, "refused": 0}
    for item, operations in table(name).items():
        def say(statement):
            return prefixed(language, statement)
        statement, newer = operations["create"]
        if newer:
            refuse(catalog, newer)
            counts["refused"] += 1
        elif item.startswith(ENTERPRISE + ("lookup",)):  # of the latter there is one already
            explain_all(catalog, say, operations)
            counts["explained"] += 1
        else:
            create_and_drop(catalog, say, operations)
            counts["executed"] += 1
    return counts


@EVERYWHERE
def test_statements_of_the_tables(server, database):
    catalog = Catalog(database, server.version)
    name = TABLE_OF[server.version]
    counts = walk(catalog, name, None)
    assert not catalog.new()
    assert counts["executed"] >= 6 and counts["explained"] >= 4 and sum(counts.values()) > 30, counts
    if server.version.startswith("2026"):
        again = walk(catalog, f"{name}-cypher-25", 25)
        assert again == counts and not again["refused"], again


@EVERYWHERE
def test_names_stay_names(server, database):
    """Labels and properties with everything that needs quotes, and with what does not."""
    database.run("MATCH (n) DETACH DELETE n")
    lines = (TABLES.parent / "cypher" / "quotes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    checked = 0
    for text, plain, quoted, string in rows:
        text = text.replace("\\uuu0060", "`").replace("\\u0060", "`")
        if text == '""' or "\\u" in text:
            continue
        for name in (plain, quoted):
            database.run(f"CREATE (n:{name} {{{name}: 1}})")
            (row,) = database.run("MATCH (n) RETURN labels(n) AS labels, keys(n) AS keys")
            assert row == {"labels": [text], "keys": [text]}, (name, row)
            database.run("MATCH (n) DELETE n")
        assert "\\u" in string or database.value(f"RETURN {string}") == text, string
        checked += 1
    assert checked > 25


# ---- Random catalogs, each one made from what the last one has left ----

def changes(cli, catalog, seed, language=None, items=80):
    """The statements that turn the schema into the random catalog of this seed, of so many items or fewer."""
    program = pathlib.Path(cli.binary).parent / "tests" / "live" / "catalog_changes"
    arguments = [program, str(seed), str(items), ".".join(map(str, catalog.version)), *([str(language)] if language else [])]
    rows = b"".join(fields(row, kind) for kind in ("constraint", "index") for row in catalog.rows(kind == "constraint"))
    done = subprocess.run(arguments, input=rows, capture_output=True, timeout=30)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    return [prefixed(language, statement) for statement in done.stdout.decode().split("\0")[:-1]]


def fields(row, kind):
    """A row as the program reads it."""
    def names(*columns):
        found = next((row[column] for column in columns if row.get(column)), [])
        return "".join(name + "\1" for name in found)

    def text(*columns):
        return next((row[column] for column in columns if row.get(column)), "")
    told = [kind, text("name", "indexName"), text("type"), text("entityType"), names("labelsOrTypes", "tokenNames"), names("properties"),
            "yes" if row.get("uniqueness") == "UNIQUE" else "", text("owningConstraint"), literal(row.get("options") or {}),
            text("description") if kind == "constraint" else "", text("createStatement")]
    return "".join(field + "\0" for field in told).encode()


def literal(value):
    """As the Java tool writes the options that servers tell."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"`{key}`: {literal(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value).upper() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else repr(value)


def become(cli, catalog, seed, **options):
    """Returns how many statements it took."""
    statements = changes(cli, catalog, seed, **options)
    for statement in statements:
        catalog.run(statement)
    assert changes(cli, catalog, seed, **options) == []
    return len(statements)


@EVERYWHERE
def test_random_catalogs(cli, server, database):
    catalog = Catalog(database, server.version)
    try:
        assert become(cli, catalog, 1) > 12
        assert become(cli, catalog, 2) > 12
        if server.version.startswith("2026"):
            assert become(cli, catalog, 3, language=25) > 12
    finally:
        become(cli, catalog, 0, items=0)
    assert not catalog.new()
