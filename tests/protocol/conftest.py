import os
import pathlib

import pytest

from shell import Shell

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_BOLTSH = ROOT / "build" / "dev" / "tests" / "protocol" / "boltsh"


@pytest.fixture(scope="session")
def boltsh():
    """boltsh and scripted servers to run it against; see Shell."""
    binary = pathlib.Path(os.environ.get("N4M_BOLTSH") or DEFAULT_BOLTSH).resolve()
    if not binary.exists():
        pytest.fail(f"there is no {binary}: build it, or name another in N4M_BOLTSH")
    return Shell(binary)


@pytest.fixture(scope="session")
def boltapi(boltsh):
    """The same through the public interface of the driver."""
    binary = boltsh.binary.with_name("boltapi")
    if not binary.exists():
        pytest.fail(f"there is no {binary}: build it")
    return Shell(binary)


@pytest.fixture
def name_servers(boltsh):
    """The environment of a client with the name servers of name_servers.c."""
    [preload] = boltsh.binary.parent.glob("*name_servers.so")
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return {"LD_PRELOAD": str(preload), "ASAN_OPTIONS": sanitizer}
