"""What we have set out to reach."""
from report import MIB

START_SECONDS = 0.005
INFO_ROUND_TRIPS = 6
TIMES_FASTER_THAN_JAVA = 100
SHARE_OF_REPLAY = 0.9
MEMORY_BYTES = 16 * MIB
JAVA, GOLANG, REPLAY = "Java library", "golang-migrate", "raw replay"


def judge(report, sizes, round_trip_ms):
    """Each goal with what was found; `met` is None where there was nothing to compare with."""
    info, distant = "info, 1 applied", f", {round_trip_ms} ms away"
    script = f"apply of one script, {sizes.script:,} statements"
    start = report.of("start of the process").seconds
    trips = sum(report.of(info + distant).round_trips)
    return [
        goal("--version in less than 5 ms", f"{start * 1000:.1f} ms", start < START_SECONDS),
        goal(f"info in at most {INFO_ROUND_TRIPS} round trips after TCP", trips, trips <= INFO_ROUND_TRIPS),
        faster(report, f"info {TIMES_FASTER_THAN_JAVA} times faster than the Java library", info, JAVA, TIMES_FASTER_THAN_JAVA),
        faster(report, "info faster than the version of golang-migrate", info, GOLANG, 1),
        faster(report, f"a script at {SHARE_OF_REPLAY} of the raw replay", script, REPLAY, SHARE_OF_REPLAY),
        faster(report, f"the same, {round_trip_ms} ms away", script + distant, REPLAY, SHARE_OF_REPLAY),
        memory(report),
    ]


def faster(report, text, measure, peer, times):
    ours, other = report.of(measure), report.of(measure, peer)
    if not other:
        return goal(text, "nothing to compare with", None)
    ratio = other.seconds / ours.seconds
    return goal(text, f"{ratio:.2f} times as fast", ratio >= times)


def memory(report):
    """The measure that comes closest to the limit, which grows with the largest script."""
    worst = max((r for r in report.results if r.peer == report.ours), key=lambda r: r.peak_bytes - 2 * r.largest_script)
    limit = MEMORY_BYTES + 2 * worst.largest_script
    found = f"{worst.peak_bytes / MIB:.1f} of {limit / MIB:.1f} MiB ({worst.measure})"
    return goal("peak memory below 16 MiB and twice the largest script", found, worst.peak_bytes < limit)


def goal(text, found, met):
    return {"goal": text, "found": str(found), "met": met}


def verdict(met):
    return {True: "met", False: "MISSED", None: "open"}[met]


def text(goals):
    return "".join(f"{verdict(g['met']):7} {g['goal']}: {g['found']}\n" for g in goals)


def markdown(goals):
    rows = "".join(f"| {g['goal']} | {g['found']} | {verdict(g['met'])} |\n" for g in goals)
    return "| goal | found | |\n|---|---|---|\n" + rows
