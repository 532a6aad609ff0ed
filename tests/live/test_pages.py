"""What the documentation shows is what happens: the files of a page are written, its commands run, and what they print is compared."""
import os
import pathlib
import re
import shutil
import stat
import subprocess

import pytest

from conftest import clean_environment
from material import DEFAULT_FOLDER
from pages import Command, File, Script, Section, is_as_shown, steps

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
MISUSED, NOT_FOUND, SIGNALLED = 2, 127, 128

# The tool as a page calls it, on the server under test instead of the one on the page. Nobody types passwords here.
STAND_IN = """#!/bin/bash
words=("$@")
for i in "${!words[@]}"; do
    case ${words[i]} in
        -p) [ "${words[i + 1]:-}" = secret ] || words[i]=--password=$TEST_PASSWORD ;;
        secret) words[i]=$TEST_PASSWORD ;;
        bolt://localhost:7687 | neo4j://localhost:7687) words[i]=$TEST_URI ;;
        *://*.example.*) words[i]=${words[i]%%://*}://127.0.0.1:1 ;;
    esac
done
exec "$TEST_BINARY" "${words[@]}"
"""


class Shell:
    """A user who follows a page, in a folder of his own."""

    def __init__(self, cli, uri, password):
        self.folder = cli.folder
        programs = cli.folder.parent / "programs"
        programs.mkdir()
        tool = programs / "neo4j-migrations"
        tool.write_text(STAND_IN)
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        self.environment = clean_environment() | {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(cli.folder.parent), "NEO4J_URI": uri, "NEO4J_PASSWORD": password,
            "TEST_URI": uri, "TEST_PASSWORD": password, "TEST_BINARY": str(cli.binary)}

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def migration(self, name, text):
        self.write(f"{DEFAULT_FOLDER}/{name}", text)

    def run(self, command):
        return subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def apply(self):
        done = self.run("neo4j-migrations apply")
        assert done.returncode == 0, done.stdout

    def follow(self, command):
        done = self.run(command.text)
        told = f"line {command.line}: $ {command.text}\n{done.stdout}\n--- shown\n{command.shown}"
        assert done.returncode < SIGNALLED, told
        if command.shown:
            assert is_as_shown(done.stdout, command.shown), told
        else:
            assert done.returncode not in (MISUSED, NOT_FOUND), told


def movies(shell, database):
    shutil.copytree(ROOT / "examples" / "movies", shell.folder / "examples" / "movies")


def mistake(shell, database):
    shell.migration("V2__two.cypher", "CREATE (:X);\n\tMATCH (x:X) /* ä */ CRATE (y:Y) RETURN x;\nCREATE (:Z);\n")


def parted_ways(shell, database):
    for n in (1, 2, 3):
        shell.migration(f"V{n}__step_{n}.cypher", f"CREATE (:Step {{n: {n}}});\n")
    shell.apply()
    shell.migration("V1__step_1.cypher", "CREATE (:Step {n: 10});\n")
    (shell.folder / DEFAULT_FOLDER / "V2__step_2.cypher").unlink()
    shell.migration("V1_5__late.cypher", "CREATE (:Late);\n")


def mended(shell, database):
    done = shell.run("neo4j-migrations repair")
    assert done.returncode == 0, done.stdout


def locked(shell, database):
    database.run("CREATE (:__Neo4jMigrationsLock {id: randomUUID(), name: 'John Doe', user: 'root', host: 'tango', pid: 4711, "
                 "since: datetime(), tool: 'neo4j-migrations/0.1.0'})")


def index_by_hand(shell, database):
    database.run("CREATE CONSTRAINT isbn FOR (b:Book) REQUIRE b.isbn IS UNIQUE")
    database.run("CREATE INDEX title FOR (b:Book) ON (b.title)")
    database.run("CREATE INDEX by_hand FOR (b:Book) ON (b.year)")


