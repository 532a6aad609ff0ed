"""Encrypted connections: whom the client trusts, who it says it is, and what it says when that fails."""

import os
import socket
import ssl
import subprocess
import time

import pytest

import transcript
from behaviours import attempts, outcomes, polite, script
from certificates import DAY, Authority, self_signed, server_context
from stub import Server
from wire import Relay, listener, records, reset

TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
OWN_CA = "give the certificate of that CA as a CA of your own, or accept any certificate with bolt+ssc:// or neo4j+ssc://"


@pytest.fixture(scope="module")
def authority():
    return Authority("Test CA")


@pytest.fixture(scope="module")
def stranger():
    return Authority("Some other CA")


@pytest.fixture
def ca_file(authority, tmp_path):
    path = tmp_path / "ca.pem"
    path.write_bytes(authority.pem)
    return path


def trusting(ca_file, host="localhost", *more):
    """The commands that make connections encrypted, and trust our own CA."""
    return [f"set uri bolt://{host}:${{port}}", "set encryption on", f"set ca_file {ca_file}", *more]


def play(boltsh, context, lines, behaviours=(polite,), **options):
    return boltsh.play(script([*lines]), "5.8", behaviours=list(behaviours), tls=context, **options)


def said(played):
    """The last line, with the port taken out."""
    return played.lines[-1].replace(f":{played.server.port}", ":PORT")


def check_works(played):
    assert played.lines[-1] == "run ok" and not played.mismatches and not played.server.tls_failures


# ---- Whom we trust ----

@pytest.mark.parametrize("names, host", [
    (["localhost"], "localhost"),
    (["LOCALHOST"], "localhost"),
    (["other.example", "localhost", "127.0.0.2"], "localhost"),
    (["127.0.0.1"], "127.0.0.1"),
    (["localhost", "::1", "127.0.0.1"], "127.0.0.1"),
])
@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def test_the_right_host(boltsh, authority, ca_file, tmp_path, names, host, version):
    context = server_context(tmp_path, authority.issue(*names), version, version)
    check_works(play(boltsh, context, trusting(ca_file, host, "run RETURN 1")))


@pytest.mark.parametrize("names, host, owner", [
    (["other.example"], "localhost", '"other.example"'),
    (["a.example", "127.0.0.2", "::1"], "localhost", '"a.example", "127.0.0.2", "::1"'),
    (["127.0.0.1"], "localhost", '"127.0.0.1"'),
    (["localhost"], "127.0.0.1", '"localhost"'),
    (["127.0.0.2"], "127.0.0.1", '"127.0.0.2"'),
    (["*.localhost"], "localhost", '"*.localhost"'),
    (["l*t"], "localhost", '"l*t"'),
    ([f"h{i}.example" for i in range(10)], "localhost", ", ".join(f'"h{i}.example"' for i in range(8)) + ", ..."),
    ([], "localhost", '"nobody"'),
])
def test_a_wrong_host(boltsh, authority, ca_file, tmp_path, names, host, owner):
    context = server_context(tmp_path, authority.issue(*names))
    played = play(boltsh, context, trusting(ca_file, host, "server"), behaviours=[])
    assert said(played) == (f'server error SECURITY: cannot trust "{host}:PORT": its certificate is for {owner}, not for '
                            f'"{host}": write the address as the certificate has it')
    assert len(played.server.tls_failures) == 1


def test_names_in_certificates_cannot_do_tricks_in_a_terminal(boltsh, authority, ca_file, tmp_path):
    context = server_context(tmp_path, authority.issue(common_name="\x1b[2Jnice\n"))
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert 'is for "?[2Jnice?", not for "localhost"' in said(played) and len(played.lines) == 1


def date(when):
    return (Authority("x").certificate.not_valid_before_utc + DAY + when).strftime("%Y-%m-%d")


def test_an_expired_certificate(boltsh, authority, ca_file, tmp_path):
    context = server_context(tmp_path, authority.issue("localhost", since=-30 * DAY, until=-3 * DAY))
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: cannot trust "localhost:PORT": its certificate expired on '
                            f'{date(-3 * DAY)}: it must be renewed')


