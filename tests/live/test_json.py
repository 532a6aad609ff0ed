"""--format json on real servers: every line fits the schema, and tells what has happened."""
import json
import pathlib

import jsonschema
import pytest

from material import THREE, remove, write

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs" / "reference" / "result.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def documents(outcome):
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    for line in lines:
        VALIDATOR.validate(line)
    return lines


def only(outcome, code=0):
    assert outcome.code == code, str(outcome)
    (document,) = documents(outcome)
    return document


@pytest.fixture
def ask(cli, server, database):
    return lambda *arguments: cli("--format", "json", *arguments, server=server)


def test_apply_is_a_stream(cli, ask):
    write(cli, THREE)
    *events, result = documents(ask("apply"))
    assert result == {"version": 1, "type": "result", "command": "apply", "databaseVersion": "3",
                      "text": "Database migrated to version 3."}
    told = [(e["event"], e.get("source")) for e in events if e["event"] != "log"]
    assert told == [(event, name) for name in sorted(THREE) for event in ("started", "statement", "applied")]
    assert [e["message"] for e in events if e["event"] == "applied"][0] == 'Applied migration 1 ("step 1").'
    *events, result = documents(ask("migrate"))
    assert result["command"] == "apply" and {e["event"] for e in events} == {"skipped"}


def test_info(cli, ask, server):
    write(cli, THREE)
    assert ask("--target", "V2", "apply").code == 0
    document = only(ask("info"))
    assert document["place"]["server"] == f"Neo4j/{server.version}" and document["place"]["username"] == "neo4j"
    first, _, third = document["migrations"]
    assert (first["version"], first["state"], first["type"], first["source"]) == ("1", "APPLIED", "CYPHER", "V1__step_1.cypher")
    assert first["installedOn"].endswith("Z[UTC]") and first["executionTime"].startswith("PT")
    assert (third["state"], third["installedOn"], third["executionTime"]) == ("PENDING", None, None)


def test_what_is_skipped_and_what_callbacks_do(cli, ask):
    write(cli, {"V1__never.cypher": "// assume that version is lt 1\nRETURN 1;\n", "beforeMigrate__hello.cypher": "CREATE (:Hello);\n"})
    (skipped,) = only(ask("info"))["skipped"]
    assert skipped == {"version": "1", "description": "never", "source": "V1__never.cypher", "reason": "// assume that version is lt 1"}
    *events, _ = documents(ask("apply"))
    (invoked,) = [e for e in events if e["event"] == "invoked"]
    assert (invoked["phase"], invoked["source"], invoked["description"]) == ("beforeMigrate", "beforeMigrate__hello.cypher", "hello")


def test_validate(cli, ask):
    write(cli, THREE)
    pending = only(ask("validate"), 1)
    assert (pending["outcome"], pending["valid"], pending["needsRepair"]) == ("INCOMPLETE_DATABASE", False, False)
    assert ask("--detailed-exit-codes", "validate").code == 3
    assert ask("apply").code == 0
    assert only(ask("validate"))["outcome"] == "VALID"
    write(cli, {"V1__step_1.cypher": "RETURN 1;"})
    different = only(ask("validate"), 1)
    assert different["warnings"] == ['Checksum of 1 ("step 1") changed!'] and different["needsRepair"]
    assert ask("--detailed-exit-codes", "validate").code == 4


def test_repair_delete_and_clean(cli, ask):
    write(cli, THREE)
    assert ask("apply").code == 0
    remove(cli, "V2__step_2.cypher")
    wanted = only(ask("repair", "--dry-run"))
    done = only(ask("repair"))
    assert wanted["changes"] == done["changes"]
    assert [(c["kind"], c["version"]) for c in done["changes"]] == [("REMOVE", "2")] and done["repaired"]
    assert only(ask("delete", "3"))["deletedVersion"] == "3"
    assert only(ask("delete", "4"))["deletedVersion"] is None
    assert only(ask("clean", "all"))["chains"] == ["<default>"]


def test_a_failing_statement(cli, ask):
    write(cli, {"V1__broken.cypher": "CREATE (:Good);\nCRATE (n);\n"})
    outcome = ask("apply")
    *_, error = documents(outcome)
    assert outcome.code == 1 and error["type"] == "error" and error["status"] == "SERVER"
    assert (error["code"], error["line"], error["migration"]) == ("Neo.ClientError.Statement.SyntaxError", 2, "1")
    assert (error["statement"], error["statements"]) == (2, 2)
    assert ask("--detailed-exit-codes", "apply").code == 9


def test_a_held_lock(ask, database):
    database.run("CREATE (:__Neo4jMigrationsLock {id: 'x', name: 'John Doe', host: 'far.example', pid: 42})")
    outcome = ask("apply")
    refused = documents(outcome)[-1]
    assert (outcome.code, refused["status"], refused["retryable"]) == (1, "LOCKED", True)
    assert ask("--detailed-exit-codes", "apply").code == 6
    shown = only(ask("lock", "status"), 1)["locks"]
    assert [(lock["name"], lock["host"], lock["pid"], lock["process"]) for lock in shown] == [("John Doe", "far.example", 42, "UNKNOWN")]
    assert only(ask("lock", "release"))["released"] and database.locks() == []


def test_warnings_stay_off_standard_output(cli, ask):
    write(cli, {"V1__a-b.cypher": "RETURN 1;"})
    outcome = ask("-v", "info")
    assert only(outcome)["migrations"] == [] and "V1__a-b.cypher" in outcome.err
