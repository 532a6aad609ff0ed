"""The connection is lost after byte N, for every N of a short conversation."""

import pytest

from behaviours import attempts, outcomes, polite

HANDSHAKE = {"4.4": 4, "5.8": 10}  # bytes of it that the server sends
LINES = ["begin", "queue CREATE (:A)", "query MATCH (n) RETURN n", "commit"]


def whole_conversation(boltsh, version, lines):
    """How many bytes the server says in all, and how many of them before the client sends COMMIT."""
    played = boltsh.play(attempts(1, lines), version, behaviours=[polite])
    assert outcomes(played.lines)[0][-1].endswith(" ok"), played.lines
    peer = played.server.peers[-1]
    return peer.sent, next(sent for name, sent in peer.received if name == "COMMIT")


def play_all(boltsh, version, lines, count, ending):
    played = boltsh.play(attempts(count, lines), version, behaviours=[polite] * count, deadline=15,
                         cut=lambda number: (number, ending))
    found = outcomes(played.lines)
    assert len(found) == count and not played.mismatches, played.mismatches
    return found


@pytest.mark.parametrize("ending", ["end", "reset"])
@pytest.mark.parametrize("version", ["4.4", "5.8"])
def test_cut_after_every_byte(boltsh, version, ending):
    total, before_commit = whole_conversation(boltsh, version, LINES)
    assert 0 < before_commit < total
    for sent, lines in enumerate(play_all(boltsh, version, LINES, total + 1, ending)):
        last = next((line for line in lines if " error " in line), lines[-1])
        if sent == total:
            assert last == "commit ok"
        elif sent >= before_commit:
            assert last.startswith("commit error UNKNOWN_OUTCOME: "), f"{sent} of {total}: {lines}"
        else:
            assert " error CONNECTION " in last and " retryable: " in last, f"{sent} of {total}: {lines}"


@pytest.mark.parametrize("version", ["4.4", "5.8"])
def test_cut_of_a_pipelined_commit(boltsh, version):
    """COMMIT goes out with everything else, right after the handshake: from then on nobody knows."""
    lines = ["begin", "queue CREATE (:A)", "commit-pipelined"]
    total, _ = whole_conversation(boltsh, version, lines)
    for sent, said in enumerate(play_all(boltsh, version, lines, total + 1, "end")):
        if sent == total:
            assert said[-1] == "commit-pipelined ok"
        elif sent >= HANDSHAKE[version]:
            assert said[-1].startswith("commit-pipelined error UNKNOWN_OUTCOME"), f"{sent} of {total}: {said}"
        else:
            assert "error CONNECTION retryable" in said[0] + said[-1], f"{sent} of {total}: {said}"


@pytest.mark.parametrize("version", ["4.4", "5.8"])
def test_cut_of_an_auto_commit_statement(boltsh, version):
    """It may have happened, so it is not to be tried again; before it was sent it may."""
    played = boltsh.play(attempts(1, ["run CREATE (:A)"]), version, behaviours=[polite])
    total = played.server.peers[-1].sent
    for sent, lines in enumerate(play_all(boltsh, version, ["run CREATE (:A)"], total + 1, "end")):
        if sent == total:
            assert lines[-1] == "run ok"
        else:
            told = "run error CONNECTION retryable: " if sent < HANDSHAKE[version] else "run error CONNECTION: "
            assert lines[-1].startswith(told), f"{sent} of {total}: {lines}"