def test_a_certificate_that_is_not_valid_yet(boltsh, authority, ca_file, tmp_path):
    context = server_context(tmp_path, authority.issue("localhost", since=3 * DAY, until=9 * DAY))
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: cannot trust "localhost:PORT": its certificate is not valid before '
                            f'{date(3 * DAY)}: is the clock of this machine right?')


def test_an_expired_authority(boltsh, tmp_path):
    expired = Authority("Old CA", since=-30 * DAY, until=-3 * DAY)
    (tmp_path / "ca.pem").write_bytes(expired.pem)
    context = server_context(tmp_path, expired.issue("localhost"))
    played = play(boltsh, context, trusting(tmp_path / "ca.pem", "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: cannot trust "localhost:PORT": the certificate of its CA "Old CA" '
                            f'expired on {date(-3 * DAY)}: it must be renewed')


def test_a_self_signed_certificate(boltsh, ca_file, tmp_path):
    context = server_context(tmp_path, self_signed("localhost"))
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: cannot trust "localhost:PORT": its certificate is self-signed: give it '
                            'as a CA of your own, or accept any certificate with bolt+ssc:// or neo4j+ssc://')


def test_a_self_signed_certificate_can_be_trusted(boltsh, tmp_path):
    issued = self_signed("localhost")
    (tmp_path / "own.pem").write_bytes(issued.pem)
    context = server_context(tmp_path, issued)
    check_works(play(boltsh, context, trusting(tmp_path / "own.pem", "localhost", "run RETURN 1")))


def test_an_unknown_authority(boltsh, ca_file, stranger, tmp_path):
    context = server_context(tmp_path, stranger.issue("localhost"))
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: cannot trust "localhost:PORT": its certificate was issued by "Some '
                            f'other CA", who is not trusted: {OWN_CA}')


@pytest.mark.parametrize("trusted", ["root", "intermediate"])
def test_intermediate_authorities(boltsh, authority, tmp_path, trusted):
    """The server sends the chain; whatever stands in our file is trusted, also when it is no root."""
    middle = Authority("Middle", authority)
    path = tmp_path / "trusted.pem"
    path.write_bytes((authority if trusted == "root" else middle).pem)
    context = server_context(tmp_path, middle.issue("localhost"))
    check_works(play(boltsh, context, trusting(path, "localhost", "run RETURN 1")))


@pytest.mark.parametrize("variable, content", [("SSL_CERT_FILE", "ca.pem"), ("SSL_CERT_DIR", "hashed")])
def test_the_system_trusts_it(boltsh, authority, ca_file, tmp_path, variable, content):
    hashed = tmp_path / "hashed"
    hashed.mkdir()
    name = ssl_subject_hash(ca_file)
    (hashed / f"{name}.0").write_bytes(authority.pem)
    context = server_context(tmp_path, authority.issue("localhost"))
    lines = ["set uri bolt+s://localhost:${port}", "run RETURN 1"]
    check_works(play(boltsh, context, lines, environment={variable: str(tmp_path / content)}))


def ssl_subject_hash(path):
    return subprocess.run(["openssl", "x509", "-subject_hash", "-noout", "-in", path], check=True, capture_output=True,
                          text=True).stdout.strip()


def test_own_authorities_replace_those_of_the_system(boltsh, authority, stranger, ca_file, tmp_path):
    (tmp_path / "own.pem").write_bytes(stranger.pem)
    context = server_context(tmp_path, authority.issue("localhost"))
    played = play(boltsh, context, trusting(tmp_path / "own.pem", "localhost", "server"), behaviours=[],
                  environment={"SSL_CERT_FILE": str(ca_file)})
    assert 'issued by "Test CA", who is not trusted' in said(played)


def test_several_authorities_in_a_file(boltsh, authority, stranger, tmp_path):
    (tmp_path / "both.pem").write_bytes(b"The first:\n" + stranger.pem + b"and the second:\n" + authority.pem)
    context = server_context(tmp_path, authority.issue("localhost"))
    check_works(play(boltsh, context, trusting(tmp_path / "both.pem", "localhost", "run RETURN 1")))


def test_a_folder_of_authorities(boltsh, authority, stranger, tmp_path):
    """Names do not matter, and neither do files without a certificate."""
    folder = tmp_path / "cas"
    folder.mkdir()
    (folder / "README").write_text("Our CAs.\n")
    (folder / "a.crt").write_bytes(stranger.pem)
    (folder / "b.anything").write_bytes(authority.pem)
    (folder / "again.pem").symlink_to("b.anything")
    (folder / "empty").mkdir()
    context = server_context(tmp_path, authority.issue("localhost"))
    lines = ["set uri bolt://localhost:${port}", "set encryption on", f"set ca_folder {folder}", "run RETURN 1"]
    check_works(play(boltsh, context, lines))


@pytest.mark.parametrize("setting, content, message", [
    ("ca_file", None, 'IO: cannot read "PATH": No such file or directory'),
    ("ca_file", b"", 'ARGUMENT: there is no certificate in "PATH": PEM is expected'),
    ("ca_file", b"-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n",
     'ARGUMENT: a certificate in "PATH" is malformed: PEM is expected'),
    ("ca_folder", None, 'IO: cannot list "PATH": No such file or directory'),
    ("ca_folder", {}, 'ARGUMENT: no file in the folder "PATH" holds a certificate: PEM is expected'),
    ("ca_folder", {"x": b"-----BEGIN CERTIFICATE-----\n"}, 'ARGUMENT: a certificate in "PATH/x" is malformed: PEM is expected'),
    ("client_certificate", None, 'IO: cannot read "PATH": No such file or directory'),
    ("client_certificate", b"x", 'ARGUMENT: there is no certificate in "PATH": PEM is expected'),
])
def test_files_that_are_of_no_use(boltsh, authority, tmp_path, setting, content, message):
    path = tmp_path / "it"
    if isinstance(content, dict):
        path.mkdir()
        for name, data in content.items():
            (path / name).write_bytes(data)
    elif content is not None:
        path.write_bytes(content)
    context = server_context(tmp_path, authority.issue("localhost"))
    lines = ["set uri bolt://localhost:${port}", "set encryption on", f"set {setting} {path}", "server"]
    played = play(boltsh, context, lines, behaviours=[])
    assert said(played) == "server error " + message.replace("PATH", str(path))


# ---- Whom we accept without trust ----

@pytest.mark.parametrize("lines", [
    ["set uri bolt+ssc://localhost:${port}"],
    ["set uri bolt://localhost:${port}", "set encryption on", "set trust any"],
], ids=["scheme", "settings"])
@pytest.mark.parametrize("kind", ["wrong host", "expired", "not yet", "self-signed", "unknown"])
def test_any_certificate_will_do(boltsh, authority, stranger, tmp_path, lines, kind):
    issued = {"wrong host": lambda: authority.issue("other.example"),
              "expired": lambda: authority.issue("localhost", since=-9 * DAY, until=-DAY),
              "not yet": lambda: authority.issue("localhost", since=DAY, until=9 * DAY),
              "self-signed": lambda: self_signed("localhost"),
              "unknown": lambda: stranger.issue("localhost")}[kind]()
    check_works(play(boltsh, server_context(tmp_path, issued), [*lines, "run RETURN 1"]))


# ---- Who we are ----

@pytest.fixture(params=[TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def demanding(request, authority, tmp_path):
    """A server that wants a certificate of its clients."""
    return server_context(tmp_path, authority.issue("localhost"), request.param, request.param, clients=authority)


def showing(ca_file, certificate, key, *more):
    return trusting(ca_file, "localhost", f"set client_certificate {certificate}", *([f"set client_key {key}"] if key else []), *more)


def subject_of(peer):
    return dict(pair[0] for pair in peer.socket.getpeercert()["subject"])["commonName"]


def test_the_right_client_certificate(boltsh, authority, demanding, ca_file, tmp_path):
    certificate, key = authority.issue(common_name="migrations").write(tmp_path, "client")
    seen = []

    def look(peer):
        seen.append(subject_of(peer))
        polite(peer)
    check_works(play(boltsh, demanding, showing(ca_file, certificate, key, "run RETURN 1"), [look]))
    assert seen == ["migrations"]


def test_a_client_certificate_with_its_chain(boltsh, authority, demanding, ca_file, tmp_path):
    certificate, key = Authority("Middle", authority).issue(common_name="below").write(tmp_path, "client")
    check_works(play(boltsh, demanding, showing(ca_file, certificate, key, "run RETURN 1")))


def test_a_client_certificate_without_checking_the_server(boltsh, authority, demanding, tmp_path):
    certificate, key = authority.issue().write(tmp_path, "client")
    lines = ["set uri bolt+ssc://localhost:${port}", f"set client_certificate {certificate}", f"set client_key {key}", "run RETURN 1"]
    check_works(play(boltsh, demanding, lines))


def test_no_client_certificate(boltsh, demanding, ca_file):
    played = play(boltsh, demanding, trusting(ca_file, "localhost", "transact RETURN 1"), behaviours=[])
    assert said(played) == ('transact error SECURITY: the encrypted connection to "localhost:PORT" failed: it wants a client '
                            'certificate, and none is configured')
    assert len(played.lines) == 1 and len(played.server.tls_failures) == 1, "tried again"


def test_a_client_certificate_that_the_server_does_not_trust(boltsh, stranger, demanding, ca_file, tmp_path):
    certificate, key = stranger.issue().write(tmp_path, "client")
    played = play(boltsh, demanding, showing(ca_file, certificate, key, "transact RETURN 1"), behaviours=[])
    assert said(played) == ('transact error SECURITY: the encrypted connection to "localhost:PORT" failed: it does not accept '
                            'our client certificate (unknown CA)')
    assert len(played.lines) == 1 and len(played.server.tls_failures) == 1, "tried again"


@pytest.mark.parametrize("password, given, complaint", [
    ("open sesame", "open sesame", None),
    ("open sesame", "open says me", 'the password for the private key in "KEY" is wrong'),
    ("open sesame", None, 'the private key in "KEY" is encrypted: give its password'),
    (None, "needless", None),
])
def test_the_password_of_a_key(boltsh, authority, demanding, ca_file, tmp_path, password, given, complaint):
    certificate, key = authority.issue().write(tmp_path, "client", password)
    settings = [f"set client_key_password {given}"] if given else []
    played = play(boltsh, demanding, showing(ca_file, certificate, key, *settings, "run RETURN 1"), [] if complaint else [polite])
    if complaint:
        assert said(played) == "run error ARGUMENT: " + complaint.replace("KEY", str(key))
    else:
        check_works(played)


def test_key_and_certificate_in_one_file(boltsh, authority, demanding, ca_file, tmp_path):
    issued = authority.issue()
    (tmp_path / "both.pem").write_bytes(issued.key_pem("secret") + issued.pem)
    lines = showing(ca_file, tmp_path / "both.pem", None, "set client_key_password secret", "run RETURN 1")
    check_works(play(boltsh, demanding, lines))


@pytest.mark.parametrize("content, complaint", [
    ("another", 'the private key in "KEY" does not belong to the certificate in "CERTIFICATE"'),
    ("none", 'there is no private key in "KEY": PEM is expected'),
    ("malformed", 'the private key in "KEY" is malformed: PEM is expected'),
])
def test_keys_that_do_not_fit(boltsh, authority, demanding, ca_file, tmp_path, content, complaint):
    certificate, key = authority.issue().write(tmp_path, "client")
    key.write_bytes({"another": authority.issue().key_pem(), "none": b"none",
                     "malformed": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}[content])
    played = play(boltsh, demanding, showing(ca_file, certificate, key, "server"), behaviours=[])
    assert said(played) == "server error ARGUMENT: " + complaint.replace("KEY", str(key)).replace("CERTIFICATE", str(certificate))


def test_files_are_read_again_when_they_change(boltsh, authority, demanding, ca_file, tmp_path):
    """The certificate of a client is replaced while it runs; so is the CA that it trusts."""
    certificate, key = authority.issue(common_name="first").write(tmp_path, "client")
    seen = []

    def replace(path, content):
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        os.replace(fresh, path)

    def first(peer):
        polite_once(peer)
        seen.append(subject_of(peer))
        second = authority.issue(common_name="second")
        replace(certificate, second.pem)
        replace(key, second.key_pem())
        peer.drain()

    def second(peer):
        polite_once(peer)
        seen.append(subject_of(peer))
        replace(ca_file, Authority("New CA").pem)
        peer.drain()

    lines = showing(ca_file, certificate, key, "run RETURN 1", "sleep 200", "run RETURN 1", "sleep 200", "run RETURN 1")
    played = play(boltsh, demanding, lines, [first, second])
    assert seen == ["first", "second"] and not played.mismatches
    assert [line for line in played.lines if line.startswith("run ")][:2] == ["run ok", "run ok"]
    assert 'issued by "Test CA", who is not trusted' in said(played)


def test_a_rotation_in_the_middle_may_be_tried_again(boltsh, authority, demanding, ca_file, tmp_path):
    """Between the new certificate and the new key nothing fits, but it will soon."""
    certificate, key = authority.issue(common_name="first").write(tmp_path, "client")
    fresh = authority.issue(common_name="second")

    def first(peer):
        polite_once(peer)
        certificate.write_bytes(fresh.pem)
        peer.drain()

    def finish_the_rotation(connection):
        assert connection.recv(1) == b"", "the client gives up before it says anything"
        key.write_bytes(fresh.key_pem())
    lines = showing(ca_file, certificate, key, "run RETURN 1", "sleep 200", "execute RETURN 1")
    played = play(boltsh, Instead(demanding, 1, finish_the_rotation), lines, [first, polite], deadline=8)
    retry, *_, last = [line for line in played.lines if line.startswith(("retry", "execute"))]
    assert retry.startswith("retry after 1 s: error ARGUMENT retryable: the private key in ") and last == "execute ok"
    assert not played.mismatches


def polite_once(peer):
    """Serves one statement outside of a transaction."""
    peer.greet()
    peer.expect("RUN")
    peer.expect("PULL")
    peer.send("SUCCESS", {"fields": ["x"]})
    peer.send("RECORD", [1])
    peer.send("SUCCESS", {})
    peer.flush()


# ---- What the server is told before anything is trusted ----

@pytest.mark.parametrize("host, told", [("localhost", "localhost"), ("127.0.0.1", None)])
def test_the_name_of_the_host(boltsh, authority, ca_file, tmp_path, host, told):
    """Names are sent along, addresses are not (RFC 6066, section 3)."""
    names = []
    context = server_context(tmp_path, authority.issue("localhost", "127.0.0.1"))
    context.sni_callback = lambda connection, name, ctx: names.append(name)
    check_works(play(boltsh, context, trusting(ca_file, host, "run RETURN 1")))
    assert names == [told]


def tells_of_itself(peer):
    """A router that is the only server of its cluster, and knows itself by its address."""
    peer.greet()
    peer.expect("ROUTE")
    here = [f"127.0.0.1:{peer.socket.getsockname()[1]}"]
    peer.send("SUCCESS", {"rt": {"ttl": 300, "db": "neo4j", "servers": [
        {"role": role, "addresses": here} for role in ("ROUTE", "READ", "WRITE")]}})
    polite(peer)


@pytest.mark.parametrize("names, last", [
    (["localhost", "127.0.0.1"], "execute ok"),
    (["localhost"], "execute error SECURITY: cannot trust \"127.0.0.1:PORT\": its certificate is for \"localhost\", not for "
     "\"127.0.0.1\": write the address as the certificate has it"),
])
def test_servers_of_a_cluster_go_by_the_name_in_its_table(boltsh, authority, ca_file, tmp_path, names, last):
    told = []
    context = server_context(tmp_path, authority.issue(*names))
    context.sni_callback = lambda connection, name, ctx: told.append(name)
    lines = ["set uri neo4j://localhost:${port}", "set encryption on", f"set ca_file {ca_file}", "execute RETURN 1"]
    played = play(boltsh, context, lines, [tells_of_itself, polite] if last == "execute ok" else [tells_of_itself])
    assert said(played) == last and told[:2] == ["localhost", None] and not played.mismatches


@pytest.mark.parametrize("low, high, complaint", [
    (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, "it does not speak TLS 1.2 or later"),
])
def test_a_server_that_is_too_old(boltsh, authority, ca_file, tmp_path, low, high, complaint):
    with pytest.warns(DeprecationWarning):
        context = server_context(tmp_path, authority.issue("localhost"), low, high)
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == f'server error SECURITY: the encrypted connection to "localhost:PORT" failed: {complaint}'


@pytest.mark.parametrize("version", [TLS12, TLS13])
def test_no_cipher_in_common(boltsh, authority, ca_file, tmp_path, version):
    context = server_context(tmp_path, authority.issue("localhost"), TLS12, TLS12)
    context.set_ciphers("ADH-AES128-SHA:@SECLEVEL=0")
    played = play(boltsh, context, trusting(ca_file, "localhost", "server"), behaviours=[])
    assert said(played) == ('server error SECURITY: the encrypted connection to "localhost:PORT" failed: it ended the '
                            'conversation (handshake failure)')


# ---- Servers without TLS, and servers without anything else ----

PLAIN_INSTEAD = "write bolt:// or neo4j:// without encryption, or switch TLS on at the server"


def answers(data, hard=False):
    def behave(connection):
        connection.recv(1 << 16)
        if hard:
            reset(connection)
        else:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1)
    return behave


@pytest.mark.parametrize("behave, message", [
    (answers(b""), f'SECURITY: "localhost:PORT" hangs up when it is asked for TLS: if it does not speak TLS, {PLAIN_INSTEAD}'),
    (answers(b"\0\0\0\0"), f'SECURITY: "localhost:PORT" does not speak TLS: {PLAIN_INSTEAD}'),
    (answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
     'SECURITY: "localhost:PORT" speaks HTTP, not Bolt: give the server\'s Bolt port, usually 7687'),
    (answers(b"", hard=True), 'CONNECTION retryable: lost the connection to "localhost:PORT" during the TLS handshake: '
     'connection reset by the peer'),
    (answers(b"\x16\3\3\0\4"), 'CONNECTION retryable: lost the connection to "localhost:PORT" during the TLS handshake: the '
     'server closed it'),
], ids=["hangs up", "zeros", "http", "resets", "half a record"])
def test_a_server_without_tls(boltsh, behave, message):
    with listener(behave) as port:
        played = boltsh.play(script([f"set uri bolt+s://localhost:{port}", "server"]), "5.8", behaviours=[])
    assert played.lines == ["server error " + message.replace("PORT", str(port))]


def test_a_server_without_tls_is_not_asked_again(boltsh):
    asked = []
    with listener(lambda connection: asked.append(connection.recv(1 << 16))) as port:
        boltsh.play(script([f"set uri bolt+s://localhost:{port}", "transact RETURN 1"]), "5.8", behaviours=[])
    assert len(asked) == 1 and asked[0][0] == 22, "nothing but one ClientHello was sent"


@pytest.mark.parametrize("answer", [b"", b"\x15\3\3\0\2\2\x46"], ids=["hangs up", "alert"])
def test_a_server_that_wants_tls(boltsh, answer):
    with listener(answers(answer)) as port:
        played = boltsh.play(script([f"set uri bolt://localhost:{port}", "server"]), "5.8", behaviours=[])
    assert "write bolt+s:// or neo4j+s://" in played.lines[0] and len(played.lines) == 1


def test_a_server_that_was_met_before_and_hangs_up_may_be_tried_again(boltsh, authority, ca_file, tmp_path):
    """It speaks TLS, so it does not hang up because of that."""
    context = server_context(tmp_path, authority.issue("localhost"))

    def once(peer):
        polite_once(peer)
        peer.drain()
    played = boltsh.play(script(trusting(ca_file, "localhost", "run RETURN 1", "sleep 200", "run RETURN 1")), "5.8",
                         behaviours=[once], tls=Instead(context, 1, lambda connection: connection.recv(1 << 16)))
    assert played.lines[-1].startswith("run error CONNECTION retryable: lost the connection to ")
    assert played.lines[-1].endswith("during the TLS handshake: the server closed it")


class Instead:
    """A context of TLS that does something else with one of the connections, counted from 0, and hangs up."""

    def __init__(self, context, number, behave):
        self.context, self.number, self.behave, self.seen = context, number, behave, 0

    def wrap_socket(self, connection, **options):
        self.seen += 1
        if self.seen - 1 == self.number:
            return WithoutTls(connection, self.behave)
        return self.context.wrap_socket(connection, **options)


class WithoutTls(socket.socket):
    def __init__(self, connection, behave):
        super().__init__(fileno=connection.detach())
        self.settimeout(5)
        self.behave = behave

    def do_handshake(self):
        self.behave(self)
        raise OSError("no TLS")


# ---- Time ----

def silence(connection):
    """Until the client leaves, which is for the client to decide."""
    while connection.recv(1 << 16):
        pass


def test_a_handshake_that_takes_too_long(boltsh):
    with listener(silence) as port:
        lines = [f"set uri bolt+ssc://localhost:{port}", "set connect_timeout 300", "server"]
        played = boltsh.play(script(lines), "5.8", behaviours=[])
    assert played.lines == [f'server error TIMEOUT retryable: "localhost:{port}" did not finish the TLS handshake in time: is '
                            'it the Bolt port of a server, and does it speak TLS?']


def test_a_handshake_that_drips(boltsh, authority, tmp_path):
    """Signs of life do not prolong it."""
    context = server_context(tmp_path, authority.issue("localhost"))
    played = relayed(boltsh, context, ["set connect_timeout 400", "server"], slice=1, pause=0.01, uri="bolt+ssc")
    assert played.lines[0].startswith("server error TIMEOUT retryable: ")


def test_cancel_during_the_handshake(boltsh):
    with listener(silence) as port:
        played = boltsh.play(script([f"set uri bolt+ssc://localhost:{port}", "server"]), "5.8", behaviours=[], cancel_after=0.3)
    assert played.lines == ["server error CANCELLED: cancelled"]


# ---- Bytes ----

def relayed(boltsh, context, lines, behaviours=(polite,), uri="bolt+ssc", limits=(), slice=1 << 16, pause=0.0, **options):
    """Plays with a Relay between client and server."""
    text = script([f"set uri {uri}://localhost:${{relay}}", *lines])
    scenario = transcript.parse(text, (5, 8), relay="0")
    with Server(scenario, list(behaviours), options.get("deadline", 10.0), tls=context) as server, \
            Relay(server.port, limits, slice, pause) as relay:
        played = boltsh.play(text, "5.8", behaviours=[], relay=relay.port, **options)
    played.servers, played.relay = [server], relay
    played.mismatches = server.mismatches
    return played


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def test_one_byte_at_a_time(boltsh, authority, tmp_path, version):
    context = server_context(tmp_path, authority.issue("localhost"), version, version)
    played = relayed(boltsh, context, ["begin", "queue CREATE (:A)", "query RETURN 1", "commit"], slice=1)
    assert played.lines[-1] == "commit ok" and not played.mismatches


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def test_cut_after_so_many_bytes(boltsh, authority, tmp_path, version):
    """Wherever it is cut, nothing that is incomplete passes for complete."""
    context = server_context(tmp_path, authority.issue("localhost"), version, version)
    lines = ["begin", "queue CREATE (:A)", "query MATCH (n) RETURN n", "commit"]
    whole = relayed(boltsh, context, attempts(1, lines).split("> ")[1:], deadline=20)
    total = len(whole.relay.heard[0])
    limits = sorted({*range(0, total, 29), *range(total - 150, total)})
    played = relayed(boltsh, context, attempts(len(limits), lines).split("> ")[1:], [polite] * len(limits), limits=limits, deadline=30)
    found = outcomes(played.lines)
    assert len(found) == len(limits)
    for limit, said_there in zip(limits, found):
        text = "\n".join(said_there)
        assert "commit ok" not in text or total - limit < 64, f"{limit} of {total}: {text}"
        assert "commit ok" in text or any(" error " + status in text for status in (
            "CONNECTION", "SECURITY", "UNKNOWN_OUTCOME")), f"{limit} of {total}: {text}"


def half_an_answer(ending):
    def behave(peer):
        peer.greet()
        peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": ["x"]})
        peer.put(b"\0\x10\xb1\x71\x91")  # a chunk of 16 bytes begins
        peer.flush()
        ending(peer)
    return behave


def farewell(peer):
    peer.socket.unwrap()


@pytest.mark.parametrize("ending, reason", [
    (lambda peer: peer.drain(), "it was closed without the farewell of TLS"),
    (lambda peer: peer.abort(), "connection reset by the peer"),
    (farewell, "the server closed it"),
], ids=["cut off", "reset", "farewell"])
def test_half_an_answer(boltsh, authority, ca_file, tmp_path, ending, reason):
    context = server_context(tmp_path, authority.issue("localhost"))
    played = play(boltsh, context, trusting(ca_file, "localhost", "run RETURN 1"), [half_an_answer(ending)])
    assert said(played) == f'run error CONNECTION: lost the connection to "localhost:PORT" while running a statement: {reason}'


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def test_much_in_both_directions(boltsh, authority, ca_file, tmp_path, version):
    """Several megabytes, at a server that begins to read late and at a client that has to take its time."""
    context = server_context(tmp_path, authority.issue("localhost"), version, version)
    text = "0123456789abcdef" * (1 << 18)

    def echo(peer):
        peer.greet()
        time.sleep(0.3)
        _, parameters, _ = peer.expect("RUN")
        peer.expect("PULL")
        peer.send("SUCCESS", {"fields": ["same", "text"]})
        peer.send("RECORD", [parameters["text"] == text, parameters["text"]])
        peer.send("SUCCESS", {})
        peer.expect("GOODBYE")
    played = play(boltsh, context, trusting(ca_file, "localhost", f'run RETURN $text | {{"text": "{text}"}}'), [echo], deadline=20)
    check_works(played)
    assert any("true" in line and text in line for line in played.lines)


def test_a_server_that_leaves_while_it_is_spoken_to(boltsh, authority, ca_file, tmp_path):
    """No SIGPIPE, and what it said before is read."""
    context = server_context(tmp_path, authority.issue("localhost"))

    def leave(peer):
        peer.expect("HELLO")
        peer.expect("LOGON")
        peer.send("FAILURE", {"neo4j_code": "Neo.ClientError.Security.Unauthorized", "message": "no", "gql_status": "42NFF",
                              "description": "no", "diagnostic_record": {}})
        peer.flush()
        peer.close()
    text = "x" * (1 << 20)
    played = play(boltsh, context, trusting(ca_file, "localhost", f'run RETURN $text | {{"text": "{text}"}}'), [leave])
    assert played.lines[-1].startswith("run error AUTHENTICATION") or "lost the connection" in played.lines[-1]


# ---- Nothing in plain ----

@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["TLS1.2", "TLS1.3"])
def test_nothing_is_sent_in_plain(boltsh, authority, tmp_path, version):
    context = server_context(tmp_path, authority.issue("localhost"), version, version)
    played = relayed(boltsh, context, ["set auth basic somebody geheim", "run RETURN 'something'"])
    assert played.lines[-1] == "run ok"
    sent = bytes(played.relay.said[0])
    assert 23 in records(sent)
    for plain in (bytes.fromhex("6060b017"), b"somebody", b"geheim", b"RETURN", b"something", b"boltsh/"):
        assert plain not in sent


