"""Plays every transcript, with every version that it names; with the newest of them over an encrypted connection too."""

import pathlib

import pytest

import transcript
from certificates import self_signed, server_context

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data" / "bolt" / "transcripts"
# Of commands that boltsh does not have: see test_public.py.
PUBLIC = FOLDER / "public"


def cases():
    for file in sorted(FOLDER.glob("**/*.transcript")):
        if file.is_relative_to(PUBLIC):
            continue
        name = file.relative_to(FOLDER).with_suffix("")
        for version in transcript.versions(file.read_text(encoding="utf-8")):
            yield pytest.param(file, version, id=f"{name}-{version[0]}.{version[1]}")


@pytest.mark.parametrize("file, version", list(cases()))
def test_transcript(boltsh, file, version):
    boltsh.check(file.read_text(encoding="utf-8"), version)


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return server_context(tmp_path_factory.mktemp("tls"), self_signed())


def newest():
    files = {case.values[0]: case for case in cases()}
    return list(files.values())


@pytest.mark.parametrize("file, version", newest())
def test_transcript_over_tls(boltsh, file, version, tls):
    boltsh.check(file.read_text(encoding="utf-8"), version, tls=tls)
