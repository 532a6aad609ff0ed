"""What `info` shows, and what it costs."""
import contextlib
import re
import socket
import threading

import pytest

from material import THREE, applied, remove, states, write


@pytest.mark.pristine
def test_what_is_there_and_what_was_applied(cli, server, database):
    applied(cli, server, THREE, "--target", "V2")
    outcome = cli("info", server=server)
    head = f"\nneo4j@{server.uri.partition('//')[2]} (Neo4j/{server.version} Community Edition)\nDatabase: neo4j\n\n+---------+"
    assert outcome.out.startswith(head), str(outcome)
    assert states(outcome) == {"1": "APPLIED", "2": "APPLIED", "3": "PENDING"}
    (row,) = [line for line in outcome.out.splitlines() if line.startswith("| 1 ")]
    assert re.search(r"\| \d{4}-\d\d-\d\dT[\d:.]+Z\[UTC] +\| \S+/neo4j +\| PT[\d.]+S +\| APPLIED \| V1__step_1.cypher \|$", row), row
    assert database.locks() == []


def test_three_modes(cli, server, database):
    applied(cli, server, THREE)
    remove(cli, "V2__step_2.cypher")
    write(cli, {"V4__four.cypher": "CREATE (:Four);"})
    assert states(cli("info", "mode=LOCAL", server=server)) == {"1": "PENDING", "3": "PENDING", "4": "PENDING"}
    assert states(cli("info", "mode=REMOTE", server=server)) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}
    refused = cli("info", server=server)
    assert refused.code == 1 and 'Unexpected migration at index 1: 3 ("step 3").' in refused.out + refused.err
    assert database.locks() == []


def test_the_database_is_shown_instead_of_the_file(cli, server, database):
    applied(cli, server, THREE)
    remove(cli, "V2__step_2.cypher")
    write(cli, {"V2__renamed.cypher": THREE["V2__step_2.cypher"]})
    assert "V2__step_2.cypher" in cli("info", server=server).out


class CountingProxy:
    """Stands between client and server, and counts how often the client waits for an answer."""

    def __init__(self, server):
        self.server, self.waits = server, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"
        self.user, self.password = server.user, server.password
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        client, _ = self.listener.accept()
        upstream = socket.create_connection(("127.0.0.1", self.server.port))
        self.asking = False
        for source, target, asking in ((client, upstream, True), (upstream, client, False)):
            threading.Thread(target=self.pump, args=(source, target, asking), daemon=True).start()

    def pump(self, source, target, asking):
        with contextlib.suppress(OSError):  # the other direction has closed it
            while data := source.recv(1 << 16):
                if self.asking and not asking:
                    self.waits += 1
                self.asking = asking
                target.sendall(data)
        target.close()


@pytest.mark.parametrize("command, waits", [("info", 2), ("validate", 2), ("apply", 4)])
def test_few_round_trips(cli, server, database, command, waits):
    """The handshake, and all else together; to apply nothing also takes and releases the lock."""
    applied(cli, server, THREE)
    proxy = CountingProxy(server)
    outcome = cli(command, server=proxy)
    assert outcome.code == 0, str(outcome)
    assert proxy.waits == waits


@pytest.mark.pristine
@pytest.mark.only_on("5.26.30")
def test_nothing_found(cli, server, database):
    outcome = cli("info", server=server)
    assert outcome.code == 0 and outcome.out.endswith("\n\nNo migrations found.\n\n") or "No migrations found." in outcome.out
