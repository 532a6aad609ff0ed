"""Preconditions, alternatives, callbacks and several targets: both tools come to the same, on one database in turn."""
import pathlib
import re

import pytest

from history import history
from javalibrary import Refused
from test_interop import remove_data, write

# Each has to find out that the schema of histories is there, whoever has made it.
pytestmark = pytest.mark.pristine

FORMS = pathlib.Path(__file__).resolve().parents[1] / "data" / "migration" / "preconditions.tsv"


def forms():
    """The comment lines of the table of preconditions."""
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        cell = line.split("\t")[0]
        if cell.startswith('"'):
            yield cell[1:-1].replace("\\t", "\t")


def refusal(tool, folder):
    """"malformed" or "unmet" when that is what the tool complains about; empty when it accepts the folder."""
    try:
        tool.info(folder)
    except Refused as refused:
        if re.search("Could not satisfy", str(refused)):
            return "unmet"
        malformed = re.search("Wrong .*precondition|is not a precondition", str(refused))
        return "malformed" if malformed else "failed"
    return ""


@pytest.mark.only_on("5.26.30")
def test_both_read_the_same_preconditions(java, ours, used_database, folder):
    differences = []
    for number, line in enumerate(forms()):
        write(folder, {"V1__a.cypher": f"{line}\nCREATE (:A);\n"})
        by_java, by_us = refusal(java, folder), refusal(ours, folder)
        if by_java != by_us:
            differences.append((line, by_java, by_us))
    assert number > 60 and not differences


def test_both_skip_the_same_and_agree(turns, java, used_database, folder):
    files = {"V1__enterprise.cypher": "// assume that edition is enterprise\nCREATE (:A);\n",
             "V2__here.cypher": "// assert that edition is community\n// assume that version is ge 4.0\nCREATE (:B);\n",
             "V3__never.cypher": "// assume q' RETURN 1 = 2\nCREATE (:C);\n",
             "V4__not_yet.cypher": "CREATE (:D);\n// assume q' MATCH (n:Wanted) RETURN count(n) = 1\nCREATE (:E);\n"}
    write(folder, files)
    java.apply(folder)
    alone = history(used_database)
    remove_data(used_database)
    first, second = turns
    assert first.apply(folder) == "2"
    assert history(used_database) == alone
    assert second.validate(folder) == first.validate(folder) == "VALID"
    used_database.run("CREATE (:Wanted)")
    assert first.validate(folder) == second.validate(folder) == "INCOMPLETE_DATABASE"
    assert second.apply(folder) == "4"
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert first.info(folder).strip("\n") == second.info(folder).strip("\n")


def test_alternatives_when_preconditions_change(turns, used_database, folder):
    """An older script without conditions, then one for older servers and one for newer, of one name."""
    first, second = turns
    for name in ("compat", "current"):
        (folder / name).mkdir()
    write(folder, {"V1__x.cypher": "CREATE (:Old);\n"})
    first.apply(folder)
    (folder / "V1__x.cypher").unlink()
    write(folder, {"compat/V1__x.cypher": "// assume that version is lt 4\nCREATE (:Old);\n",
                   "current/V1__x.cypher": "// assume that version is ge 4\nCREATE (:New);\n"})
    before = history(used_database)
    assert first.validate(folder) == second.validate(folder) == "VALID"
    assert second.apply(folder) == "1" and history(used_database) == before
    write(folder, {"compat/V1__x.cypher": "CREATE (:Other);\n// assume that version is lt 4\nCREATE (:Old);\n"})
    assert first.validate(folder) == second.validate(folder) == "DIFFERENT_CONTENT"
    write(folder, {"compat/V1__x.cypher": "// assume that version is lt 4\n// a remark\nCREATE (:Old);\n"})
    assert first.validate(folder) == second.validate(folder) == "DIFFERENT_CONTENT"


def note(what):
    return f"OPTIONAL MATCH (n:Note) WITH count(n) AS c CREATE (:Note {{number: c, what: '{what}'}});\n"


def notes(database):
    return [row["what"] for row in database.run("MATCH (n:Note) RETURN n.what AS what ORDER BY n.number")]


def test_both_invoke_the_same_callbacks(turns, java, used_database, folder):
    phases = ("FirstUse", "Migrate", "Validate", "Info")
    write(folder, {f"before{phase}.cypher": note(f"before{phase}") for phase in phases})
    write(folder, {f"after{phase}__{n}_x.cypher": note(f"after{phase} {n}") for phase in phases[1:] for n in (2, 1)})
    write(folder, {"V1__step.cypher": note("migration 1")})

    def go(one, other):
        one.apply(folder)
        write(folder, {"V2__step.cypher": note("migration 2")})
        other.validate(folder)
        one.info(folder)
        other.apply(folder)
        (folder / "V2__step.cypher").unlink()
        return notes(used_database), history(used_database)

    alone = go(java, java)
    assert len(alone[0]) == 2 + 4 * 4
    remove_data(used_database)
    assert go(*turns) == alone


def test_a_chain_that_the_library_keeps_apart_goes_on(ours, java, database, folder):
    """It takes NEO4J for another database than neo4j: nothing of that may run again with us."""
    options = {"database": "NEO4J", "schema_database": "neo4j"}
    write(folder, {"V1__a.cypher": "CREATE (:A);\n", "R2__b.cypher": "CREATE (:B);\n"})
    assert java.apply(folder, **options) == "2"
    assert ours.validate(folder, **options) == "VALID"
    write(folder, {"V3__c.cypher": "CREATE (:C);\n", "R2__b.cypher": "CREATE (:B2);\n"})
    assert ours.apply(folder, **options) == java.apply(folder, **options) == "3"
    assert ours.validate(folder, **options) == java.validate(folder, **options) == "VALID"
    assert [labels for labels, _ in database.nodes()] == [("A",), ("B",), ("B2",), ("C",)]
    assert database.chain() == [] and [m["version"] for m in database.chain("neo4j")] == ["1", "2", "3"]


def test_two_targets_in_one_schema_database(turns, java, database, folder):
    """Community has two databases: the second is only good for administration, but it has a chain of its own."""
    elsewhere = {"database": "system", "schema_database": "neo4j"}
    write(folder, {"V1__a.cypher": "SHOW USERS;\n", "R2__b.cypher": "SHOW DATABASES;\n"})

    def go(one, other):
        assert one.apply(folder) == "2"
        assert other.validate(folder, **elsewhere) == "INCOMPLETE_DATABASE"
        assert other.apply(folder, **elsewhere) == "2"
        write(folder, {"R2__b.cypher": "SHOW USERS;\n", "V3__c.cypher": "SHOW USERS;\n"})
        assert one.apply(folder, **elsewhere) == "3"
        assert other.validate(folder, **elsewhere) == one.validate(folder, **elsewhere) == "VALID"
        assert other.validate(folder) == one.validate(folder) == "INCOMPLETE_DATABASE"
        found = history(database)
        (folder / "V3__c.cypher").unlink()
        write(folder, {"R2__b.cypher": "SHOW DATABASES;\n"})
        return found

    alone = go(java, java)
    assert len(alone["nodes"]) == 3 + 4
    remove_data(database)
    assert go(*turns) == alone
    text = turns[0].clean(folder, **elsewhere)
    assert text == "Deleted chain system (4 nodes and 4 relationships in total) and 0 constraints from `neo4j`."
    assert turns[1].validate(folder) == "VALID"
    assert len(history(database)["nodes"]) == 3
