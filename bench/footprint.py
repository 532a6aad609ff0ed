"""How large programs are, and what else they load to run."""
import pathlib
import re
import subprocess
import tempfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Footprint:
    program: str
    stripped_bytes: int
    libraries: list


def of(peer):
    return Footprint(peer.name, stripped_bytes(peer.binary), libraries(peer.binary))


def stripped_bytes(binary):
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = pathlib.Path(folder) / "stripped"
        subprocess.run(["strip", "-o", copy, binary], check=True)
        return copy.stat().st_size


def libraries(binary):
    """What the dynamic linker loads, and what that needs in turn; nothing for a static program."""
    loaded = subprocess.run(["ldd", binary], capture_output=True, text=True).stdout
    return sorted(re.findall(r"(\S+) => /", loaded))


def size_of(footprints, peer):
    return next(each.stripped_bytes for each in footprints if each.program == peer.name)


def text(footprints):
    return "".join(f"{each.program}: {size(each)}, loads {loads(each)}\n" for each in footprints)


def markdown(footprints):
    rows = "".join(f"| {each.program} | {size(each)} | {loads(each)} |\n" for each in footprints)
    return "| program | size, stripped | loads |\n|---|---:|---|\n" + rows


def size(footprint):
    return f"{footprint.stripped_bytes / 1e6:.1f} MB"


def loads(footprint):
    return ", ".join(footprint.libraries) or "nothing"
