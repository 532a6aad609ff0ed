"""A longer way to a server, see proxy.c."""
import select
import subprocess
import types

import builds

# How long after the end of a client its connection may still be on its way.
QUIET_SECONDS = 0.5


class Proxy:
    def __init__(self, server, round_trip_ms):
        self._process = subprocess.Popen([str(builds.c_program("proxy")), "127.0.0.1", str(server.port), str(500 * round_trip_ms)],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii", bufsize=1)
        port = int(self._process.stdout.readline())
        self.server = types.SimpleNamespace(version=server.version, uri=f"bolt://127.0.0.1:{port}", port=port,
                                            user=server.user, password=server.password)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def round_trips(self):
        """For each connection that has ended since the last call, how often its client had to wait for an answer."""
        found = []
        while select.select([self._process.stdout], [], [], QUIET_SECONDS)[0]:
            found.append(int(self._process.stdout.readline()))
        return found
