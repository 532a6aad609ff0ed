"""Waiting for a database that is still starting."""
import json
import signal
import subprocess

import pytest


def test_until_a_server_has_started(cli, killable):
    killable.kill()
    waiting = cli.start("--format", "json", "wait", "--timeout", "PT2M", server=killable)
    killable.restart()
    out, err = waiting.communicate(timeout=60)
    assert (waiting.returncode, err) == (0, "")
    result = json.loads(out)
    assert result["command"] == "wait" and 1000 < result["waitedMs"] < 120_000
    assert cli("wait", server=killable).out == "The database is available.\n"


def test_not_for_ever_and_not_for_what_does_not_pass(cli, killable):
    outcome = cli("--address", killable.uri, "--username", "nobody", "--password", "wrong", "wait")
    assert outcome.code == 1 and "does not let user \"nobody\" in" in outcome.out
    killable.kill()
    outcome = cli("wait", "timeout=PT0.5S", server=killable)
    assert outcome.code == 1 and "connection refused" in outcome.out
    waiting = cli.start("wait", server=killable)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.communicate(timeout=0.5)
    waiting.send_signal(signal.SIGTERM)
    waiting.communicate(timeout=10)
    assert waiting.returncode == 143
