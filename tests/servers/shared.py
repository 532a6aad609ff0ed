"""The servers that all tests of a run use together.

They are described by a file that `servers.py run-all` writes, in which each one appears as soon as it is ready. The
variable NEO4J_MIGRATIONS_TEST_SERVERS names that file if the servers have been started by somebody else.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import types

VARIABLE = "NEO4J_MIGRATIONS_TEST_SERVERS"
COMMAND = pathlib.Path(__file__).with_name("servers.py")
# The first run on a machine fetches some hundred megabytes.
WAIT_SECONDS = 600


class SharedServers:
    def __init__(self, file, process=None, folder=None):
        self.file, self._process, self._folder = pathlib.Path(file), process, folder

    def get(self, version):
        """What Server.describe() says of this server, once it is ready."""
        deadline = time.monotonic() + WAIT_SECONDS
        while version not in (ready := self._ready()):
            if "failed" in ready:
                raise RuntimeError(f"the servers did not start: {ready['failed']}")
            if self._process and self._process.poll() is not None:
                raise RuntimeError(f"'{COMMAND.name}' ended with {self._process.returncode}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Neo4j {version} is not in {self.file} after {WAIT_SECONDS} s")
            time.sleep(0.1)
        return types.SimpleNamespace(**ready[version])

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._folder.cleanup()

    def _ready(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}


def named_by_environment():
    file = os.environ.get(VARIABLE)
    return SharedServers(file) if file else None


def start_in_background(versions):
    folder = tempfile.TemporaryDirectory(prefix="neo4j-servers-")
    file = pathlib.Path(folder.name) / "servers.json"
    process = subprocess.Popen(
        [sys.executable, str(COMMAND), "run-all", *versions, "--file", str(file), "--owner", str(os.getpid())],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return SharedServers(file, process, folder)
