"""What was to be reached, and what was found: one goal is a dictionary of both and whether it is met (None: nothing to
compare with)."""


def goal(text, found, met):
    return {"goal": text, "found": str(found), "met": met}


def faster(text, ours, other, times):
    """`ours` is so many times as fast as `other`."""
    if not ours or not other:
        return goal(text, "nothing to compare with", None)
    ratio = other.seconds / ours.seconds
    return goal(text, f"{ratio:.2f} times as fast", ratio >= times)


def verdict(met):
    return {True: "met", False: "MISSED", None: "open"}[met]


def text(goals):
    return "".join(f"{verdict(g['met']):7} {g['goal']}: {g['found']}\n" for g in goals)


def markdown(goals):
    rows = "".join(f"| {g['goal']} | {g['found']} | {verdict(g['met'])} |\n" for g in goals)
    return "| goal | found | |\n|---|---|---|\n" + rows
