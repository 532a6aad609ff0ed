"""Standard streams, signals and terminals."""
import os
import pathlib
import re
import signal
import subprocess
import time

import pytest

UNREACHABLE = ("-a", "bolt://127.0.0.1:1", "-p", "x", "info")


def run_with(cli, redirection, *arguments):
    """Through a shell, which can close and redirect streams."""
    return subprocess.run(["sh", "-c", f'exec "$@" {redirection}', "sh", str(cli.binary), *arguments],
                          cwd=cli.folder, capture_output=True, text=True, timeout=30)


def test_unreachable(cli):
    outcome = cli(*UNREACHABLE)
    assert outcome.code == 1
    assert "127.0.0.1:1" in outcome.out and "running" in outcome.out
    assert outcome.err == ""


TALKATIVE = [("--help",), ("--version",), ("help", "apply"), ("generate-completion", "bash"), UNREACHABLE,
             ("--format", "json", *UNREACHABLE)]


@pytest.mark.parametrize("arguments", TALKATIVE, ids=" ".join)
def test_a_full_disk_is_told(cli, arguments):
    done = run_with(cli, ">/dev/full", *arguments)
    assert (done.returncode, done.stderr) == (1, "cannot write to standard output: No space left on device\n")


def test_a_closed_standard_output_is_told(cli):
    done = run_with(cli, ">&-", "--version")
    assert (done.returncode, done.stderr) == (1, "cannot write to standard output: Bad file descriptor\n")


def test_closed_streams_are_not_mistaken_for_the_connection(cli, listener):
    """Otherwise a socket would get the number of a standard stream, and what is printed would go to the server."""
    process = subprocess.Popen(["sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", str(cli.binary), "-v", "-a", listener.uri,
                                "-p", "x", "info"], cwd=cli.folder)
    assert listener.connected.wait(10)
    streams = [os.readlink(f"/proc/{process.pid}/fd/{number}") for number in range(3)]
    process.terminate()
    process.wait(10)
    assert streams == ["/dev/null"] * 3


@pytest.mark.parametrize("arguments", TALKATIVE, ids=" ".join)
def test_a_reader_that_goes_away_is_no_reason_to_complain(cli, arguments):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([str(cli.binary), *arguments], stdout=write, stderr=subprocess.PIPE, text=True, cwd=cli.folder)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_end_a_run_that_waits(cli, listener, number, code):
    process = cli.start("-a", listener.uri, "-p", "x", "apply")
    assert listener.connected.wait(10)
    process.send_signal(number)
    assert process.wait(10) == code


def test_an_ignored_signal_stays_ignored(cli, listener):
    process = subprocess.Popen(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", str(cli.binary), "-a", listener.uri, "-p", "x", "info"],
                               cwd=cli.folder, stdout=subprocess.DEVNULL)
    assert listener.connected.wait(10)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.terminate()
    assert process.wait(10) == 143


def test_a_password_is_asked_for_without_echo(terminal):
    shown = terminal("-a", "bolt://127.0.0.1:1", "-p", "info")
    shown.read_until("Password: ")
    assert not shown.echoes()
    shown.type("hush\n")
    assert shown.wait() == 1
    assert "hush" not in shown.read_until("127.0.0.1:1")
    assert shown.echoes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_the_question_leaves_the_terminal_as_it_was(terminal, number):
    shown = terminal("-a", "bolt://127.0.0.1:1", "-p", "info")
    shown.read_until("Password: ")
    shown.process.send_signal(number)
    assert shown.wait() == -number
    assert shown.echoes()


def test_no_terminal_no_question(cli):
    done = subprocess.run([str(cli.binary), "-p", "info"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          start_new_session=True)
    assert done.returncode == 2
    assert done.stderr.startswith("there is no terminal to ask for the password")


def test_a_line_tells_what_takes_long(terminal, listener):
    shown = terminal("-a", listener.uri, "-p", "x", "apply")
    shown.read_until("\r\x1b[Kapply, 1.")
    shown.process.terminate()
    assert shown.wait() == 143
    last = re.split(r"apply, [\d.]+ s", shown.read_until("cancelled"))[-1]
    assert last.startswith("\r\x1b[K"), "whatever was drawn is erased before anything else is said"


@pytest.mark.parametrize("options, environment", [((), {"NO_COLOR": "1"}), ((), {"CI": "true"}), ((), {"TERM": "dumb"}),
                                                  (("--quiet",), {}), (("--color=never",), {})])
def test_plain_lines_when_asked_for(terminal, listener, options, environment):
    shown = terminal(*options, "-a", listener.uri, "-p", "x", "apply", env=environment)
    time.sleep(1.6)
    shown.process.terminate()
    assert shown.wait() == 143
    seen = shown.read_until("cancelled")
    assert "\x1b" not in seen and "apply, 1" not in seen


def test_starts_at_once(cli):
    """Far from a benchmark: the bound is ten times what it takes, and the best of several runs counts."""
    def once():
        began = time.perf_counter()
        subprocess.run([str(cli.binary), "--version"], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - began

    sanitized = b"__asan_init" in pathlib.Path(cli.binary).read_bytes()
    assert min(once() for _ in range(10)) < (1 if sanitized else 0.05)
