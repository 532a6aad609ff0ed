"""Plays every transcript, with every version that it names."""

import pathlib

import pytest

import transcript

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data" / "bolt" / "transcripts"


def cases():
    for file in sorted(FOLDER.glob("**/*.transcript")):
        name = file.relative_to(FOLDER).with_suffix("")
        for version in transcript.versions(file.read_text(encoding="utf-8")):
            yield pytest.param(file, version, id=f"{name}-{version[0]}.{version[1]}")


@pytest.mark.parametrize("file, version", list(cases()))
def test_transcript(boltsh, file, version):
    boltsh.check(file.read_text(encoding="utf-8"), version)
