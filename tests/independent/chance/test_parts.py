"""What the comparison relies on, tested on its own: brute.c, meanings counted by hand, Lua texts, damage.

    BRUTE=build/release-test/tests/independent/brute python3 -m unittest test_parts
"""
import itertools
import os
import shutil
import subprocess
import unittest

from damage import Damage
from generate import FEATURES, Chance
from meaning import Meaning
from people import Member, People, Window
from phrases import Comparison, Function, Set
from rows import Problem, Row, is_network, try_all_plans
from scheme import Declaration, Range, Scheme

BRUTE = os.environ["BRUTE"]
LUA = shutil.which("lua5.4")


def member(name, **cells):
    usual = {"gender": "", "party": (), "sector": "", "window": "", "county": "", "unit": "", "post": "", "role": ()}
    return Member(name, name, {**usual, **cells}, "", {})


def relation(name, sources, targets, kind="member", **more):
    said = {"kind": kind, "column": "", "source": Set("", sources), "target": Set("", targets), "within": [],
            "balance": set(), "share": {}, "load": {id(end): Range() for end in sources},
            "cover": {id(end): Range() for end in targets}}
    return Declaration("relation", name, meaning={**said, **more})


def rule(word, on, **said):
    return Declaration(word, "rule", meaning={"on": on, "stage": "", "points": 0, **said})


def limit(on, **said):
    usual = {"per": "end", "end": "source", "by": "", "chosen_from": None, "chosen_to": None,
             "weight": lambda a, b, p: 1, "bounds": Range(), "bounds_of": lambda end: Range(1, 2)}
    return rule("limit", on, **{**usual, **said})


def meaning_of(relations, rules=(), windows=()):
    ends = [end for r in relations for end in r.source.ends + r.target.ends if isinstance(end, Member)]
    scheme = Scheme(People(list(dict.fromkeys(ends)), list(windows)), list(relations), rules=list(rules),
                    stages=["principle", "balance", "preference"], more={"preference"})
    return Meaning(scheme)


def named(means, terms):
    """{(source, target): weight} of a row's terms."""
    return {(means.candidates[p][1].key, means.candidates[p][2].key): weight for p, weight in terms.items()}


class AllPlans(unittest.TestCase):
    def test_brute_c_counts_what_python_counts(self):
        compared = 0
        for seed in range(1, 120):
            chance = Chance(seed, FEATURES)
            count = len(chance.problem.candidates)
            if count > 8:
                continue
            plans = []
            for size in range(count + 1):
                for chosen in itertools.combinations(range(count), size):
                    broken, values = chance.problem.evaluate(set(chosen))
                    if not broken:
                        signed = [values[name] * (-1 if more else 1) for name, more in chance.problem.stages]
                        plans.append((signed, [-place for place in chosen], set(chosen), values))
            found, = try_all_plans(BRUTE, [chance.problem])
            self.assertEqual(found.plans, len(plans), seed)
            if plans:
                best = [plan for plan in plans if plan[0] == min(plans)[0]]
                self.assertEqual((found.best_plans, found.values), (len(best), best[0][3]), seed)
                ordered = max(best, key=lambda plan: [place in plan[2] for place in range(count)])
                self.assertEqual(found.largest, ordered[2], seed)
                sizes = [len(plan[2]) for plan in plans]
                self.assertEqual((found.least, found.most), (min(sizes), max(sizes)), seed)
            compared += 1
        self.assertGreater(compared, 30)

    def test_a_network_has_two_families_of_rows(self):
        def network(*rows):
            return is_network(Problem([None] * 4, [Row("keep", None, dict.fromkeys(row, 1)) for row in rows], []))
        self.assertTrue(network([0, 1], [2, 3], [0, 2], [1, 3]))
        self.assertTrue(network([0, 1], [1, 2], [0, 1, 2, 3]))
        self.assertFalse(network([0, 1], [1, 2], [0, 2]))
        self.assertFalse(is_network(Problem([None] * 2, [Row("keep", None, {0: 1, 1: 2})], [])))


