"""Foreign projects that are built with what is installed, as their authors would do it."""
import os
import pathlib
import shutil
import subprocess

import pytest

from test_package import BUILD, ROOT, execute, found, installed, run, sanitizers  # noqa: F401 (a fixture)

PROJECTS = pathlib.Path(__file__).resolve().parent / "projects"
DECLARED = "CREATE INDEX title IF NOT EXISTS FOR (n:Book) ON (n.title);\n"


def configure(folder, build, *options):
    flags = " ".join(sanitizers())
    run("cmake", "-G", "Ninja", "-S", folder, "-B", build, f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}", *options)


def test_with_cmake(installed, tmp_path):
    """The folder of the project is not needed any more once its migrations are embedded."""
    project, build = shutil.copytree(PROJECTS / "cmake", tmp_path / "project"), tmp_path / "build"
    configure(project, build, f"-DCMAKE_PREFIX_PATH={installed}", f"-DEXAMPLES={ROOT / 'examples'}", "-DADDRESS=http://nowhere")
    run("cmake", "--build", build)
    listed = run("cmake", "--build", build, "--target", "help")
    assert all(f"migrations-{command}:" in listed for command in ("info", "validate", "apply", "clean"))
    outcome = subprocess.run(["cmake", "--build", build, "--target", "migrations-info"], text=True, capture_output=True)
    assert outcome.returncode != 0 and "http://nowhere" in outcome.stdout + outcome.stderr
    project.rename(tmp_path / "elsewhere")
    for program in ("app", "app_static"):
        done = execute(installed, build / program)
        assert (done.returncode, done.stdout, done.stderr) == (0, DECLARED, ""), program
    assert execute(installed, build / "query").returncode == 2
    needed = run("readelf", "-d", build / "app_static")
    assert "libneo4j" not in needed and "libneo4j-migrations.so.0" in run("readelf", "-d", build / "app")


def test_with_make_and_pkg_config(installed, tmp_path):
    project = shutil.copytree(PROJECTS / "make", tmp_path / "project")
    environment = os.environ | {"PKG_CONFIG_PATH": str(found(installed, "neo4j-migrations.pc").parent)}
    run("make", "-C", project, env=environment)
    version = run("pkg-config", "--modversion", "neo4j-migrations", env=environment)
    assert execute(installed, project / "app").stdout == version


def test_in_cplusplus(installed, tmp_path):
    configure(PROJECTS / "cpp", tmp_path, f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", tmp_path)
    done = execute(installed, tmp_path / "app")
    assert done.returncode == 0 and "http" in done.stdout and "bolt" in done.stdout, done


def test_as_a_part_of_another_project(tmp_path):
    """Only what is used is built."""
    configure(PROJECTS / "subdirectory", tmp_path, f"-DSOURCES={ROOT}")
    run("cmake", "--build", tmp_path, "--target", "query")
    assert subprocess.run([tmp_path / "query"], capture_output=True).returncode == 2
    assert not list(tmp_path.rglob("*migrations*.a"))
