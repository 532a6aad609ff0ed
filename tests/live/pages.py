"""Pages of the documentation as something to be carried out: the files that they show, and the commands with what these print."""
import re
from dataclasses import dataclass

# In documentation the fence of a block may have more back ticks than those within it.
FENCED = re.compile(r"^(?P<fence>```+)(?P<language>\w+)\n(?P<text>.*?)^(?P=fence)$|^#+ (?P<heading>[^\n]*)$", re.MULTILINE | re.DOTALL)
# "// neo4j/migrations/V1__a.cypher", "# .migrations.properties", "<!-- neo4j/migrations/V2__b.xml -->"
PATH = re.compile(r"^(?:<\?xml[^\n]*\n)?(?://|#|<!--) (\.?[\w/-]+[\w.-]*\.\w+)(?: -->)?$", re.MULTILINE)
# What differs from run to run, or stands for anything.
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d+:\d\d(:\d\d(\.\d+)?)?(Z(\[UTC\])?)?"), "<time>"),
    (re.compile(r"PT[\d.]+S"), "<duration>"),
    (re.compile(r"(bolt|neo4j)://(localhost|127\.0\.0\.1):\d+"), "<address>"),
    (re.compile(r"(localhost|127\.0\.0\.1):\d+"), "<host>"),
    (re.compile(r"by \S+ on \S+, process \d+"), "<who>"),
    (re.compile(r"(?<= )\w+/neo4j(?= )"), "<user>"),
    (re.compile(r"neo4j-migrations/[\d.]+"), "<tool>"),
    (re.compile(r"Neo4j/[\d.]+"), "<server>"),
    (re.compile(r'"executionTime":"[^"]*"|"milliseconds":\d+|"waitedMs":\d+|"(installedBy|address)":"[^"]*"'), "<figure>"),
    (re.compile(r"-{4,}"), "----"),
    (re.compile(r" +"), " "),
]


@dataclass(frozen=True)
class File:
    path: str
    text: str


@dataclass(frozen=True)
class Command:
    text: str
    shown: str  # what it prints, as the page has it; empty: not shown
    line: int


@dataclass(frozen=True)
class Section:
    heading: str


@dataclass(frozen=True)
class Script:
    """Commands without what they print."""
    text: str
    line: int


def steps(page):
    text = page.read_text()
    for block in FENCED.finditer(text):
        line = text[:block.start()].count("\n") + 1
        if block["heading"] is not None:
            yield Section(block["heading"])
        elif block["language"] == "console":
            yield from commands(block["text"], line + 1)
        elif block["language"] == "sh":
            yield Script(block["text"], line + 1)
        elif path := path_of(block["text"]):
            yield File(path, block["text"])


def path_of(text):
    """The one that the first lines of a block name."""
    found = PATH.match(text)
    return found and found[1]


def commands(text, line):
    """Each "$ command", maybe over several lines, with the lines below it."""
    for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE):
        if part.startswith("$ "):
            command = re.match(r"\$ ((?:.*\\\n)*.*)\n?", part)
            yield Command(command[1], part[command.end():].strip("\n"), line)
        line += part.count("\n")


def normalised(text):
    for pattern, stand_in in VARYING:
        text = pattern.sub(stand_in, text)
    return "\n".join(line.strip() for line in text.strip().splitlines())


def is_as_shown(printed, shown):
    """Three dots in what is shown stand for anything."""
    pieces = [re.escape(normalised(piece)) for piece in shown.split("...")]
    return re.fullmatch(r"\s*[\s\S]*?\s*".join(pieces), normalised(printed)) is not None
