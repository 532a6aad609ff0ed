"""The public interface of the driver does what the internal one does: it plays the same transcripts, and some of its own."""
import re

import pytest

import transcript
from test_transcripts import FOLDER, PUBLIC

LACKING = {"run-all", "memory"}
# Nothing is left queued for COMMIT.
DIFFERENT = {"managed/commit-along"}
COMMAND = re.compile(r"^(?:\[\S+\] )?> (\S+)", re.MULTILINE)


def cases():
    """Each transcript in the newest version that it is for, and those of the public interface in all."""
    for file in sorted(FOLDER.glob("**/*.transcript")):
        text = file.read_text(encoding="utf-8")
        if str(file.relative_to(FOLDER).with_suffix("")) in DIFFERENT:
            continue
        if LACKING & set(COMMAND.findall(text)) or "> queue metadata=" in text:
            continue
        versions = sorted(transcript.versions(text))
        for version in versions if file.is_relative_to(PUBLIC) else versions[-1:]:
            yield pytest.param(file, version, id=f"{file.relative_to(FOLDER).with_suffix('')}-{version[0]}.{version[1]}")


@pytest.mark.parametrize("file, version", list(cases()))
def test_transcript(boltapi, file, version):
    boltapi.check(file.read_text(encoding="utf-8"), version)
