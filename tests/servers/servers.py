#!/usr/bin/env python3
"""Starts real Neo4j Community servers on loopback, for tests and for trying things out.

    with Server("5.26.30") as server:
        ... server.uri, server.user, server.password, server.certificate, server.pid ...

A server asks for a password, speaks plain Bolt and TLS on one port (or only one of them, see `tls`), and lives in a
temporary folder that goes away with it. It ends with its `with` block, with stop(), or with this process however that
ends. The command does the same in the foreground, see `servers.py --help`.
"""
import argparse
import atexit
import concurrent.futures
import contextlib
import json
import os
import pathlib
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import artifacts

VERSIONS = ("4.4.48", "5.26.30", "2026.08.1")
# The last ones of lines that are no longer maintained: only tests that say so run with them.
OLD_VERSIONS = ("3.5.35", "4.0.12", "4.1.13", "4.3.24")
USER = "neo4j"
TLS_LEVELS = ("OPTIONAL", "REQUIRED", "DISABLED")
START_SECONDS = 180
# Neo4j reaches into these packages of the JDK.
OPENED_PACKAGES = ("java.io", "java.lang", "java.lang.reflect", "java.nio", "java.time", "java.util.concurrent", "sun.nio.ch")
# These servers live for a few minutes at most: the second compiler costs them more than it brings.
QUICK_START = ("-XX:TieredStopAtLevel=1",)
_running = set()


class ServerFailed(RuntimeError):
    """A server did not become ready."""


def reserve_port(host="127.0.0.1"):
    """A free port that the system hands to nobody else for the next minute.

    The connection that is opened and closed here leaves the port in TIME_WAIT: a server that binds to it by number may
    have it (SO_REUSEADDR), but it is not given out to those who ask for any port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, 0))
        listener.listen(1)
        address = listener.getsockname()
        with socket.create_connection(address[:2]) as client:
            accepted, _ = listener.accept()
            accepted.close()  # whoever closes first is left in TIME_WAIT
            client.recv(1)
    return address[1]


def make_certificate(folder):
    """A self-signed certificate for the names and addresses of loopback; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate = folder / "public.crt"
    artifacts.run_tool(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1",
         "-keyout", str(folder / "private.key"), "-out", str(certificate)], "make a certificate")
    return certificate


