"""Plays the lines of one connection.

    do noop [N]        N empty chunks
    do chunk N         from now on chunks hold at most N bytes
    do bytewise        from now on every byte is sent by itself
    do raw HEX         these bytes as they are
    do payload HEX     these bytes as a message
    do expect HEX      the client sends these bytes; ?? is any byte
    do sleep MS        the server is busy, and reads nothing
    do quiet MS        the client says nothing for so long
    do silence         the server reads on but never answers; the client must give up by itself
    do cancel          the user of the client interrupts it
    do cut N           N bytes more, then the connection breaks (an orderly end)
    do close           the server closes (an orderly end)
    do abort           the server closes (a reset)

When the lines are through, the client may still say what is answered automatically, and must close."""

import time

import notation
from peer import Closed, Fault, Mismatch
from transcript import Step


class Player:
    def __init__(self, peer, scenario, cancel):
        self.peer, self.scenario, self.cancel = peer, scenario, cancel

    def play(self, steps):
        for step in steps:
            try:
                self._step(step)
            except Mismatch as problem:
                raise Mismatch(f"{step}\n    {problem}") from problem
            if step.kind == "do" and step.name in ("close", "abort", "silence"):
                return
        self._finish()

    def _step(self, step):
        if step.kind == "C":
            self._expect(step)
        elif step.kind == "S":
            self.peer.send(step.name, *step.values)
        else:
            action = getattr(self, "_do_" + step.name, None)
            if action is None:
                raise Mismatch("there is no such action")
            action(*step.values)

    def _expect(self, step):
        while True:
            if step.name == "EOF":
                return self._expect_end()
            name, fields = self.peer.receive()
            if name == step.name:
                found = notation.difference(step.values, fields, name)
                if found:
                    raise Mismatch(found)
                return None
            if name not in self.scenario.auto or name == "GOODBYE":
                raise Mismatch(f"got {name} {' '.join(map(notation.render, fields))}")
            self.peer.answer(name)

    def _expect_end(self):
        try:
            name, fields = self.peer.receive()
        except Closed:
            return
        raise Mismatch(f"got {name} {' '.join(map(notation.render, fields))}")

    def _finish(self):
        while True:
            try:
                name, fields = self.peer.receive()
            except Closed:
                return
            if name not in self.scenario.auto:
                raise Mismatch(f"after the last line came {Step('C', name, fields, 0)}")
            if name != "GOODBYE":
                self.peer.answer(name)

    # ---- actions ----

    def _do_noop(self, times="1"):
        self.peer.put(bytes(2) * int(times))

    def _do_chunk(self, size):
        self.peer.chunk = int(size)

    def _do_bytewise(self):
        self.peer.bytewise = True

    def _do_raw(self, *digits):
        self.peer.put(notation.hex_bytes(" ".join(digits)))

    def _do_payload(self, *digits):
        self.peer.send_payload(notation.hex_bytes(" ".join(digits)))

    def _do_expect(self, *digits):
        digits = "".join(digits)
        expected = [digits[at:at + 2] for at in range(0, len(digits), 2)]
        got = self.peer.take(len(expected)).hex()
        pairs = zip(expected, (got[at:at + 2] for at in range(0, len(got), 2)))
        if any(one != "??" and one.lower() != other for one, other in pairs):
            raise Mismatch(f"got the bytes {got}")

    def _do_sleep(self, milliseconds):
        self.peer.flush()
        time.sleep(int(milliseconds) / 1000)

    def _do_quiet(self, milliseconds):
        if self.peer.has_input(int(milliseconds) / 1000):
            name, fields = self.peer.receive()
            raise Mismatch(f"got {name} {' '.join(map(notation.render, fields))}")

    def _do_silence(self):
        try:
            while True:
                self.peer.take(1)
        except Closed:
            pass

    def _do_cancel(self):
        self.peer.flush()
        time.sleep(0.06)  # for the client to read what was said before
        self.cancel()

    def _do_cut(self, size):
        self.peer.flush()
        self.peer.fault = Fault(sent=self.peer.sent + int(size))

    def _do_close(self):
        self.peer.flush()
        self.peer.drain()

    def _do_abort(self):
        self.peer.flush()
        self.peer.abort()
