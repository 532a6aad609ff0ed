"""Who is asked which servers there are, and when nobody else is asked."""

import pytest

import transcript
from peer import Closed
from stub import Server, listen

# No other router would answer better.
FINAL = ["Neo.ClientError.Database.DatabaseNotFound", "Neo.ClientError.Transaction.InvalidBookmark",
         "Neo.ClientError.Transaction.InvalidBookmarkMixture", "Neo.ClientError.Statement.TypeError",
         "Neo.ClientError.Statement.ArgumentError", "Neo.ClientError.Request.Invalid",
         "Neo.ClientError.Security.Forbidden", "Neo.ClientError.Security.CredentialsExpired",
         "Neo.ClientError.Security.TokenExpired", "Neo.ClientError.Security.Whatever"]
# Another one may.
PASSING = ["Neo.ClientError.Security.AuthorizationExpired", "Neo.TransientError.General.DatabaseUnavailable",
           "Neo.ClientError.Cluster.NotALeader", "Neo.ClientError.Procedure.ProcedureCallFailed",
           "Neo.DatabaseError.General.UnknownError", "Neo.ClientError.Statement.SyntaxError"]

SCRIPT = """bolt {version}
> set resolver ${{first}} ${{second}}
> session a database=movies
> run-blind RETURN 1
server first
server second"""


def table(*addresses, ttl=300):
    return {"ttl": ttl, "servers": [{"role": role, "addresses": list(addresses)} for role in ("ROUTE", "READ", "WRITE")]}


class Failing:
    """Answers the question with a failure, and notes how often it was asked."""

    def __init__(self, code):
        self.code, self.asked = code, 0

    def __call__(self, peer):
        key = "neo4j_code" if peer.scenario.version >= (5, 7) else "code"
        while True:
            try:
                name, _ = peer.receive()
            except Closed:
                return
            if name == "GOODBYE":
                return
            asks = name in ("ROUTE", "RUN")
            self.asked += asks
            if asks:
                peer.send("FAILURE", {key: self.code, "message": "no"})
            elif name == "PULL":
                peer.send("IGNORED")
            else:
                peer.answer(name)


class Knowing:
    """Tells that there is nobody but itself, or but those at these addresses, and answers everything."""

    def __init__(self, *addresses):
        self.addresses, self.asked = addresses, 0

    def __call__(self, peer):
        address = "%s:%d" % peer.socket.getsockname()
        while True:
            try:
                name, fields = peer.receive()
            except Closed:
                return
            if name == "GOODBYE":
                return
            if name == "ROUTE":
                self.asked += 1
                peer.send("SUCCESS", {"rt": table(*self.addresses or (address,))})
            elif name == "RUN" and "getRoutingTable" in fields[0]:
                self.asked += 1
                known = table(*self.addresses or (address,))
                peer.send("SUCCESS", {"fields": list(known)})
                peer.send("RECORD", list(known.values()))
            elif name == "RUN":
                peer.send("SUCCESS", {"fields": []})
            elif name in ("HELLO", "LOGON"):
                peer.answer(name)
            else:
                peer.send("SUCCESS", {})


@pytest.mark.parametrize("version", ["4.1", "4.3", "5.8"])
@pytest.mark.parametrize("code", FINAL)
def test_failures_that_are_final(boltsh, code, version):
    failing, knowing = Failing(code), Knowing()
    played = boltsh.play(SCRIPT.format(version=version), version, behaviours={"first": [failing], "second": [knowing]})
    assert f"code={code}" in played.lines[-1] and "retryable" not in played.lines[-1]
    assert (failing.asked, knowing.asked) == (1, 0)


@pytest.mark.parametrize("version", ["4.1", "4.3", "5.8"])
@pytest.mark.parametrize("code", PASSING)
def test_failures_of_one_router(boltsh, code, version):
    failing, knowing = Failing(code), Knowing()
    played = boltsh.play(SCRIPT.format(version=version), version, behaviours={"first": [failing], "second": [knowing] * 2})
    assert played.lines[-1] == "run-blind ok"
    assert (failing.asked, knowing.asked) == (1, 1)


def test_every_address_of_the_first_name(boltsh, name_servers):
    """Both can be connected to, and only the second one knows: the first is asked once more by its own address."""
    scenario = transcript.parse("bolt all", (5, 8))
    failing, knowing = Failing("Neo.TransientError.General.DatabaseUnavailable"), Knowing()
    with Server(scenario, [failing] * 2) as first, \
            Server(scenario, [knowing] * 2, listener=listen("127.0.0.2", first.port)) as second:
        commands = f"set uri neo4j://several.example:{first.port}\nsession a database=movies\nrun-blind RETURN 1\n"
        lines = boltsh.obey(commands, environment=name_servers)
        assert lines == ["run-blind ok"] and not first.mismatches + second.mismatches
    assert (failing.asked, knowing.asked) == (2, 1)


def test_no_address_of_the_first_name(boltsh, name_servers):
    """Nobody is there at all: that has been found out once, and need not be told three times."""
    lines = boltsh.obey("set uri neo4j://several.example:1\nset retry_budget 1\nrun-blind RETURN 1\n", environment=name_servers)
    assert lines == ['run-blind error CONNECTION retryable: cannot connect to "several.example:1" (127.0.0.1, 127.0.0.2): '
                     'connection refused; is the database running there?']
