"""`new` makes the file of the next migration, without a server."""
import json
import os
import pathlib

import jsonschema
import pytest

FOLDER = "neo4j/migrations"


def made(outcome):
    """The name of the file, whose path is all that is printed."""
    assert outcome.code == 0, str(outcome)
    path = pathlib.Path(outcome.out.removesuffix("\n"))
    assert path.is_absolute() and path.is_file()
    return path.name


@pytest.fixture
def holding(cli):
    """holding("V1__a.cypher", ...): the folder of migrations, with files of these names."""
    def fill(*names, folder=FOLDER):
        path = cli.folder / folder
        path.mkdir(parents=True, exist_ok=True)
        for name in names:
            (path / name).write_text("RETURN 1;\n")
        return path
    return fill


def listed(cli):
    """What is there for the tool itself: version and source of each."""
    outcome = cli("--format", "json", "info", "mode=LOCAL")
    assert outcome.code == 0, str(outcome)
    return [(migration["version"], migration["source"]) for migration in json.loads(outcome.out)["migrations"]]


def test_the_first_one(cli):
    outcome = cli("new", "Add index on films")
    assert made(outcome) == "V001__Add_index_on_films.cypher"
    assert outcome.err.endswith(f"] Created the folder {cli.folder}/{FOLDER}\n")
    assert (cli.folder / FOLDER / "V001__Add_index_on_films.cypher").read_text() == "// Add index on films\n"
    assert listed(cli) == [("001", "V001__Add_index_on_films.cypher")]


def test_the_next_one(cli):
    assert made(cli("new", "one")) == "V001__one.cypher"
    second = cli("new", " two ")
    assert made(second) == "V002__two.cypher" and second.err == ""


@pytest.mark.parametrize("there, expected", [
    (["V1__a.cypher"], "V2__x.cypher"), (["V9__a.cypher", "V10__b.cypher"], "V11__x.cypher"), (["V0009__a.cypher"], "V0010__x.cypher"),
    (["V1_2__a.cypher"], "V1_3__x.cypher"), (["V1.9__a.cypher"], "V1.10__x.cypher"), (["V1_2__a.cypher", "V2__b.cypher"], "V3__x.cypher"),
    (["V1__a.cypher", "R2__b.cypher"], "V3__x.cypher"), (["V1__a.cypher", "beforeMigrate.cypher", "notes.txt"], "V2__x.cypher"),
])
def test_it_has_the_shape_of_the_last_one(cli, holding, there, expected):
    holding(*there)
    assert made(cli("new", "x")) == expected


def test_preconditions_do_not_hide_a_version(cli, holding):
    holding("V1__a.cypher")
    (cli.folder / FOLDER / "V2__b.cypher").write_text("// assume that edition is enterprise\nRETURN 1;\n")
    assert made(cli("new", "x")) == "V3__x.cypher"


def test_options(cli, holding):
    holding("V1__a.cypher")
    assert made(cli("new", "--repeatable", "x")) == "R2__x.cypher"
    assert made(cli("new", "y", "version=1.5")) == "V1.5__y.cypher"
    assert made(cli("new", "z", "version=V1_7")) == "V1_7__z.cypher"
    assert made(cli("new", "--type", "xml", "Schema")) == "V3__Schema.xml"
    assert made(cli("new", "type=XML", "more", "repeatable")) == "R4__more.xml"
    assert [version for version, _ in listed(cli)] == ["1", "1.5", "1.7", "2", "3", "4"]


def test_in_the_first_location_that_is_a_folder(cli, holding):
    holding("V7__a.cypher", folder="b")
    outcome = cli("--location", f"file://{cli.folder}/a%20b,./b", "new", "x")
    assert made(outcome) == "V8__x.cypher"
    assert os.listdir(cli.folder / "a b") == ["V8__x.cypher"]


