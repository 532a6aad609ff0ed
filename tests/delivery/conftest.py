import os
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "live"))
# What others get is the static build: cli, and whoever needs the file itself, run that one.
os.environ.setdefault("NEO4J_MIGRATIONS_BINARY", str(ROOT / "build" / "static" / "neo4j-migrations"))


@pytest.fixture
def binary(cli):
    return cli.binary


@pytest.fixture
def new_root(tmp_path):
    """A folder that becomes the root of a process."""
    if os.geteuid() != 0:
        pytest.fail("this test gives a process another root folder, and only root may do that: run it as root, or leave tests/delivery out")
    root = tmp_path / "root"
    root.mkdir()
    return root
