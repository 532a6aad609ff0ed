"""What is in the image that Containerfile makes, and that it does its work, on a machine without a container engine."""
import pathlib
import pwd
import shutil

import pytest

import containerfile
from roots import access

MOVIES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "movies"


@pytest.fixture
def image(new_root, binary):
    image = containerfile.ours(binary)
    image.assemble(new_root)
    return image


def test_is_made_of_nothing_else(image, new_root):
    files = {str(path.relative_to(new_root)) for path in new_root.rglob("*") if path.is_file()}
    documents = "usr/share/doc/neo4j-migrations"
    assert image.base == "scratch" and files == {"usr/bin/neo4j-migrations", "etc/ssl/certs/ca-certificates.crt", "etc/passwd", "etc/group",
                                                 f"{documents}/LICENSE", f"{documents}/neo4j-migrations.cdx.json"}


def test_its_user_is_nobody_else(image, new_root):
    """The number is nobody's on this machine either, and has a name in the image, which the lock of the history tells."""
    name, _, number, group, _, home, _ = (new_root / "etc/passwd").read_text().strip().split(":")
    assert image.one("USER") == f"{number}:{group}" and home == image.one("WORKDIR") and int(number) > 0
    assert (new_root / "etc/group").read_text() == f"{name}:x:{group}:\n"
    assert int(number) not in {entry.pw_uid for entry in pwd.getpwall()}


@pytest.mark.only_on("5.26.30")
def test_applies_a_folder_that_is_mounted(image, new_root, server, database):
    """/etc/hosts is what an engine puts there."""
    shutil.copytree(MOVIES, new_root / image.one("WORKDIR").lstrip("/") / "neo4j" / "migrations")
    (new_root / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
    done = image.run(new_root, "apply", environment=access(server))
    assert done.returncode == 0 and done.stdout.endswith("Database migrated to version 010.\n"), done.stdout
    assert any(labels == ("Film",) for labels, _ in database.nodes())
