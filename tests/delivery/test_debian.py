"""The Debian packages: built from the tree, free of what lintian finds, and at work on a Debian that has nothing else."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import bills
import fresh
from roots import access

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL, LIBRARIES, DEVELOPMENT = "neo4j-migrations", ("libneo4j-migrations0", "libneo4j-bolt0"), "libneo4j-migrations-dev"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def project_version():
    return re.search(r"project\(neo4j-migrations VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


def build(folder, **environment):
    """Name -> file, of packages that are built without what a cache of compilers may remember."""
    run("nice", "-n", "10", ROOT / "packaging" / "build-debs", folder, env=os.environ | {"CCACHE_DISABLE": "1"} | environment)
    return {file.name.partition("_")[0]: file for file in folder.glob("*.deb")}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    return build(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def unpacked(packages, tmp_path_factory):
    """All of them in one folder, as if it were the root."""
    folder = tmp_path_factory.mktemp("unpacked")
    for file in packages.values():
        run("dpkg-deb", "--extract", file, folder)
    return folder


def test_there_is_one_for_each_use(packages):
    symbols = {f"{name}-dbgsym" for name in (TOOL, *LIBRARIES)}
    assert set(packages) - symbols == {TOOL, *LIBRARIES, DEVELOPMENT}
    assert {run("dpkg-deb", "--field", file, "Version").strip() for file in packages.values()} == {project_version()}


def test_lintian_finds_nothing(packages):
    assert run("lintian", "--allow-root", "--tag-display-limit", "0", "--display-info", *packages.values()) == ""


def test_each_says_what_it_is_made_of(unpacked):
    made_of = {name: set(bills.libraries(bills.read(unpacked / "usr/share/doc" / name / f"{name}.cdx.json"))) for name in (TOOL, *LIBRARIES)}
    assert made_of == {"libneo4j-bolt0": {"libc6", "libssl3"},
                       "libneo4j-migrations0": {"libc6", "libssl3", "libcmark0.30.2", "libexpat1", "zlib1g"},
                       TOOL: {"libc6", "libssl3", "libcmark0.30.2", "libexpat1", "zlib1g", "libjansson4"}}


@pytest.mark.parametrize("kind", ["shared", "static"])
def test_programs_are_built_with_what_they_bring(unpacked, kind, tmp_path):
    (settings,) = unpacked.rglob("neo4j-migrations.pc")
    environment = os.environ | {"PKG_CONFIG_PATH": str(settings.parent), "LD_LIBRARY_PATH": str(settings.parents[1])}
    flags = run("pkg-config", *(["--static"] if kind == "static" else []), "--cflags", "--libs", TOOL, env=environment)
    if kind == "static":
        flags = flags.replace(f"-l{TOOL}", f"-l:lib{TOOL}.a")
    run("cc", ROOT / "tests/package/projects/make/main.c", "-o", tmp_path / "app", *flags.split())
    assert ("libneo4j" in run("readelf", "-d", tmp_path / "app")) == (kind == "shared")
    assert run(tmp_path / "app", env=environment).strip() == project_version()


def test_cmake_finds_what_they_bring(unpacked, tmp_path):
    run("cmake", "-G", "Ninja", "-S", ROOT / "tests/package/projects/cpp", "-B", tmp_path, f"-DCMAKE_PREFIX_PATH={unpacked / 'usr'}")
    run("cmake", "--build", tmp_path)


def test_they_are_the_same_wherever_they_are_built(packages, tmp_path):
    elsewhere = tmp_path / "a folder with a longer name"
    elsewhere.mkdir()
    again = build(tmp_path / "again", TMPDIR=str(elsewhere), TZ="Asia/Tokyo", LC_ALL="C")
    assert packages.keys() == again.keys() and [name for name in packages if packages[name].read_bytes() != again[name].read_bytes()] == []


@pytest.fixture
def installed(new_root, packages):
    """A Debian with the tool and the libraries, and what they depend on."""
    fresh.make(new_root)
    for name in (TOOL, *LIBRARIES, DEVELOPMENT):
        shutil.copy(packages[name], new_root / "tmp")
    fresh.run(new_root, "apt-get", "update", "--quiet")
    files = [f"/tmp/{packages[name].name}" for name in (TOOL, *LIBRARIES)]
    fresh.run(new_root, "apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *files)
    return new_root


@pytest.mark.only_on("5.26.30")
def test_a_fresh_system_gets_all_that_it_takes(installed, packages, server, database):
    assert fresh.run(installed, TOOL, "--version").startswith(f"{TOOL}/")
    libraries = [path.relative_to(installed) for path in installed.joinpath("usr/lib").rglob("libneo4j-*.so.0")]
    assert len(libraries) == 2 and "not found" not in fresh.run(installed, "ldd", f"/usr/bin/{TOOL}", *(f"/{path}" for path in libraries))
    for file in ("man/man1/neo4j-migrations-apply.1.gz", "bash-completion/completions/neo4j-migrations", "zsh/vendor-completions/_neo4j-migrations",
                 "fish/vendor_completions.d/neo4j-migrations.fish", "neo4j-migrations/migration.xsd", f"doc/{TOOL}/copyright"):
        assert (installed / "usr/share" / file).is_file(), file
    shutil.copytree(ROOT / "examples" / "movies", installed / "srv" / "neo4j" / "migrations")
    said = fresh.run(installed, TOOL, "apply", folder="/srv", environment=access(server))
    assert said.endswith("Database migrated to version 010.\n") and any(labels == ("Film",) for labels, _ in database.nodes())
    planned = fresh.run(installed, "apt-get", "install", "--simulate", "--no-install-recommends", f"/tmp/{packages[DEVELOPMENT].name}")
    assert f"Inst {DEVELOPMENT}" in planned and "Inst libssl-dev" in planned
    fresh.run(installed, "apt-get", "purge", "--quiet", "--yes", TOOL, *LIBRARIES)
    assert not [path for path in installed.joinpath("usr").rglob("*neo4j*")]
