"""What `init` creates; it needs no server and no password."""
import json
import os
import pathlib
import stat

import jsonschema

FILE, FOLDER = ".migrations.properties", "neo4j/migrations"
DEFAULTS = {"address": r"bolt\://localhost\:7687", "autocrlf": "false", "cypher-version": "DATABASE_DEFAULT", "out-of-order": "false",
            "transaction-mode": "PER_MIGRATION", "use-flyway-compatible-checksums": "false", "username": "neo4j",
            "validate-on-migrate": "true", "version-sort-order": "SEMANTIC"}


def written(cli):
    lines = (cli.folder / FILE).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_folder_and_file(cli):
    outcome = cli("init")
    assert (outcome.code, outcome.out) == (0, ""), str(outcome)
    assert f"Created the folder {FOLDER}" in outcome.err and f"Wrote {FILE}" in outcome.err
    assert (cli.folder / FOLDER).is_dir() and written(cli) == DEFAULTS
    assert sorted(os.listdir(cli.folder)) == [FILE, "neo4j"]


def test_what_is_given(cli):
    outcome = cli("-u", "nina", "--location", "file:///some/where", "--transaction-mode", "per_statement", "--password:env", "X", "init",
                  env={"NEO4J_URI": "neo4j://example"})
    assert outcome.code == 0, str(outcome)
    assert written(cli) == DEFAULTS | {"address": r"neo4j\://example", "username": "nina", "location": r"file\:///some/where",
                                       "transaction-mode": "PER_STATEMENT", r"password\:env": "X"}
    assert not (cli.folder / "neo4j").exists()


def test_what_is_written_is_read(cli, listener):
    assert cli("-a", listener.uri, "-u", "nina", "--password:env", "HUSH", "init").code == 0
    process = cli.start("info", env={"HUSH": "a-secret"})
    assert listener.connected.wait(20)
    process.terminate()
    process.communicate()


def test_secrets_are_never_written(cli):
    (cli.folder / FILE).write_text("password=from-file\n")
    outcome = cli("-p", "hush", "--bearer", "hush", "--custom-auth", "credentials=hush", "init", "--force", env={"NEO4J_PASSWORD": "hush"})
    assert outcome.code == 0, str(outcome)
    text = (cli.folder / FILE).read_text()
    assert "hush" not in text and "from-file" not in text and "password" not in text
    for name in ("password", "bearer", "custom-auth"):
        assert f'"{name}" is not written to {FILE}: it is a secret' in outcome.err
    assert "not written" not in cli("init", env={"NEO4J_PASSWORD": "hush"}).err


def test_a_file_that_says_the_same_stays(cli):
    assert cli("init").code == 0
    path = cli.folder / FILE
    path.write_text("# mine\n" + path.read_text().replace("address=", "neo4j-migrations.address = "))
    before = path.read_text(), path.stat().st_mtime_ns
    outcome = cli("init")
    assert (outcome.code, outcome.err) == (0, ""), str(outcome)
    assert (path.read_text(), path.stat().st_mtime_ns) == before


def test_a_file_that_says_something_else_is_kept_unless_forced(cli):
    assert cli("init").code == 0
    before = (cli.folder / FILE).read_text()
    arguments = ("-u", "nina", "--target", "V2", "init")
    outcome = cli(*arguments)
    assert (outcome.code, outcome.out) == (1, f"{FILE} exists and says something else about username, target: give --force to replace it\n")
    assert (cli.folder / FILE).read_text() == before
    assert cli(*arguments, "--force").code == 0
    assert written(cli) == DEFAULTS | {"username": "nina", "target": "V2"}


def test_what_the_file_says_is_kept(cli):
    (cli.folder / FILE).write_text("database=shop\nlocation=./here\n")
    assert cli("init").code == 1
    assert cli("init", "--force").code == 0
    assert written(cli) == DEFAULTS | {"database": "shop", "location": "./here"}
    assert not (cli.folder / "neo4j").exists()


def test_as_json(cli):
    schema = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs" / "reference" / "result.schema.json").read_text())
    for created in (FOLDER, FILE), (None, None):
        outcome = cli("--format", "json", "-p", "hush", "init")
        told = json.loads(outcome.out)
        jsonschema.validate(told, schema)
        (left_out,) = told.pop("leftOut")
        assert (left_out["option"], left_out["reason"][:14]) == ("password", "it is a secret")
        assert told == {"version": 1, "type": "result", "command": "init", "folder": created[0], "file": created[1]}
    refused = json.loads(cli("--format", "json", "-u", "nina", "init").out)
    jsonschema.validate(refused, schema)
    assert (refused["type"], refused["status"]) == ("error", "IO") and "username" in refused["message"]


def test_where_nothing_can_be_created(cli):
    (cli.folder / "neo4j").write_text("")
    outcome = cli("init")
    assert outcome.code == 1 and 'cannot make the folder "neo4j": Not a directory' in outcome.out, str(outcome)
    assert os.listdir(cli.folder) == ["neo4j"]
    os.remove(cli.folder / "neo4j")
    (cli.folder / FILE).mkdir()
    outcome = cli("init")
    assert outcome.code == 1 and FILE in outcome.out, str(outcome)


def test_java_classes_are_refused(cli):
    outcome = cli("--package", "some.where", "init")
    assert outcome.code == 2 and "--package" in outcome.err and os.listdir(cli.folder) == []


def test_the_file_is_for_everybody_as_others_are(cli):
    assert cli("init").code == 0
    (cli.folder / "other").write_text("")
    assert stat.S_IMODE((cli.folder / FILE).stat().st_mode) == stat.S_IMODE((cli.folder / "other").stat().st_mode)
