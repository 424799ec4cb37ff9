"""Damage to a good plan: single changes, each only where it breaks what it is meant to break by rows.py's count.

A plan is a list of (relation, source id, target key). `Damaged` holds the pairs after the change and the declarations
that they break; where every pair is a candidate these are all that do.
"""
from dataclasses import dataclass

# Rarest first: of these two are done to each plan.
KINDS = ["a needed link broken", "a limit not reached", "a pair not required", "two that go apart",
         "a pair moved to a source over its load", "a needed pair removed", "a limit passed", "a forbidden pair",
         "a pair removed that a source needs", "a pair removed that a target needs", "a set torn",
         "a target contacted too often", "outside within", "contact with oneself", "a target that may not",
         "a source that may not", "a pair listed twice"]


@dataclass
class Damaged:
    kind: str
    pairs: list
    broken: list    # declarations
    whole: bool     # whether `broken` is all that is broken


class Damage:
    """All damage of some kinds that can be done to the plan `chosen`, a set of places."""

    def __init__(self, chance, chosen):
        self.people, self.scheme, self.means = chance.people, chance.scheme, chance.means
        self.problem, self.chosen = chance.problem, chosen
        self.pairs = self.named(sorted(chosen))
        self.found = {}
        self.outsiders()
        self.changes()

    def named(self, places):
        return [(relation, source.id, target.key)
                for relation, source, target in (self.problem.candidates[place] for place in places)]

    def add(self, kind, pairs, broken, whole=True):
        self.found.setdefault(kind, []).append(Damaged(kind, pairs, broken, whole))

    def outsiders(self):
        """A pair more that is no candidate."""
        if self.pairs:
            self.add("a pair listed twice", self.pairs + self.pairs[:1], [], False)
        for relation in self.scheme.relations:
            sources, targets = relation.source.ends, relation.target.ends
            others = [m for m in self.people.members if m not in sources and m not in targets]
            for other in others:
                if targets and not relation.within:
                    self.stranger("a source that may not", relation, other, targets[0])
                if sources and relation.kind == "member" and not relation.within:
                    self.stranger("a target that may not", relation, sources[0], other)
            for source in sources:
                for target in targets:
                    if source is target:
                        self.stranger("contact with oneself", relation, source, target)
                    elif not any(candidate == (relation, source, target) for candidate in self.problem.candidates):
                        self.stranger("outside within", relation, source, target)

    def stranger(self, kind, relation, source, target):
        self.add(kind, self.pairs + [(relation, source.id, target.key)], [relation], False)

    def changes(self):
        """Every plan that differs from the good one in one pair, or in two of which one is chosen."""
        everything = range(len(self.problem.candidates))
        for place in everything:
            self.judge(self.chosen ^ {place}, place, place not in self.chosen)
        for old in self.chosen:
            for new in everything:
                if new not in self.chosen and self.same_target(old, new):
                    self.judge(self.chosen - {old} | {new}, new, None)

    def same_target(self, one, other):
        left, right = self.problem.candidates[one], self.problem.candidates[other]
        return left[0] is right[0] and left[2] is right[2]

    def judge(self, plan, place, added):
        """Files the plan under each kind of damage that it is. `added`: False removed, None moved."""
        broken, _ = self.problem.evaluate(plan)
        for origin in broken:
            kind = self.kind_of(origin, plan, place, added)
            if kind:
                self.add(kind, self.named(sorted(plan)), broken)

    def kind_of(self, origin, plan, place, added):
        if origin.word == "relation":
            return self.kind_of_number(origin, plan, place, added)
        if origin.word == "cover":
            return "a target contacted too often" if added else "a pair removed that a target needs"
        if origin.word == "limit":
            rows = [row for row in self.means.rows(origin) if not row.holds(plan, {})]
            over = any(sum(w for p, w in row.terms.items() if p in plan) > row.hi for row in rows)
            return "a limit passed" if over else "a limit not reached"
        return {"forbid": "a forbidden pair", "require": "a pair not required", "must": "a needed pair removed",
                "apart": "two that go apart", "together": "a set torn", "link": "a needed link broken"}[origin.word]

    def kind_of_number(self, relation, plan, place, added):
        """Which of load and cover is broken at the changed pair."""
        _, source, target = self.problem.candidates[place]
        load, cover = relation.load[id(source)], relation.cover[id(target)]
        carried = len(plan & set(self.means.places([relation], source)))
        reached = len(plan & set(self.means.places([relation], target=target)))
        if added is None:
            return "a pair moved to a source over its load" if not load.points and carried > load.hi else None
        if added:
            return "a target contacted too often" if not cover.points and reached > cover.hi else None
        if not cover.points and reached < cover.lo:
            return "a pair removed that a target needs"
        return "a pair removed that a source needs" if not load.points and carried < load.lo else None

    def pick(self, kind, rng):
        """One of this kind, if possible one that breaks nothing else."""
        return rng.choice([d for d in self.found[kind] if len(d.broken) <= 1] or self.found[kind])
