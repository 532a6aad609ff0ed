"""Encrypted connections to real servers, whose certificate signs itself and names localhost and its addresses."""
import shutil

import pytest

from certificates import Authority
from material import THREE, states, steps, write

OWN = "as a CA of your own, or accept any certificate with bolt+ssc:// or neo4j+ssc://"


def at(server, scheme, host="localhost"):
    return ["--address", f"{scheme}://{host}:{server.port}", "--username", server.user, "--password", server.password]


def trusting(server):
    return {"SSL_CERT_FILE": server.certificate}


@pytest.fixture
def ca_folder(server, tmp_path):
    folder = tmp_path / "cas"
    folder.mkdir()
    shutil.copy(server.certificate, folder / "neo4j.crt")
    return folder


def ways(server, ca_folder):
    """Arguments, and what is added to the environment."""
    return [(at(server, "bolt+ssc"), {}),
            (at(server, "bolt+s"), trusting(server)),
            (at(server, "bolt+s", "127.0.0.1"), trusting(server)),
            (at(server, "neo4j+ssc"), {}),
            (at(server, "neo4j+s"), trusting(server)),
            ([*at(server, "neo4j"), "--encrypted", "--ca-file", server.certificate], {}),
            ([*at(server, "bolt"), "--encrypted"], trusting(server)),
            ([*at(server, "bolt"), "--encrypted", "--trust", "any"], {}),
            ([*at(server, "bolt"), "--encrypted", "--ca-file", server.certificate], {}),
            ([*at(server, "bolt"), "--encrypted", "--ca-folder", ca_folder], {})]


def test_every_way_to_say_it(cli, server, database, ca_folder):
    write(cli, THREE)
    for number, (arguments, environment) in enumerate(ways(server, ca_folder), 1):
        outcome = cli(*arguments, "--target", f"V{min(number, 3)}", "apply", env=environment)
        assert outcome.code == 0, f"{arguments}: {outcome}"
    assert steps(database) == [1, 2, 3]
    assert states(cli(*at(server, "bolt+ssc"), "info")) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}


def test_a_certificate_that_is_not_trusted(cli, server, database):
    write(cli, THREE)
    outcome = cli(*at(server, "bolt+s"), "apply")
    assert (outcome.code, outcome.out) == (
        1, f'cannot trust "localhost:{server.port}": its certificate is self-signed: give it {OWN}\n')
    assert database.nodes() == []


def test_an_address_that_is_not_in_the_certificate(cli, server):
    """This is 127.0.0.1 in another guise, which the certificate does not know."""
    outcome = cli(*at(server, "bolt+s", "[::ffff:127.0.0.1]"), "info", env=trusting(server))
    assert (outcome.code, outcome.out) == (
        1, f'cannot trust "[::ffff:127.0.0.1]:{server.port}": its certificate is for "localhost", "127.0.0.1", "::1", not for '
        '"::ffff:127.0.0.1": write the address as the certificate has it\n')


def test_options_in_the_properties_file(cli, server, database):
    (cli.folder / ".migrations.properties").write_text(
        f"address=bolt://localhost:{server.port}\nusername={server.user}\npassword={server.password}\n"
        f"encrypted=true\nca-file={server.certificate}\n")
    write(cli, THREE)
    assert cli("apply").code == 0
    assert steps(database) == [1, 2, 3]


@pytest.mark.only_on("5.26.30")
def test_a_server_with_tls_only_that_knows_its_clients(cli, server, own_server, tmp_path):
    authority = Authority("Clients")
    mine = own_server(server.version, tls="REQUIRED", clients=authority.pem)
    certificate, key = authority.issue(common_name="migrations").write(tmp_path, "client", "secret")
    stranger, its_key = Authority("Others").issue().write(tmp_path, "stranger")
    write(cli, THREE)

    plain = cli(*at(mine, "bolt"), "apply")
    assert plain.code == 1 and "If it requires encryption, write bolt+s:// or neo4j+s://" in plain.out

    failed = f'the encrypted connection to "localhost:{mine.port}" failed: it '
    assert cli(*at(mine, "bolt+ssc"), "apply").out == failed + "wants a client certificate, and none is configured\n"
    outcome = cli(*at(mine, "bolt+ssc"), "--client-certificate", stranger, "--client-key", its_key, "apply")
    assert outcome.out == failed + "does not accept our client certificate (certificate unknown)\n"

    ours = [*at(mine, "bolt+s"), "--client-certificate", certificate, "--client-key", key, "--client-key-password:env", "KEY"]
    environment = {"SSL_CERT_FILE": str(mine.certificate), "KEY": "secret"}
    outcome = cli(*ours, "apply", env=environment)
    assert outcome.code == 0, str(outcome)
    assert states(cli(*ours, "info", env=environment)) == {"1": "APPLIED", "2": "APPLIED", "3": "APPLIED"}


def test_a_server_without_tls(cli, killable):
    outcome = cli(*at(killable, "bolt+s"), "info")
    assert (outcome.code, outcome.out) == (
        1, f'"localhost:{killable.port}" hangs up when it is asked for TLS: if it does not speak TLS, write bolt:// or neo4j:// without '
        "encryption, or switch TLS on at the server\n")
