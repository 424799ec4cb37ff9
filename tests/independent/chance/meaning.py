"""What a scheme means, read from the language's contract alone: candidates, and rows for each declaration."""
import math

from people import Member
from rows import ENDLESS, Problem, Row


def shares_part(one, other, attribute):
    return bool(set(one.parts(attribute)) & set(other.parts(attribute)))


def is_candidate(relation, source, target):
    """Nobody contacts himself; with `within`, one of the columns must be the same and not empty."""
    if source is target or source not in relation.source or target not in relation.target:
        return False
    return not relation.within or any(shares_part(source, target, column) for column in relation.within)


def tie_key(relations):
    """Targets in bytewise order of id, windows after members; then the relation as declared, then the source."""
    def key(candidate):
        relation, source, target = candidate
        return (not isinstance(target, Member), target.key.encode(), relations.index(relation), source.key.encode())
    return key


def candidates_of(relations):
    found = [(relation, source, target) for relation in relations for source in relation.source.ends
             for target in relation.target.ends if is_candidate(relation, source, target)]
    return sorted(found, key=tie_key(relations))


def union(sets):
    """The ends of several sets, each once."""
    found = []
    for one in sets:
        found += [end for end in one.ends if not any(end is other for other in found)]
    return found


class Meaning:
    """Rows of the declarations of one scheme."""

    def __init__(self, scheme):
        self.scheme, self.people = scheme, scheme.people
        self.candidates = candidates_of(scheme.relations)
        self.said = [self.people.said(source, target) for _, source, target in self.candidates]

    def places(self, relations, source=None, target=None):
        """Places of the candidates of these relations, of this source, of this target."""
        return [place for place, (relation, one, other) in enumerate(self.candidates) if relation in relations
                and (source is None or one is source) and (target is None or other is target)]

    def asked(self, condition, place):
        _, source, target = self.candidates[place]
        return bool(condition.asked(source, target, self.said[place]))

    def rows(self, declaration):
        return getattr(self, "rows_of_" + declaration.word)(declaration)

    def problem_rows(self):
        rows = [row for declaration in self.scheme.declarations() for row in self.rows(declaration)]
        return rows + self.rows_of_change() + self.rows_of_fewest()

    def problem(self):
        rows = self.problem_rows()
        used = {row.stage for row in rows if row.stage}
        named = self.scheme.stages + ["fewest"] * ("fewest" not in self.scheme.stages)
        stages = [(name, name in self.scheme.more) for name in named if name in used]
        return Problem(self.candidates, rows, stages)

    # Relations and covers

    def counted(self, origin, places, bounds):
        """The row of one load, cover or limit; `in principle` where the range has points."""
        if bounds.lo == 0 and bounds.hi >= ENDLESS and not bounds.points:
            return []
        terms = {place: 1 for place in places}
        if bounds.points:
            return [Row("outside", origin, terms, bounds.lo, bounds.hi, bounds.points, "principle")]
        return [Row("keep", origin, terms, bounds.lo, bounds.hi)]

    def rows_of_relation(self, relation):
        rows = []
        for source in relation.source.ends:
            rows += self.counted(relation, self.places([relation], source), relation.load[id(source)])
        for target in relation.target.ends:
            rows += self.counted(relation, self.places([relation], target=target), relation.cover[id(target)])
        shares = [share for other in self.scheme.relations for share in other.share.values()]
        scale = math.lcm(*shares) if shares else 1
        for name, ends in (("source", relation.source.ends), ("target", relation.target.ends)):
            for end in ends if name in relation.balance else []:
                places = self.places([relation], **{name: end})
                rows.append(Row("square", relation, dict.fromkeys(places, 1), stage="balance",
                                points=scale // relation.share.get(id(end), 1)))
        return rows

    def rows_of_cover(self, cover):
        rows = []
        for target in cover.of.ends:
            terms, times = dict.fromkeys(self.places(cover.by, target=target), 1), cover.times[id(target)]
            if cover.shortfall:
                rows.append(Row("short", cover, terms, times.lo, times.hi, cover.shortfall, "coverage"))
            else:
                rows.append(Row("keep", cover, terms, times.lo, times.hi))
        return rows

    # Rules of single pairs

    def listed(self, rule):
        """Places of the pairs that `pairs` names, in every relation where they are candidates."""
        return [place for place in self.places(rule.on)
                if tuple(end.key for end in self.candidates[place][1:]) in rule.pairs]

    def held(self, rule):
        if rule.pairs:
            return self.listed(rule)
        return [place for place in self.places(rule.on) if self.asked(rule.when, place)]

    def rows_of_forbid(self, rule):
        return [Row("keep", rule, {place: 1}, 0, 0) for place in self.held(rule)]

    def rows_of_must(self, rule):
        return [Row("keep", rule, {place: 1}, 1, 1) for place in self.held(rule)]

    def not_expected(self, rule):
        return [place for place in self.places(rule.on)
                if (rule.when is None or self.asked(rule.when, place)) and not self.asked(rule.expect, place)]

    def rows_of_require(self, rule):
        return [Row("keep", rule, {place: 1}, 0, 0) for place in self.not_expected(rule)]

    def rows_of_principle(self, rule):
        return [Row("earn", rule, dict.fromkeys(self.not_expected(rule), rule.points), stage=rule.stage)]

    def rows_of_prefer(self, rule):
        terms = {}
        for place in self.places(rule.on):
            if rule.when is None or self.asked(rule.when, place):
                _, source, target = self.candidates[place]
                terms[place] = rule.points.asked(source, target, self.said[place])
        return [Row("earn", rule, terms, stage=rule.stage)]

    # Rules of several pairs

    def opening(self, rule, source, target):
        """Places of the pairs of `to` that link a pair of this source and target."""
        column = "window" if rule.to.kind == "window" else rule.to.column
        return [place for place in self.places([rule.to], source)
                if self.candidates[place][2].name in target.parts(column)]

    def rows_of_link(self, rule):
        rows = []
        for place in self.places(rule.on):
            _, source, target = self.candidates[place]
            terms = dict.fromkeys(self.opening(rule, source, target), 1)
            if rule.points:
                rows.append(Row("link", rule, terms, points=rule.points, stage=rule.stage, first=place))
            else:
                rows.append(Row("need", rule, terms, first=place))
        return rows

    def rows_of_limit(self, rule):
        sources = [s for s in union(r.source for r in rule.on) if rule.chosen_from is None or s in rule.chosen_from]
        targets = [t for t in union(r.target for r in rule.on) if rule.chosen_to is None or t in rule.chosen_to]
        inside = [place for place in self.places(rule.on) if any(self.candidates[place][1] is s for s in sources)
                  and any(self.candidates[place][2] is t for t in targets)]
        mine, other, others = (2, 1, sources) if rule.end == "target" else (1, 2, targets)
        parts = [None]
        if rule.by:
            parts = sorted({part for end in others for part in end.parts(rule.by)}, key=str)
        rows = []
        for team, bounds in self.teams(rule, targets if rule.end == "target" else sources):
            for part in parts:
                terms = {place: self.weight(rule, place) for place in inside
                         if (team is None or any(self.candidates[place][mine] is end for end in team))
                         and (part is None or part in self.candidates[place][other].parts(rule.by))}
                kind = "outside" if rule.points else "keep"
                rows.append(Row(kind, rule, terms, bounds.lo, bounds.hi, rule.points, rule.stage))
        return rows

    def teams(self, rule, ends):
        """(ends whose pairs a row counts, None for all; its bounds)"""
        if rule.per == "all":
            return [(None, rule.bounds)]
        if rule.per == "end":
            return [([end], rule.bounds_of(end)) for end in ends]
        teams = {}
        for end in ends:
            for answer in rule.team_of(end):
                teams.setdefault(answer, []).append(end)
        return [(team, rule.bounds) for team in teams.values()]

    def weight(self, rule, place):
        _, source, target = self.candidates[place]
        return rule.weight(source, target, self.said[place])

    def clashing(self, rule):
        """Every two different ends that the rule's set or predicate speaks of."""
        ends = union(r.source if rule.per == "target" else r.target for r in rule.on)
        if rule.set is not None:
            ends = [end for end in ends if end in rule.set]
        return [(x, y) for place, x in enumerate(ends) for y in ends[place + 1:]
                if rule.set is not None or rule.predicate.asked(x, y) or rule.predicate.asked(y, x)]

    def partners(self, rule):
        return union(r.target if rule.per == "target" else r.source for r in rule.on)

    def pairs_between(self, rule, partner, end):
        if rule.per == "target":
            return self.places(rule.on, end, partner)
        return self.places(rule.on, partner, end)

    def rows_of_together(self, rule):
        rows = []
        for x, y in self.clashing(rule):
            for partner in self.partners(rule):
                terms = dict.fromkeys(self.pairs_between(rule, partner, x), 1)
                terms.update(dict.fromkeys(self.pairs_between(rule, partner, y), -1))
                rows.append(Row("keep", rule, terms, 0, 0))
        return rows

    def rows_of_apart(self, rule):
        return [Row("clash", rule, dict.fromkeys(self.pairs_between(rule, partner, x), 1),
                    other=tuple(self.pairs_between(rule, partner, y)))
                for x, y in self.clashing(rule) for partner in self.partners(rule)]

    def rows_of_fewest(self):
        """Every pair counts one; last of all where the scheme does not say the place."""
        return [Row("earn", "fewest", dict.fromkeys(range(len(self.candidates)), 1), stage="fewest")]

    # The older plan

    def still_there(self, relation, key):
        """A window or group is there while it has members who are not exempt."""
        kinds = {"member": self.people.members, "window": self.people.windows,
                 "group": self.people.groups(relation.column) if relation.column else []}
        return any(end.key == key for end in kinds[relation.kind])

    def rows_of_change(self):
        rows = []
        for relation, source, key in self.scheme.previous or []:
            if not any(m.id == source for m in self.people.members) or not self.still_there(relation, key):
                continue
            rows.append(Row("always", "change", points=1, stage="change"))
            rows += [Row("earn", "change", {place: -1}, stage="change") for place in self.places([relation])
                     if tuple(end.key for end in self.candidates[place][1:]) == (source, key)]
        if self.scheme.previous is not None:
            rows.append(Row("always", "change", points=0, stage="change"))
        return rows
