"""The public header compiles alone, in the languages that it promises."""
import pathlib
import subprocess

import pytest

HEADER = pathlib.Path(__file__).resolve().parents[2] / "include" / "neo4j_migrations.h"
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wshadow", "-Wundef", "-Wold-style-cast"]
# Uses every initializer, as an application would.
APPLICATION = f"""
#include "{HEADER}"
int main(void)
{{
    n4m_options options = N4M_OPTIONS_INIT;
    n4m_error err = N4M_ERROR_INIT;
    return options.size == sizeof(n4m_options) && err.status == N4M_OK && !options.address ? 0 : 1;
}}
"""


def compilers(language):
    """GCC, and Clang where there is one."""
    names = ["gcc", "clang-14", "clang"] if language == "c" else ["g++", "clang++-14", "clang++"]
    found = [name for name in names if subprocess.run(["sh", "-c", f"command -v {name}"], stdout=subprocess.DEVNULL).returncode == 0]
    assert found, f"no compiler for {language}"
    return found


@pytest.mark.parametrize("language, standard", [
    ("c", "c99"), ("c", "c11"), ("c", "c17"), ("c++", "c++11"), ("c++", "c++17"), ("c++", "c++20"),
])
@pytest.mark.parametrize("content", [f'#include "{HEADER}"\n', f'#include "{HEADER}"\n' * 2, APPLICATION],
                         ids=["alone", "twice", "application"])
def test_compiles(language, standard, content):
    for compiler in compilers(language):
        warnings = [w for w in WARNINGS if language == "c++" or w != "-Wold-style-cast"]
        done = subprocess.run([compiler, f"-x{language}", f"-std={standard}", *warnings, "-fsyntax-only", "-"],
                              input=content, text=True, capture_output=True)
        assert done.returncode == 0, f"{compiler}: {done.stderr}"
