"""--bolt-trace shows what was said, and no secrets."""
import os
import re
import stat

import pytest

from material import THREE, write

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \[\d+] (--|C:|S:) [^\x00-\x1f\x7f]+")
pytestmark = pytest.mark.only_on("3.5.35", "5.26.30")


def trace_of(text):
    lines = text.splitlines()
    assert lines and all(LINE.fullmatch(line) for line in lines), text
    return [line.partition(" ")[2] for line in lines]


def test_a_conversation_in_a_file(cli, server, database):
    write(cli, THREE)
    file = cli.folder / "trace"
    outcome = cli("--bolt-trace", str(file), "apply", server=server)
    assert outcome.code == 0, str(outcome)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    lines = trace_of(file.read_text())
    assert lines[0] == f"[1] -- Bolt {'3.0' if server.version.startswith('3.') else '5.8'} with 127.0.0.1:{server.port}"
    assert any(line.startswith("[1] C: HELLO {") for line in lines)
    assert any('C: RUN "CREATE (:Step {n: 1})" {} ' in line for line in lines)
    assert any(f'"server": "Neo4j/{server.version}"' in line for line in lines)
    assert lines[-2:] == ["[1] C: GOODBYE", "[1] -- closed"]
    assert server.password not in file.read_text() and '"credentials": "***"' in file.read_text()
    before = file.read_text()
    assert cli("--bolt-trace", str(file), "info", server=server).code == 0
    assert file.read_text().startswith(before) and len(file.read_text()) > len(before)


def test_standard_error(cli, server, database):
    outcome = cli("info", "--bolt-trace=-", server=server)
    assert outcome.code == 0 and "Neo4j/" in outcome.out
    lines = trace_of("".join(line + "\n" for line in outcome.err.splitlines() if re.match(r"\d{4}-\d\d", line)))
    assert lines[-1] == "[1] -- closed" and server.password not in outcome.err


SECRETS = ("hunter-22", "t0ken-of-mine", "t1cket", "more-of-it", "literal-pw")


@pytest.mark.parametrize("login", [
    ("--username", "neo4j", "--password", "hunter-22"), ("--bearer", "t0ken-of-mine"),
    ("--kerberos", "t1cket"),
    ("--custom-auth", "scheme=magic", "--custom-auth", "principal=me", "--custom-auth", "credentials=t1cket", "--custom-auth", "parameter=more-of-it"),
], ids=["basic", "bearer", "kerberos", "custom"])
def test_logins_that_are_refused(cli, server, login):
    outcome = cli("--address", server.uri, *login, "--bolt-trace", "-", "info")
    assert outcome.code == 1, str(outcome)
    lines = [line for line in outcome.err.splitlines() if LINE.fullmatch(line)]
    assert any('"credentials": "***"' in line for line in lines) and any(" S: FAILURE " in line for line in lines), outcome.err
    assert not [secret for secret in SECRETS if secret in "\n".join(lines)]


@pytest.mark.only_on("5.26.30")
def test_passwords_in_migrations(cli, server, database):
    write(cli, {"V1__a.cypher": ":use system\nCREATE USER nina SET PASSWORD 'literal-pw' CHANGE NOT REQUIRED;\n",
                "V2__b.cypher": ":use system\nALTER USER nina SET PASSWORD 'literal-pw' CHANGE NOT;\n"})
    outcome = cli("--bolt-trace", "trace", "apply", server=server)
    assert outcome.code == 1 and database.other_users() == ["nina"]
    trace = (cli.folder / "trace").read_text()
    assert "CREATE USER nina SET PASSWORD '***' CHANGE NOT REQUIRED" in trace and "Neo.ClientError.Statement.SyntaxError" in trace
    assert "literal-pw" not in trace


def test_a_file_that_cannot_be_written(cli, server, database):
    outcome = cli("--bolt-trace", "nowhere/trace", "info", server=server)
    assert outcome.code == 1 and 'cannot write a trace to "nowhere/trace": No such file or directory' in outcome.err
    if os.path.exists("/dev/full"):
        full = cli("--bolt-trace", "/dev/full", "info", server=server)
        assert full.code == 0 and full.err.count('The trace in "/dev/full" ends here: No space left on device') == 1, str(full)
