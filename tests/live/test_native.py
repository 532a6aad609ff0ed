"""Migrations that are part of a program, and migrations that are programs."""
import os
import pathlib
import shutil
import subprocess

import pytest

from material import ENDLESS, states, wait_until, write

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or ROOT / "build" / "dev" / "x").resolve().parent / "examples"
OBJECT = "V006__Spell_titles_in_capitals.so"
MOVIES = ROOT / "examples" / "movies"


@pytest.fixture
def embed(server, database):
    def run():
        return subprocess.run([EXAMPLES / "embed" / "embed", server.uri, server.password], capture_output=True, text=True, timeout=60,
                              cwd="/")
    return run


def statistics(database):
    (properties,) = [properties for labels, properties in database.nodes() if labels == ("Statistics",)]
    return properties


def test_a_program_brings_its_migrations(embed, database):
    done = embed()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-3:] == ["Applied migration 005 (\"Count films\").",
                                             "Applied migration 010 (\"Group films by decade\").", "Database migrated to version 010."]
    assert "Counted the films." in done.stdout
    films = sum(labels == ("Film",) for labels, _ in database.nodes())
    assert films and statistics(database)["films"] == films
    recorded = {migration["version"]: migration for migration in database.chain()}
    assert list(recorded) == ["001", "002", "003", "004", "005", "010"]
    assert recorded["005"]["type"] == "JAVA" and "checksum" not in recorded["005"]
    assert recorded["005"]["source"] == "V005__Count_films" and recorded["004"]["source"] == "V004__Index_release_years.cypher"
    again = embed()
    assert again.returncode == 0 and "Applied" not in again.stdout


def test_the_same_files_from_a_folder_are_the_same_migrations(embed, database, cli, server):
    assert embed().returncode == 0
    outcome = cli("--location", f"file://{MOVIES}", "validate", server=server)
    assert outcome.code == 1 and "cannot be resolved anymore" in outcome.out
    assert cli("--location", f"file://{MOVIES}", "info", "mode=REMOTE", server=server).out.count("APPLIED") == 6


@pytest.fixture
def with_object(cli):
    write(cli, {"V001__Add_film.cypher": "CREATE (:Film {title: 'Metropolis'});\n"})
    shutil.copy(EXAMPLES / "native" / OBJECT, cli.folder / "neo4j" / "migrations" / OBJECT)


def test_a_shared_object(with_object, cli, server, database):
    outcome = cli("--native", "apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert 'Applied migration 006 ("Spell titles in capitals").' in outcome.err
    assert statistics(database)["capitals"] is True
    assert ("Film",) in [labels for labels, p in database.nodes() if p.get("capitals") == "METROPOLIS"]
    assert states(cli("--native", "info", server=server)) == {"001": "APPLIED", "006": "APPLIED"}
    assert cli("--native", "validate", server=server).code == 0
    assert database.locks() == []


def test_without_the_option_no_code_runs(with_object, cli, server, database):
    outcome = cli("apply", server=server)
    assert outcome.code == 0 and OBJECT in outcome.err and "--native" in outcome.err
    assert states(cli("info", server=server)) == {"001": "APPLIED"}


def test_something_else_with_that_name(cli, server, database):
    write(cli, {"V001__text.so": "this is no code"})
    outcome = cli("--native", "apply", server=server)
    assert outcome.code == 1 and "V001__text.so" in outcome.out + outcome.err and "cannot load" in outcome.out + outcome.err
    assert states(cli("--native", "info", server=server)) == {"001": "PENDING"}
    assert database.locks() == []


@pytest.fixture
def build(cli):
    """Compiles code into an object where the binary looks for migrations."""
    def compile(name, code):
        folder = cli.folder / "neo4j" / "migrations"
        folder.mkdir(parents=True)
        source = (cli.folder / name).with_suffix(".c")
        source.write_text(code)
        subprocess.run(["cc", "-shared", "-fPIC", f"-I{ROOT / 'include'}", "-o", folder / name, source], check=True)
    return compile


def test_a_library_that_is_no_migration(cli, server, database, build):
    build("V001__empty.so", "int nothing_of_interest;\n")
    outcome = cli("--native", "apply", server=server)
    assert outcome.code == 1 and "does not define the function" in outcome.out
    assert database.locks() == []


def test_code_that_fails(cli, server, database, build):
    build("V001__failing.so", """#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
n4m_status n4m_migrate(n4m_context *context, n4m_error *err)
{
    bolt_error cause = BOLT_ERROR_INIT;
    bolt_transaction *tx = NULL;
    bolt_session *session = n4m_context_session(context);
    if (bolt_session_query(session, NULL, "CREATE (:Committed)", NULL, NULL, &cause) != BOLT_OK)
        return n4m_fail(err, &cause);
    if (bolt_transaction_begin(session, NULL, &tx, &cause) != BOLT_OK)
        return n4m_fail(err, &cause);
    bolt_transaction_queue(tx, "CREATE (:Lost)", NULL, &cause);
    bolt_status st = bolt_transaction_queue(tx, "CRATE (n)", NULL, &cause);
    if (st == BOLT_OK)
        st = bolt_transaction_flush(tx, &cause);
    bolt_transaction_rollback(tx);
    return n4m_fail(err, &cause);
}
""")
    outcome = cli("--native", "apply", server=server)
    assert outcome.code == 1 and "Neo.ClientError.Statement.SyntaxError" in outcome.out
    assert "what its code has committed stays; the migration is not recorded" in outcome.err
    labels = [labels for labels, _ in database.nodes()]
    assert ("Committed",) in labels and ("Lost",) not in labels
    assert states(cli("--native", "info", server=server)) == {"001": "PENDING"}
    assert database.locks() == []


def test_code_that_is_killed(cli, server, database, build):
    """Whoever finds the lock is told which migration may be half done."""
    build("V001__endless.so", f"""#include <neo4j_bolt.h>
#include <neo4j_migrations.h>
n4m_status n4m_migrate(n4m_context *context, n4m_error *err)
{{
    bolt_error cause = BOLT_ERROR_INIT;
    bolt_session_query(n4m_context_session(context), NULL, "{ENDLESS.strip().rstrip(';')}", NULL, NULL, &cause);
    return n4m_fail(err, &cause);
}}
""")
    process = cli.start("--native", "apply", server=server)
    wait_until(lambda: database.run("SHOW TRANSACTIONS YIELD currentQuery AS query WHERE query CONTAINS 'Endless' AND "
                                    "NOT query STARTS WITH 'SHOW' RETURN query"), "the code to run")
    process.kill()
    process.communicate()
    assert "which was applying 001" in cli("lock", "status", server=server).out
