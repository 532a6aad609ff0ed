"""The binary interface of a shared library as libabigail sees it: functions, and the public types that they lead to."""
import re
import subprocess

# What only the library makes, and applications get by a pointer; no other public struct holds one of them.
READ_ONLY = {"n4m_change", "n4m_counters", "n4m_counts", "n4m_deleted", "n4m_element", "n4m_event", "n4m_lock", "n4m_place",
             "n4m_skipped", "n4m_statement", "bolt_counters", "bolt_trace_event"}
SIZED = re.compile(r"^typedef struct (\w+) \{\s*size_t size;", re.MULTILINE)
NEW_ENUMERATOR = re.compile(r"type size hasn't changed|\d+ enumerator insertions?:|'\S+' value '-?\d+'")
DUMP = ["abidw", "--drop-private-types", "--exported-interfaces-only", "--no-elf-needed", "--no-show-locs", "--no-comp-dir-path",
        "--no-corpus-path", "--type-id-style", "hash", "--headers-dir"]
COMPARE = ["abidiff", "--harmless", "--leaf-changes-only", "--no-linkage-name"]


def dump(library, headers):
    """What is to be kept; `headers` is the folder of what is public. The library needs its debug information."""
    return subprocess.run([*DUMP, headers, library], check=True, capture_output=True, text=True).stdout


def differences(before, after):
    """What has changed from one kept file to another, as a list of changes: each has a title, and lines below it."""
    done = subprocess.run([*COMPARE, before, after], capture_output=True, text=True)
    assert done.returncode & 3 == 0, done.stdout + done.stderr  # a wrong call, or a file that cannot be read
    changes = []
    for line in done.stdout.splitlines():
        if not line.strip() or "summary: " in line:
            continue
        if line.startswith(" ") and changes:
            changes[-1].append(line.strip())
        else:
            changes.append([line])
    return changes


def is_compatible(change, may_grow):
    """A program that was compiled before still runs: functions and enumerators were added, or a struct has grown that tells its size,
    or that only the library makes."""
    title, *lines = change
    if re.fullmatch(r"\d+ Added functions?:", title):
        return True
    if title.startswith("'enum "):
        return all(NEW_ENUMERATOR.fullmatch(line) for line in lines)
    struct = re.match(r"'struct (\w+)( at \S+)?' changed:", title)
    return bool(struct) and struct.group(1) in may_grow and has_grown_at_its_end(lines)


def has_grown_at_its_end(lines):
    """Beyond the old size: what an older program has there, in the padding, is not known to be 0."""
    size = re.match(r"type size changed from (\d+) to", lines[0])
    offsets = [re.match(r"'.*', at offset (\d+) \(in bits\)", line) for line in lines[2:]]
    return bool(size and re.fullmatch(r"\d+ data member insertions?:", lines[1])
                and all(offset and int(offset.group(1)) >= int(size.group(1)) for offset in offsets))


def sized(header):
    """The structs that begin with their size."""
    return set(SIZED.findall(header))


def breaking(changes, may_grow):
    return [change for change in changes if not is_compatible(change, may_grow)]


def as_text(changes):
    return "\n".join("\n  ".join(change) for change in changes)
