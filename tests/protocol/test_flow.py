"""Both sides at once: windows, and who waits for whom."""

import socket
import time

import pytest

from behaviours import polite, script

MANY = 6_000


def greeted_in_transaction(peer):
    peer.greet()
    peer.expect("BEGIN")
    peer.send("SUCCESS", {})
    peer.flush()


def read_statement(peer):
    peer.expect("RUN")
    peer.expect("DISCARD")


def answer_statement(peer):
    peer.send("SUCCESS", {"fields": []})
    peer.send("SUCCESS", {})


def finish(peer):
    peer.expect("COMMIT")
    peer.send("SUCCESS", {})
    peer.expect("GOODBYE")


def test_the_window_is_wide_but_not_endless(boltsh):
    """A server that answers nothing gets at least 300 statements (10 ms of latency at full rate), and no more than
    a few thousand: what is in flight must not fill its memory or ours."""
    arrived = []

    def behave(peer):
        greeted_in_transaction(peer)
        count = 0
        while peer.has_input(0.3):
            read_statement(peer)
            count += 1
        arrived.append(count)
        for _ in range(count):
            answer_statement(peer)
        for _ in range(MANY - count):
            read_statement(peer)
            answer_statement(peer)
        finish(peer)
    played = boltsh.play(script(["begin", f"queue times={MANY} CREATE (:A {{x: ${{i}}}})", "commit"]), "5.8",
                         behaviours=[behave], i="${i}")
    assert played.lines[-1] == "commit ok" and not played.mismatches
    assert 300 <= arrived[0] <= 4000


def test_the_window_is_measured_in_bytes_too(boltsh):
    """Statements of 10 kB: some 25 of them are in flight, not a thousand."""
    arrived = []

    def behave(peer):
        greeted_in_transaction(peer)
        count = 0
        while peer.has_input(0.3):
            read_statement(peer)
            count += 1
        arrived.append(count)
        for _ in range(count):
            answer_statement(peer)
        for _ in range(200 - count):
            read_statement(peer)
            answer_statement(peer)
        finish(peer)
    text = "CREATE (:A {x: '" + "y" * 10_000 + "'})"
    played = boltsh.play(script(["begin", f"queue times=200 {text}", "commit"]), "5.8", behaviours=[behave])
    assert played.lines[-1] == "commit ok" and not played.mismatches
    assert 10 <= arrived[0] <= 100


def test_statements_keep_flowing(boltsh):
    """Once the window is full, new statements follow while others are still unanswered: the server is never without
    work, so that a round trip is not paid per window."""
    starved = []

    def behave(peer):
        greeted_in_transaction(peer)
        for _ in range(100):
            read_statement(peer)
        for answered in range(1, MANY - 99):
            answer_statement(peer)
            if not peer.has_input(2):
                starved.append(answered)
                return
            read_statement(peer)
        for _ in range(100):
            answer_statement(peer)
        finish(peer)
    played = boltsh.play(script(["begin", f"queue times={MANY} CREATE (:A)", "commit"]), "5.8",
                         behaviours=[behave], deadline=15)
    assert not starved and not played.mismatches
    assert played.lines[-1] == "commit ok"


def test_reading_while_writing(boltsh):
    """The server does not read our 4 MB of request before its 4 MB of answers have been taken."""
    metadata = {"plan": {"args": "x" * 200_000}}

    def behave(peer):
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        greeted_in_transaction(peer)
        for _ in range(20):
            read_statement(peer)
        for _ in range(20):
            peer.send("SUCCESS", {"fields": []})
            peer.send("SUCCESS", metadata)
        peer.flush()
        peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": []})
        peer.send("SUCCESS", {})
        finish(peer)
    big = "RETURN '" + "z" * 4_000_000 + "'"
    played = boltsh.play(script(["begin", *["queue CREATE (:A)"] * 20, f"query {big}", "commit"]), "5.8",
                         behaviours=[behave], deadline=10)
    assert played.lines[-1] == "commit ok" and not played.mismatches


def test_a_failure_in_a_full_window(boltsh):
    """Statement 1,500 of 6,000 fails: no more are sent, all that are in flight are taken, then RESET."""
    def behave(peer):
        greeted_in_transaction(peer)
        for _ in range(1499):
            read_statement(peer)
            answer_statement(peer)
        read_statement(peer)
        peer.send("FAILURE", {"neo4j_code": "Neo.ClientError.Statement.SyntaxError", "message": "no"})
        peer.send("IGNORED", {})
        ignored = 0
        while True:
            name, _ = peer.receive()
            if name == "RESET":
                break
            peer.send("IGNORED", {})
            ignored += 1
        assert ignored < 3000, ignored
        peer.send("SUCCESS", {})
        polite(peer)
    played = boltsh.play(script(["begin", f"queue times={MANY} nonsense", "rollback", "run RETURN 1"]), "5.8",
                         behaviours=[behave], deadline=10)
    assert played.lines[1] == "queue error SERVER statement=1500 code=Neo.ClientError.Statement.SyntaxError: no"
    assert played.lines[-1] == "run ok" and not played.mismatches


def test_a_slow_reader_is_alive(boltsh):
    """As long as the server takes what we send it is alive, however long it says nothing."""
    def behave(peer):
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 18)
        peer.greet()
        peer.flush()
        for _ in range(8):
            peer.take_some(1_500_000)
            time.sleep(0.25)
        peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": []})
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    played = boltsh.play(script(["set read_timeout 1200", "run RETURN '" + "z" * 14_000_000 + "'"]), "5.8",
                         behaviours=[behave], deadline=10)
    assert played.lines[-1] == "run ok" and not played.mismatches


def test_a_server_that_takes_nothing_any_more(boltsh):
    """What we cannot get rid of is as bad as what does not come."""
    def behave(peer):
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 18)
        peer.greet()
        peer.flush()
        time.sleep(1.5)
        peer.abort()
    played = boltsh.play(script(["set read_timeout 300", "run RETURN '" + "z" * 7_000_000 + "'"]), "5.8",
                         behaviours=[behave], deadline=10)
    assert played.lines[-1].startswith("run error TIMEOUT") and not played.mismatches


LONG = """
auto RESET GOODBYE
> begin
> queue CREATE (:A)
> queue CREATE (:A {x: '${long}'})
> queue CREATE (:B)
> commit
C: HELLO {"...": "*"}
[5.1-] C: LOGON {"...": "*"}
C: BEGIN {}
C: RUN "CREATE (:A)" {} {}
C: DISCARD {"n": -1}
do quiet 200
S: SUCCESS {"server": "Neo4j/1.2.3", "connection_id": "bolt-8"}
[5.1-] S: SUCCESS {}
C: RUN "~^CREATE .:A .x: .xxx" {} {}
C: DISCARD {"n": -1}
C: RUN "CREATE (:B)" {} {}
C: DISCARD {"n": -1}
S: SUCCESS {}
repeat 3
S: SUCCESS {"fields": []}
S: SUCCESS {}
end
C: COMMIT
S: SUCCESS {}
< begin ok
< queue ok
< queue ok
< queue ok
< commit ok
"""


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.8", "6.1"])
def test_what_is_long_waits_for_the_login(boltsh, version):
    """Servers that have not let us in take no long values; no part of the request goes out, and nothing behind it."""
    boltsh.check(LONG, version, long="x" * 10_000)
