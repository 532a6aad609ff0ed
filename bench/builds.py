"""What is measured and what measures it, built if need be and kept in the cache."""
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT / "tests" / "servers"), str(ROOT / "tests" / "interop")]

import artifacts  # noqa: E402 (found only now)

GOLANG_MIGRATE = "v4.20.1"


def binary():
    """The release build of this tree."""
    for step in (["cmake", "--preset", "release"], ["cmake", "--build", "--preset", "release"]):
        artifacts.run_tool(["env", "-C", str(ROOT), *step], "build the binary")
    return ROOT / "build" / "release" / "neo4j-migrations"


def c_program(name):
    """One of the programs in C that stand beside this file."""
    source = HERE / f"{name}.c"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]

    def compile_it(draft):
        artifacts.run_tool(["cc", "-std=c17", "-O2", "-o", str(draft / name), str(source)], f"compile {source.name}")
    return artifacts.cached(f"bench-{name}-{digest}", compile_it) / name


def golang_migrate():
    def install(draft):
        package = f"github.com/golang-migrate/migrate/v4/cmd/migrate@{GOLANG_MIGRATE}"
        artifacts.run_tool(["env", f"GOBIN={draft}", "CGO_ENABLED=0", "go", "install", "-tags", "neo4j", package],
                           "build golang-migrate")
    return artifacts.cached(f"golang-migrate-{GOLANG_MIGRATE}", install) / "migrate"
