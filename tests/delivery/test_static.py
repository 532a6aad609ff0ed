"""The static build: one small file that runs anywhere, and never loads another one."""
import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading

import pytest

from material import THREE, applied, states, write
from roots import NOBODY, access, fill, run_in

MAX_BYTES = 8_000_000
TOOL = "usr/bin/neo4j-migrations"
BUNDLE = "etc/ssl/certs/ca-certificates.crt"
HOSTS = {"etc/hosts": "127.0.0.1 localhost db.test\n"}
# What takes shared objects, on many machines.
OTHER_SERVICES = {"etc/nsswitch.conf": "passwd: systemd sss\nhosts: mymachines resolve [!UNAVAIL=return] myhostname files\n"}
LEGACY_PROVIDER = {"etc/ssl/openssl.cnf": "openssl_conf=o\n[o]\nproviders=p\n[p]\ndefault=d\nlegacy=l\n[d]\nactivate=1\n[l]\nactivate=1\n"}


@pytest.fixture
def root(new_root, binary):
    fill(new_root, HOSTS | OTHER_SERVICES)
    (new_root / TOOL).parent.mkdir(parents=True)
    shutil.copy(binary, new_root / TOOL)
    return new_root


def test_is_one_small_file(binary):
    assert binary.stat().st_size < MAX_BYTES
    needs = subprocess.run(["readelf", "--wide", "--program-headers", "--dynamic", "--sections", binary], capture_output=True, text=True, check=True)
    assert "DYNAMIC" in needs.stdout and not re.search(r"\(NEEDED\)|INTERP|\.symtab", needs.stdout)


def test_installs_the_tool_and_nothing_of_the_libraries(binary, tmp_path):
    subprocess.run(["cmake", "--install", binary.parent, "--prefix", tmp_path], stdout=subprocess.DEVNULL, check=True)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {"bin/neo4j-migrations", "share/man/man1/neo4j-migrations.1", "share/doc/neo4j-migrations/neo4j-migrations.cdx.json"} <= files
    assert not [file for file in files if "lib" in file or "include" in file]


def opened(root, *arguments, environment):
    """The files that the tool opens in a root, and what it says."""
    trace = ["strace", "-f", "-qq", "-e", "trace=execve,openat", "chroot", f"--userspec={NOBODY}:{NOBODY}", root, f"/{TOOL}", *arguments]
    done = subprocess.run(trace, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                          env=os.environ | environment)
    before, mark, since = done.stdout.partition(f'execve("/{TOOL}"')
    assert mark, before
    return re.findall(r'openat\([^"]*"([^"]*)"', since), since


@pytest.fixture
def hangs_up():
    """The port of a server that takes a connection and ends it, so that encryption has begun and goes no further."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
        yield listener.getsockname()[1]


def test_loads_nothing_whatever_the_system_names(root, hangs_up):
    fill(root, LEGACY_PROVIDER)
    environment = {"OPENSSL_CONF": "/etc/ssl/openssl.cnf", "NEO4J_PASSWORD": "x"}
    files, said = opened(root, "--address", f"bolt+s://db.test:{hangs_up}", "info", environment=environment)
    assert f'"db.test:{hangs_up}"' in said
    assert {"/etc/hosts", "/etc/nsswitch.conf", "/etc/passwd", "/etc/ssl/openssl.cnf"} <= set(files), said
    assert not [file for file in files if ".so" in file]


@pytest.fixture
def name_server():
    """An address of loopback where every name is that of 127.0.0.1."""
    address = "127.0.0.77"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind((address, 53))
        threading.Thread(target=answer_names, args=(listener,), daemon=True).start()
        yield address


def answer_names(listener):
    with contextlib.suppress(OSError):
        while True:
            question, client = listener.recvfrom(512)
            end = question.index(0, 12) + 5
            is_ipv4 = question[end - 4:end - 2] == b"\0\1"
            record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x7f\0\0\1" if is_ipv4 else b""
            header = question[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_ipv4 else b"\0\0") + bytes(4)
            listener.sendto(header + question[12:end] + record, client)


def test_asks_name_servers(root, name_server):
    fill(root, {"etc/resolv.conf": f"nameserver {name_server}\n"})
    done = run_in(root, [f"/{TOOL}", "--address", "bolt://db.example.org:1", "info"], user=NOBODY, environment={"NEO4J_PASSWORD": "x"})
    assert 'cannot connect to "db.example.org:1": connection refused' in done.stdout


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("bundle", [BUNDLE, "etc/pki/tls/certs/ca-bundle.crt", "usr/lib/ssl/cert.pem"])
def test_finds_the_certificates_of_the_system(root, server, bundle):
    def info():
        return run_in(root, [f"/{TOOL}", "info", "mode=REMOTE"], user=NOBODY, environment=access(server, "bolt+s"))
    assert "cannot trust" in info().stdout
    (root / bundle).parent.mkdir(parents=True)
    shutil.copy(server.certificate, root / bundle)
    done = info()
    assert done.returncode == 0 and "Neo4j/5.26.30" in done.stdout, done.stdout


@pytest.mark.only_on("5.26.30")
def test_says_that_it_loads_no_migrations(cli, server, database):
    applied(cli, server, THREE)
    write(cli, {"V4__native.so": "whatever"})
    outcome = cli("--native", "apply", server=server)
    assert outcome.code == 1 and states(cli("info", server=server)).keys() == {"1", "2", "3"}
    assert 'V4__native.so": the tool is linked statically and loads no shared objects; use one that is not' in outcome.out + outcome.err
