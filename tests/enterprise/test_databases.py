"""Several databases, and other users: what only the Enterprise edition has, on a server that plays it.

A case is a file in cases/: what is there, the command, what it says, and every transaction with its database, its user,
the bookmarks it waits for and its statements. UPDATE=1 writes the last part anew; read the difference."""
import os
import pathlib
import re
import types

import pytest

import transcript
from fake import Enterprise
from stub import Server

CASES = sorted((pathlib.Path(__file__).resolve().parent / "cases").glob("*.case"))
TRANSACTIONS = "transactions\n"


class Case:
    """# comment, then lines `databases A B`, `starting A`, `file NAME TEXT`, `answer TEXT => JSON`, `forbidden TEXT`,
    `constraint TYPE ENTITY NAME ON(PROPERTIES) [PROPERTY TYPE]`, `index TYPE ENTITY NAME ON(PROPERTIES)`,
    `$ arguments`, `exit N`, `out LINE`; then what the transactions are."""

    def __init__(self, path):
        self.path = path
        head, _, self.transactions = path.read_text(encoding="utf-8").partition(TRANSACTIONS)
        self.head = head
        self.databases, self.starting, self.files, self.answers = [], [], {}, {}
        self.commands, self.exit, self.out, self.forbidden = [], 0, [], []
        self.items = {"constraint": [], "index": []}
        for line in head.splitlines():
            if line and not line.startswith("#"):
                self._take(*line.partition(" ")[::2])

    def _take(self, word, rest):
        if word in ("databases", "starting"):
            setattr(self, word, rest.split())
        elif word == "file":
            name, _, text = rest.partition(" ")
            self.files[name] = text.replace("\\n", "\n") + "\n"
        elif word == "answer":
            text, _, value = rest.rpartition(" => ")
            self.answers[text] = [{"true": True, "false": False}[value]]
        elif word == "forbidden":
            self.forbidden.append(rest)
        elif word in self.items:
            self.items[word].append(row_of(word, rest))
        elif word == "$":
            self.commands.append(rest.split())
        elif word == "exit":
            self.exit = int(rest)
        elif word == "out":
            self.out.append(rest)
        else:
            raise ValueError(f"{self.path.name}: what is {word!r}?")


def row_of(word, text):
    """What SHOW tells of one constraint or index."""
    type, entity, name, target, *property_type = text.split(" ", 4)
    on, properties = re.fullmatch(r"(.*)\((.*)\)", target).groups()
    row = {"name": name, "type": type, "entityType": entity, "labelsOrTypes": on.split("|"), "properties": properties.split(","),
           "options": {}, "createStatement": f"CREATE {word} {name}"}
    return row | ({"propertyType": (property_type or [None])[0]} if word == "constraint" else {"owningConstraint": None})


def play(case, cli, version):
    """Runs the commands; the server, and what the last of them came to."""
    enterprise = Enterprise(case.databases, case.answers, case.starting, case.forbidden, case.items["constraint"],
                            case.items["index"])
    for name, text in case.files.items():
        path = cli.folder / "neo4j" / "migrations" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Server(transcript.Scenario(version, is_silent=True), [enterprise] * 16, deadline=20) as server:
        address = types.SimpleNamespace(uri=f"bolt://127.0.0.1:{server.port}", user="neo4j", password="secret")
        for command in case.commands:
            outcome = cli(*(word.format(folder=cli.folder) for word in command), server=address)
        mismatches = server.verdict()
    assert not mismatches, mismatches
    assert not enterprise.locks, "a lock stays"
    return enterprise, outcome


@pytest.mark.parametrize("version", [(4, 4), (5, 8)], ids=["bolt-4.4", "bolt-5.8"])
@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(cli, path, version):
    case = Case(path)
    enterprise, outcome = play(case, cli, version)
    assert outcome.code == case.exit, str(outcome)
    for line in case.out:
        assert line in outcome.out, str(outcome)
    actual = "\n".join(enterprise.lines()) + "\n"
    if os.environ.get("UPDATE"):
        path.write_text(case.head + TRANSACTIONS + actual, encoding="utf-8")
    assert actual == case.transactions


def test_every_transaction_names_the_tool(cli):
    enterprise, _ = play(Case(CASES[0]), cli, (5, 8))
    assert {transaction.metadata.get("app") for transaction in enterprise.transactions} == {"neo4j-migrations"}
