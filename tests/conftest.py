"""What all tests share that drive the binary: the binary itself, real servers, and a witness of their databases."""
import fcntl
import os
import pathlib
import signal
import subprocess
import sys
from dataclasses import dataclass

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "servers"))

import shared  # noqa: E402 (found only now)
from servers import OLD_VERSIONS, VERSIONS, Server  # noqa: E402

LIVE_FOLDERS = (HERE / "live", HERE / "interop", HERE / "faults", HERE / "delivery")
DEFAULT_BINARY = HERE.parent / "build" / "dev" / "neo4j-migrations"
CRASHES = {signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV}
NOWHERE = pytest.param(None, id="nowhere")
_shared_servers = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--server", action="append", dest="versions", choices=VERSIONS + OLD_VERSIONS,
                     help="run the live tests against this Neo4j version only; may be repeated")
    parser.addoption("--every-message", action="store_true",
                     help="in the tests of faults, give all messages to each server and each kind of fault")
    parser.addoption("--old", action="store_true", help="run the live tests that are for Neo4j before 4.4, and no others")


def pytest_configure(config):
    config.addinivalue_line("markers", "only_on(version, ...): runs against these servers only, as the others would not differ; "
                            "those before 4.4 are never used unless they are named here")
    config.addinivalue_line("markers", "pristine: finds the database as if nobody had ever used it")
    heed_signals()
    if is_live_run(config):
        start_servers(config)


def heed_signals():
    """Whoever is started in the background may inherit that signals are ignored, and with him the binary under test."""
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def pytest_unconfigure(config):
    if started := config.stash.get(_shared_servers, None):
        started.stop()


def is_live_run(config):
    """Whether this process was told to run live tests, so that servers can start while tests are collected."""
    if hasattr(config, "workerinput") or config.option.collectonly or os.environ.get(shared.VARIABLE):
        return False
    asked_for = [pathlib.Path(argument.split("::")[0]).resolve() for argument in config.args]
    return any(path.is_relative_to(live) or live.is_relative_to(path) for path in asked_for for live in LIVE_FOLDERS)


def start_servers(config):
    started = shared.start_in_background(chosen_versions(config))
    config.stash[_shared_servers] = started
    # For the workers of pytest-xdist, which are started later.
    os.environ[shared.VARIABLE] = str(started.file)


def chosen_versions(config):
    return tuple(config.option.versions or (OLD_VERSIONS if config.option.old else VERSIONS))


def pytest_generate_tests(metafunc):
    """A test that uses a server runs once on each; those of one server stay on one worker, as they share its database; so
    do those that kill a server. Whoever starts servers of its own shares nothing."""
    if "server" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("only_on")
    versions = [v for v in chosen_versions(metafunc.config) if v in (marker.args if marker else VERSIONS)]
    on_each = [pytest.param(v, marks=group_of(metafunc.fixturenames, v)) for v in versions]
    metafunc.parametrize("server", on_each or [NOWHERE], indirect=True, scope="session")


def group_of(fixtures, version):
    if "own_server" in fixtures:
        return []
    return [pytest.mark.xdist_group("killable" if "killable" in fixtures else version)]


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(config, items):
    """Leaves out tests that none of the chosen servers is for. Those that kill the same server stay on one worker."""
    for item in items:
        if "killable" in item.fixturenames and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("killable"))
    left_out = [item for item in items if is_left_out(config, item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def is_left_out(config, item):
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return "server" in parameters and parameters["server"] is None or config.option.old and "server" not in parameters


@pytest.fixture(scope="session")
def shared_servers(pytestconfig):
    if not os.environ.get(shared.VARIABLE):
        start_servers(pytestconfig)
    return shared.named_by_environment()


@pytest.fixture(scope="session")
def server(request, shared_servers):
    """A running server of each version; tests must not stop it, see `own_server` for that."""
    return shared_servers.get(request.param)


@pytest.fixture(scope="session")
def witness(server):
    from database import look_into  # not every test needs the driver
    looking = look_into(server)
    yield looking
    looking.close()


@pytest.fixture
def database(request, witness, server):
    """The database of the server under test, empty, and nobody else's for the time of the test. It has the schema of histories
    if a test before this one has left it, unless the test is marked as `pristine`."""
    with open(pathlib.Path(server.home) / "in-use.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        witness.empty(pristine=request.node.get_closest_marker("pristine") is not None)
        yield witness


@pytest.fixture
def own_server():
    """Starts servers that belong to one test: own_server("5.26.30", tls="REQUIRED")."""
    started = []

    def start(version, **options):
        started.append(Server(version, **options))
        return started[-1].start()

    yield start
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def _victim():
    with Server("5.26.30", tls="DISABLED") as victim:
        yield victim


@pytest.fixture
def killable(_victim):
    """A server of 5.26.30 without TLS, empty, that tests may kill. As each start takes its time they share it."""
    from database import look_into
    if not _victim.runs:
        _victim.restart()
    looking = look_into(_victim)
    looking.empty()
    looking.close()
    return _victim


@dataclass(frozen=True)
class Outcome:
    """What one run of the binary came to."""
    code: int
    out: str
    err: str

    def __str__(self):
        return f"exit code {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Cli:
    """Runs the binary: cli("info", "--verbose", server=server)."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def __call__(self, *arguments, input="", timeout=60, **options):
        process = self.start(*arguments, **options)
        try:
            out, err = process.communicate(input, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"still running after {timeout} s: {arguments}\n--- stdout\n{out}\n--- stderr\n{err}")
        return checked(Outcome(process.returncode, out, err))

    def start(self, *arguments, server=None, env=None, cwd=None, stdout=subprocess.PIPE):
        """A process to talk to, or to send signals to; pass what it came to through `checked`."""
        command = [str(self.binary), *access_to(server), *map(str, arguments)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE,
                                encoding="utf-8", errors="backslashreplace", cwd=cwd or self.folder,
                                env=clean_environment() | (env or {}))


def access_to(server):
    return ["--address", server.uri, "--username", server.user, "--password", server.password] if server else []


def clean_environment():
    """The environment without what the binary would take its configuration from."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return kept | {"LC_ALL": "C.UTF-8", "CI": "true"}


def checked(outcome):
    """Fails for what is never right, whatever a test expects."""
    assert -outcome.code not in CRASHES and "Sanitizer:" not in outcome.err and "runtime error:" not in outcome.err, str(outcome)
    return outcome


@pytest.fixture
def cli(tmp_path):
    """Runs the binary under test in an empty folder; see Cli."""
    binary = pathlib.Path(os.environ.get("NEO4J_MIGRATIONS_BINARY") or DEFAULT_BINARY).resolve()
    if not binary.exists():
        pytest.fail(f"there is no {binary}: build it, or name another in NEO4J_MIGRATIONS_BINARY")
    folder = tmp_path / "work"
    folder.mkdir()
    return Cli(binary, folder)
