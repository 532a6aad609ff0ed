"""The connection is lost after byte N, for every N of what the server says, and for every N of what it hears: by an
orderly end, by a reset, or in silence. What the client then tells must be what has happened."""

import pytest

from certificates import self_signed, server_context
from conversations import CONVERSATIONS, cases
from peer import Fault
from sweep import sweep

HANDSHAKE_SENT = {"3.0": 4, "4.4": 4, "5.8": 10}  # bytes of it that the server sends
HANDSHAKE_TAKEN = 20  # bytes of the client that it answers


class Whole:
    """A conversation in which nothing goes wrong, for comparison."""

    def __init__(self, boltsh, version, conversation, tls):
        [attempt] = sweep(boltsh, version, conversation.lines, [Fault()], scheme=conversation.scheme, tls=tls)
        assert attempt.told() == "ok", attempt
        self.conversation, self.lines = conversation, attempt.lines
        self.peer, self.committed = attempt.peers[-1], attempt.bank.committed
        fatal = next(heard for heard in self.peer.received if heard.name == conversation.fatal)
        self.fatal_sent = HANDSHAKE_SENT[version] if conversation.at_once else fatal.sent
        self.fatal_taken = HANDSHAKE_TAKEN if conversation.at_once else fatal.begin
        self.end_taken = [heard for heard in self.peer.received if heard.name != "GOODBYE"][-1].end

    def expected(self, fault):
        """What may be told when this goes wrong."""
        conversation = self.conversation
        # Whoever asks where to go and gets no answer asks again, at once.
        harmless = {"ok"} if conversation.tries else {"retryable"} if conversation.scheme == "bolt" else {"ok", "retryable"}
        if fault.sent is not None:
            return harmless if fault.sent < self.fatal_sent else {conversation.loss}
        if fault.taken < self.fatal_taken:
            return harmless
        if fault.taken >= self.end_taken:
            return {"ok"}  # the answer has still been sent
        # At that very byte the client may notice the end before it sends any more.
        return {conversation.loss} | (harmless if fault.taken == self.fatal_taken else set())


def check_all(boltsh, version, conversation, ending, settings=(), clients=2, tls=None, step=1):
    whole = Whole(boltsh, version, conversation, tls)
    for faults in ([Fault(sent=n, ending=ending) for n in range(0, whole.peer.sent, step)],
                   [Fault(taken=n, ending=ending) for n in range(0, whole.peer.taken, step)]):
        for attempt in sweep(boltsh, version, [*settings, *conversation.lines], faults, clients, scheme=conversation.scheme,
                             tls=tls):
            assert attempt.told() in whole.expected(attempt.fault), attempt
            attempt.check_accounts(whole.committed)
            assert attempt.told() != "ok" or conversation.tries or attempt.lines == whole.lines, attempt


@pytest.mark.parametrize("ending", ["end", "reset"])
@pytest.mark.parametrize("name, version", cases(lambda conversation: not conversation.tries))
def test_lost_after_every_byte(boltsh, version, name, ending):
    check_all(boltsh, version, CONVERSATIONS[name], ending)


@pytest.mark.parametrize("ending", ["end", "reset"])
def test_lost_after_every_byte_of_an_encrypted_connection(boltsh, tmp_path, ending):
    """An orderly end of TCP is none of TLS: whoever cuts the line cannot pass for the server."""
    check_all(boltsh, "5.8", CONVERSATIONS["transaction"], ending, tls=server_context(tmp_path, self_signed("localhost")))


@pytest.mark.parametrize("name", [name for name, conversation in CONVERSATIONS.items() if conversation.tries])
def test_tried_again_after_every_byte(boltsh, name):
    """Each takes a second, which many spend together."""
    check_all(boltsh, "5.8", CONVERSATIONS[name], "end", clients=100)


@pytest.mark.parametrize("name", ["query", "transaction"])
def test_silence(boltsh, name):
    """In every message of both sides: no message has less than three bytes."""
    timeouts = ["set read_timeout 1500", "set handshake_timeout 1500"]
    check_all(boltsh, "5.8", CONVERSATIONS[name], "silence", timeouts, clients=60, step=3)
