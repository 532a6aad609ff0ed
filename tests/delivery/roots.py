"""Processes that see another folder as the root of all files, as in a container."""
import os
import subprocess

NOBODY = 65532


def run_in(root, command, user=0, folder="/", environment=None, timeout=60):
    def enter():
        os.chroot(root)
        os.chdir(folder)
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    return subprocess.run([str(word) for word in command], preexec_fn=enter, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=timeout, env={"PATH": "/usr/bin", **(environment or {})})


def fill(root, files):
    for name, text in files.items():
        path = root / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def access(server, scheme="bolt"):
    """The environment that leads to a server."""
    return {"NEO4J_URI": f"{scheme}://localhost:{server.port}", "NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
