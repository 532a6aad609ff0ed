"""Root folders of a Debian 12 on which nobody has installed anything yet."""
import pathlib
import shutil
import subprocess

import artifacts
from roots import run_in

SUITE = "bookworm"
# How this machine gets packages, whom it trusts, and how it finds hosts.
SETTINGS = ("etc/apt", "usr/share/keyrings", "usr/local/share/ca-certificates", "etc/resolv.conf", "etc/hosts")
DEBIAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def source():
    """Where this machine has its packages from."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {SUITE}"],
                            capture_output=True, text=True, check=True).stdout.split()
    if not listed:
        raise artifacts.MissingTool(f"the settings of apt on this machine name no source of {SUITE}")
    return listed[0]


def bootstrap(draft):
    artifacts.run_tool(["debootstrap", "--variant=minbase", "--include=ca-certificates", SUITE, str(draft), source()], "make a fresh Debian")
    run(draft, "apt-get", "clean")


def take_over(root, name):
    theirs, ours = pathlib.Path("/") / name, root / name
    if theirs.is_dir():
        shutil.rmtree(ours, ignore_errors=True)
        shutil.copytree(theirs, ours)
    elif theirs.exists():
        shutil.copy(theirs, ours)


def make(root):
    """A copy of a root that is made once on each machine."""
    pristine = artifacts.cached(f"debian-{SUITE}", bootstrap)
    subprocess.run(["cp", "-a", "--reflink=auto", f"{pristine}/.", str(root)], check=True)
    for name in SETTINGS:
        take_over(root, name)
    run(root, "update-ca-certificates")


def run(root, *command, **options):
    done = run_in(root, command, environment=DEBIAN | options.pop("environment", {}), timeout=240, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout
