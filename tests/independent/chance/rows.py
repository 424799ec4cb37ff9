"""A scheme as rows over its candidate pairs: what brute.c tries all plans against, and the same for one plan.

A row is one sentence about chosen pairs. `terms` maps the place of a candidate to its weight. Every row knows its
origin, the declaration that it comes from, so that a broken row says what is broken.

    kind      letter  what it says
    keep      k       lo <= sum <= hi, or the plan is none
    outside   o       `points` for each unit outside lo..hi
    short     s       sum <= hi; each unit below lo counts one, and more than `points` of them are none
    earn      e       the sum counts in the stage
    square    q       `points` times the square of the number chosen
    link      l       `points` if pair `first` is chosen and any of the terms
    need      n       if pair `first` is chosen, then any of the terms
    clash     x       not one of the terms and one of `other`
    always    a       `points`, whatever is chosen
"""
import subprocess
from collections import namedtuple
from dataclasses import dataclass, field

ENDLESS = 10 ** 9   # no upper bound: more than any sum here

Best = namedtuple("Best", "plans, best_plans, largest, trace, any_plan, least, most, values")


@dataclass
class Row:
    kind: str
    origin: object
    terms: dict = field(default_factory=dict)
    lo: int = 0
    hi: int = ENDLESS
    points: int = 0
    stage: str = ""
    first: int = -1
    other: tuple = ()

    def holds(self, chosen, values):
        """Whether the plan, a set of places, keeps the row; what the row counts is added to `values`."""
        total = sum(weight for place, weight in self.terms.items() if place in chosen)
        any_chosen = any(place in chosen for place in self.terms)
        if self.kind == "keep":
            return self.lo <= total <= self.hi
        if self.kind == "need":
            return self.first not in chosen or any_chosen
        if self.kind == "clash":
            return not (any_chosen and any(place in chosen for place in self.other))
        if self.kind == "short":
            values[self.stage] += max(0, self.lo - total)
            return total <= self.hi and self.lo - total <= self.points
        if self.kind == "outside":
            values[self.stage] += self.points * (max(0, self.lo - total) + max(0, total - self.hi))
        elif self.kind == "earn":
            values[self.stage] += total
        elif self.kind == "square":
            values[self.stage] += self.points * total * total
        elif self.kind == "link":
            values[self.stage] += self.points if self.first in chosen and any_chosen else 0
        elif self.kind == "always":
            values[self.stage] += self.points
        return True

    def line(self, stages):
        """The row as brute.c reads it."""
        pairs = [len(self.terms), *self.terms]
        weights = [len(self.terms)] + [number for term in self.terms.items() for number in term]
        stage = stages.index(self.stage) if self.stage else -1
        words = {
            "keep": ["k", self.lo, self.hi, *weights],
            "outside": ["o", stage, self.points, self.lo, self.hi, *weights],
            "short": ["s", stage, self.points, self.lo, self.hi, *weights],
            "earn": ["e", stage, *weights],
            "square": ["q", stage, self.points, *pairs],
            "link": ["l", stage, self.points, self.first, *pairs],
            "need": ["n", self.first, *pairs],
            "clash": ["x", *pairs, len(self.other), *self.other],
            "always": ["a", stage, self.points],
        }[self.kind]
        return " ".join(map(str, words))


@dataclass
class Problem:
    """Candidates in the order in which ties are decided, rows, and stages (name, whether more is better)."""
    candidates: list
    rows: list
    stages: list

    def evaluate(self, chosen):
        """The origins of broken rows, each once, and the stages' values of one plan (a set of places)."""
        values = {name: 0 for name, _ in self.stages}
        broken = []
        for row in self.rows:
            if not row.holds(chosen, values) and row.origin not in broken:
                broken.append(row.origin)
        return broken, values

    def without(self, origin):
        return Problem(self.candidates, [row for row in self.rows if row.origin is not origin], self.stages)

    def text(self):
        """As brute.c reads it. The first candidate is the highest bit there, so that of several best plans the one
        that takes the earlier pair is the largest number."""
        last = len(self.candidates) - 1
        turned = {place: last - place for place in range(last + 1)}
        names = [name for name, _ in self.stages]
        lines = [f"p {last + 1} {len(names)} " + " ".join("-1" if more else "1" for _, more in self.stages)]
        for row in self.rows:
            lines.append(Row(row.kind, None, {turned[place]: weight for place, weight in row.terms.items()}, row.lo,
                             row.hi, row.points, row.stage, turned.get(row.first, -1),
                             tuple(turned[place] for place in row.other)).line(names))
        return "\n".join(lines + ["=", ""])

    def places(self, bits):
        last = len(self.candidates) - 1
        return {place for place in range(last + 1) if bits >> (last - place) & 1}


def try_all_plans(brute, problems):
    """brute.c on each problem: a list of Best, plans as sets of places; `best_plans` 0 where there is no plan."""
    done = subprocess.run([brute], input="".join(p.text() for p in problems), stdout=subprocess.PIPE, text=True,
                          check=True)
    found = []
    for problem, line in zip(problems, done.stdout.splitlines()):
        plans, best, largest, trace, any_plan, least, most, *values = map(int, line.split())
        names = [name for name, _ in problem.stages]
        found.append(Best(plans, best, problem.places(largest), trace, problem.places(any_plan), least, most,
                          dict(zip(names, values))))
    return found


def is_network(problem):
    """Whether the rows are those of a network: they fall into two families, of which no two rows of one cross, all
    weights within a row are equal, and nothing links, clashes or compares. Lone pairs cross nothing."""
    supports = set()
    for row in problem.rows:
        if row.kind in ("link", "need", "clash"):
            return False
        if row.kind in ("keep", "outside", "short", "square"):
            if len(set(row.terms.values())) > 1:
                return False
            supports.add(frozenset(row.terms))
    supports = sorted((s for s in supports if len(s) > 1), key=sorted)
    family = {}
    for start in supports:
        waiting = [] if start in family else [start]
        family.setdefault(start, 0)
        while waiting:
            one = waiting.pop()
            for other in supports:
                if not one & other or one <= other or other <= one:
                    continue
                if other not in family:
                    family[other] = 1 - family[one]
                    waiting.append(other)
                elif family[other] == family[one]:
                    return False
    return True
