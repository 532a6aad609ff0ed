"""boltsh, the driver's own test program, talking to a real server."""
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_BOLTSH = ROOT / "build" / "dev" / "tests" / "protocol" / "boltsh"


def say(server, *commands, uri=None, timeout=60):
    """The lines that boltsh prints upon these commands."""
    binary = pathlib.Path(os.environ.get("N4M_BOLTSH") or DEFAULT_BOLTSH).resolve()
    script = "\n".join([f"set auth basic {server.user} {server.password}", *commands])
    done = subprocess.run([binary, uri or server.uri], input=script.encode(), capture_output=True, timeout=timeout)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    return done.stdout.decode().splitlines()


def rows(server, statement, uri=None, **parameters):
    """What a statement returns: lists of values in the notation of tests/protocol/value_text.h, read as JSON."""
    command = f"run {statement}" + (f" | {json.dumps(parameters, ensure_ascii=False)}" if parameters else "")
    lines = say(server, command, uri=uri)
    assert lines[-1] == "run ok", lines[-1][:2000]
    return [json.loads(line.removeprefix("row ")) for line in lines if line.startswith("row ")]
