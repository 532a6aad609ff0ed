"""Root folders of a Debian 12 on which nobody has installed anything yet."""
import pathlib
import shutil
import subprocess

import artifacts
from roots import run_in

SUITE = "bookworm"
# How this machine gets packages, and names of hosts.
SETTINGS = ("etc/apt", "usr/local/share/ca-certificates")
NETWORK = ("etc/resolv.conf", "etc/hosts")


def source():
    """Where this machine has its packages from."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {SUITE}"],
                            capture_output=True, text=True, check=True).stdout.split()
    if not listed:
        raise artifacts.MissingTool(f"the settings of apt on this machine name no source of {SUITE}")
    return listed[0]


def bootstrap(draft):
    artifacts.run_tool(["debootstrap", "--variant=minbase", "--include=ca-certificates", SUITE, str(draft), source()], "make a fresh Debian")
    for name in SETTINGS:
        shutil.rmtree(draft / name, ignore_errors=True)
        shutil.copytree(pathlib.Path("/") / name, draft / name)
    (draft / "etc/apt/sources.list").unlink(missing_ok=True)
    for command in (["update-ca-certificates"], ["apt-get", "clean"]):
        done = run_in(draft, command, environment=DEBIAN)
        assert done.returncode == 0, done.stdout


# The sources of this machine may be checked by certificates of its own.
DEBIAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
          "SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt"}


def make(root):
    """A copy of a root that is made once on each machine."""
    pristine = artifacts.cached(f"debian-{SUITE}", bootstrap)
    subprocess.run(["cp", "-a", "--reflink=auto", f"{pristine}/.", str(root)], check=True)
    for name in NETWORK:
        shutil.copy(pathlib.Path("/") / name, root / name)


def run(root, *command, **options):
    done = run_in(root, command, environment=DEBIAN | options.pop("environment", {}), timeout=240, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout
