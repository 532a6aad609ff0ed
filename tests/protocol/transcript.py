"""Scenarios as a person writes them: one dialogue in a file. Every line begins with what it is:

    # comment
    bolt 4.3 5.0-            with which versions it is played ("all", "-4.4", "5.1-5.4"); before the dialogue
    handshake manifest       classic, manifest or raw (the dialogue does it); default: as real servers do
    offers 00020805 ...      what a manifest lists; default: the version being played
    capabilities 00          the varint behind them
    auto HELLO LOGON ...     answered without being mentioned; default HELLO LOGON RESET GOODBYE, or "none"
    hello {...}, logon {...} further metadata in those answers
    connection               what follows happens on the next connection
    server NAME              what follows happens at this one of several servers, whose address is ${NAME}; before
                             the first one stands what is common to all of them
    down NAME                ${NAME} is an address where nobody listens
    let NAME TEXT            from now on ${NAME} is this text; ${scheme} is that of the URI that boltsh begins with
    > begin                  a command to boltsh
    < begin ok               a line that boltsh prints; "..." stands for anything
    C: RUN "RETURN 1" {} {}  the client says this now: fields in the notation of notation.py
    S: RECORD [1]            the server says this
    do noop 3                the server does something else, see player.py
    repeat 100 / end         the lines between them, with ${i} counting from 0
    [5.1-] C: LOGON {...}    any line, only with these versions

Lines that begin with a space continue the one above. ${name} is replaced by a variable. PULL and DISCARD have no
fields in Bolt 3, which means all rows: with that version {"n": -1} stands for no fields."""

import re
from dataclasses import dataclass, field, replace

import notation

VERSIONS = [(3, 0), (4, 0), (4, 1), (4, 2), (4, 3), (4, 4), (5, 0), (5, 1), (5, 2), (5, 3), (5, 4),
            (5, 6), (5, 7), (5, 8), (6, 0), (6, 1)]

CLIENT = {"HELLO": 0x01, "GOODBYE": 0x02, "RESET": 0x0F, "RUN": 0x10, "BEGIN": 0x11, "COMMIT": 0x12,
          "ROLLBACK": 0x13, "DISCARD": 0x2F, "PULL": 0x3F, "TELEMETRY": 0x54, "ROUTE": 0x66,
          "LOGON": 0x6A, "LOGOFF": 0x6B}
SERVER = {"SUCCESS": 0x70, "RECORD": 0x71, "IGNORED": 0x7E, "FAILURE": 0x7F}

DEFAULT_AUTO = frozenset({"HELLO", "LOGON", "RESET", "GOODBYE"})


class Unreadable(Exception):
    """The transcript itself is wrong."""


def version_of(text):
    major, _, minor = text.partition(".")
    return int(major), int(minor)


def versions_in(text):
    """The versions that `4.3 5.0-` or `all` names."""
    found = set()
    for word in text.split():
        if word == "all":
            return set(VERSIONS)
        low, dash, high = word.partition("-")
        first = version_of(low) if low else VERSIONS[0]
        last = version_of(high) if high else VERSIONS[-1] if dash else first
        found |= {version for version in VERSIONS if first <= version <= last}
    if not found:
        raise Unreadable(f'"{text}" names no version')
    return found


@dataclass
class Step:
    kind: str  # "C", "S" or "do"
    name: str
    values: list
    line: int

    def __str__(self):
        fields = " ".join(map(notation.render, self.values)) if self.kind != "do" else " ".join(self.values)
        return f"line {self.line}: {self.name} {fields}".rstrip()


@dataclass
class Scenario:
    version: tuple
    handshake: str = ""
    offers: list = field(default_factory=list)
    capabilities: bytes = b"\0"
    auto: frozenset = DEFAULT_AUTO
    hello: dict = field(default_factory=dict)
    logon: dict = field(default_factory=dict)
    commands: list = field(default_factory=list)
    output: list = field(default_factory=list)
    connections: list = field(default_factory=list)
    is_silent: bool = False  # nothing is said of connections: one may come, or none
    servers: dict = field(default_factory=dict)  # scenarios by name; of a single one: itself
    variables: dict = field(default_factory=dict)


