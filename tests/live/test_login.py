"""Logging in again on connections that are open already, as real servers have it."""
import pytest

from bolt_shell import Dialogue

SOMEBODY = "somebody"


def said(lines):
    """What went out on which connection: ("1", "LOGON"), ..."""
    words = [line.split() for line in lines if line.startswith("trace [")]
    return [(number.strip("[]"), name) for _, number, direction, name, *_ in words if direction == "C:"]


def has_logon(server):
    return not server.version.startswith(("3.", "4."))


@pytest.fixture
def user(database):
    database.run(f"CREATE USER {SOMEBODY} SET PASSWORD 'first-one' CHANGE NOT REQUIRED", "system")
    return SOMEBODY


def change_password(database, to):
    database.run(f"ALTER USER {SOMEBODY} SET PASSWORD '{to}' CHANGE NOT REQUIRED", "system")


@pytest.mark.only_on("4.4.48", "5.26.30", "2026.08.1")
def test_a_renewed_token_reaches_connections_that_are_open(server, database, user):
    with Dialogue(server) as shell:
        say = shell.ask
        say(f"set auth basic {user} first-one")
        say(f"set renew basic {user} second-one")
        say("trace")
        say("session a")
        assert say("begin")[-1] == "begin ok"
        assert say("query RETURN 1")[-1] == "query ok"
        change_password(database, "second-one")
        say("session b")
        lines = say("execute RETURN 2")
        assert "renewing after Neo.ClientError.Security.Unauthorized" in lines
        assert lines[-1] == "execute ok" and said(lines)[-1] == ("3", "COMMIT")
        say("session a")
        assert say("commit")[-1] == "commit ok"

        lines = say("run RETURN 3")
        assert lines[-1] == "run ok"
        # The connection that was given back last is used first. What it knows of us is out of date.
        again = [("1", "LOGOFF"), ("1", "LOGON"), ("1", "RUN"), ("1", "PULL")]
        assert said(lines) == (again if has_logon(server) else [("1", "GOODBYE"), ("3", "RUN"), ("3", "PULL")])
        assert said(say("run RETURN 4"))[0][1] == "RUN"


@pytest.mark.only_on("4.4.48", "5.26.30", "2026.08.1")
def test_nobody_knows_another_token(server, database, user):
    with Dialogue(server) as shell:
        say = shell.ask
        say(f"set auth basic {user} wrong")
        say("set renew basic nobody neither")
        lines = say("execute RETURN 1")
        assert [line for line in lines if line.startswith("renewing")] == ["renewing after Neo.ClientError.Security.Unauthorized"] * 2
        assert lines[-1].startswith("execute error AUTHENTICATION code=Neo.ClientError.Security.Unauthorized")
        assert lines[-1].endswith(": there are no more tokens")
