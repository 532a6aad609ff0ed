"""The public headers compile alone, in the languages that they promise."""
import pathlib
import re
import subprocess

import pytest

INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include"
HEADERS = sorted(path.name for path in INCLUDE.glob("*.h"))
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wshadow", "-Wundef", "-Wold-style-cast"]
# Uses every initializer, as an application would.
MAIN = {
    "neo4j_migrations.h": """
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    return options.size == sizeof(n4m_options) && err.status == N4M_OK && !options.address ? 0 : 1;
""",
    "neo4j_bolt.h": """
    bolt_options options = BOLT_OPTIONS_INIT;
    bolt_session_options session = BOLT_SESSION_OPTIONS_INIT;
    bolt_transaction_options transaction = BOLT_TRANSACTION_OPTIONS_INIT;
    bolt_error err = BOLT_ERROR_INIT;
    return options.size == sizeof(bolt_options) && session.size == sizeof(bolt_session_options) &&
           transaction.size == sizeof(bolt_transaction_options) && err.status == BOLT_OK && !options.uri ? 0 : 1;
"""}


# Hands what one header declares to the other.
BOTH = """
int main(void)
{
    bolt_driver *driver = NULL;
    bolt_error cause = BOLT_ERROR_INIT;
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    options.driver = driver;
    return n4m_fail(&err, &cause) == N4M_OK && options.driver == driver ? 0 : 1;
}
"""


def application(header):
    return f"#include <{header}>\nint main(void)\n{{{MAIN[header]}}}\n"


def compilers(language):
    """GCC, and Clang where there is one."""
    names = ["gcc", "clang-14", "clang"] if language == "c" else ["g++", "clang++-14", "clang++"]
    found = [name for name in names if subprocess.run(["sh", "-c", f"command -v {name}"], stdout=subprocess.DEVNULL).returncode == 0]
    assert found, f"no compiler for {language}"
    return found


LANGUAGES = pytest.mark.parametrize("language, standard", [
    ("c", "c99"), ("c", "c11"), ("c", "c17"), ("c++", "c++11"), ("c++", "c++17"), ("c++", "c++20"),
])


def compile_as(language, standard, source):
    for compiler in compilers(language):
        warnings = [w for w in WARNINGS if language == "c++" or w != "-Wold-style-cast"]
        done = subprocess.run([compiler, f"-x{language}", f"-std={standard}", *warnings, f"-I{INCLUDE}", "-fsyntax-only", "-"],
                              input=source, text=True, capture_output=True)
        assert done.returncode == 0, f"{compiler}: {done.stderr}"


@LANGUAGES
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("content", [lambda header: f"#include <{header}>\n", lambda header: f"#include <{header}>\n" * 2, application],
                         ids=["alone", "twice", "application"])
def test_compiles(language, standard, header, content):
    compile_as(language, standard, content(header))


@LANGUAGES
@pytest.mark.parametrize("order", [HEADERS, HEADERS[::-1]], ids=["bolt-first", "bolt-last"])
def test_both_together(language, standard, order):
    assert len(HEADERS) == 2
    compile_as(language, standard, "".join(f"#include <{header}>\n" for header in order) + BOTH)


@pytest.mark.parametrize("header", HEADERS)
def test_includes_nothing_internal(header):
    assert not re.findall(r'#\s*include\s*"', (INCLUDE / header).read_text())
