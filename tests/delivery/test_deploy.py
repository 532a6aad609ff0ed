"""The examples of how the tool is deployed: valid for those who read them, and what they run does its work on a real server."""
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import pytest
import yaml

import containerfile
from roots import access, fill

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "examples" / "deploy"
MOVIES = ROOT / "examples" / "movies"
TOOL = "neo4j-migrations"
UNITS, RESOURCES = sorted(file for file in (DEPLOY / "systemd").iterdir() if file.is_file()), sorted((DEPLOY / "kubernetes").glob("*.yaml"))
PIPELINES = {"github-actions.yml": "vendor.github-workflows", "gitlab-ci.yml": "vendor.gitlab-ci"}
SYSTEM_UNITS = ("basic.target", "network-online.target", "shutdown.target", "sysinit.target", "timers.target")
# Stands for docker: the tool runs here, where the volumes that it was given are.
DOCKER = """#!/bin/bash
while [ "$1" != some-image ]; do shift; done
shift
exec "$TOOL" "$@"
"""


def run(*command, **options):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=60, **options)


def expect_success(*command, **options):
    done = run(*command, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def documents():
    return [document for file in RESOURCES for document in yaml.safe_load_all(file.read_text())]


# ---- As those who read them see them ----

def test_units_are_well_formed(tmp_path):
    folder = tmp_path / "etc" / "systemd" / "system"
    shutil.copytree(DEPLOY / "systemd", folder)
    fill(folder, {unit: "[Unit]\n" for unit in SYSTEM_UNITS} | {"shop.service": "[Service]\nExecStart=/usr/bin/shop\n"})
    for name in (TOOL, "shop"):
        (tmp_path / "usr" / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy("/bin/true", tmp_path / "usr" / "bin" / name)
    units = [unit.name for unit in UNITS]
    assert len(units) == 3 and expect_success("systemd-analyze", "verify", "--man=no", f"--root={tmp_path}", "shop.service", *units) == ""


def test_resources_are_valid():
    validate = pathlib.Path(sys.executable).with_name("kubernetes-validate")
    assert expect_success(validate, "--strict", *RESOURCES).count(" passed ") == len(documents()) == 3


@pytest.mark.parametrize("name", PIPELINES)
def test_pipelines_are_valid(name):
    expect_success(sys.executable, "-m", "check_jsonschema", "--builtin-schema", PIPELINES[name], DEPLOY / "ci" / name)


def test_scripts_are_clean():
    expect_success("shellcheck", "--external-sources", *DEPLOY.rglob("*.sh"), ROOT / "packaging" / "build-debs", cwd=ROOT)


# ---- As they do their work ----

@pytest.fixture
def work(tmp_path):
    """A folder with migrations, as each of the examples expects it."""
    folder = tmp_path / "shop"
    shutil.copytree(MOVIES, folder / "neo4j" / "migrations")
    return folder


def is_migrated(database):
    return database.versions()[-1] == "010"


def started(unit):
    return re.findall(r"^ExecStart=(.*)", (DEPLOY / "systemd" / unit).read_text(), re.MULTILINE)


@pytest.mark.only_on("5.26.30")
def test_services_do_their_work(binary, work, server, database, tmp_path):
    (tmp_path / "password").write_text(f"{server.password}\n")
    commands = started("shop-migrations.service") + started("shop-migrations-validate.service")
    for command in commands:
        words = shlex.split(command.replace("%d", str(tmp_path)).replace(f"/usr/bin/{TOOL}", str(binary)))
        expect_success(*words, cwd=work, env={"NEO4J_URI": server.uri})
    assert len(commands) == 3 and is_migrated(database)


def containers():
    for document in documents():
        template = document.get("spec", {}).get("template", {}).get("spec", {})
        yield from (each for each in template.get("initContainers", []) + template.get("containers", []) if "args" in each)


def mount_config_map(folder, files):
    """As Kubernetes does it: each file is a link into a folder that a link leads to."""
    data = folder / "..2026_11_25_14_08_01.1234"
    shutil.copytree(files, data)
    (folder / "..data").symlink_to(data.name)
    for file in data.iterdir():
        (folder / file.name).symlink_to(f"..data/{file.name}")


@pytest.mark.only_on("5.26.30")
def test_containers_do_their_work(binary, new_root, server, database):
    image = containerfile.ours(binary)
    image.assemble(new_root)
    fill(new_root, {"etc/hosts": "127.0.0.1 localhost\n"})
    (job,) = (each for each in containers() if each["image"] == TOOL)
    (mounted,) = job["volumeMounts"]
    mount_config_map(new_root / mounted["mountPath"].lstrip("/"), MOVIES)
    secret = next(document for document in documents() if document["kind"] == "Secret")
    assert secret["stringData"].keys() == access(server).keys()
    outcomes = [image.run(new_root, *each["args"], environment=access(server)) for each in containers()]
    assert [done.returncode for done in outcomes] == [0, 0, 0], outcomes
    assert is_migrated(database)


def pipeline_commands(name):
    """What the jobs run, without what only prepares their machines."""
    jobs = yaml.safe_load((DEPLOY / "ci" / name).read_text())
    jobs = jobs.get("jobs", jobs)
    steps = [step for job in jobs.values() if isinstance(job, dict) for step in job.get("steps", []) + job.get("script", [])]
    return [step if isinstance(step, str) else step["run"] for step in steps if isinstance(step, str) or "run" in step]


@pytest.mark.only_on("5.26.30")
@pytest.mark.parametrize("name", PIPELINES)
def test_pipelines_do_their_work(name, binary, work, server, database, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / TOOL).symlink_to(binary)
    (programs / "docker").write_text(DOCKER)
    (programs / "docker").chmod(0o755)
    shutil.copy(DEPLOY / "ci" / "migrations.sh", work)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "TOOL": str(binary), "MIGRATIONS_IMAGE": "some-image",
                   "NEO4J_URI": server.uri, "NEO4J_PASSWORD": server.password}
    commands = pipeline_commands(name)
    for command in commands:
        expect_success("bash", "-c", command, cwd=work, env=environment)
    assert len(commands) == 4 and is_migrated(database)