@pytest.mark.parametrize("arguments, message", [
    (("a:b",), '"V001__a:b.cypher" is not the name of a migration: its description has ":" in it: only letters from A to Z, digits, blanks '
               'and underscores may stand there'),
    (("",), '"V001__.cypher" is not the name of a migration: it has no description: '),
    (("../x",), '"V001__../x.cypher" is not the name of a migration: '),
    (("x", "version=1..2"), '"1..2" is no version: in "V1__2__x.cypher" it would be 1'),
    (("x", "version=1__2"), '"1..2" is no version: in "V1__2__x.cypher" it would be 1'),
    (("x", "version=../y"), '"V__/y__x.cypher" is not the name of a migration: '),
    (("x", "y"), 'unexpected argument "y": "new" takes '),
    ((), '"new" wants <description>: '),
    (("x", "--type", "yaml"), '"type" wants one of cypher, xml, not "yaml"'),
])
def test_what_cannot_be_a_name(cli, arguments, message):
    outcome = cli("new", *arguments)
    assert (outcome.code, outcome.out) == (2, "") and outcome.err.startswith(message), str(outcome)
    assert not list(cli.folder.rglob("*.*"))


@pytest.mark.parametrize("version", ["2", "02", "2.0"])
def test_a_version_that_is_there(cli, holding, version):
    folder = holding("V2__a.cypher")
    outcome = cli("new", "a", f"version={version}")
    assert (outcome.code, outcome.out) == (1, f"the version {version} is there already: V2__a.cypher\n")
    assert os.listdir(folder) == ["V2__a.cypher"]


def test_where_versions_are_text(cli, holding):
    holding("V8__a.cypher")
    assert made(cli("--version-sort-order", "lexicographic", "new", "x")) == "V9__x.cypher"
    outcome = cli("--version-sort-order", "lexicographic", "new", "x")
    assert (outcome.code, outcome.out) == (1, "the version behind 9 would be 10, which comes before it as text: give another one\n")
    assert made(cli("--version-sort-order", "lexicographic", "new", "x", "version=90")) == "V90__x.cypher"


def test_nothing_is_replaced(cli, holding):
    folder = holding()
    (folder / "V001__x.cypher").mkdir()
    outcome = cli("new", "x")
    assert outcome.code == 1 and f'cannot create "{folder}/V001__x.cypher": File exists' in outcome.out, str(outcome)


def test_only_embedded_locations(cli):
    outcome = cli("--location", "embedded:x", "new", "x")
    assert outcome.code == 2, str(outcome)


def test_a_file_in_the_way_of_the_folder(cli):
    (cli.folder / "neo4j").write_text("")
    outcome = cli("new", "x")
    assert outcome.code == 1 and "Not a directory" in outcome.out, str(outcome)


def test_as_json(cli):
    schema = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs" / "reference" / "result.schema.json").read_text())
    told = json.loads(cli("--format", "json", "new", "x").out)
    jsonschema.validate(told, schema)
    path = f"{cli.folder}/{FOLDER}/V001__x.cypher"
    assert told == {"version": 1, "type": "result", "command": "new", "file": path, "migration": "001", "text": path}


def test_info_of_what_is_here_needs_no_server(cli, holding):
    holding("V1__a.cypher", "R2__b.cypher")
    outcome = cli("info", "mode=LOCAL")
    assert (outcome.code, outcome.err) == (0, ""), str(outcome)
    assert [line.split("|")[1].strip() for line in outcome.out.splitlines() if line.startswith("| ")] == ["Version", "1", "2"]
    assert outcome.out.startswith("\n+---") and outcome.out.endswith("+\n\n")
    (cli.folder / FOLDER / "V3__c.cypher").write_text("// assume that edition is enterprise\nRETURN 1;\n")
    outcome = cli("info", "mode=LOCAL")
    assert "V3__c.cypher" in outcome.out and outcome.err.endswith("] Preconditions are not looked at without a server\n")


def test_info_asks_the_server_when_there_are_credentials(cli):
    outcome = cli("-a", "bolt://127.0.0.1:1", "-p", "x", "info", "mode=LOCAL")
    assert outcome.code == 1 and "127.0.0.1:1" in outcome.out
    for mode in "COMPARE", "REMOTE":
        assert cli("info", f"mode={mode}").err.startswith("no password")
