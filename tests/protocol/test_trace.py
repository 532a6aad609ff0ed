"""The trace: what it shows, and what it must not."""

import re

import pytest

from behaviours import polite, script
from packstream import Raw

SECRETS = ["hunter-22", "q!z", "t0ken-of-mine", "dGlja2V0-kerberos", "custom-s3cret", "realm-parameter", "literal-pw", "parameter-pw", "nested-pw",
           "pem-material", "url-pw"]
LOGINS = {
    "basic": "basic alice hunter-22",
    "short": "basic alice q!z",
    "bearer": "bearer t0ken-of-mine",
    "kerberos": "kerberos dGlja2V0-kerberos",
    "custom": 'custom magic alice custom-s3cret realm {"a": "realm-parameter", "b": {"c": ["realm-parameter"]}}',
}
SECRETIVE = [
    "queue ALTER USER bob SET PASSWORD 'literal-pw' CHANGE NOT REQUIRED",
    "queue CALL dbms.security.createUser('bob', 'literal-pw', false)",  # of 3.5
    'queue CREATE USER $name SET PASSWORD $p | {"name": "bob", "p": "parameter-pw"}',
    'queue CREATE (n) SET n = $props | {"props": {"name": "x", "apiKey": "nested-pw", "list": [{"passwd": "nested-pw"}]}}',
    'queue UNWIND $rows AS row CREATE (:Key {pem: row}) | {"rows": ["-----BEGIN PRIVATE KEY-----pem-material"]}',
    "queue LOAD CSV FROM 'https://alice:url-pw@example.org/x.csv' AS row RETURN row",
    'query RETURN $password AS password | {"password": "parameter-pw"}',
]


def echoing(peer):
    """A server that says everything back that it was told, where that is possible."""
    said = []
    while True:
        name, fields = peer.receive()
        if name == "GOODBYE":
            return
        said.append((name, fields))
        if name in ("HELLO", "LOGON"):
            peer.send("SUCCESS", {"server": "Neo4j/1.2.3", "echo": fields[0], "credentials_expired": False})
        elif name == "RUN":
            peer.send("SUCCESS", {"fields": ["x"], "echo": fields})
        elif name == "PULL":
            peer.send("RECORD", [said[-2][1]])
            peer.send("SUCCESS", {"notifications": [{"description": said[-2][1][0]}]})
        elif name == "ROLLBACK":
            peer.send("FAILURE", {"code": "Neo.ClientError.Statement.SyntaxError", "neo4j_code": "Neo.ClientError.Statement.SyntaxError",
                                  "message": str(said)})
        else:
            peer.send("SUCCESS", {})


def traced(lines):
    return [line for line in lines if line.startswith("trace ")]


@pytest.mark.parametrize("version", ["3.0", "4.4", "5.0", "5.8", "6.1"])
@pytest.mark.parametrize("login", LOGINS)
def test_nothing_secret_is_in_it(boltsh, version, login):
    lines = [f"set auth {LOGINS[login]}", "trace", "begin", *SECRETIVE, "rollback", "close"]
    played = boltsh.play(script(lines), version, behaviours=[echoing])
    assert not played.mismatches
    trace = traced(played.lines)
    assert sum(" C: RUN " in line for line in trace) == len(SECRETIVE)
    assert sum(" S: RECORD " in line for line in trace) == 1
    told = [secret for secret in SECRETS for line in trace if secret in line]
    assert told == [], "\n".join(trace)
    logins = [line for line in trace if '"scheme": ' in line]
    assert logins and all('"credentials": "***"' in line for line in logins)


def test_a_renewed_token_is_as_secret_as_the_first(boltsh):
    def refuse(peer):
        peer.expect("HELLO")
        peer.expect("LOGON")
        peer.send("SUCCESS", {"server": "Neo4j/1.2.3"})
        peer.send("FAILURE", {"neo4j_code": "Neo.ClientError.Security.TokenExpired", "message": "expired: first-token"})
        peer.flush()
        peer.drain()
    lines = ["set auth bearer first-token", "set renew bearer second-token", "trace", "execute RETURN 1", "close"]
    played = boltsh.play(script(lines), "5.8", behaviours=[refuse, polite])
    trace = traced(played.lines)
    assert [line.split()[1] for line in trace if " C: LOGON " in line] == ["[1]", "[2]"], played.lines
    assert "-token" not in "\n".join(trace)