def one_pending(shell, database):
    shell.migration("V1__Create_constraints.cypher", "CREATE CONSTRAINT film_id FOR (f:Film) REQUIRE f.id IS UNIQUE;\n")
    shell.apply()
    shell.migration("V2__Add_films.cypher", "CREATE (:Film {id: 1});\n")


def btrees(shell, database):
    for statement in ("CREATE CONSTRAINT isbn FOR (n:Book) REQUIRE n.isbn IS UNIQUE", "CREATE BTREE INDEX place FOR (n:Library) ON (n.place)",
                      "CREATE BTREE INDEX legacy FOR (n:Book) ON (n.legacy)"):
        database.run(statement)


# What must have happened before a section of a page, where the page does not tell it.
BEFORE = {
    ("README.md", "Use"): movies,
    ("README.md", "When a statement fails"): mistake,
    ("docs/how-to/operations.md", "Look first"): parted_ways,
    ("docs/how-to/operations.md", "`wait`"): mended,
    ("docs/how-to/operations.md", "The lock"): locked,
    ("docs/reference/catalogs.md", "How to begin with a database that is there"): index_by_hand,
    ("docs/reference/json.md", "Results as JSON"): one_pending,
    ("docs/reference/refactorings.md", "From BTREE indexes to those of Neo4j 5"): btrees,
}
# Sections for other servers than 5.26.
ON_4_4 = {"From BTREE indexes to those of Neo4j 5"}


def name_of(page):
    return str(page.relative_to(ROOT))


def has_commands(page, sections=None):
    return any(isinstance(step, Command) for step in chosen(page, sections))


def chosen(page, sections):
    """The steps of some sections, or of all others than those for other servers."""
    within = False
    for step in steps(page):
        if isinstance(step, Section):
            within = step.heading in ON_4_4
        if within == bool(sections):
            yield step


def follow(page, sections, cli, server, database):
    shell = Shell(cli, server.uri, server.password)
    for step in chosen(page, sections):
        if isinstance(step, File):
            shell.write(step.path, step.text)
        elif isinstance(step, Command):
            shell.follow(step)
        elif isinstance(step, Section) and (prepare := BEFORE.get((name_of(page), step.heading))):
            prepare(shell, database)


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("page", filter(has_commands, PAGES), ids=name_of)
def test_commands_do_what_is_shown(cli, server, database, page):
    follow(page, None, cli, server, database)


@pytest.mark.only_on("4.4.48")
@pytest.mark.parametrize("page", [page for page in PAGES if has_commands(page, ON_4_4)], ids=name_of)
def test_commands_for_older_servers_do_what_is_shown(cli, server, database, page):
    follow(page, ON_4_4, cli, server, database)


def test_every_preparation_has_its_section():
    headings = {(name_of(page), step.heading) for page in PAGES for step in steps(page) if isinstance(step, Section)}
    assert set(BEFORE) <= headings


# The first words of commands in scripts that others run: what builds, installs and tests, and what is for other machines.
ELSEWHERE = {"export", "./quickstart.sh", "./test.sh", "apt-get", "cmake", "cc", "podman", "packaging/build-debs", "kubectl", "systemctl"}


def commands_of(script):
    """Each command of a script, with the lines that go on, and without comments."""
    joined = re.sub(r"\\\n\s*", "", script.text)
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


SCRIPTS = [pytest.param(line, id=f"{name_of(page)}:{step.line}") for page in PAGES for step in steps(page) if isinstance(step, Script)
           for line in commands_of(step) if line.split()[0] not in ELSEWHERE]


@pytest.mark.parametrize("line", SCRIPTS)
def test_commands_in_scripts_are_understood(cli, line):
    """There is no server, so they fail; but not for what is written there."""
    shell = Shell(cli, "bolt://127.0.0.1:1", "secret")
    soon = re.sub(r"--timeout \S+", "--timeout PT0.5S", line)
    done = shell.run(f"export KEY_PASSWORD=secret; {soon}")
    assert done.returncode < SIGNALLED and done.returncode not in (MISUSED, NOT_FOUND), done.stdout
