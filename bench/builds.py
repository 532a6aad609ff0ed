"""What is measured and what measures it, built if need be and kept in the cache."""
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT / "tests" / "servers"), str(ROOT / "tests" / "interop")]

import artifacts  # noqa: E402 (found only now)

GOLANG_MIGRATE = "v4.20.1"
# The last line that runs with the Java that everything else here needs.
JAVA_DRIVER = "5.28.15"


def built(preset, target):
    """The folder of a build of this tree, with that program in it."""
    for step in (["cmake", "--preset", preset], ["cmake", "--build", "--preset", preset, "--target", target]):
        artifacts.run_tool(["env", "-C", str(ROOT), *step], f"build {target}")
    return ROOT / "build" / preset


def binary(preset="release"):
    return built(preset, "neo4j-migrations") / "neo4j-migrations"


def driver_bench():
    return built("release", "driver_bench") / "bench" / "driver_bench"


def c_program(name, *parts):
    """One of the programs in C that stand beside this file; `parts` are further files that belong to it."""
    files = [HERE / file for file in (f"{name}.c", *parts)]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    sources = [str(file) for file in files if file.suffix == ".c"]

    def compile_it(draft):
        artifacts.run_tool(["cc", "-std=c17", "-O2", "-o", str(draft / name), *sources], f"compile {name}")
    return artifacts.cached(f"bench-{name}-{digest}", compile_it) / name


def replay():
    return c_program("replay", "wire.c", "wire.h")


def java_driver():
    """The class path of JavaDriver.java, with the official driver from Maven Central."""
    jars = artifacts.jars_of(f"neo4j-java-driver-{JAVA_DRIVER}", "org.neo4j.driver", ["neo4j-java-driver"], JAVA_DRIVER)
    return f"{artifacts.classes(HERE / 'JavaDriver.java', jars)}:{jars}/*"


def golang_migrate():
    def install(draft):
        package = f"github.com/golang-migrate/migrate/v4/cmd/migrate@{GOLANG_MIGRATE}"
        artifacts.run_tool(["env", f"GOBIN={draft}", "CGO_ENABLED=0", "go", "install", "-tags", "neo4j", package],
                           "build golang-migrate")
    return artifacts.cached(f"golang-migrate-{GOLANG_MIGRATE}", install) / "migrate"
