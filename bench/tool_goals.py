"""What the command line tool has set out to reach."""
from goals import faster, goal
from report import MIB

START_SECONDS = 0.005
INFO_ROUND_TRIPS = 2
TIMES_FASTER_THAN_JAVA = 100
SHARE_OF_REPLAY = 0.9
MEMORY_BYTES = 16 * MIB
STATIC_BYTES = 8_000_000
JAVA, GOLANG, REPLAY = "Java library", "golang-migrate", "raw replay"


def judge(report, sizes, round_trip_ms, static_bytes):
    info, distant = "info, 1 applied", f", {round_trip_ms} ms away"
    script = f"apply of one script, {sizes.script:,} statements"
    start = report.of("start of the process").seconds
    trips = sum(report.of(info + distant).round_trips)

    def than(text, measure, peer, times):
        return faster(text, report.of(measure), report.of(measure, peer), times)
    return [
        goal("--version in less than 5 ms", f"{start * 1000:.1f} ms", start < START_SECONDS),
        goal(f"info in at most {INFO_ROUND_TRIPS} round trips after TCP", trips, trips <= INFO_ROUND_TRIPS),
        than(f"info {TIMES_FASTER_THAN_JAVA} times faster than the Java library", info, JAVA, TIMES_FASTER_THAN_JAVA),
        than("info faster than the version of golang-migrate", info, GOLANG, 1),
        than(f"a script at {SHARE_OF_REPLAY} of the raw replay", script, REPLAY, SHARE_OF_REPLAY),
        than(f"the same, {round_trip_ms} ms away", script + distant, REPLAY, SHARE_OF_REPLAY),
        memory([r for r in report.results if r.peer == report.of(info).peer]),
        goal("the static build in less than 8 MB", f"{static_bytes / 1e6:.1f} MB", static_bytes < STATIC_BYTES),
    ]


def memory(results):
    """The measure that comes closest to the limit, which grows with the largest script."""
    worst = max(results, key=lambda r: r.peak_bytes - 2 * r.largest_script)
    limit = MEMORY_BYTES + 2 * worst.largest_script
    found = f"{worst.peak_bytes / MIB:.1f} of {limit / MIB:.1f} MiB ({worst.measure})"
    return goal("peak memory below 16 MiB and twice the largest script", found, worst.peak_bytes < limit)