def test_a_refused_login_shows_why(boltsh):
    def refuse(peer):
        peer.expect("HELLO")
        peer.expect("LOGON")
        peer.send("SUCCESS", {"server": "Neo4j/1.2.3"})
        peer.send("FAILURE", {"neo4j_code": "Neo.ClientError.Security.Unauthorized", "message": "The client is unauthorized"})
        peer.flush()
        peer.drain()
    lines = boltsh.play(script(["set auth basic alice hunter-22", "trace", "server"]), "5.8", behaviours=[refuse]).lines
    assert '"message": "The client is unauthorized"' in traced(lines)[-2]
    assert re.fullmatch(r"trace \[1] -- closed", traced(lines)[-1])
    assert "hunter-22" not in "\n".join(lines)


HOSTILE = {
    "controls": "b1 71 91 8a 1b5b324a c29b e280ae 0a 00", "cut text": "b1 71 91 d0 ff 41", "no UTF-8": "b1 71 91 83 ff fe 41", "cut": "b1 71",
    "no message": "a0", "reserved": "b1 71 91 c7", "long list": "b1 71 d6 7fffffff", "no structure": "ef", "deep": "b1 71" + " 91" * 600 + " 01",
    "many items": "b1 71 d5 ffff" + " 01" * 65535, "long text": "b1 71 91 d2 000fffff" + " 41" * 0xFFFFF}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_the_server_says_a_line_is_a_line(boltsh, kind):
    def behave(peer):
        peer.greet()
        peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": ["x"]})
        peer.send_payload(bytes.fromhex(HOSTILE[kind]))
        peer.send("SUCCESS", {})
        peer.flush()
        peer.drain()
    lines = boltsh.play(script(["trace", "run RETURN 1", "close"]), "5.8", behaviours=[behave]).lines
    trace = traced(lines)
    assert any(line.startswith("trace [1] S: ") for line in trace)
    assert all(re.fullmatch(r"trace \[\d+] (--|C:|S:) [^\x00-\x1f\x7f-\x9f\u2028\u202e]{1,17000}", line) for line in trace), trace
    assert len(trace) == len(re.findall(r"\[\d+] (?:--|C:|S:)", "\n".join(trace)))


def test_each_connection_has_a_number_and_an_end(boltsh):
    def cut(peer):
        peer.greet()
        peer.expect("RUN")
        peer.expect("PULL")
        peer.flush()
        peer.abort()
    lines = boltsh.play(script(["trace", "run RETURN 1", "run RETURN 2", "close"]), "5.8", behaviours=[cut, polite]).lines
    trace = [line.removeprefix("trace ") for line in traced(lines)]
    first, second = ([line for line in trace if line.startswith(f"[{n}]")] for n in (1, 2))
    assert len(first) + len(second) == len(trace)
    assert first[0].startswith("[1] -- Bolt 5.8 with 127.0.0.1:") and first[-1].startswith("[1] -- closed: ")
    assert 'C: RUN "RETURN 1"' in "\n".join(first) and 'C: RUN "RETURN 2"' in "\n".join(second)
    assert second[-2:] == ["[2] C: GOODBYE", "[2] -- closed"]


def test_only_what_was_sent(boltsh):
    """A transaction that is given up before anything of it goes out has never been."""
    lines = boltsh.play(script(["trace", "server", "begin", "queue CREATE (:A)", "rollback", "run RETURN 1", "close"]), "5.8",
                        behaviours=[polite]).lines
    assert [line.split()[3] for line in traced(lines) if " C: " in line] == ["HELLO", "LOGON", "RUN", "PULL", "GOODBYE"]


def test_large_requests_in_small_pieces(boltsh):
    """Messages are told of once they have been sent whole, however many pieces that takes."""
    def behave(peer):
        peer.greet()
        for _ in range(2):
            peer.expect("RUN")
            peer.expect("PULL")
            peer.send("SUCCESS", {"fields": []})
            peer.send("SUCCESS", {"x": Raw(b"\xd2" + (300_000).to_bytes(4, "big") + b"y" * 300_000)})
        peer.expect("GOODBYE")
    played = boltsh.play(script(["trace", "run RETURN '" + "z" * 5_000_000 + "'", "run RETURN 2", "close"]), "5.8", behaviours=[behave], deadline=10)
    assert not played.mismatches
    trace = traced(played.lines)
    assert max(map(len, trace)) < 3000
    assert any("\u2026(5000009 bytes)" in line for line in trace) and any("\u2026(300000 bytes)" in line for line in trace)
    assert [line.split()[3] for line in trace if " C: " in line][-5:] == ["RUN", "PULL", "RUN", "PULL", "GOODBYE"]
