"""Programs that were built with a library of ours run with the next one.

tests/data/abi has the binary interface as it was kept last. Additions are fine, but are to be kept: UPDATE=1 pytest tests/package/test_abi.py.
What breaks programs is refused even then; if it is meant to, raise the SONAME, and keep it by UPDATE=breaking.
"""
import os
import platform
import subprocess

import pytest

import abi
from test_package import BUILD, LIBRARIES, ROOT

KEPT = ROOT / "tests" / "data" / "abi"
HEADERS = ROOT / "include"


def may_grow(text):
    return abi.READ_ONLY | abi.sized(text)


def built(name):
    (path,) = {found.resolve() for found in (BUILD / "src").rglob(f"lib{name}.so")}
    return path


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_interface_is_the_one_that_was_kept(name, tmp_path):
    kept, now = KEPT / f"{name}.{platform.machine()}.abi", tmp_path / "now.abi"
    update = os.environ.get("UPDATE")
    now.write_text(abi.dump(built(name), HEADERS))
    if not kept.exists():
        assert update, f"there is no {kept.name} for this machine: make one with UPDATE=1"
        kept.write_text(now.read_text())
    changes = abi.differences(kept, now)
    broken = abi.breaking(changes, may_grow("".join(header.read_text() for header in HEADERS.glob("*.h"))))
    assert not broken or update == "breaking", f"programs that use lib{name} break:\n{abi.as_text(broken)}"
    if changes and update:
        kept.write_text(now.read_text())
    assert not changes or update, f"lib{name} has more than was kept; keep it with UPDATE=1:\n{abi.as_text(changes)}"


# ---- What counts as breaking, with a small library ----

HEADER = """#include <stddef.h>
typedef enum kind { A, B, C } kind;
typedef struct options { size_t size; kind kind; int x; } options;
typedef struct problem { int status; char text[12]; } problem;
typedef struct handle handle;
struct n4m_event { int type; };
typedef int told(const struct n4m_event *event);
int lib_open(const options *o, told *fn, handle **out, problem *err);
int lib_close(handle *h);
"""
SOURCE = """#include "lib.h"
struct handle { int secret; };
int lib_open(const options *o, told *fn, handle **out, problem *err) { return o && fn && out && err; }
int lib_close(handle *h) { return h != NULL; }
"""
MORE = "int lib_more(void);\nint lib_close("


def library(folder, header, source):
    folder.mkdir()
    (folder / "lib.h").write_text(header)
    (folder / "lib.c").write_text(source)
    subprocess.run(["cc", "-g", "-Werror", "-shared", "-fPIC", f"-I{folder}", "-o", folder / "lib.so", folder / "lib.c"], check=True)
    (folder / "lib.abi").write_text(abi.dump(folder / "lib.so", folder))
    return folder / "lib.abi"


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return library(tmp_path_factory.mktemp("abi") / "before", HEADER, SOURCE)


@pytest.mark.parametrize("old, new, verdict", [
    ("int secret", "long secret; int more", "same"),
    ("int lib_close(", MORE, "compatible"),
    ("B, C }", "B, C, D }", "compatible"),
    ("kind kind; int x;", "kind kind; int x; long y;", "compatible"),
    ("{ int type; }", "{ int type; int more; }", "compatible"),
    ("A, B,", "A, D, B,", "breaking"),
    ("B, C }", "B }", "breaking"),
    ("int x;", "unsigned x;", "breaking"),
    ("kind kind; int x;", "int x; kind kind;", "breaking"),
    ("kind kind;", "kind kind; int y;", "breaking"),
    ("char text[12];", "char text[12]; int more;", "breaking"),
    ("char text[12];", "char text[16];", "breaking"),
    ("int lib_close(handle *h)", "int lib_shut(handle *h)", "breaking"),
    ("int lib_close(handle *h)", "int lib_close(handle *h, int now)", "breaking"),
    ("{ int type; }", "{ long type; }", "breaking"),
])
def test_what_breaks_programs(before, tmp_path, old, new, verdict):
    added = "int lib_more(void) { return 0; }\n" if "lib_more" in new else ""
    assert old in HEADER + SOURCE
    after = library(tmp_path / "after", HEADER.replace(old, new), SOURCE.replace(old, new.removeprefix("int lib_more(void);\n")) + added)
    changes = abi.differences(before, after)
    broken = abi.breaking(changes, may_grow(HEADER))
    assert verdict == ("breaking" if broken else "compatible" if changes else "same"), abi.as_text(changes)


def test_what_tells_its_size(tmp_path):
    """Room at the end of a struct may hold anything in older programs."""
    header = HEADER.replace("kind kind; int x;", "long kind; int x;")
    changes = abi.differences(library(tmp_path / "before", header, SOURCE),
                              library(tmp_path / "after", header.replace("int x;", "int x, y;"), SOURCE))
    assert changes and abi.breaking(changes, may_grow(header))
    structs = abi.sized((HEADERS / "neo4j_migrations.h").read_text() + (HEADERS / "neo4j_bolt.h").read_text())
    assert {"n4m_options", "n4m_csv", "bolt_options", "bolt_transaction_options"} <= structs and "n4m_error" not in structs
