"""The code in docs/bolt.md compiles. A block is a program, some functions, or statements in the middle of one."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```c\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused", "-Wno-unused-parameter", f"-I{ROOT / 'include'}", "-fsyntax-only"]
# What a block may take for granted.
AROUND = """
void statements(bolt_options options, bolt_driver *driver, bolt_session *session, bolt_transaction *tx, bolt_params *params,
                bolt_result *result, const bolt_value *value, const bolt_value *row, bolt_error *err)
{{
{block}
}}
"""


def blocks(name):
    return [pytest.param(match.group(1), id=f"line-{text[:match.start()].count(chr(10)) + 1}")
            for text in [(ROOT / "docs" / name).read_text()] for match in BLOCK.finditer(text)]


def as_source(block):
    if "#include" in block:
        return block
    before = "#include <neo4j_bolt.h>\n#include <stdio.h>\n"
    is_function = re.match(r"static .*\(.*\n?.*\)\n\{", block)
    return before + (block if is_function else AROUND.format(block=block))


@pytest.mark.parametrize("block", blocks("bolt.md"))
def test_compiles(block):
    done = subprocess.run(["cc", "-xc", *FLAGS, "-"], input=as_source(block), text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", blocks("refactorings.md"))
def test_refactorings_compile(block):
    around = "#include <neo4j_migrations.h>\n#include <stdio.h>\nvoid f(n4m_migrations *migrations, n4m_result *result, n4m_error err)\n{\n"
    done = subprocess.run(["cc", "-xc", *FLAGS, "-"], input=around + block + "}\n", text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_there_is_code():
    assert len(blocks("bolt.md")) > 10


@pytest.mark.parametrize("header, begin", [("neo4j_bolt.h", "bolt_options"), ("neo4j_migrations.h", "n4m_options")])
def test_the_example_in_a_header_compiles(header, begin):
    text = (ROOT / "include" / header).read_text()
    lines = re.search(rf"^ \*     {begin}.*?(?=^ \*$)", text, re.MULTILINE | re.DOTALL).group(0).splitlines()
    block = "\n".join(line.removeprefix(" *") for line in lines)
    source = f"#include <{header}>\n#include <stdio.h>\nvoid f(void)\n{{\n" + block + "\n}\n"
    done = subprocess.run(["cc", "-xc", *FLAGS, "-"], input=source, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["bolt.md", "native.md", "refactorings.md"])
def test_every_function_is_declared(page):
    """The names in the text, and those that are called in its code, exist."""
    headers = "".join((ROOT / "include" / header).read_text() for header in ("neo4j_bolt.h", "neo4j_migrations.h"))
    text = (ROOT / "docs" / page).read_text()
    names = set(re.findall(r"`((?:bolt|n4m)_\w+|(?:BOLT|N4M)_\w+)`", text)) | set(re.findall(r"\b((?:bolt|n4m)_\w+)\(", text))
    assert names and not [name for name in names if not re.search(rf"\b{name}\b", headers)]
