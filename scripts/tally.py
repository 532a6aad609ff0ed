"""Adds up the JUnit reports of all test runners, and prints the totals.

    tally.py FOLDER [STAGE ...]

A STAGE is one that failed. If FOLDER has a report of that name with failed tests in it, these say all; otherwise the
stage counts as one failure: a build, a runner that crashed or found no test.
"""
import pathlib
import sys
import xml.etree.ElementTree


class Report:
    def __init__(self, path):
        cases = list(xml.etree.ElementTree.parse(path).iter("testcase"))
        self.failed = [f"{path.stem}: {case.get('name')}" for case in cases if has(case, "failure", "error")]
        self.skipped = sum(has(case, "skipped") for case in cases)
        self.passed = len(cases) - len(self.failed) - self.skipped


def has(case, *tags):
    return any(case.find(tag) is not None for tag in tags)


def main():
    folder, failed_stages = pathlib.Path(sys.argv[1]), sys.argv[2:]
    reports = {path.stem: Report(path) for path in sorted(folder.glob("*.xml"))}
    failed = [name for report in reports.values() for name in report.failed]
    failed += [stage for stage in failed_stages if stage not in reports or not reports[stage].failed]
    for name in failed:
        print(f"FAILED {name}")
    passed, skipped = (sum(getattr(r, kind) for r in reports.values()) for kind in ("passed", "skipped"))
    print(f"{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))


if __name__ == "__main__":
    main()
