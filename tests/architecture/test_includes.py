"""Reads every #include and fails when one goes against the arrows of docs/architecture.md."""
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
DOCUMENT = ROOT / "docs" / "architecture.md"

# Which room may use which, besides itself and base.
MAY_USE = {
    "base": set(),
    "bolt": set(),
    "driver": {"bolt"},
    "cypher": set(),
    "catalog": {"cypher"},
    "refactoring": {"catalog", "cypher", "bolt"},
    "migration": {"refactoring", "catalog", "cypher"},
    "chain": {"migration"},
    "history": {"bolt", "migration"},
    "engine": {"history", "chain", "migration", "refactoring", "catalog", "cypher", "bolt"},
    "api": {"driver", "engine", "history", "chain", "migration", "catalog", "cypher", "bolt"},
    "cli": set(),
}
# Which room sees which public header.
PUBLIC = {"neo4j_migrations.h": {"api", "cli"}, "neo4j_bolt.h": {"api", "bolt", "driver"}}
# The files that may know a library that is not the system's.
MAY_KNOW = {
    "openssl/": re.compile(r"src/bolt/(transport_)?tls(_\w+)?\.[ch]|src/cli/alone\.c"),
    "expat.h": re.compile(r"src/catalog/xml\.c"),
    "cmark.h": re.compile(r"src/migration/markdown\.c"),
    "zlib.h": re.compile(r"src/migration/crc32\.c"),
    "curl/": re.compile(r"(?!)"),  # it is loaded, if it is there
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<(neo4j_[^>]+)>)', re.MULTILINE)
SYSTEM_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", re.MULTILINE)
ARROW = re.compile(r"^(\w+) ─► (.+)$", re.MULTILINE)


def rooms():
    return sorted(path.name for path in SOURCE.iterdir() if path.is_dir())


def may_include(room, target):
    if target in PUBLIC:
        return room in PUBLIC[target]
    other, slash, _ = target.partition("/")
    return bool(slash) and other in MAY_USE[room] | {room, "base"}


def wrong_includes(room, text):
    targets = [quoted or public for quoted, public in INCLUDE.findall(text)]
    return [target for target in targets if not may_include(room, target)]


def wrong_libraries(file, text):
    return [target for target in SYSTEM_INCLUDE.findall(text)
            if any(target.startswith(library) and not may.fullmatch(file) for library, may in MAY_KNOW.items())]


@pytest.mark.parametrize("room", rooms())
def test_arrows(room):
    assert room in MAY_USE, f"src/{room} is a new room: give it its arrows here and in {DOCUMENT.name}"
    wrong = {str(path.relative_to(ROOT)): targets for path in sorted((SOURCE / room).rglob("*.[ch]"))
             if (targets := wrong_includes(room, path.read_text()))}
    assert not wrong


def test_libraries_stay_where_they_are():
    files = [path for folder in (SOURCE, ROOT / "include") for path in sorted(folder.rglob("*.[ch]"))]
    names = {str(path.relative_to(ROOT)): path.read_text() for path in files}
    assert not {name: targets for name, text in names.items() if (targets := wrong_libraries(name, text))}


def test_every_source_file_lives_in_a_room():
    assert not [path.name for path in SOURCE.glob("*.[ch]")]


def test_the_document_draws_the_same_arrows():
    drawn = {room: set(re.findall(r"\w+", targets.replace("public header", ""))) - {"base"}
             for room, targets in ARROW.findall(DOCUMENT.read_text()) if room in MAY_USE}
    assert drawn == {room: arrows for room, arrows in MAY_USE.items() if room != "base"}


@pytest.mark.parametrize("room, line, allowed", [
    ("bolt", '#include "base/str.h"', True),
    ("bolt", '#include "bolt/value.h"', True),
    ("bolt", '#include "cypher/script.h"', False),
    ("base", '#include "bolt/value.h"', False),
    ("cli", '  #  include "engine/engine.h"', False),
    ("cli", '#include "neo4j_migrations.h"', True),
    ("engine", '#include "neo4j_migrations.h"', False),
    ("engine", "#include <neo4j_migrations.h>", False),
    ("bolt", "#include <neo4j_bolt.h>", True),
    ("bolt", "#include <neo4j_migrations.h>", False),
    ("cli", "#include <neo4j_bolt.h>", False),
    ("driver", '#include "bolt/session.h"', True),
    ("bolt", '#include "driver/handle.h"', False),
    ("cli", '#include "console.h"', False),
    ("cli", "#include <stdio.h>", True),
])
def test_the_rule_itself(room, line, allowed):
    assert (wrong_includes(room, line) == []) == allowed


@pytest.mark.parametrize("file, line, allowed", [
    ("src/bolt/transport_tls.c", "#include <openssl/ssl.h>", True),
    ("src/bolt/transport_tls.h", "#include <openssl/ssl.h>", True),
    ("src/bolt/tls_words.c", "#include <openssl/err.h>", True),
    ("src/bolt/driver.c", " # include <openssl/ssl.h>", False),
    ("src/bolt/tls.c.h", "#include <openssl/ssl.h>", False),
    ("src/base/tls_words.c", "#include <openssl/err.h>", False),
    ("src/migration/crc32.c", "#include <zlib.h>", True),
    ("src/base/buf.c", "#include <zlib.h>", False),
    ("src/api/http.c", "#include <curl/curl.h>", False),
    ("src/catalog/xml.c", "#include <expat.h>", True),
    ("src/catalog/document.c", "#include <expat.h>", False),
    ("src/bolt/driver.c", "#include <string.h>", True),
])
def test_the_rule_of_libraries(file, line, allowed):
    assert (wrong_libraries(file, line) == []) == allowed
