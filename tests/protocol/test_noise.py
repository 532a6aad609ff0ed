"""Peers that send something else than Bolt, or almost Bolt. Each attempt must end, with an error or, when the damage
hits nothing that matters, without one; a crash, a hang or a complaint of a sanitizer fails the test."""

import random

import pytest

from behaviours import attempts, outcomes, polite

LINES = ["begin", "queue CREATE (:A)", "query MATCH (n) RETURN n", "commit"]
ROUNDS = 100


def ended_well(lines):
    return [line for line in lines if " ok" in line or " error " in line or line.endswith(" without a transaction")]


def play(boltsh, version, lines, behave, handshake=""):
    text = attempts(ROUNDS, lines) + (f"\nhandshake {handshake}" if handshake else "")
    played = boltsh.play(text, version, behaviours=[behave] * ROUNDS, deadline=15)
    found = outcomes(played.lines)
    assert len(found) == ROUNDS
    return found


@pytest.mark.parametrize("seed", range(2))
def test_noise_in_place_of_a_handshake(boltsh, seed):
    dice = random.Random(seed)

    def behave(peer):
        peer.take(20)
        peer.put(dice.choice([b"", b"\0\0\x01\xff", b"\0\0", b"\0"]) + dice.randbytes(dice.randrange(1, 40)))
        peer.flush()
        peer.drain()
    found = play(boltsh, "5.8", ["server"], behave, "raw")
    assert all(lines[0].startswith(("server error PROTOCOL", "server error CONNECTION")) for lines in found)


@pytest.mark.parametrize("seed", range(2))
def test_noise_in_place_of_answers(boltsh, seed):
    dice = random.Random(seed)

    def behave(peer):
        peer.greet()
        peer.expect("BEGIN")
        noise = dice.randbytes(dice.randrange(1, 400))
        if dice.random() < 0.7:
            peer.send_payload(dice.choice([b"\xb1\x70", b"\xb1\x71", b"\xb1\x7f", b""]) + noise)
        else:
            peer.put(noise)
        peer.flush()
        peer.drain()
    for lines in play(boltsh, "5.8", LINES, behave):
        assert ended_well(lines) and not lines[-1].endswith(" ok"), lines


@pytest.mark.parametrize("version", ["4.4", "5.8", "6.1"])
def test_one_byte_is_another(boltsh, version):
    """A conversation that is right but for one byte."""
    dice = random.Random(version)

    def behave(peer):
        damage = dice.randrange(0, 150)
        original = peer._send

        def send(data):
            at = damage - peer.sent
            if 0 <= at < len(data):
                data = data[:at] + dice.randbytes(1) + data[at + 1:]
            original(data)
        peer._send = send
        polite(peer, [[1], ["two"], [[3.0, {"a": None}]]])
    played = boltsh.play(attempts(ROUNDS, ["set read_timeout 60", "set handshake_timeout 60", *LINES]), version,
                         behaviours=[behave] * ROUNDS, deadline=20)
    found = outcomes(played.lines)
    assert len(found) == ROUNDS
    assert all(ended_well(lines) for lines in found)
    assert any("error" in " ".join(lines) for lines in found) and any(lines[-1] == "commit ok" for lines in found)
