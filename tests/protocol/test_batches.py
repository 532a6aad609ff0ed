"""How many rows are asked for at a time."""
import pytest

from behaviours import script

BATCHES = 5


def in_batches(asked, row):
    """Answers one result of so many batches, of a dozen rows each, whatever number is asked for."""
    def behave(peer):
        peer.greet()
        peer.expect("BEGIN")
        peer.expect("RUN")
        peer.send("SUCCESS", {})
        peer.send("SUCCESS", {"fields": ["x"], "qid": 0})
        for number in range(BATCHES):
            (options,) = peer.expect("PULL")
            asked.append(options["n"])
            for _ in range(12):
                peer.send("RECORD", [row])
            peer.send("SUCCESS", {"has_more": number + 1 < BATCHES})
        peer.expect("COMMIT")
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    return behave


@pytest.mark.parametrize("command", ["stream", "stream fetch=3", "fetch"])
@pytest.mark.parametrize("row", ["small", "large" * 20_000], ids=["small", "large"])
def test_batches_grow_while_they_are_small(boltapi, command, row):
    """But not when the application has said how many rows it wants at a time."""
    asked = []
    commands = ["begin", f"{command} MATCH (n) RETURN n.x AS x", *(["next times=61"] if command == "fetch" else []), "commit"]
    played = boltapi.play(script(commands), "5.8", behaviours=[in_batches(asked, row)])
    assert played.lines[-1] == "commit ok" and not played.mismatches
    assert command == "fetch" or f"rows {12 * BATCHES}" in played.lines
    expected = [3] * BATCHES if "=" in command else [1000] * BATCHES if row != "small" else [1000, 2000, 4000, 8000, 16000]
    assert asked == expected
