"""Values of every type, in the notation of tests/protocol/value_text.h, and what an independent witness calls them."""
from neo4j.spatial import CartesianPoint, WGS84Point

NAN = float("nan")

# name: (notation, what the official driver makes of it)
PLAIN = {
    "true": (True, True),
    "false": (False, False),
    **{f"int {n}": (n, n) for n in (0, 1, 127, 128, -16, -17, -128, -129, 32767, 32768, -32768, -32769, 2147483647, 2147483648,
                                    -2147483648, -2147483649, 9223372036854775807, -9223372036854775808)},
    **{f"float {x!r}": (x, x) for x in (0.0, -0.0, 1.0, -1.5, 0.1, 5e-324, 1.7976931348623157e308, 1e15, 123456789.125)},
    "float nan": ({"@float": "nan"}, NAN),
    "float inf": ({"@float": "inf"}, float("inf")),
    "float -inf": ({"@float": "-inf"}, -float("inf")),
    **{f"string of {len(s)}": (s, s) for s in ("", "a", "x" * 15, "x" * 16, "x" * 255, "x" * 256, "x" * 65535, "x" * 65536)},
    "string of all planes": ("a\u0000 \t\n\"\\ \u00e4\u20ac\U0001f600\u200d\ufeff", "a\u0000 \t\n\"\\ \u00e4\u20ac\U0001f600\u200d\ufeff"),
    **{f"bytes of {len(b)}": ({"@bytes": b.hex()}, b) for b in (b"", b"\x00\xff", bytes(range(256)) * 2, b"\x80" * 65536)},
    "list of nothing": ([], []),
    "list of ints": ([1, -2, 300], [1, -2, 300]),
    "list of floats": ([1.0, 0.5, -0.0], [1.0, 0.5, -0.0]),
    "list of strings": (["", "\u00e4"], ["", "\u00e4"]),
    "list of booleans": ([True, False], [True, False]),
    "long list": (list(range(300)), list(range(300))),
    "point": ({"@point": [7203, 1.5, -2.0]}, CartesianPoint((1.5, -2.0))),
    "point in space": ({"@point": [9157, 1.5, -2.0, 3.25]}, CartesianPoint((1.5, -2.0, 3.25))),
    "place": ({"@point": [4326, -122.5, 37.25]}, WGS84Point((-122.5, 37.25))),
    "place at a height": ({"@point": [4979, 12.5, 52.5, 34.0]}, WGS84Point((12.5, 52.5, 34.0))),
}

# name: (the function that makes it of a text, and the text that the server makes of it again, notation)
TEMPORAL = {
    "date": ("date", "2024-02-29", {"@date": 19782}),
    "first date": ("date", "-999999999-01-01", {"@date": -365243219162}),
    "last date": ("date", "+999999999-12-31", {"@date": 365241780471}),
    "day before the epoch": ("date", "1969-12-31", {"@date": -1}),
    "time": ("time", "10:30:00.000000001+02:00", {"@time": [37800000000001, 7200]}),
    "time with seconds of offset": ("time", "10:30:00-04:56:02", {"@time": [37800000000000, -17762]}),
    "time of the last nanosecond": ("time", "23:59:59.999999999Z", {"@time": [86399999999999, 0]}),
    "local time": ("localtime", "12:00:00.5", {"@localtime": 43200500000000}),
    "local datetime": ("localdatetime", "2020-01-02T03:04:05.000000006", {"@localdatetime": [1577934245, 6]}),
    "local datetime before the epoch": ("localdatetime", "1969-12-31T23:59:59.5", {"@localdatetime": [-1, 500000000]}),
    "datetime": ("datetime", "2020-01-02T03:04:05.000000006+01:00", {"@datetime": [1577930645, 6, 3600]}),
    "datetime west of Greenwich": ("datetime", "2020-01-02T03:04:05-11:30", {"@datetime": [1577975645, 0, -41400]}),
    "datetime in UTC": ("datetime", "2020-01-02T03:04:05Z", {"@datetime": [1577934245, 0, 0]}),
    "datetime with seconds of offset": ("datetime", "1880-01-01T00:00:00-04:56:02", {"@datetime": [-2840123038, 0, -17762]}),
    "duration": ("duration", "P1Y2M3DT4.000000005S", {"@duration": [14, 3, 4, 5]}),
    "mixed duration": ("duration", "P-1M2DT-2.999999995S", {"@duration": [-1, 2, -3, 5]}),
    "no duration": ("duration", "PT0S", {"@duration": [0, 0, 0, 0]}),
}

# name: (text, seconds of UTC, seconds of wall time, nanoseconds, zone); in the hour that is there twice the second one
# cannot be told by servers that send wall time.
ZONED = {
    "winter": ("2020-01-02T03:04:05.000000006+01:00[Europe/Berlin]", 1577930645, 1577934245, 6, "Europe/Berlin"),
    "summer": ("2024-07-01T12:00:00+02:00[Europe/Berlin]", 1719828000, 1719835200, 0, "Europe/Berlin"),
    "UTC": ("2026-11-22T19:39:15.789Z[UTC]", 1795376355, 1795376355, 789000000, "UTC"),
    "first of the two hours": ("2024-10-27T02:30:00+02:00[Europe/Berlin]", 1729989000, 1729996200, 0, "Europe/Berlin"),
    "second of the two hours": ("2024-10-27T02:30:00+01:00[Europe/Berlin]", 1729992600, 1729996200, 0, "Europe/Berlin"),
    "before there were zones": ("1880-01-01T00:00:00-04:56:02[America/New_York]", -2840123038, -2840140800, 0, "America/New_York"),
}


def zoned_notation(name, has_utc):
    _, utc, wall, nanoseconds, zone = ZONED[name]
    return {"@zoned": [utc, nanoseconds, zone]} if has_utc else {"@walltime": [wall, nanoseconds, zone]}
