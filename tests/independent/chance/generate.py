"""A whole scheme by chance from its seed: people, relations, covers, rules, stages, an older plan.

Most schemes are built around a set of planned pairs that their hard rules allow, so that hard rules are tight and yet
there is a plan; the others are what comes.
"""
import random
from collections import Counter

from meaning import Meaning
from people import as_csv, pairs_by_chance, people_by_chance
from phrases import Phrases
from relations import Relations
from rows import Problem
from rules import OWN_LESS, OWN_MORE, Rules
from scheme import USUAL

FEATURES = ["within", "within-lists", "exempt", "windows", "windows-table", "groups", "needs", "pairs-file", "functions",
            "in-principle", "balance-target", "share", "cover", "shortfall", "forbid", "require", "must", "pair-lists",
            "principle", "prefer", "link", "link-lists", "limit",
            "empty-selections", "together", "apart", "stages", "previous"]
RULES = {"forbid": 3, "require": 4, "must": 2, "principle": 3, "prefer": 5, "link": 5, "limit": 5, "together": 1,
         "apart": 4}


class Chance:
    """One scheme by chance: `people`, `scheme`, `means`, `problem`, and `notes` of what occurs in it."""

    def __init__(self, seed, features):
        self.seed, self.rng, self.features, self.notes = seed, random.Random(seed), set(features), Counter()
        self.people = people_by_chance(self.rng, self.features)
        self.notes.update(["needs"] * bool(self.people.needs)
                          + ["table of windows"] * (self.people.window_table is not None))
        phrases = Phrases(self.rng, self.people, self.features)
        relations = Relations(self.rng, self.people, phrases, self.features, self.note)
        self.scheme = relations.draw()
        self.means = Meaning(self.scheme)
        if "pairs-file" in self.features and self.rng.random() < 0.5:
            self.pairs_file()
        self.rules = Rules(relations, self.means, None)
        before = self.rules_before_planning()
        planned = self.plan(before) if self.rng.random() < 0.75 else None
        self.rules.planned = planned
        for rule in before:
            if self.rules.kept(rule):
                self.scheme.rules.append(rule)
                self.notes.update([rule.word, *rule.notes])
        relations.complete(self.means, planned)
        self.add_covers_and_rules()
        if "previous" in self.features and self.rng.random() < 0.3:
            self.scheme.previous = self.older_plan()
            self.note("previous plan")
        self.order_stages()
        self.problem = self.means.problem()

    def note(self, what):
        self.notes[what] = 1

    def pairs_file(self):
        ends = [candidate[1:] for candidate in self.means.candidates]
        relation = self.rng.choice(self.scheme.relations)
        if relation.kind == "member":
            ends.append((self.people.members[0], self.people.members[-1]))
        pairs_by_chance(self.rng, self.people, ends)
        self.means.said[:] = [self.people.said(*candidate[1:]) for candidate in self.means.candidates]
        self.note("pairs file")

    # Pairs that the hard rules shall allow

    def rules_before_planning(self):
        """Hard rules that hardly any set of pairs keeps unless it is chosen for them."""
        found = []
        for word, draw in (("together", lambda: self.rules.partners_rule("together")),
                           ("link", lambda: self.rules.link(True))):
            for _ in range(4 if word in self.features and self.rng.random() < 0.22 else 0):
                rule = draw()
                if rule is not None:
                    found.append(rule)
                    break
        return found

    def plan(self, rules):
        """A set of places that mostly keeps these rules."""
        count, density = len(self.means.candidates), self.rng.choice([0.3, 0.4, 0.5])
        problem = Problem(self.means.candidates, [row for rule in rules for row in self.means.rows(rule)], [])
        for _ in range(30):
            chosen = {place for place in range(count) if self.rng.random() < density}
            for _ in range(12):
                broken = [row for row in problem.rows if not row.holds(chosen, {})]
                if not broken:
                    return chosen
                row = self.rng.choice(broken)
                chosen ^= {self.rng.choice([*row.terms, *[row.first] * (row.first >= 0)])}
        return set()

    # Everything else

    def add_covers_and_rules(self):
        rules, scheme, rng = self.rules, self.scheme, self.rng
        if "cover" in self.features and rng.random() < 0.6:
            for _ in range(rng.choice([1, 1, 2])):
                rules.try_to(rules.cover, scheme.covers)
        words = [word for word in RULES if word in self.features]
        for _ in range(rng.choice([0, 1, 2, 3, 4, 4, 5, 6]) if words else 0):
            word = rng.choices(words, [RULES[word] for word in words])[0]
            draw = {"principle": rules.principle, "prefer": rules.prefer, "limit": rules.limit,
                    "link": lambda: rules.link(rng.random() < 0.2), "together": lambda: rules.partners_rule("together"),
                    "apart": lambda: rules.partners_rule("apart")}.get(word, lambda word=word: rules.single(word))
            rules.try_to(draw, scheme.rules, word)
        if "link" in words and any(r.kind != "member" for r in scheme.relations) and rng.random() < 0.4:
            rules.try_to(lambda: rules.link(False), scheme.rules, "link")
        scheme.order = scheme.covers + scheme.rules
        rng.shuffle(scheme.order)
        scheme.order = scheme.relations + scheme.order if rng.random() < 0.8 else scheme.order + scheme.relations

    def older_plan(self):
        """Pairs of an older plan: candidates, pairs that are none any more, and people who are gone."""
        found = []
        for relation, source, target in self.means.candidates:
            if self.rng.random() < 0.35:
                found.append((relation, source.id, target.key))
        relation = self.rng.choice(self.scheme.relations)
        strangers = [("Z9", self.people.members[0].id), (self.people.members[0].id, "Z8"),
                     (self.people.members[0].id, self.people.members[-1].id)]
        if relation.kind == "member":
            found += [(relation, *pair) for pair in strangers if self.rng.random() < 0.3]
        found = list(dict.fromkeys(found))
        self.rng.shuffle(found)
        return found

    def order_stages(self):
        scheme = self.scheme
        used = {row.stage for row in self.means.problem_rows() if row.stage}
        scheme.more = {"preference", *OWN_MORE}
        own = [name for name in (*OWN_LESS, *OWN_MORE) if name in used]
        names = own + [name for name in USUAL if name in used or self.rng.random() < 0.2]
        if "fewest" in names and self.rng.random() < 0.5:
            names.remove("fewest")
        if not names or not own and ("stages" not in self.features or self.rng.random() < 0.6):
            scheme.stages = list(USUAL)
            return
        scheme.stages, scheme.listed = names, True
        self.rng.shuffle(scheme.stages)
        self.note("stages in an order of one's own")
        if "fewest" in names[:-1]:
            self.note("fewest before others")

    def previous_csv(self):
        rows = [["联系类别", "联系人编号", "联系人", "联系对象编号", "联系对象"]]
        names = {m.id: m.name for m in self.people.members}
        for relation, source, key in self.scheme.previous:
            target = [key, names.get(key, "")] if relation.kind == "member" else ["", key]
            rows.append([relation.called, source, names.get(source, ""), *target])
        return as_csv(rows)
