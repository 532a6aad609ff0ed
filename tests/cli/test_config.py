"""`config show`: each option, its value and where that is from. It asks no server."""
import json
import pathlib

import jsonschema
import pytest

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs" / "reference" / "result.schema.json").read_text())


def shown(cli, *arguments, **options):
    """The options by name, as JSON has them."""
    outcome = cli("--format", "json", *arguments, "config", "show", **options)
    assert (outcome.code, outcome.err) == (0, ""), str(outcome)
    told = json.loads(outcome.out)
    jsonschema.validate(told, SCHEMA)
    return {option["name"]: option for option in told["options"]}


def row(cli, name, *arguments, **options):
    """The cells of one row of the table, without its name."""
    outcome = cli(*arguments, "config", "show", **options)
    assert (outcome.code, outcome.err) == (0, ""), str(outcome)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in outcome.out.splitlines() if line.startswith(f"| {name} ")]
    assert len(rows) == 1, outcome.out
    return rows[0][1:]


@pytest.fixture
def files(cli):
    (cli.folder / ".migrations.properties").write_text("# mine\ndatabase=shop\nout-of-order = TRUE\n")
    user = cli.folder / "xdg" / "neo4j-migrations" / "config.properties"
    user.parent.mkdir(parents=True)
    user.write_text("database=other\n\nusername=nina\n")
    return user


def test_each_origin(cli, files):
    env = {"XDG_CONFIG_HOME": str(cli.folder / "xdg"), "NEO4J_URI": "neo4j://example", "NO_COLOR": "yes"}
    for name, value, origin in (
            ("target", "V2", "command line"), ("address", "neo4j://example", "environment NEO4J_URI"), ("color", "never", "environment NO_COLOR"),
            ("database", "shop", ".migrations.properties:2"), ("out-of-order", "true", ".migrations.properties:3"),
            ("username", "nina", f"{files}:3"), ("transaction-mode", "PER_MIGRATION", "default"),
            ("schema-database", "the database that is migrated", "default"), ("ca-file", "", "")):
        assert row(cli, name, "--target", "V2", env=env) == [value, origin]


def test_each_origin_as_json(cli, files):
    options = shown(cli, "--target", "V2", env={"XDG_CONFIG_HOME": str(cli.folder / "xdg"), "NEO4J_URI": "neo4j://example"})
    expected = {"target": ("V2", None, "COMMAND_LINE"), "address": ("neo4j://example", "bolt://localhost:7687", "ENVIRONMENT"),
                "database": ("shop", "the user's home database", "FILE"), "username": ("nina", "neo4j", "FILE"),
                "transaction-mode": ("PER_MIGRATION", "PER_MIGRATION", "DEFAULT"), "impersonate": (None, None, "DEFAULT"),
                "schema-database": (None, "the database that is migrated", "DEFAULT")}
    assert {name: (options[name]["value"], options[name]["default"], options[name]["origin"]) for name in expected} == expected
    assert options["address"]["variable"] == "NEO4J_URI"
    assert (options["username"]["file"], options["username"]["line"]) == (str(files), 3)


def test_every_option_of_the_help_is_there(cli):
    from_help = {word.removeprefix("--") for line in cli("help").out.splitlines() if line.strip().startswith("-")
                 for word in line.split() if word.startswith("--")}
    assert from_help - {"help", "version", "encrypted:"} == set(shown(cli, "--placeholder", "a=b"))


SECRETS = ("-p", "hush-1", "--bearer", "hush-2", "--kerberos", "hush-3", "--custom-auth", "credentials=hush-4",
           "--client-key-password", "hush-5", "--placeholder", "db_password=hush-6", "-a", "neo4j://nina:hush-7@example:7687/?a=b")


def test_secrets_are_not_shown(cli):
    for form in (), ("--format", "json"):
        outcome = cli(*SECRETS, *form, "config", "show", env={"NM_PLACEHOLDERS_apiToken": "hush-8"})
        assert outcome.code == 0 and "hush" not in outcome.out + outcome.err
    assert row(cli, "address", *SECRETS) == ["neo4j://***@example:7687/?a=b", "command line"]
    options = shown(cli, *SECRETS)
    assert all(options[name]["secret"] and options[name]["value"] == "***" for name in
               ("password", "bearer", "kerberos", "custom-auth", "client-key-password"))
    (cli.folder / ".migrations.properties").write_text("password=hush\n")
    assert row(cli, "password") == ["***", ".migrations.properties:1"]
    assert row(cli, "password", env={"NEO4J_PASSWORD": "hush"}) == ["***", "environment NEO4J_PASSWORD"]


def test_nobody_is_asked_for_a_password(cli):
    assert row(cli, "password", "-p") == ["***", "command line"]


def test_placeholders(cli):
    outcome = cli("--placeholder", "a=1", "--placeholder", "b=2", "config", "show", env={"NM_PLACEHOLDERS_a": "3", "NM_PLACEHOLDERS_c": "4"})
    rows = [line.split() for line in outcome.out.splitlines() if line.startswith("| placeholder ")]
    assert sorted(" ".join(words[3:-1]) for words in rows) == ["a=1 | command line", "b=2 | command line", "c=4 | environment NM_PLACEHOLDERS_c"]


def test_lists_are_one_value(cli):
    assert row(cli, "location", "--location", "./a", "--location", "file:///b,./c") == ["./a,file:///b,./c", "command line"]


def test_what_is_wrong_with_a_file_is_told_here_too(cli):
    (cli.folder / ".migrations.properties").write_text("color=blue\n")
    outcome = cli("config", "show")
    assert outcome.code == 2 and outcome.err.startswith('.migrations.properties:1: "color" wants one of'), str(outcome)


def test_the_files_that_are_looked_for(cli, files):
    home = cli.folder / "home"
    home.mkdir()
    (home / ".neo4j-migrations.properties").write_text("username=nina\n")
    env = {"HOME": str(home), "XDG_CONFIG_HOME": str(cli.folder / "xdg")}

    def told():
        told = json.loads(cli("--format", "json", "config", "files", env=env).out)
        jsonschema.validate(told, SCHEMA)
        return [(file["path"], file["state"]) for file in told["files"]]

    project, of_home, user = ".migrations.properties", f"{home}/.neo4j-migrations.properties", str(files)
    assert told() == [(project, "READ"), (of_home, "PASSED_OVER"), (user, "READ")]
    (cli.folder / project).unlink()
    files.unlink()
    assert told() == [(project, "MISSING"), (of_home, "READ"), (user, "MISSING")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in cli("config", "files", env=env).out.splitlines()[3:-1]]
    assert rows == [[project, "not there"], [of_home, "read"], [user, "not there"]]


def test_without_a_home_folder(cli):
    told = json.loads(cli("--format", "json", "config", "files", env={"HOME": "", "XDG_CONFIG_HOME": ""}).out)
    assert [file["path"] for file in told["files"]] == [".migrations.properties"]