class Meanings(unittest.TestCase):
    def setUp(self):
        self.a = member("A", unit="一中", sector="教育界", party=("中共",), window="东窗")
        self.b = member("B", unit="", sector="教育界", party=("中共", "民建"), window="西窗")
        self.c = member("C", unit="", sector="经济界", party=("民建",), window="东窗")
        self.d = member("D", unit="一中", sector="", party=("民盟",), window="西窗")

    def test_nobody_contacts_himself_and_empty_cells_are_not_the_same(self):
        r = relation("r", [self.a, self.b], [self.b, self.c, self.d], within=["unit", "party"])
        pairs = [(x.key, y.key) for _, x, y in meaning_of([r]).candidates]
        self.assertEqual(pairs, [("A", "B"), ("B", "C"), ("A", "D")])   # in the order of targets

    def test_comparisons(self):
        cases = [("same", self.b, self.c, False), ("differ", self.b, self.c, True), ("both", self.a, self.d, True),
                 ("both", self.a, self.b, False), ("same", self.a, self.d, True)]
        for word, one, other, expected in cases:
            self.assertEqual(Comparison(word, "unit", "").asked(one, other), expected, (word, one.key, other.key))
        self.assertTrue(Comparison("same", "party", "").asked(self.b, self.c))

    def test_a_limit_has_a_row_for_every_source_and_part(self):
        r = relation("r", [self.a, self.b], [self.b, self.c, self.d])
        means = meaning_of([r])
        rows = means.rows(limit([r], by="sector"))
        self.assertEqual([named(means, row.terms) for row in rows],
                         [{("A", "B"): 1}, {("A", "C"): 1}, {}, {("B", "C"): 1}])
        self.assertEqual({(row.lo, row.hi) for row in rows}, {(1, 2)})

    def test_a_limit_of_teams_selects_and_weighs(self):
        r = relation("r", [self.a, self.b], [self.c, self.d])
        means = meaning_of([r])
        rows = means.rows(limit([r], per="team", team_of=lambda end: end.parts("party"), chosen_to=Set("", [self.c]),
                                weight=lambda a, b, p: 3, points=2, bounds=Range(1, 1)))
        self.assertEqual([named(means, row.terms) for row in rows], [{("A", "C"): 3, ("B", "C"): 3}, {("B", "C"): 3}])
        self.assertEqual(rows[0].kind, "outside")

    def test_together_and_apart_compare_every_two(self):
        r = relation("r", [self.a, self.b], [self.b, self.c, self.d])
        means = meaning_of([r])
        together = rule("together", [r], per="source", set=Set("", [self.b, self.d, self.a]), predicate=None)
        self.assertEqual([named(means, row.terms) for row in means.rows(together)],
                         [{("A", "B"): 1, ("A", "D"): -1}, {("B", "D"): -1}])
        apart = rule("apart", [r], per="target", set=None, predicate=Comparison("same", "sector", ""))
        rows = means.rows(apart)
        self.assertEqual([(named(means, row.terms), [means.candidates[p][2].key for p in row.other]) for row in rows],
                         [({("A", "B"): 1}, []), ({("A", "C"): 1}, ["C"]), ({("A", "D"): 1}, ["D"])])

    def test_a_pair_is_linked_by_the_window_of_its_target(self):
        east, west = Window("东窗"), Window("西窗")
        r, branch = relation("r", [self.a], [self.b, self.c]), relation("branch", [self.a, self.d], [east, west], "window")
        means = meaning_of([r, branch], windows=[east, west])
        rows = means.rows(rule("link", [r], to=branch))
        self.assertEqual([named(means, row.terms) for row in rows], [{("A", "西窗"): 1}, {("A", "东窗"): 1}])
        self.assertEqual([row.kind for row in rows], ["need", "need"])

    def test_shares_weigh_squares_by_the_scale_of_the_whole_scheme(self):
        one = relation("one", [self.a, self.b], [self.c], balance={"source"}, share={id(self.a): 2, id(self.b): 3})
        two = relation("two", [self.a], [self.c, self.d], balance={"target"})
        problem = meaning_of([one, two]).problem()
        self.assertEqual([row.points for row in problem.rows], [3, 2, 6, 6, 0])
        _, values = problem.evaluate(set(range(len(problem.candidates))))
        self.assertEqual(values, {"balance": 3 + 2 + 6 + 6, "fewest": len(problem.candidates)})

    def test_a_load_in_principle_costs_for_each_unit_outside(self):
        r = relation("r", [self.a], [self.b, self.c, self.d], load={id(self.a): Range(0, 1, 5)})
        problem = meaning_of([r]).problem()
        self.assertEqual(problem.evaluate({0, 1, 2}), ([], {"principle": 10, "fewest": 3}))


