"""Secrets are for the server: nobody else gets to see them, whichever way they are given."""
import pathlib

import pytest

SECRET = "hush-hush"
UNREACHABLE = "bolt://127.0.0.1:1"
GIVEN = [("-p", SECRET), (f"-p{SECRET}",), (f"-p={SECRET}",), (f"-vp{SECRET}",), ("--password", SECRET), (f"--password={SECRET}",),
         ("--bearer", SECRET), (f"--kerberos={SECRET}",), ("--custom-auth", "scheme=x", f"--custom-auth=credentials={SECRET}"),
         ("-p", "x", "--placeholder", f"api_token={SECRET}")]


def listed(process):
    """The arguments as ps shows them."""
    return pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes().decode()


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("arguments", GIVEN, ids=" ".join)
def test_who_lists_processes_sees_no_secret(cli, listener, arguments, behind):
    command = ("-a", listener.uri, "info")
    process = cli.start(*(command + arguments if behind else arguments + command))
    assert listener.connected.wait(10)
    seen = listed(process)
    process.terminate()
    out, err = process.communicate(timeout=10)
    assert "info" in seen and listener.uri in seen and SECRET not in seen
    assert SECRET not in out + err


def test_a_secret_from_standard_input(cli, listener):
    process = cli.start("-a", listener.uri, "--password:file", "-", "info")
    process.stdin.write(f"{SECRET}\n")
    process.stdin.close()
    assert listener.connected.wait(10)
    process.terminate()
    assert process.wait(10) == 143
    assert cli("-a", UNREACHABLE, "--password:file", "-", "info").err.startswith('no password: the file "-" is empty\n')


@pytest.mark.parametrize("form", [(), ("-v",), ("--format", "json"), ("-v", "--bolt-trace", "-")], ids=" ".join)
def test_what_is_printed_holds_no_secret(cli, form):
    (cli.folder / "secret").write_text(f"{SECRET}\n")
    env = {"NEO4J_PASSWORD": SECRET, "OTHER": SECRET, "NM_PLACEHOLDERS_token": SECRET}
    (cli.folder / ".migrations.properties").write_text(f"password={SECRET}\npasswort={SECRET}\nplaceholder=secret={SECRET}\n")
    for way in (), ("-p", SECRET), ("--password:env", "OTHER"), ("--password:file", "secret"), ("--bearer", SECRET):
        for command in ("info",), ("config", "show"), ("help",), ("lock", "what"), ("init", "--force"):
            outcome = cli(*form, *way, "-a", UNREACHABLE, *command, env=env)
            assert SECRET not in outcome.out + outcome.err, str(outcome)


ADDRESSES = ["bolt://nina:{}@127.0.0.1:1", "neo4j://nina:{}@127.0.0.1:1/?a=b", "nonsense://nina:{}@127.0.0.1", "nina:{}@127.0.0.1:1",
             "//nina:{}@127.0.0.1", "bolt:nina:{}@127.0.0.1", "bolt://nina:/{}@127.0.0.1:1", "bolt://127.0.0.1:1/?password={}",
             "neo4j://127.0.0.1:99999/?password={}", "neo4j://127.0.0.1:1/shop?token={}"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_a_login_is_not_repeated(cli, address):
    for form in (), ("-v",), ("--format", "json"):
        for command in ("info",), ("config", "show"):
            outcome = cli(*form, "-p", "x", "-a", address.format(SECRET), *command)
            assert SECRET not in outcome.out + outcome.err, str(outcome)
    outcome = cli("-a", address.format(SECRET), "init")
    assert "@" not in address or (outcome.code == 2 and not (cli.folder / ".migrations.properties").exists()), str(outcome)


@pytest.mark.parametrize("arguments", [(f"password={SECRET}", "info"), ("info", f"password={SECRET}"), (f"--pasword={SECRET}", "info"),
                                       ("--custom-auth", SECRET, "info"), ("apply", f"token={SECRET}")])
def test_a_slip_does_not_give_it_away(cli, arguments):
    outcome = cli(*arguments)
    assert outcome.code == 2 and SECRET not in outcome.err, str(outcome)
