"""What is installed: the libraries export what their headers promise and nothing else, and an application that knows
only pkg-config can be built with them."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / folder) for folder in ("protocol", "enterprise")]

import transcript  # noqa: E402 (found only now)
from fake import Enterprise  # noqa: E402
from stub import Server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("N4M_BUILD") or ROOT / "build" / "dev")
EXAMPLES = sorted((ROOT / "examples" / "bolt").glob("*.c"))
MORE_ARGUMENTS = {"stream": ["10"], "routed_write": ["1", "2"]}
LIBRARIES = {"neo4j-bolt": ("neo4j_bolt.h",), "neo4j-migrations": ("neo4j_migrations.h", "neo4j_bolt.h")}
PREFIXES = {"neo4j_bolt.h": "bolt_", "neo4j_migrations.h": "n4m_"}
VERSIONS = {"neo4j_bolt.h": "NEO4J_BOLT_0", "neo4j_migrations.h": "NEO4J_MIGRATIONS_0"}


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that everything has been installed into, and that has been moved since."""
    first, then = (tmp_path_factory.mktemp("prefix") / name for name in ("first", "then"))
    run("cmake", "--install", BUILD, "--prefix", first)
    shutil.move(first, then)
    return then


def found(folder, name):
    (path,) = (p for p in folder.rglob(name) if p.is_file() and "completions" not in p.parts)
    return path


def pkg_config(installed, *arguments):
    folder = found(installed, "neo4j-bolt.pc").parent
    environment = os.environ | {"PKG_CONFIG_PATH": str(folder)}
    return run("pkg-config", *arguments, env=environment).split()


def symbols(installed, name):
    """What others can see of a library, as an archive and, with versions, as a shared object."""
    archive = run("nm", "-g", "--defined-only", found(installed, f"lib{name}.a"))
    shared = run("nm", "-D", "--defined-only", found(installed, f"lib{name}.so"))
    lines = ((line.split() for line in text.splitlines()) for text in (archive, shared))
    return tuple({words[2] for words in each if len(words) == 3 and words[1] != "A"} for each in lines)


