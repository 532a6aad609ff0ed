"""Options of encryption, as far as they can be told apart without a server: nobody listens at the address."""
import pytest

from certificates import Authority
from test_configuration import goes_to, properties
from test_usage import usage_error

PLAIN, VERIFIED = ("-a", "bolt://127.0.0.1:1", "-p", "x"), ("-a", "bolt+s://127.0.0.1:1", "-p", "x")
SAID = ('the scheme "bolt+s" says itself that connections are encrypted and which certificates are trusted: leave the settings '
        'for that out, or keep them and write "bolt://127.0.0.1:1"')
NOT_ENCRYPTED = ('a setting says which certificates are trusted, but connections to "bolt://127.0.0.1:1" are not encrypted: '
                 'switch encryption on as well')


@pytest.mark.parametrize("arguments", [
    (*VERIFIED,), ("-a", "bolt+ssc://127.0.0.1:1", "-p", "x"), (*PLAIN, "--encrypted"), (*PLAIN, "--encrypted=false"),
    (*PLAIN, "--encrypted", "--trust", "any"), (*PLAIN, "--encrypted", "--trust=SYSTEM"),
    (*PLAIN, "--encrypted", "--ca-file", "ca.pem", "--ca-folder", "cas"),
    (*VERIFIED, "--client-certificate", "c.pem", "--client-key", "k.pem", "--client-key-password", "x"),
])
def test_what_goes_together(cli, arguments):
    assert goes_to(cli(*arguments, "info")) == "1"


@pytest.mark.parametrize("arguments, message", [
    ((*VERIFIED, "--encrypted"), SAID),
    ((*VERIFIED, "--encrypted=false"), SAID),
    ((*VERIFIED, "--trust", "SYSTEM"), SAID),
    ((*VERIFIED, "--ca-file", "ca.pem"), SAID),
    ((*PLAIN, "--trust", "any"), NOT_ENCRYPTED),
    ((*PLAIN, "--ca-folder", "cas"), NOT_ENCRYPTED),
    ((*PLAIN, "--encrypted", "--trust", "system", "--ca-file", "ca.pem"),
     "trust in the CAs of the system and trust in CAs of your own exclude each other: leave one of them out"),
    ((*PLAIN, "--trust", "nobody"), '"--trust" wants one of SYSTEM, ANY, not "nobody"'),
    ((*PLAIN, "--client-certificate", "c.pem"),
     'a client certificate is given, but connections to "bolt://127.0.0.1:1" are not encrypted: switch encryption on, or write '
     '"bolt+s://127.0.0.1:1"'),
    ((*VERIFIED, "--client-key", "k.pem"), "a client key is given, but not the client certificate that it is for"),
    ((*VERIFIED, "--client-key-password:env", "KEY"),
     "a client key password is given, but not the client certificate that it is for"),
    ((*VERIFIED, "--client-key-password:env", "NOT_SET"),
     'no password for the client key: the environment variable "NOT_SET" is not set'),
    ((*VERIFIED, "--client-key-password:file", "nowhere"),
     'no password for the client key: cannot read "nowhere": No such file or directory'),
])
def test_what_does_not(cli, arguments, message):
    assert usage_error(cli(*arguments, "info", env={"KEY": "x"})) == message


def test_properties(cli):
    properties(cli, "address=bolt://127.0.0.1:1\npassword=x\nencrypted=true\ntrust=any\n")
    assert goes_to(cli("info")) == "1"
    assert usage_error(cli("info", "--encrypted=false")) == NOT_ENCRYPTED
    properties(cli, "password=x\nclient-key-password\\:file=nowhere\n")
    assert usage_error(cli("info")).startswith("no password for the client key: cannot read")


def test_the_password_of_the_key_is_asked_for_without_echo(terminal):
    shown = terminal(*VERIFIED, "--client-certificate", "c.pem", "--client-key-password", "info")
    shown.read_until("Password of the client key: ")
    assert not shown.echoes()
    shown.type("hush\n")
    assert shown.wait() == 1
    assert "hush" not in shown.read_until("127.0.0.1:1")


def test_a_server_that_does_not_answer_is_not_told_the_password(cli, listener):
    process = cli.start("-a", listener.uri.replace("bolt://", "bolt+s://"), "-p", "geheim", "info")
    assert listener.connected.wait(10)
    while len(listener.received) < 5:
        assert process.poll() is None
    process.terminate()
    assert process.wait(10) == 143
    assert listener.received[:3] == b"\x16\3\1" and b"geheim" not in listener.received


def test_files_are_named_in_failures(cli, listener):
    """A connection is there, so the files are read."""
    client = Authority("CA").issue()
    (cli.folder / "c.pem").write_bytes(client.pem)
    (cli.folder / "k.pem").write_bytes(client.key_pem("secret"))
    address = ("-a", listener.uri.replace("bolt://", "bolt+ssc://"), "-p", "x", "--client-certificate", "c.pem")
    outcome = cli(*address, "--client-key", "k.pem", "--client-key-password", "wrong", "info")
    assert (outcome.code, outcome.out) == (1, 'the password for the private key in "k.pem" is wrong\n')
    assert cli(*address, "info").out == 'there is no private key in "c.pem": PEM is expected\n'
