"""Several clients do the same work in turns, each time another one first, so that what changes with time meets all of them."""
import measure
from report import Result


class Turns:
    """`required` are the peers whose failure ends everything; what others cannot do is noted in the report."""

    def __init__(self, report, runs, required):
        self.report, self.runs, self.required = report, runs, required

    def compare(self, name, invocations, **options):
        self.report.add(self.measured(name, invocations, **options))

    def measured(self, name, invocations, prepare=lambda: None, runs=None, after=lambda: [], repeatable=False, **facts):
        """A result for each peer that can do it; `facts` are fields of Result. What is `repeatable` changes nothing."""
        results = {peer: Result(name, peer.name, [], **facts) for peer, invocation in invocations if invocation}
        for turn in range(runs or self.runs):
            for peer, invocation in rotated(invocations, turn):
                if peer not in results:
                    continue
                prepare()
                if sample := self.sample(peer, name, invocation, repeatable):
                    results[peer].samples.append(sample)
                    results[peer].round_trips = after()
        return [result for result in results.values() if result.samples]

    def sample(self, peer, name, invocation, repeatable=False):
        try:
            return measure.repeated(invocation) if repeatable else measure.run(invocation)
        except measure.Failed as failure:
            if peer in self.required:
                raise
            self.report.missing.append(f"{name}: {failure}")
            return None


def rotated(items, by):
    by %= len(items)
    return items[by:] + items[:by]