def promised(header):
    text, prefix = (ROOT / "include" / header).read_text(), PREFIXES[header]
    macro = {"bolt_": "BOLT_API", "n4m_": "N4M_API"}[prefix]
    return set(re.findall(rf"^{macro} [^;{{]*?\b({prefix}\w+)\(", text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", LIBRARIES)
def test_exports_what_the_headers_promise_and_nothing_else(installed, name):
    """Code of migrations uses the driver that runs them, so the library with them has both interfaces."""
    each = {VERSIONS[header]: promised(header) for header in LIBRARIES[name]}
    assert all(len(names) > 10 for names in each.values())
    archive, shared = symbols(installed, name)
    assert archive == set().union(*each.values())
    assert shared == {f"{symbol}@@{version}" for version, names in each.items() for symbol in names}


@pytest.mark.parametrize("name", LIBRARIES)
def test_shared_library_names_its_version(installed, name):
    dynamic = run("readelf", "-d", found(installed, f"lib{name}.so"))
    assert f"[lib{name}.so.0]" in dynamic
    version = run("pkg-config", "--modversion", found(installed, f"{name}.pc")).strip()
    assert found(installed, f"lib{name}.so").resolve().name == f"lib{name}.so.{version}"
    assert not found(installed, f"lib{name}.so").is_dir() and found(installed, LIBRARIES[name][0])


def test_editors_find_the_schema_of_xml_migrations(installed):
    assert found(installed, "migration.xsd").read_text().startswith("<?xml")


def test_the_tool_runs_from_where_it_is_installed(installed):
    assert "neo4j-migrations" in run(found(installed, "neo4j-migrations"), "--version")
    needed = run("readelf", "-d", found(installed, "neo4j-migrations"))
    assert "libneo4j" not in needed


def sanitizers():
    """An archive that was compiled with sanitizers needs them in the application, too."""
    cache = (BUILD / "CMakeCache.txt").read_text()
    value = re.search(r"^N4M_SANITIZE:STRING=(.*)$", cache, re.MULTILINE).group(1)
    return [f"-fsanitize={value}"] if value else []


def build(installed, source, kind, *libraries):
    """The program, by what pkg-config says, as a foreign one would be."""
    flags = pkg_config(installed, "--cflags", *libraries)
    links = pkg_config(installed, *(["--static"] if kind == "static" else []), "--libs", *libraries)
    if kind == "static":
        links = [f"-l:lib{word[2:]}.a" if word[2:] in libraries else word for word in links]
    program = pathlib.Path(source).with_suffix("")
    run("cc", "-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror", *sanitizers(), *flags, source, "-o", program, *links)
    return program


def execute(installed, program, *arguments):
    return subprocess.run([program, *arguments], text=True, capture_output=True, timeout=60,
                          env=os.environ | {"LD_LIBRARY_PATH": str(found(installed, "libneo4j-bolt.so").parent)})


@pytest.mark.parametrize("kind", ["shared", "static"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_builds_from_what_is_installed(installed, example, kind, tmp_path):
    program = build(installed, shutil.copy(example, tmp_path), kind, "neo4j-bolt")
    done = execute(installed, program, "http://localhost", "neo4j", "secret", *MORE_ARGUMENTS.get(example.stem, []))
    assert done.returncode == 1 and "http" in done.stderr and "bolt" in done.stderr, done


@pytest.mark.parametrize("name", ["csv", "progress", "source"])
def test_an_example_of_the_library_builds_from_what_is_installed(installed, name, tmp_path):
    program = build(installed, shutil.copy(ROOT / "examples" / name / "main.c", tmp_path), "shared", "neo4j-migrations")
    done = execute(installed, program, "http://localhost", "secret", "file:///x")
    assert done.returncode == 1 and "bolt" in done.stderr, done


@pytest.mark.parametrize("kind", ["shared", "static"])
def test_a_program_with_both_interfaces_links_one_library(installed, kind, tmp_path):
    """Its driver and the migrations' are one: what it has opened is used by them, and is its own afterwards."""
    program = build(installed, shutil.copy(ROOT / "examples" / "driver" / "main.c", tmp_path), kind, "neo4j-migrations")
    needed = run("readelf", "-d", program)
    assert ("libneo4j-migrations.so.0" in needed) == (kind == "shared") and "libneo4j-bolt" not in needed
    enterprise = Enterprise(["neo4j"], {"MATCH (f:Film) RETURN": [3]})
    with Server(transcript.Scenario((5, 8), is_silent=True), [enterprise] * 2, deadline=20) as server:
        done = execute(installed, program, f"bolt://127.0.0.1:{server.port}", "neo4j", "secret", f"file://{ROOT / 'examples' / 'movies'}")
        assert server.verdict() == []
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["Database migrated to version 010.", "3 films before, 3 after"]
    assert len(server.peers) == 1 and not enterprise.locks


def test_the_driver_of_another_library_is_refused(installed, tmp_path):
    """Whoever links both gets bolt_open from the first one."""
    program = build(installed, shutil.copy(ROOT / "examples" / "driver" / "main.c", tmp_path), "shared", "neo4j-bolt", "neo4j-migrations")
    enterprise = Enterprise(["neo4j"], {"MATCH (f:Film) RETURN": [3]})
    with Server(transcript.Scenario((5, 8), is_silent=True), [enterprise] * 2, deadline=20) as server:
        done = execute(installed, program, f"bolt://127.0.0.1:{server.port}", "neo4j", "secret", "file:///tmp")
    assert (done.returncode, done.stdout) == (1, "") and "link neo4j-migrations without neo4j-bolt" in done.stderr


@pytest.mark.parametrize("language", ["c99", "c11", "c17", "c++11", "c++17"])
@pytest.mark.parametrize("header", PREFIXES)
def test_headers_are_clean(installed, header, language, tmp_path):
    compiler, ending = ("g++", "cpp") if "+" in language else ("gcc", "c")
    source = tmp_path / f"alone.{ending}"
    source.write_text(f"#include <{header}>\n")
    run(compiler, f"-std={language}", "-pedantic", "-Wall", "-Wextra", "-Werror", "-I", found(installed, header).parent, "-c", source,
        "-o", tmp_path / "alone.o")