def _joined(text):
    """Numbered lines without comments, continuations put together."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            lines[-1] = (lines[-1][0], lines[-1][1] + " " + line.strip())
        else:
            lines.append((number, line.rstrip()))
    return lines


def _selected(lines, version):
    for number, line in lines:
        if line.startswith("["):
            versions, _, line = line[1:].partition("]")
            if version not in versions_in(versions):
                continue
        yield number, line.strip()


def _unrolled(lines):
    """`repeat` blocks written out; they do not nest."""
    block, times = None, 0
    for number, line in lines:
        if line.startswith("repeat "):
            block, times = [], int(line.split()[1])
        elif line == "end" and block is not None:
            for count in range(times):
                yield from ((n, text.replace("${i}", str(count))) for n, text in block)
            block = None
        elif block is not None:
            block.append((number, line))
        else:
            yield number, line
    if block is not None:
        raise Unreadable("a repeat has no end")


def _with_variables(line, number, variables):
    def value(match):
        if match[1] not in variables:
            raise Unreadable(f"line {number}: no variable {match[1]}")
        return str(variables[match[1]])
    return re.sub(r"\$\{(\w+)\}", value, line)


def _message(kind, text, number, version):
    name, _, fields = text.partition(" ")
    if name not in (CLIENT if kind == "C" else SERVER) and name != "EOF":
        raise Unreadable(f"line {number}: no message {name}")
    try:
        values = notation.parse_all(fields)
    except ValueError as problem:
        raise Unreadable(f"line {number}: {problem}") from problem
    if version < (4, 0) and name in ("PULL", "DISCARD") and values == [{"n": -1}]:
        values = []
    return Step(kind, name, values, number)


def _header(scenario, word, rest):
    if word == "handshake":
        scenario.handshake = rest
    elif word == "offers":
        scenario.offers = [bytes.fromhex(offer) for offer in rest.split()]
    elif word == "capabilities":
        scenario.capabilities = notation.hex_bytes(rest)
    elif word == "auto":
        scenario.auto = frozenset() if rest == "none" else frozenset(rest.split())
    elif word in ("hello", "logon"):
        setattr(scenario, word, notation.parse_all(rest)[0])
    else:
        return False
    return True


def versions(text):
    """What the `bolt` line says."""
    for _, line in _joined(text):
        if line.startswith("bolt "):
            return sorted(versions_in(line[5:]))
    raise Unreadable("there is no line `bolt VERSIONS`")


def names(text, word):
    """Those in the lines that begin with `server` or `down`."""
    found = [line.split()[1] for _, line in _joined(text) if line.startswith(word + " ")]
    return list(dict.fromkeys(found))


def parse(text, version, **variables):
    """The scenario as it is played with one version."""
    scenario = at = Scenario(version, variables=variables)  # `at` one of its servers
    for number, line in _unrolled(_selected(_joined(text), version)):
        line = _with_variables(line, number, variables)
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "let":
            name, _, variables[name] = rest.partition(" ")
        elif word == ">":
            scenario.commands.append(rest)
        elif word == "<":
            scenario.output.append((number, rest))
        elif word == "server":
            at = scenario.servers.setdefault(rest, replace(scenario, connections=[]))
        elif word == "connection":
            at.connections.append([])
        elif word in ("C:", "S:", "do"):
            if not at.connections:
                at.connections.append([])
            step = Step("do", rest.split()[0], rest.split()[1:], number) if word == "do" else \
                _message(word[0], rest, number, version)
            at.connections[-1].append(step)
        elif not _header(at, word, rest) and word not in ("bolt", "down"):
            raise Unreadable(f"line {number}: what is {word!r}?")
    if not scenario.servers:
        scenario.servers[""] = scenario
        if not scenario.connections:
            scenario.connections.append([])
            scenario.is_silent = True
    return scenario
