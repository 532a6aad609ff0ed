"""What the driver has set out to reach."""
from goals import faster, goal
from report import MIB

SHARE_OF_RAW_CONNECTING = 1 / 1.2
SHARE_OF_RAW_PIPELINED = 0.9
SHARE_OF_RAW_ONE_BY_ONE = 0.95
TIMES_FASTER_THAN_DRIVERS = 50
ROWS_PER_SECOND = 1_500_000
ROWS_OF_THE_FASTEST_SERVER = "4.4.48"
# Where there is more than that between them, memory grows with the rows.
MEMORY_NOISE_BYTES = MIB


def judge(report, names, server):
    """`names` are those of the measures, see bolt.py."""
    near, far = report_of(report, names.statements), report_of(report, names.distant)
    connect, rows = report_of(report, names.connect), report_of(report, names.rows)
    found = [
        faster("connect and query in 1.2 of the raw three round trips", connect("this driver"),
               connect("raw replay, 3 round trips"), SHARE_OF_RAW_CONNECTING),
        faster("pipelined at 0.9 of the raw rate", near("this driver, pipelined"), near("raw replay, pipelined"),
               SHARE_OF_RAW_PIPELINED),
        faster("one by one at 0.95 of the raw rate", near("this driver, one by one"), near("raw replay, one by one"),
               SHARE_OF_RAW_ONE_BY_ONE),
        *(faster(f"{names.far_ms} ms away {TIMES_FASTER_THAN_DRIVERS} times as fast as the {other}", far("this driver, pipelined"),
                 far(other), TIMES_FASTER_THAN_DRIVERS) for other in ("Python driver", "Java driver")),
        memory(report_of(report, names.fewer_rows)("this driver"), rows("this driver")),
    ]
    if server == ROWS_OF_THE_FASTEST_SERVER:
        found.append(rate(rows("this driver")))
    return found


def report_of(report, measure):
    return lambda peer: report.of(measure, peer)


def rate(result):
    found = result.amount / result.seconds
    return goal(f"{ROWS_PER_SECOND:,} rows a second", f"{found:,.0f}", found >= ROWS_PER_SECOND)


def memory(fewer, more):
    found = f"{fewer.peak_bytes / MIB:.1f} and {more.peak_bytes / MIB:.1f} MiB"
    return goal("as much memory for more rows", found, more.peak_bytes <= fewer.peak_bytes + MEMORY_NOISE_BYTES)