class Server:
    """One server; nothing is started before start(), or a `with` block."""

    def __init__(self, version, *, tls="OPTIONAL", host="127.0.0.1", password=None, heap="640m", java_options=QUICK_START,
                 clients=None, settings=None):
        """`clients` is the PEM of a CA: whoever connects must show a certificate of it. `settings` go into neo4j.conf."""
        if tls not in TLS_LEVELS:
            raise ValueError(f"tls is one of {', '.join(TLS_LEVELS)}, not '{tls}'")
        self.version, self.tls, self.host = version, tls, host
        self.heap, self.java_options, self.clients, self.settings = heap, java_options, clients, settings or {}
        self.user, self.password = USER, password or secrets.token_hex(8)
        self.port = self.home = self.certificate = None
        self._process = None

    @property
    def uri(self):
        return f"bolt://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def pid(self):
        return self._process.pid if self._process else None

    @property
    def runs(self):
        return self._process is not None and self._process.poll() is None

    @property
    def log(self):
        return self.home / "server.log"

    def start(self):
        """Starts the server in a fresh home, and returns once it answers."""
        self.home = pathlib.Path(tempfile.mkdtemp(prefix=f"neo4j-{self.version}-"))
        _running.add(self)
        try:
            self._configure()
            self._start_on_a_free_port()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Ends the server and removes its home; fine to call at any time, and again."""
        self.kill()
        if self.home:
            shutil.rmtree(self.home, ignore_errors=True)
        _running.discard(self)

    def kill(self):
        """Ends the server at once, as a crash would; restart() brings it back."""
        if self._process:
            self._process.kill()
            self._process.wait()
            # What the launcher has not read of it is of no use to anybody any more.
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def shut_down(self):
        """Ends the server in good order, so that restart() has nothing to recover."""
        self._process.terminate()
        self._process.wait(START_SECONDS)

    def restart(self):
        """Starts the server again with the same data on the same port, after killing it if it runs."""
        self.kill()
        self._launch(password="")
        self._await_ready()
        return self

    def describe(self):
        """What others need to know to use this server, as plain values."""
        return {"version": self.version, "uri": self.uri, "port": self.port, "user": self.user,
                "password": self.password, "certificate": str(self.certificate or ""), "pid": self.pid, "home": str(self.home)}

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def _configure(self):
        if self.tls != "DISABLED":
            self.certificate = make_certificate(self.home / "certificates" / "bolt")
        if self.clients:
            trusted = self.home / "certificates" / "bolt" / "trusted"
            trusted.mkdir()
            (trusted / "clients.crt").write_bytes(self.clients)
        (self.home / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in self._settings().items()))

    def _settings(self):
        before_5 = artifacts.release(self.version) < (5, 0)
        settings = {
            "dbms.security.auth_enabled": "true",
            "dbms.security.auth_max_failed_attempts": 0,
            "dbms.memory.pagecache.size" if before_5 else "server.memory.pagecache.size": "64m",
            # By default each database takes 256 MB of disk for its log before anything is written.
            "dbms.tx_log.preallocate" if before_5 else "db.tx_log.preallocate": "false",
            "dbms.connector.bolt.tls_level" if before_5 else "server.bolt.tls_level": self.tls,
        }
        if not before_5:
            settings["dbms.usage_report.enabled"] = "false"
        if self.tls != "DISABLED":
            settings |= self._tls_settings()
        return settings | self.settings

    def _tls_settings(self):
        settings = {"dbms.ssl.policy.bolt.client_auth": "REQUIRE" if self.clients else "NONE"}
        if artifacts.release(self.version) >= (4, 0):
            return settings | {"dbms.ssl.policy.bolt.enabled": "true"}
        folder = self.certificate.parent
        for name in ("trusted", "revoked"):
            (folder / name).mkdir(exist_ok=True)
        return settings | {"bolt.ssl_policy": "bolt", "dbms.ssl.policy.bolt.base_directory": folder}

    def _start_on_a_free_port(self):
        for attempts_left in (2, 1, 0):
            self.port = reserve_port(self.host)
            self._launch(self.password)
            try:
                return self._await_ready()
            except ServerFailed as failure:
                if "already in use" not in str(failure) or not attempts_left:
                    raise

    def _launch(self, password):
        java = artifacts.java_home(artifacts.java_major_for(self.version)) / "bin" / "java"
        launcher, jars = artifacts.launcher_jar(self.version), artifacts.jars(self.version)
        command = [str(java), f"-Xmx{self.heap}", "-XX:+UseSerialGC", *self.java_options,
                   *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED_PACKAGES),
                   "-cp", f"{launcher}:{jars}/*", artifacts.launcher_for(self.version), str(self.home), self.host, str(self.port)]
        with open(self.log, "wb") as log:
            # In a group of its own: a ^C at the terminal is for us, who then stop it.
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
                                             cwd=self.home, start_new_session=True)
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{password}\n".encode())
            self._process.stdin.flush()

    def _await_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while b"READY" not in self.log.read_bytes().splitlines():
            if not self.runs:
                raise ServerFailed(f"Neo4j {self.version} ended with {self._process.returncode}:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"Neo4j {self.version} is not ready after {START_SECONDS} s:\n{self._log_tail()}")
            time.sleep(0.05)

    def _log_tail(self):
        return self.log.read_text(errors="replace")[-3000:]


def start_all(versions=VERSIONS, on_ready=lambda server: None, **options):
    """Starts a server of each version side by side; returns them by version, or none if one of them fails."""
    servers = {version: Server(version, **options) for version in versions}
    with concurrent.futures.ThreadPoolExecutor(len(servers)) as pool:
        started = [pool.submit(server.start) for server in servers.values()]
        try:
            for future in concurrent.futures.as_completed(started):
                on_ready(future.result())
        except BaseException:
            stop_all(servers.values())
            raise
    return servers


def stop_all(servers):
    for server in list(servers):
        server.stop()


atexit.register(lambda: stop_all(_running))


def run(arguments):
    with Server(arguments.version, tls=arguments.tls, host=arguments.host, password=arguments.password) as server:
        with published(arguments.file):
            print(as_environment(server), end="", flush=True)
            if arguments.file:
                write_whole(arguments.file, as_environment(server))
            wait_for_end([server], arguments.owner)


def as_environment(server):
    """The variables that the command line tool reads, in the form of shell assignments; and what else is of use."""
    values = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password,
              "NEO4J_SERVER_PID": server.pid, "NEO4J_CERTIFICATE": server.certificate or ""}
    return "".join(f"export {name}={shlex.quote(str(value))}\n" for name, value in values.items())


def run_all(arguments):
    ready = {}

    def publish(server):
        ready[server.version] = server.describe()
        write_whole(arguments.file, json.dumps(ready, indent=2) + "\n")
        print(f"Neo4j {server.version} is ready at {server.uri}", flush=True)

    try:
        with published(arguments.file):
            servers = start_all(chosen(arguments), publish, tls=arguments.tls)
            wait_for_end(servers.values(), arguments.owner)
    except RuntimeError as failure:  # so that nobody waits for servers that do not come
        write_whole(arguments.file, json.dumps({"failed": str(failure)}))
        raise


@contextlib.contextmanager
def published(file):
    """A file that tells of servers goes when they go."""
    try:
        yield
    finally:
        stop_all(_running)
        if file:
            file.unlink(missing_ok=True)


def write_whole(path, text):
    """Readers see the old text or the new one, never a part; and only our own user's do, as there are passwords in it."""
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


def wait_for_end(servers, owner):
    """Returns when a server has ended, or the process on whose behalf they run."""
    while all(server.runs for server in servers) and (owner is None or process_exists(owner)):
        time.sleep(0.5)


def process_exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def parse_arguments():
    parser = argparse.ArgumentParser(description="Runs Neo4j Community servers on loopback until it is stopped (^C or TERM).")
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--tls", choices=TLS_LEVELS, default="OPTIONAL", help="what Bolt offers (default: %(default)s)")
    common.add_argument("--owner", type=int, metavar="PID", help="also stop when this process ends")

    one = commands.add_parser("run", parents=[common], help="one server; says how to reach it on standard output")
    one.add_argument("version", nargs="?", default="5.26.30")
    one.add_argument("--host", default="127.0.0.1", choices=("127.0.0.1", "::1"))
    one.add_argument("--file", type=pathlib.Path, help="also write there what goes to standard output")
    one.add_argument("--password", help="of the user neo4j (default: a random one)")
    one.set_defaults(action=run)

    several = commands.add_parser("run-all", parents=[common], help="one server of each version, side by side")
    add_versions(several)
    several.add_argument("--file", type=pathlib.Path, required=True,
                         help="JSON file that names the servers; each is added as it becomes ready")
    several.set_defaults(action=run_all)

    fetch = commands.add_parser("fetch", help="only fetch what the servers need into the cache")
    add_versions(fetch)
    fetch.set_defaults(action=lambda arguments: [prepare(version) for version in chosen(arguments)])
    return parser.parse_args()


def add_versions(parser):
    parser.add_argument("versions", nargs="*", help=f"default: {' '.join(VERSIONS)}")
    parser.add_argument("--old", action="store_true", help=f"the default is {' '.join(OLD_VERSIONS)}")


def chosen(arguments):
    return arguments.versions or (OLD_VERSIONS if arguments.old else VERSIONS)


def prepare(version):
    artifacts.jars(version)
    artifacts.java_home(artifacts.java_major_for(version))
    artifacts.launcher_jar(version)


def main():
    def end(number, _):
        sys.exit(128 + number)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    arguments = parse_arguments()
    try:
        arguments.action(arguments)
    except RuntimeError as failure:
        sys.exit(f"servers.py: {failure}")


if __name__ == "__main__":
    main()
