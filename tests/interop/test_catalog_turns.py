"""Migrations in XML: the Java library and our binary take turns on one schema and one history."""
import pytest

from history import history

# Each has to find out that the schema of histories is there, whoever has made it.
pytestmark = pytest.mark.pristine

NAMESPACE = "https://michael-simons.github.io/neo4j-migrations"


def xml(body):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<migration xmlns="{NAMESPACE}">\n{body}\n</migration>\n'


def item(element, name, label, *properties, kind=""):
    listed = "".join(f"<property>{p}</property>" for p in properties)
    kind = f' type="{kind}"' if kind else ""
    return f'<{element} name="{name}"{kind}><label>{label}</label><properties>{listed}</properties></{element}>'


CATALOG = ("<catalog><indexes>" + item("index", "title", "Book", "title", "year") + "</indexes>\n<constraints>"
           + item("constraint", "isbn", " Book ", "isbn", kind="unique") + "</constraints></catalog>")
FIRST_HALF = {
    "V1__Declare.xml": xml(CATALOG + '\n<!-- a comment -->\n<create item="isbn"/><create ref="title"  />'),
    "V2__Verify.xml": xml("<verify/>"),
    "V3__Local.xml": xml(f"<create>{item('index', 'two words', 'A', 'x').replace('two words', 'größe')}</create>"),
}
SECOND_HALF = {
    "V4__Reset.xml": xml('<catalog reset="true"><indexes>' + item("index", "late", "Late", "x")
                         + '</indexes></catalog><?assume that version is ge 4.0 ?>\n<apply/>'),
    "R5__Again.xml": xml('<create item="late"/>').replace("\n", "\r\n"),
}


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def schema(database):
    return database.constraints(), database.indexes()


def test_each_continues_what_the_other_began(turns, java, database, folder):
    write(folder, FIRST_HALF | SECOND_HALF)
    java.apply(folder)
    alone = history(database), schema(database)
    database.empty()
    for name in SECOND_HALF:
        (folder / name).unlink()
    first, second = turns
    assert first.apply(folder) == "3"
    assert second.validate(folder) == "VALID"
    write(folder, SECOND_HALF)
    assert second.apply(folder) == "5"
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert (history(database), schema(database)) == alone


@pytest.mark.parametrize("change", ["reset", "comment"])
def test_both_see_the_same_changes(turns, java, ours, database, folder, change):
    first, _ = turns
    write(folder, FIRST_HALF)
    first.apply(folder)
    changed = FIRST_HALF["V1__Declare.xml"]
    changed = changed.replace("a comment", "another") if change == "comment" else changed.replace("<catalog>", '<catalog reset="true">')
    write(folder, {"V1__Declare.xml": changed})
    expected = "VALID" if change == "comment" else "DIFFERENT_CONTENT"
    assert java.validate(folder) == ours.validate(folder) == expected
