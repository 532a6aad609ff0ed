"""The Java library, from Maven Central, with our runner for it: an independent implementation to compare with."""
import contextlib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "servers"))

import artifacts  # noqa: E402 (found only now)

VERSION = "2.15.2"
# The former stumbles over servers that name Cypher 25 among their components. Of this one only the jar is of use, as the
# parent of its POM has not been published; it runs with what the former needs.
VERSION_FOR_CALENDAR_VERSIONS = "2.19.2"
# The last plug-in that copies a jar without reading its POM.
COPY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.10"
GROUP, ARTIFACT = "eu.michael-simons.neo4j", "neo4j-migrations"
# Of its extension for CSV this is the first one there is.
CSV_ARTIFACT, CSV_VERSION = "neo4j-migrations-formats-csv", "2.19.2"
SOURCES = [HERE / f"{name}.java" for name in ("MigrationsRunner", "V2__Measure", "R050__LoadBooks")]
# For a process that lives for seconds; a benchmark leaves them out.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tests</groupId><artifactId>java-library</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>{GROUP}</groupId><artifactId>{ARTIFACT}</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""


class Refused(RuntimeError):
    """The library has not done what it was asked for; says why, with all causes, one on a line."""


def version_for(server):
    return VERSION if int(server.version.split(".")[0]) < 2000 else VERSION_FOR_CALENDAR_VERSIONS


def jars(version):
    """The folder with this version of the library and all that it needs."""
    def download(draft):
        (draft / "pom.xml").write_text(POM)
        maven = ["mvn", "-q", "-B", "-f", str(draft / "pom.xml"), f"-DoutputDirectory={draft}"]
        purpose = f"fetch the Java library {version}"
        artifacts.run_tool([*maven, f"{artifacts.DEPENDENCY_PLUGIN}:copy-dependencies", "-DincludeScope=runtime",
                            f"-DexcludeArtifactIds={ARTIFACT}"], purpose)
        artifacts.run_tool([*maven, f"{COPY_PLUGIN}:copy", f"-Dartifact={GROUP}:{ARTIFACT}:{version}"], purpose)
    return artifacts.cached(f"java-library-{version}", download, lock="maven")


def csv_jar():
    """The folder with the extension for CSV."""
    def download(draft):
        artifacts.run_tool(["mvn", "-q", "-B", f"{COPY_PLUGIN}:copy", f"-DoutputDirectory={draft}",
                            f"-Dartifact={GROUP}:{CSV_ARTIFACT}:{CSV_VERSION}"], f"fetch {CSV_ARTIFACT} {CSV_VERSION}")
    return artifacts.cached(f"java-library-csv-{CSV_VERSION}", download, lock="maven")


def command(version, *java_options):
    """Starts a JVM that reads commands, see `line`, from standard input."""
    java = artifacts.java_home(artifacts.COMPILER) / "bin" / "java"
    compiled = [artifacts.classes(source, jars(VERSION), csv_jar()) for source in SOURCES]
    needed = [*compiled, f"{jars(version)}/*", f"{csv_jar()}/*"]
    return [str(java), *java_options, "-cp", ":".join(map(str, needed)), "MigrationsRunner"]


def line(verb, server, locations, **options):
    """A command as the runner reads it."""
    words = {"address": server.uri, "username": server.user, "password": server.password,
             "location": ",".join(pathlib.Path(location).as_uri() for location in locations), **options}
    return "\t".join([verb, *(f"{name}={value}" for name, value in words.items())]) + "\n"


class JavaLibrary:
    """One JVM that takes many commands; each has a configuration of its own, those to one server share a driver."""

    def __init__(self, version):
        self._process = subprocess.Popen(command(version, *QUICK_START), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, encoding="utf-8")
        self._begun = False

    def stop(self):
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def __call__(self, verb, server, *locations, **options):
        """What the library answers; raises Refused with what it says otherwise."""
        self.begin(verb, server, *locations, **options)
        return self.end()

    def begin(self, verb, server, *locations, **options):
        """Sends a command without waiting for its answer, which end() gives."""
        if self._begun:  # by a test that failed before the end
            self._answers()
        self._process.stdin.write(line(verb, server, locations, **options))
        self._process.stdin.flush()
        self._begun = True

    def end(self):
        answers = self._answers()
        errors = [value for name, value in answers if name == "error"]
        if errors:
            raise Refused("\n".join(errors))
        return answers[0][1]

    def _answers(self):
        answers = []
        while (answer := self._process.stdout.readline()) != "\n":
            if not answer:
                raise RuntimeError(f"the JVM has ended with {self._process.wait()}")
            name, value = answer.rstrip("\n").split("\t", 1)
            answers.append((name, value.replace("\\r", "\r").replace("\\n", "\n")))
        self._begun = False
        return answers
