"""The two tools behind one face, so that a test can let them take turns in either order."""
import re

from javalibrary import Refused

OUTCOMES = {
    "All resolved migrations have been applied to": "VALID",
    "Some versions have been resolved that are not applied to": "INCOMPLETE_DATABASE",
    "Some versions previously applied to": "INCOMPLETE_MIGRATIONS",
    "Versions resolved locally mismatch in either names, types or checksums compared to": "DIFFERENT_CONTENT",
}


class Java:
    """The Java library."""

    def __init__(self, library, server):
        self._library, self._server = library, server

    def apply(self, folder, **options):
        """The version that the database is at afterwards."""
        return self._library("apply", self._server, folder, **java_options(options))

    def begin_apply(self, folder):
        """Starts applying; finish() waits for the end, and answers as apply() does."""
        self._library.begin("apply", self._server, folder)

    def finish(self):
        return self._library.end()

    def validate(self, folder, **options):
        return self._library("validate", self._server, folder, **java_options(options))

    def info(self, folder, **options):
        return self._library("info", self._server, folder, **java_options(options))

    def clean(self, folder, everything=False, **options):
        return self._library("clean", self._server, folder, all=str(everything).lower(), **java_options(options))

    def repair(self, folder):
        return self._library("repair", self._server, folder)

    def delete(self, folder, version):
        return self._library("delete", self._server, folder, version=version)


class Ours:
    """The binary."""

    def __init__(self, cli, server):
        self._cli, self._server = cli, server
        self._process = None

    def apply(self, folder, **options):
        return migrated_to(self._run(folder, options, "apply"))

    def begin_apply(self, folder):
        self._process = self._cli.start(*cli_options(folder, {}), "apply", server=self._server)

    def finish(self):
        out, err = self._process.communicate(timeout=30)
        return migrated_to(successful(self._process.returncode, out, err))

    def validate(self, folder, **options):
        outcome = self._cli(*cli_options(folder, options), "validate", server=self._server)
        verdicts = [name for text, name in OUTCOMES.items() if outcome.out.startswith(text)]
        assert len(verdicts) == 1 and (outcome.code == 0) == (verdicts == ["VALID"]), str(outcome)
        return verdicts[0]

    def info(self, folder, **options):
        return self._run(folder, options, "info")

    def clean(self, folder, everything=False, **options):
        return self._run(folder, options, "clean", *(["all"] if everything else [])).rstrip("\n")

    def repair(self, folder):
        return self._run(folder, {}, "repair").rstrip("\n")

    def delete(self, folder, version):
        return self._run(folder, {}, "delete", version).rstrip("\n")

    def lock(self, folder, action):
        """What it says, held or not."""
        return self._cli(*cli_options(folder, {}), "lock", action, server=self._server).out

    def _run(self, folder, options, *command):
        outcome = self._cli(*cli_options(folder, options), *command, server=self._server)
        return successful(outcome.code, outcome.out, outcome.err)


def successful(code, out, err):
    if code != 0:
        raise Refused(f"exit code {code}\n{out}\n{err}")
    return out


def migrated_to(out):
    found = re.search(r"^Database migrated to version (.+)\.$", out, re.M)
    return found.group(1) if found else ""


def java_options(options):
    names = {"out_of_order": "outOfOrder", "autocrlf": "autocrlf", "database": "database", "schema_database": "schemaDatabase",
             "code": "code"}
    return {names[name]: as_text(value) for name, value in options.items()}


def as_text(value):
    return str(value).lower() if isinstance(value, bool) else value


def cli_options(folder, options):
    names = {name: name.replace("_", "-") for name in options} | {"code": "native"}
    return ["--location", folder.as_uri(), *(f"--{names[name]}={as_text(value)}" for name, value in options.items())]
