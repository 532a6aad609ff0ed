"""Values as text. JSON, and maps of a single key that begins with @ for what JSON lacks:

    {"@N": [1, ["A"], {}, "4:x:1"]}   a structure: its tag as a character, or in hex as in {"@0x4E": []}
    {"@bytes": "00ff"}                bytes in hex
    {"@uuid": "6f1f..."}              a UUID
    {"@float": "nan"}                 nan, inf, -inf
    {"@times": ["ab", 1000]}          a string or list repeated
    {"@raw": "d6 ff*4"}               any bytes in the place of a value; `*n` repeats

What is expected of the client may also hold:

    "*"            any value                  "~regex"        a string that matches
    "=*"           the string "*" itself      ["a", "..."]    a list that begins so
    {"key?": 1}    the key may be absent      {"...": "*"}    further keys may be there"""

import json
import re
import uuid

from packstream import Raw, Structure


def hex_bytes(text):
    """`ff 00*3` -> b"\\xff\\0\\0\\0"."""
    data = b""
    for word in text.split():
        digits, _, times = word.partition("*")
        data += bytes.fromhex(digits) * int(times or 1)
    return data


def _special(key, item):
    if key == "bytes":
        return hex_bytes(item)
    if key == "uuid":
        return uuid.UUID(item)
    if key == "float":
        return float(item)
    if key == "times":
        return item[0] * item[1]
    if key == "raw":
        return Raw(hex_bytes(item))
    if key.startswith("0x"):
        return Structure(int(key, 16), item)
    if len(key) == 1:
        return Structure(ord(key), item)
    raise ValueError(f'"@{key}" is not known to the notation')


def _hook(entries):
    if len(entries) == 1:
        (key, item), = entries.items()
        if key.startswith("@"):
            return _special(key[1:], item)
    return entries


_JSON = json.JSONDecoder(object_hook=_hook)


def parse_all(text):
    """The values that stand in a line one after another."""
    values, at = [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = _JSON.raw_decode(text, at)
        values.append(value)
    return values


def render(value):
    """For reports: back to the notation."""
    if isinstance(value, Structure):
        return f'{{"@{chr(value.tag)}": {render(value.fields)}}}'
    if isinstance(value, bytes):
        return f'{{"@bytes": "{value.hex()}"}}'
    if isinstance(value, uuid.UUID):
        return f'{{"@uuid": "{value}"}}'
    if isinstance(value, Raw):
        return f'{{"@raw": "{value.data.hex()}"}}'
    if isinstance(value, list):
        return "[" + ", ".join(map(render, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {render(v)}" for k, v in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _difference_map(expected, actual, where):
    if not isinstance(actual, dict):
        return f"{where}: expected a map, got {render(actual)}"
    known = set()
    for key, item in expected.items():
        if key == "...":
            continue
        name = key.removesuffix("?")
        known.add(name)
        if name not in actual:
            if name == key:
                return f"{where}: the key {name!r} is missing in {render(actual)}"
            continue
        found = difference(item, actual[name], f"{where}.{name}")
        if found:
            return found
    strangers = [] if "..." in expected else [key for key in actual if key not in known]
    if strangers:
        return f"{where}: unexpected key {strangers[0]!r} = {render(actual[strangers[0]])}"
    return None


def _difference_list(expected, actual, where):
    if not isinstance(actual, list):
        return f"{where}: expected a list, got {render(actual)}"
    if expected and expected[-1] == "...":
        expected = expected[:-1]
        actual = actual[:len(expected)]
    if len(expected) != len(actual):
        return f"{where}: expected {len(expected)} items, got {len(actual)}: {render(actual)}"
    for index, (one, other) in enumerate(zip(expected, actual)):
        found = difference(one, other, f"{where}[{index}]")
        if found:
            return found
    return None


def _same(expected, actual):
    """Equal also in type: 1, 1.0 and true are three values; NaN is itself."""
    if type(expected) is not type(actual):
        return False
    return expected == actual or expected != expected and actual != actual


def difference(expected, actual, where="value"):
    """None when `actual` is what was expected, otherwise the first place where it is not."""
    if isinstance(expected, dict):
        return _difference_map(expected, actual, where)
    if isinstance(expected, list):
        return _difference_list(expected, actual, where)
    if isinstance(expected, Structure):
        if not isinstance(actual, Structure) or actual.tag != expected.tag:
            return f"{where}: expected {render(expected)}, got {render(actual)}"
        return _difference_list(expected.fields, actual.fields, where)
    if expected == "*":
        return None
    if isinstance(expected, str) and expected.startswith("~"):
        if isinstance(actual, str) and re.search(expected[1:], actual):
            return None
        return f"{where}: expected a string like /{expected[1:]}/, got {render(actual)}"
    if isinstance(expected, str) and expected.startswith("="):
        expected = expected[1:]
    if _same(expected, actual):
        return None
    return f"{where}: expected {render(expected)}, got {render(actual)}"
