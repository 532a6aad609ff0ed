"""Help and version, compared with files under tests/data/cli; UPDATE=1 rewrites them."""
import os
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA, DOCUMENTATION = ROOT / "tests" / "data" / "cli", ROOT / "docs"


def expect_file(name, text):
    path = DATA / name
    if os.environ.get("UPDATE"):
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("command", ["apply", "info", "validate", "repair", "delete", "clean", "run", "show-catalog", "diff", "migrateBTreeIndexes", "init", "new", "config", "lock", "wait", "generate-completion", "help"])
def test_help_of_commands(cli, command):
    outcome = cli("help", command)
    assert (outcome.code, outcome.err) == (0, "")
    expect_file(f"help-{command}.txt", outcome.out)
    assert cli(command, "--help").out == cli(command, "-h").out == cli("--help", command).out == outcome.out


def test_help(cli):
    outcome = cli("--help")
    assert (outcome.code, outcome.err) == (0, "")
    expect_file("help.txt", outcome.out)
    assert cli("help").out == cli("-h").out == outcome.out


def test_the_reference_in_the_documentation_is_that_of_the_tool(cli):
    outcome = cli("generate-reference")
    assert (outcome.code, outcome.err) == (0, "")
    expect_file(DOCUMENTATION / "reference" / "commands.md", outcome.out)


def test_help_of_an_alias(cli):
    assert cli("help", "migrate").out == cli("help", "apply").out


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(cli, option):
    outcome = cli(option)
    assert re.fullmatch(r"neo4j-migrations/\d+\.\d+\.\d+\n", outcome.out)
    assert (outcome.code, outcome.err) == (0, "")


def test_help_and_version_need_no_configuration(cli):
    (cli.folder / ".migrations.properties").write_text("out-of-order=perhaps\n")
    assert cli("--version").code == cli("--help").code == cli("info", "--help").code == 0
