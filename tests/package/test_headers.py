"""What the public headers say: every declaration has its words, and every function is called by somebody."""
import re

import pytest

from test_package import PREFIXES, ROOT, promised

CALLERS = [path for folder in ("tests", "examples", "src/cli") for path in (ROOT / folder).rglob("*.c")]


def paragraphs(header):
    """What stands between empty lines, without the preprocessor's."""
    text = re.sub(r"^#.*\n", "", re.sub(r"\\\n", "", (ROOT / "include" / header).read_text()), flags=re.MULTILINE)
    return [part.strip() for part in re.split(r"\n\s*\n", text)]


@pytest.mark.parametrize("header", PREFIXES)
def test_every_declaration_is_documented(header):
    declaring = [part for part in paragraphs(header) if re.search(r"^(\w+_API|typedef|enum) ", part, re.MULTILINE)]
    assert len(declaring) > 50
    assert [part for part in declaring if not part.startswith("/*")] == []


@pytest.mark.parametrize("header", PREFIXES)
def test_every_function_is_called_by_tests_examples_or_the_tool(header):
    called = set().union(*(re.findall(rf"\b{PREFIXES[header]}\w+", path.read_text()) for path in CALLERS))
    assert promised(header) - called == set()
