"""Who is measured: how each one is told to do the same work. None is for what it cannot do."""
import pathlib
import sys

import builds
from measure import Invocation

import javalibrary

HERE = pathlib.Path(__file__).resolve().parent


class Peer:
    def start(self):
        return None

    def info(self, server, work):
        return None

    def apply(self, server, work):
        return None


class Program(Peer):
    """One that is a single file."""

    def __init__(self, binary):
        self.binary = binary


class Ours(Program):
    name = "this tool"

    def start(self):
        return Invocation([self.binary, "--version"])

    def help(self):
        return Invocation([self.binary, "--help"])

    def info(self, server, work):
        return self._command(server, work, "info")

    def apply(self, server, work):
        return self._command(server, work, "apply")

    def _command(self, server, work, verb):
        return Invocation([self.binary, "--address", server.uri, "--location", work.folder.as_uri(), verb], access(server))


class OursStatic(Ours):
    """Does the same; only its start differs."""
    name = "this tool, static"


class JavaLibrary(Peer):
    """The Java implementation: a process each, as its command line tool is."""
    name = "Java library"

    def start(self):
        return Invocation(javalibrary.command(javalibrary.VERSION))

    def info(self, server, work):
        return self._command(server, work, "info")

    def apply(self, server, work):
        return self._command(server, work, "apply")

    def _command(self, server, work, verb):
        return Invocation(javalibrary.command(javalibrary.version_for(server)), failure="error\t",
                          stdin=javalibrary.line(verb, server, [work.folder]))


class GolangMigrate(Program):
    name = "golang-migrate"

    def start(self):
        return Invocation([self.binary, "-version"])

    def info(self, server, work):
        return self._command(server, work, "version")

    def apply(self, server, work):
        return self._command(server, work, "up")

    def _command(self, server, work, verb):
        uri = f"neo4j://{server.user}:{server.password}@127.0.0.1:{server.port}/?x-multi-statement=true"
        return Invocation([self.binary, "-path", work.golang_folder, "-database", uri, verb])


class PythonDriver(Peer):
    """The official driver for Python: runs the statements one after the other, and records nothing."""
    name = "Python driver"

    def apply(self, server, work):
        transactions = "one-for-each" if work.migrations > 1 else "one-for-all"
        return Invocation([sys.executable, HERE / "python_driver.py", server.uri, "script", work.statements_file, transactions],
                          access(server))


class Replay(Peer):
    """Bytes that were encoded before, in one transaction: nothing can be faster on one connection."""
    name = "raw replay"

    def apply(self, server, work):
        if work.migrations > 1:
            return None
        return Invocation([builds.replay(), "127.0.0.1", server.port, "script", work.statements_file], access(server))


def access(server):
    return {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