def test_a_server_that_is_not_trusted_learns_nothing(boltsh, stranger, ca_file, tmp_path):
    context = server_context(tmp_path, stranger.issue("localhost"))
    played = relayed(boltsh, context, ["set encryption on", f"set ca_file {ca_file}", "run RETURN 1"], uri="bolt")
    assert "is not trusted" in played.lines[-1]
    kinds = records(bytes(played.relay.said[0]))
    assert played.server.peers == [] and len(played.relay.said) == 1 and kinds[0] == 22 and len(kinds) <= 3


# ---- Settings that exclude each other ----

@pytest.mark.parametrize("lines, message", [
    (["set uri bolt+s://h:1", "set encryption on"],
     'the scheme "bolt+s" says itself that connections are encrypted and which certificates are trusted: leave the settings '
     'for that out, or keep them and write "bolt://h:1"'),
    (["set uri bolt://h:1", "set trust any"],
     'a setting says which certificates are trusted, but connections to "bolt://h:1" are not encrypted: switch encryption on '
     'as well'),
])
def test_settings_that_exclude_each_other(boltsh, lines, message):
    """All of them are in the unit test of encryption.c; these are for the way there."""
    played = boltsh.play(script([*lines, "server"]), "5.8", behaviours=[])
    assert played.lines == ["server error ARGUMENT: " + message]