PRELUDE = """
local function list(t) return t end
function year(s) return tonumber(s:match "^(%d+)") end
function month(s) return tonumber(s:match "^%d+%-(%d+)") end
function day(s) return tonumber(s:match "^%d+%-%d+%-(%d+)") end
local function has(cells, text) for _, part in ipairs(cells) do if part == text then return true end end return false end
local function view(cells)
  cells.in_party = function(self, text) return has(self.party, text) end
  cells.has_role = function(self, text) return has(self.role, text) end
  return cells
end
"""


def lua_value(value):
    if isinstance(value, tuple):
        return "{ " + ", ".join(map(lua_value, value)) + " }"
    if value is None:
        return "nil"
    return "math.huge" if value == float("inf") else f'"{value}"' if isinstance(value, str) else str(value)


def lua_view(end):
    """A table that reads like the view of this end."""
    from people import BUILT_IN
    if isinstance(end, Member):
        cells = {"id": end.id, "name": end.name, **end.cells}
        cells.update({BUILT_IN[name]: value for name, value in end.cells.items() if name in BUILT_IN})
    else:
        cells = {name: end.get(name) for name in ("name", "kind", "order", "size") if hasattr(end, name)}
    return "view { " + ", ".join(f'["{name}"] = {lua_value(value)}' for name, value in cells.items()) + " }"


@unittest.skipIf(LUA is None, "lua5.4 is missing")
class LuaTexts(unittest.TestCase):
    """Every function of a scheme says in Lua what it says in Python, asked by plain Lua with plain tables."""

    def functions(self, chance):
        for one in chance.scheme.rules:
            for name in ("when", "expect", "points"):
                said = one.meaning.get(name)
                if isinstance(said, Function) and name in one.fields and one.fields[name].startswith("function"):
                    yield one.fields[name], said.asked, one.on
            if one.word == "limit" and one.fields.get("weight", "").startswith("function"):
                yield one.fields["weight"], one.weight, one.on

    def test_lua_says_the_same(self):
        asked, script = [], [PRELUDE]
        for seed in range(1, 200):
            chance = Chance(seed, FEATURES)
            for text, function, on in self.functions(chance):
                for place in chance.means.places(on):
                    _, source, target = chance.means.candidates[place]
                    said = chance.means.said[place]
                    row = "{ " + ", ".join(f"{name} = {lua_value(value)}" for name, value in said.items()) + " }"
                    script.append(f"print(({text})({lua_view(source)}, {lua_view(target)}, {row}))")
                    answer = function(source, target, said)
                    asked.append(str(answer).lower() if isinstance(answer, bool) else str(answer))
        done = subprocess.run([LUA, "-"], input="\n".join(script), stdout=subprocess.PIPE, text=True, check=True)
        self.assertGreater(len(asked), 1000)
        self.assertEqual(done.stdout.splitlines(), asked)


class Damages(unittest.TestCase):
    def test_damage_breaks_the_plan(self):
        for seed in range(1, 60):
            chance = Chance(seed, FEATURES)
            found, = try_all_plans(BRUTE, [chance.problem])
            if not found.best_plans:
                continue
            places = {(r, s.id, t.key): place for place, (r, s, t) in enumerate(chance.problem.candidates)}
            for kind, several in Damage(chance, found.largest).found.items():
                for one in several:
                    known = [places[pair] for pair in one.pairs if pair in places]
                    broken, _ = chance.problem.evaluate(set(known))
                    self.assertTrue(broken or len(set(known)) < len(one.pairs), (seed, kind))


if __name__ == "__main__":
    unittest.main()
