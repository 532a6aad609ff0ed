"""What shells offer when somebody presses TAB: the scripts run in the real shells."""
import subprocess

import pytest


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    def write(cli, shell):
        path = tmp_path_factory.mktemp("completion") / f"_{shell}"
        outcome = cli("generate-completion", shell)
        assert (outcome.code, outcome.err) == (0, "")
        path.write_text(outcome.out)
        return path
    return write


@pytest.fixture
def bash(cli, script):
    """bash("neo4j-migrations val") -> what is offered for the last word"""
    path = script(cli, "bash")

    def complete(line):
        program = ('. "$1"; COMP_LINE=$2; COMP_POINT=${#2}; _neo4j_migrations; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-uc", program, "bash", str(path), line], capture_output=True, text=True, timeout=10)
        assert done.stderr == ""
        return done.stdout.split()
    return complete


@pytest.mark.parametrize("line, offered", [
    ("neo4j-migrations val", ["validate"]),
    ("neo4j-migrations --version-s", ["--version-sort-order"]),
    ("neo4j-migrations --version-sort-order ", ["SEMANTIC", "LEXICOGRAPHIC"]),
    ("neo4j-migrations --format j", ["json"]),
    ("neo4j-migrations -u me info mode=L", ["LOCAL"]),
    ("neo4j-migrations clean a", ["all"]),
    ("neo4j-migrations repair --dr", ["--dry-run"]),
    ("neo4j-migrations lock r", ["release"]),
    ("neo4j-migrations show-catalog format=C", ["CYPHER"]),
    ("neo4j-migrations show-catalog ver", ["version="]),
    ("neo4j-migrations diff --rem", ["--remote"]),
    ("neo4j-migrations migrateBTreeIndexes --rep", ["--replace"]),
    ("neo4j-migrations migrate-btree-indexes suf", ["suffix="]),
    ("neo4j-migrations run --dr", ["--dry-run"]),
    ("neo4j-migrations help rep", ["repair"]),
    ("neo4j-migrations --password:e", ["env"]),
    ("neo4j-migrations --username validate --form", ["--format"]),
    ("neo4j-migrations nothing-like-this", []),
])
def test_bash(bash, line, offered):
    assert bash(line) == offered


def test_bash_offers_files(bash, cli, tmp_path):
    (tmp_path / "secret.txt").touch()
    assert bash(f"neo4j-migrations --password:file {tmp_path}/sec") == [f"{tmp_path}/secret.txt"]


def test_fish(cli, script):
    path = script(cli, "fish")

    def complete(line):
        done = subprocess.run(["fish", "--no-config", "-c", f'source {path}; complete -C "{line}"'], capture_output=True, text=True,
                              timeout=20)
        assert done.stderr == ""
        return [offer.split("\t")[0] for offer in done.stdout.splitlines()]
    assert complete("neo4j-migrations val") == ["validate"]
    assert complete("neo4j-migrations --version-sort-order ") == ["LEXICOGRAPHIC", "SEMANTIC"]
    assert "mode=LOCAL" in complete("neo4j-migrations info ")


def test_zsh(cli, script):
    path = script(cli, "zsh")
    done = subprocess.run(["zsh", "-fc", f"autoload -U compinit; compinit -u -D; source {path}; print ${{_comps[neo4j-migrations]}}"],
                          capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr) == ("_neo4j_migrations\n", "")


def test_hidden_options_stay_hidden(cli):
    for shell in ("bash", "zsh", "fish"):
        assert "max-connection-pool-size" not in cli("generate-completion", shell).out


def test_an_unknown_shell(cli):
    outcome = cli("generate-completion", "tcsh")
    assert outcome.code == 2 and "bash, zsh, fish" in outcome.err
