"""The pages of the documentation: their links lead somewhere, their C compiles, the functions they name are declared."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```c\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused", "-Wno-unused-parameter", f"-I{ROOT / 'include'}", "-fsyntax-only"]
INCLUDES = "#include <neo4j_migrations.h>\n#include <neo4j_bolt.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
EMBEDDED = '#include "app_migrations.h"\n'
# What a block may take for granted; it may well declare its own.
BOLT = """bolt_options options; bolt_driver *driver; bolt_session *session; bolt_transaction *tx; bolt_params *params; bolt_result *result;
const bolt_value *value, *row; bolt_error *err;
"""
MIGRATIONS = """extern const n4m_embedded app_migrations;
n4m_options options; n4m_migrations *migrations; n4m_result *result; n4m_error err; bolt_driver *driver; const char *const *locations;
"""
FUNCTION = re.compile(r"^static [^;{}]*?\)\n\{\n.*?^\}\n", re.MULTILINE | re.DOTALL)


def name_of(page):
    return str(page.relative_to(ROOT))


def blocks():
    return [pytest.param(page, match.group(1), id=f"{name_of(page)}:{text[:match.start()].count(chr(10)) + 1}")
            for page in PAGES for text in [page.read_text()] for match in BLOCK.finditer(text)]


def as_source(page, block):
    """A program as it is; of anything else the functions, and the statements between them in one of their own."""
    if re.search(r"#include <", block):
        return block
    block = block.replace(EMBEDDED, "")
    statements = f"void statements(void)\n{{\n{FUNCTION.sub('', block)}}}\n"
    return INCLUDES + (BOLT if page.name == "bolt.md" else MIGRATIONS) + "".join(FUNCTION.findall(block)) + statements


@pytest.mark.parametrize("page, block", blocks())
def test_compiles(page, block):
    done = subprocess.run(["cc", "-xc", *FLAGS, "-"], input=as_source(page, block), text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_there_is_code():
    assert len(blocks()) > 15


@pytest.mark.parametrize("header, begin", [("neo4j_bolt.h", "bolt_options"), ("neo4j_migrations.h", "n4m_options")])
def test_the_example_in_a_header_compiles(header, begin):
    text = (ROOT / "include" / header).read_text()
    lines = re.search(rf"^ \*     {begin}.*?(?=^ \*$)", text, re.MULTILINE | re.DOTALL).group(0).splitlines()
    block = "\n".join(line.removeprefix(" *") for line in lines)
    source = f"#include <{header}>\n#include <stdio.h>\nvoid f(void)\n{{\n" + block + "\n}\n"
    done = subprocess.run(["cc", "-xc", *FLAGS, "-"], input=source, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_function_is_declared(page):
    """The names in the text, and those that are called in its code, exist."""
    headers = "".join((ROOT / "include" / header).read_text() for header in ("neo4j_bolt.h", "neo4j_migrations.h"))
    text = page.read_text()
    names = set(re.findall(r"`((?:bolt|n4m)_\w+|(?:BOLT|N4M)_\w+)`", text)) | set(re.findall(r"\b((?:bolt|n4m)_\w+)\(", text))
    names -= {"n4m_migrate"}  # what a shared object defines
    assert not [name for name in names if not re.search(rf"\b{name}\b", headers) and not is_build_option(name)]


def is_build_option(name):
    return re.search(rf"\b{name}\b", (ROOT / "CMakeLists.txt").read_text())


def anchors(page):
    """Of the headings of a page, as they are made of their text."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text()):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        linked = page.parent / path if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("page", PAGES + sorted((ROOT / "include").glob("*.h")), ids=name_of)
def test_pages_that_are_named_exist(page):
    assert not [name for name in re.findall(r"\bdocs/[\w/.-]+\.(?:md|json)\b", page.read_text()) if not (ROOT / name).exists()]


def test_every_page_is_in_the_index():
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(index.read_text())}
    assert not [name_of(page) for page in PAGES if page.is_relative_to(index.parent) and page not in linked | {index}]
