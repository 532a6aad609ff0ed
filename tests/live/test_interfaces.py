"""What the headers promise of summaries, bookmarks and contexts."""
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or ROOT / "build" / "dev" / "x").parent / "tests" / "live" / "interfaces"


@pytest.mark.only_on("5.26.30")
def test_everything_is_told(server, database):
    done = subprocess.run([PROGRAM, server.uri, server.user, server.password], text=True, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "library 0.1.0", "column y", "columns 2", "counters 2 2 1 1", "database neo4j", "type rw",
        "notice Neo.ClientNotification.Statement.CartesianProduct", "at 1:9", "notices 1", "plan none", 'plan "ProduceResults@neo4j"',
        "current neo4j", "handed over 1, seen 1", "context 1.2 | Tell all | V1_2__Tell_all",
        f"place 127.0.0.1:{server.port} Neo4j/5.26.30 neo4j neo4j", "written 1"]
    assert database.versions() == ["1.2"]
