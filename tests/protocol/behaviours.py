"""Servers for tests whose point is not what is said but how."""

from peer import Closed


def polite(peer, rows=((1,),)):
    """Answers everything as a server does that has nothing to complain about, until the client leaves."""
    while True:
        try:
            name, _ = peer.receive()
        except Closed:
            return
        if name == "GOODBYE":
            return
        if name in ("HELLO", "LOGON"):
            peer.answer(name)
        elif name == "RUN":
            peer.send("SUCCESS", {"fields": ["x"]})
        elif name == "PULL":
            for row in rows:
                peer.send("RECORD", list(row))
            peer.send("SUCCESS", {"type": "r", "stats": {"nodes-created": 1}})
        elif name == "COMMIT":
            peer.send("SUCCESS", {"bookmark": "b:1"})
        else:
            peer.send("SUCCESS", {})


def script(lines, version="bolt all"):
    """A scenario without a dialogue, for servers that are functions."""
    return "\n".join([version, *("> " + line for line in lines)])


def attempts(count, lines):
    """The same commands again and again, each time with a new connection; `attempt` marks the end of each."""
    return script([*lines, "close", "echo attempt"] * count)


def outcomes(lines):
    """What boltsh printed, cut at the marks."""
    found, current = [], []
    for line in lines:
        if line == "attempt":
            found.append(current)
            current = []
        else:
            current.append(line)
    return found
