"""Servers leave out the notifications that nobody wants, whatever they call the kinds of them."""
import pytest

from bolt_shell import say
from downgrade import Downgrade

pytestmark = pytest.mark.only_on("5.26.30", "2026.08.1")
# Labels that no other test creates: a server remembers those that were ever used.
CARTESIAN = "MATCH (a:UnheardOf), (b:NeitherThis) RETURN a, b"


def codes(server, uri, *commands):
    """Of each run command: the codes of its notifications."""
    found = []
    for line in say(server, *commands, uri=uri):
        if line.startswith("keys "):
            found.append(set())
        elif line.startswith("notification "):
            found[-1].add(line.partition("code=")[2].partition(" ")[0].rstrip(":").rpartition(".")[2])
        assert " error " not in line, line
    return found


@pytest.mark.parametrize("version", [(5, 2), (5, 4), (5, 6), (5, 8), (6, 1)])
def test_notifications_are_chosen(server, database, version):
    if version > (6, 0) and server.version.startswith("5."):
        version = (5, 7)
    with Downgrade(server, version) as proxy:
        everything, nothing, warnings, no_performance, unmuted = codes(
            server, proxy.uri, f"run {CARTESIAN}", f"run notices=none {CARTESIAN}", f"run notices=warnings {CARTESIAN}",
            "session quiet disabled=PERFORMANCE,GENERIC", f"run {CARTESIAN}", f"run disabled= {CARTESIAN}")
    assert "CartesianProduct" in everything and "UnknownLabelWarning" in everything
    assert nothing == set()
    assert warnings == {"UnknownLabelWarning"}
    assert no_performance == {"UnknownLabelWarning"}
    assert unmuted == everything
