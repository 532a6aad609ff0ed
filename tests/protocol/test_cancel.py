"""The user of the client wants to stop, at every point of a conversation. What the client then tells is what has happened,
and the same driver serves afterwards. Whoever insists waits for nothing any more."""

import pytest

from certificates import self_signed, server_context
from conversations import CONVERSATIONS, cases
from peer import Fault
from sweep import AFTERWARDS, Bank, sweep

RESET = bytes.fromhex("0002b00f0000")


class Interruptible(Bank):
    """RESET overtakes what is in front of it, if it comes soon enough: that is ignored, as Neo4j 4.4 does it."""

    def __init__(self, overtakes):
        super().__init__()
        self.overtakes = overtakes

    def is_ignored(self, peer, name):
        return self.overtakes and peer.was_interrupted and name not in ("HELLO", "LOGON") and peer.sees(RESET)


def stopped(boltsh, version, conversation, ending, overtakes=False, tls=None):
    lines = ["reset-cancel", *conversation.lines, "reset-cancel", *AFTERWARDS]

    def play(faults):
        return sweep(boltsh, version, lines, faults, bank=lambda fault: Interruptible(overtakes), clients=4,
                     scheme=conversation.scheme, tls=tls)
    [whole] = play([Fault()])
    whole.check_afterwards()
    assert whole.told() == "ok", whole
    last = [heard for heard in whole.peers[-1].received if heard.name == "RUN"][-1]  # of AFTERWARDS
    attempts = play([Fault(sent=n, ending=ending) for n in range(last.sent)] +
                    [Fault(taken=n, ending=ending) for n in range(0, last.begin, 3)])
    told = set()
    for attempt in attempts:
        attempt.check_afterwards()
        told.add(attempt.told())
        check(attempt, whole, conversation)
    return told


def check(attempt, whole, conversation):
    told, committed, promised = attempt.told(), attempt.bank.committed, whole.bank.committed
    assert told in ("ok", "cancelled", "doubt"), attempt
    if told == "ok":
        assert committed == promised and attempt.lines == whole.lines, attempt
    elif told == "cancelled" and conversation.loss == "doubt":
        assert committed == 0, attempt
    else:
        assert committed <= promised, attempt


@pytest.mark.parametrize("overtakes", [False, True], ids=["late", "soon"])
@pytest.mark.parametrize("name, version", cases())
def test_stopped_at_every_byte(boltsh, version, name, overtakes):
    told = stopped(boltsh, version, CONVERSATIONS[name], "cancel", overtakes)
    # Before the login has been answered nobody can be asked to stop; and who has sent everything along with it may be so slow
    # that no request ever comes later than that.
    at_once = CONVERSATIONS[name].at_once
    assert "cancelled" in told and ("ok" in told or at_once)
    assert "doubt" not in told or at_once


@pytest.mark.parametrize("name", ["transaction", "managed-statement"])
def test_insisting_at_every_byte(boltsh, name):
    # Whoever is slow may have the answer before noticing that it is not wanted any more.
    assert stopped(boltsh, "5.8", CONVERSATIONS[name], "insist") - {"ok"} == {"cancelled", "doubt"}


def test_stopping_an_encrypted_connection(boltsh, tmp_path):
    told = stopped(boltsh, "5.8", CONVERSATIONS["transaction"], "cancel", tls=server_context(tmp_path, self_signed("localhost")))
    assert told == {"ok", "cancelled"}
