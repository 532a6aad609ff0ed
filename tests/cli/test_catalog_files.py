"""Catalogs that are in files: no server is needed to show and to compare them, and no password."""
import json

import pytest

NAMESPACE = "https://michael-simons.github.io/neo4j-migrations"
NOWHERE = ("--address", "bolt://127.0.0.1:1")


def item(element, name, kind, label, name_of_property):
    return (f'<{element} name="{name}" type="{kind}"><label>{label}</label><properties><property>{name_of_property}</property>'
            f"</properties></{element}>")


def catalog(constraints="", indexes=""):
    return (f'<migration xmlns="{NAMESPACE}"><catalog><constraints>{constraints}</constraints><indexes>{indexes}</indexes></catalog>'
            "</migration>\n")


ISBN, TITLE = item("constraint", "isbn", "unique", "Book", "isbn"), item("index", "title", "property", "Book", "title")
KEY, TEXT = item("constraint", "key", "key", "Book", "id"), item("index", "text", "text", "Book", "blurb")


@pytest.fixture
def declare(cli):
    def write(name, *parts, folder="neo4j/migrations"):
        path = cli.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalog(*parts))
        return f"{folder}/{name}"
    return write


def test_what_the_migrations_declare(cli, declare):
    declare("V1__a.xml", ISBN, TITLE)
    declare("V2__b.xml", KEY, item("index", "title", "property", "Book", "subtitle"))
    shown = cli(*NOWHERE, "show-catalog", "mode=LOCAL", "format=CYPHER", "version=Neo4j/4.1")
    assert (shown.code, shown.err, shown.out.splitlines()) == (0, "", [
        "CREATE CONSTRAINT isbn IF NOT EXISTS ON (n:Book) ASSERT n.isbn IS UNIQUE;",
        "CREATE INDEX title IF NOT EXISTS FOR (n:Book) ON (n.subtitle);",
        "CREATE CONSTRAINT key IF NOT EXISTS ON (n:Book) ASSERT (n.id) IS NODE KEY;"])
    dump = cli(*NOWHERE, "show-catalog", "--mode", "LOCAL").out
    assert dump.startswith('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<migration ') and dump.endswith("</migration>\n")
    assert dump.index("<indexes>") < dump.index("<constraints>")
    (cli.folder / "dump.xml").write_text(dump)
    assert cli("diff", "dump.xml", "--local").out == "The catalogs are identical.\n"


def test_nothing_but_the_catalog_goes_to_standard_output(cli):
    shown = cli("-v", "show-catalog", "mode=LOCAL", "format=CYPHER")
    assert (shown.code, shown.out) == (0, "\n") and "neither locations nor packages" in shown.err


def test_what_a_version_cannot_have(cli, declare):
    declare("V1__a.xml", ISBN, TEXT)
    shown = cli("show-catalog", "mode=LOCAL", "format=CYPHER", "version=4.3")
    first, second = shown.out.splitlines()
    assert shown.code == 1 and first.startswith("CREATE CONSTRAINT isbn") and second.startswith("// ") and "4.4" in second
    assert json.loads(cli("--format", "json", "show-catalog", "mode=LOCAL", "format=CYPHER", "version=4.3").out)["leftOut"] == 1


def test_what_is_no_version(cli, declare):
    declare("V1__a.xml", "", TEXT)
    shown = cli("show-catalog", "mode=LOCAL", "format=cypher", "version=nonsense")
    assert (shown.code, shown.out) == (0, "CREATE TEXT INDEX text IF NOT EXISTS FOR (n:Book) ON (n.blurb);\n")
    assert '"nonsense" is no version of Neo4j' in shown.err


@pytest.mark.parametrize("other, code, lines", [
    ((ISBN, TITLE), 0, ["The catalogs are identical."]),
    ((ISBN, TITLE.replace('"title"', '"other"')), 12, [
        "The catalogs are equivalent: only names and options differ.",
        "Only in one/V1__a.xml:", "- index `title`: property (:Book {title}) (in other/V1__a.xml: `other`)",
        "Only in other/V1__a.xml:", "- index `other`: property (:Book {title}) (in one/V1__a.xml: `title`)"]),
    ((ISBN,), 13, ["The catalogs are different.", "Only in one/V1__a.xml:", "- index `title`: property (:Book {title})"]),
], ids=["identical", "equivalent", "different"])
def test_two_files(cli, declare, other, code, lines):
    files = declare("V1__a.xml", ISBN, TITLE, folder="one"), declare("V1__a.xml", *other, folder="other")
    compared = cli("--detailed-exit-codes", "diff", *files)
    assert (compared.code, compared.out.splitlines()) == (code, lines)
    assert cli("diff", *files).code == 0
    document = json.loads(cli("--format", "json", "diff", *reversed(files)).out)
    assert document["relation"] == {0: "IDENTICAL", 12: "EQUIVALENT", 13: "DIFFERENT"}[code]
    assert [item["name"] for item in document["right"]] == ([] if code == 0 else ["title"])


def test_a_file_that_is_none(cli, declare):
    file = declare("V1__a.xml", ISBN)
    assert cli("--detailed-exit-codes", "diff", "missing.xml", file).code == 10
    (cli.folder / "bad.xml").write_text(catalog(ISBN, ISBN))
    refused = cli("--detailed-exit-codes", "diff", file, "bad.xml")
    assert refused.code == 10 and refused.err.startswith("bad.xml:1:"), str(refused)
