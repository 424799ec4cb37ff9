#!/usr/bin/env python3
"""Random small schemes: the program against brute force over all plans, and `check` against damaged plans.

    chance.py TONGXIN --brute BRUTE [--seeds 1-3000] [--seed N] [--features all|-LIST|LIST] [--jobs 2] [--keep FOLDER]

For each seed a roster, a scheme and what belongs to it (generate.py). `tongxin solve --json` must say what brute.c
found by trying every set of candidate pairs: whether there is a plan, and the value of each stage, which is its bound
too; the plan, counted by rows.py, must have these values, and on networks be the one that the rule for ties names.
`tongxin check` must find nothing in it, nor in a plan that is not the best one, and must say the values of that one;
and it must find the damage done to it (damage.py). Every tenth scheme is solved again with the rows of its roster in
another order: the same bytes. A failure prints its seed and keeps the files; --seed N runs one again, with damage of
every kind that can be done to it.
With the usual 3,000 seeds, whatever occurs less than 100 times is a failure too.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from damage import KINDS, Damage
from generate import FEATURES, Chance
from occurring import wanted
from people import pairs_csv, roster_csv, windows_csv
from rows import is_network, try_all_plans

LEAST = 100     # how often everything must occur in a full run
FULL = 3000
COUPLING = ("link", "limit", "together", "apart")


class Difference(Exception):
    """The program and brute force do not agree."""


class Case:
    """The files of one scheme in a folder, and the program on them."""

    def __init__(self, program, brute, folder, chance):
        self.program, self.brute, self.folder, self.chance = program, brute, folder, chance
        self.words = ["--scheme", "scheme.lua", "--roster", "roster.csv"]
        self.write("scheme.lua", chance.scheme.lua())
        self.write("roster.csv", roster_csv(chance.people))
        if chance.people.window_table is not None:
            self.add("--windows", "windows.csv", windows_csv(chance.people))
        if chance.people.pair_columns:
            self.add("--pairs", "pairs.csv", pairs_csv(chance.people))
        if chance.scheme.previous is not None:
            self.add("--previous", "previous.csv", chance.previous_csv())

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def add(self, option, name, text):
        self.words += [option, self.write(name, text)]

    def run(self, command, *words):
        """(exit status, standard output, standard error) of the program in the folder"""
        with open(os.path.join(self.folder, "commands"), "a", encoding="utf-8") as file:
            print("tongxin --lang en", command, *self.words, *words, file=file)
        done = subprocess.run([self.program, "--lang", "en", command, *self.words, *words], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def solve(self):
        code, out, err = self.run("solve", "--json")
        if code not in (0, 1):
            raise Difference(f"solve ended with {code}: {err or out}")
        self.write("solved.json", out)
        return code, out, json.loads(out)


def plan_csv(pairs):
    """A plan as a table, which claims no values."""
    rows = ["联系类别,联系人编号,联系对象编号,联系对象"]
    for relation, source, key in pairs:
        rows.append(f"{relation.called},{source}," + (f"{key}," if relation.kind == "member" else f",{key}"))
    return "\n".join(rows) + "\n"


def chosen_places(problem, document):
    """The pairs of a plan as places of candidates."""
    places = {(relation.name, source.id, target.key): place
              for place, (relation, source, target) in enumerate(problem.candidates)}
    found = []
    for pair in document["pairs"]:
        named = (pair["relation"], pair["source"], pair["target"])
        if named not in places:
            raise Difference(f"solve chose {named}, which is no candidate")
        found.append(places[named])
    if len(set(found)) < len(found):
        raise Difference("solve chose a pair twice")
    return set(found)


def compare_solution(chance, best, code, document):
    """Status, values, bounds, stages' order, pairs; the places of the plan, None where there is none."""
    if not best.best_plans:
        if (code, document["status"]) != (1, "infeasible"):
            raise Difference(f"there is no plan, and solve says {document['status']} (exit status {code})")
        return None
    if (code, document["status"]) != (0, "optimal"):
        raise Difference(f"there are {best.plans} plans, and solve says {document['status']} (exit status {code})")
    said = {stage["name"]: stage["value"] for stage in document["stages"]}
    # A stage in which no plan can count anything may be left out, or be there with 0.
    wrong = [name for name in {*said, *best.values} - {"fewest"} if said.get(name, 0) != best.values.get(name, 0)]
    if said.get("fewest", best.values["fewest"]) != best.values["fewest"] or ("fewest" not in said
                                                                             and best.least < best.most):
        wrong.append("fewest")
    if wrong or any(stage["value"] != stage["bound"] for stage in document["stages"]):
        raise Difference(f"stages {document['stages']}, brute force {best.values}")
    order = [name for name in dict.fromkeys([*chance.scheme.stages, "fewest"]) if name in said]
    if order != list(said):
        raise Difference(f"stages in the order {list(said)}, the scheme has {order}")
    chosen = chosen_places(chance.problem, document)
    broken, values = chance.problem.evaluate(chosen)
    if broken or values != best.values:
        raise Difference(f"the pairs of solve break {[b.name for b in broken]} and count {values}, not {best.values}")
    compare_kept(chance, document)
    return chosen


def compare_kept(chance, document):
    """`kept` is said of the pairs that the older plan has."""
    older = {(relation.name, source, key) for relation, source, key in chance.scheme.previous or []}
    for pair in document["pairs"]:
        if pair["kept"] != ((pair["relation"], pair["source"], pair["target"]) in older):
            raise Difference(f"“kept” of {pair} is wrong")


def compare_tie(chance, best, chosen):
    """Of several best plans the one that DESIGN.md 2 names, where all rows are a network and no limit is near."""
    plain = not any(rule.word in COUPLING for rule in chance.scheme.rules)
    if not plain or not is_network(chance.problem) or any(r.kind == "group" for r in chance.scheme.relations):
        return []
    if chosen != best.largest:
        raise Difference(f"of {best.best_plans} best plans solve took {sorted(chosen)}, the rule for ties says "
                         f"{sorted(best.largest)}")
    return ["tie by the rule"] if best.best_plans > 1 else []


def check_unasked(case, document):
    """Pairs taken for their points alone are told: so many more than the best plan would have without the stages that
    reward and stand before `fewest`."""
    problem, names = case.chance.problem, [stage["name"] for stage in document["stages"]]
    rewards = [place for place, (name, more) in enumerate(problem.stages) if more and name in names]
    places = [place for place, (name, _) in enumerate(problem.stages) if name == "fewest"]
    expected = 0
    if "fewest" in names and rewards and rewards[0] < places[0]:
        without = [stage for stage in problem.stages[:places[0] + 1] if not stage[1]]
        rows = [row for row in problem.rows if not row.stage or row.stage in dict(without)]
        other, = try_all_plans(case.brute, [type(problem)(problem.candidates, rows, without)])
        expected = len(chosen_places(problem, document)) - other.values["fewest"]
    expected = max(0, expected)
    told = re.findall(r"which nothing else asks for: (\d+)", " ".join(case.run("solve")[1].split()))
    if told != [str(expected)] * (expected > 0):
        raise Difference(f"solve tells of {told} pairs that nothing asks for, brute force of {expected}")
    return {"pairs for points alone"} if expected else set()


def check_proof(case, document):
    """Every part of the proof that solve wrote must hold; nothing so small may be left to trust."""
    proof_holds(case, "solved.json", document["status"] == "optimal")


def proof_holds(case, name, whole):
    code, out, err = case.run("check", "--proof", name)
    ends = [line.rsplit("  ", 1)[-1] for line in out.splitlines()]
    if code or (whole and ("trusted" in ends or "open" in ends)):
        raise Difference(f"the proof in {name} is not confirmed (exit status {code}): {err}{out}")


def check_capped(case, rng):
    """With an older plan: one that gives up more pairs than it must proves itself, and no other figure does."""
    lines = json.loads(case.run("rebalance", "--json")[1])["lines"]
    if len(lines) < 2:
        return set()
    case.run("rebalance", "--moves", str(rng.choice(lines[1:])["moves"]), "-o", "capped.json")
    proof_holds(case, "capped.json", True)
    with open(os.path.join(case.folder, "capped.json"), encoding="utf-8") as file:
        document = json.load(file)
    line = rng.choice([line for line in document["proof"] if "value" in line])
    line[rng.choice([key for key in ("value", "bound", "at_most") if key in line])] += rng.choice([-2, -1, 1, 2])
    case.write("false.json", json.dumps(document, ensure_ascii=False))
    code, out, err = case.run("check", "--proof", "false.json")
    if code != 1:
        raise Difference(f"a false line of the proof, {line}: check ends with {code}: {err}{out}")
    return {"a plan of more moves, and a false line of its proof"}


def check_values(case, places):
    """A plan as a table: check must find nothing and say its values."""
    _, values = case.chance.problem.evaluate(places)
    pairs = [(r, s.id, t.key) for r, s, t in (case.chance.problem.candidates[place] for place in sorted(places))]
    case.write("other.csv", plan_csv(pairs))
    code, out, err = case.run("check", "other.csv")
    if code != 0:
        raise Difference(f"check finds fault with a plan in order (exit status {code}): {err}{out}")
    said = {name: int(value) for name, value in re.findall(r"^ +(\S+) +(-?\d+)(?:  |$)", out, re.MULTILINE)}
    if {name: said.get(name, 0 if name != "fewest" else values[name]) for name in values} != values:
        raise Difference(f"check says {said}, brute force {values}:\n{out}")


def damage(case, places, document, rng, everything):
    """Does damage of up to three kinds, of which two are among the rarer; the kinds that were found."""
    possible = Damage(case.chance, places)
    kinds = [kind for kind in KINDS if kind in possible.found]
    chosen = kinds if everything else list(dict.fromkeys(kinds[:2] + rng.sample(kinds, min(1, len(kinds)))))
    for kind in chosen:
        done = possible.pick(kind, rng)
        case.write("damaged.csv", plan_csv(done.pairs))
        code, out, err = case.run("check", "damaged.csv")
        told = "".join((out + err).split())
        silent = [d.called for d in done.broken if d.called not in told]
        # A pair that stands twice is a fault of the file (2), as in every file of pairs.
        if code != (2 if kind == "a pair listed twice" else 1) or silent or not told:
            raise Difference(f"{kind}: check ends with {code} and does not name {silent}: {err}{out}")
    if document["stages"] and (everything or rng.random() < 0.3):
        chosen = chosen + [falsify(case, document, rng)]
    return ["damage: " + kind for kind in chosen]


def falsify(case, document, rng):
    stage = rng.choice(document["stages"])
    stage["value"] += rng.choice([-1, 1])
    case.write("falsified.json", json.dumps(document, ensure_ascii=False))
    code, out, err = case.run("check", "falsified.json")
    if code != 1:
        raise Difference(f"a falsified value of “{stage['name']}”: check ends with {code}: {err}{out}")
    return "a stage's value falsified"


def solve_shuffled(case, out, rng):
    """The same tables with their rows in another order must give the same bytes. What was is kept as NAME.before."""
    for name in case.words[3::2]:
        with open(os.path.join(case.folder, name), encoding="utf-8") as file:
            heading, *rows = file.read().splitlines()
        case.write(name + ".before", "\n".join([heading, *rows, ""]))
        rng.shuffle(rows)
        case.write(name, "\n".join([heading, *rows, ""]))
    if case.run("solve", "--json")[1] != out:
        raise Difference("the rows of the tables in another order give another answer")


def deciding(brute, chance, best):
    """Kinds of declarations without which the best plans would be others."""
    several = [d for d in chance.scheme.declarations() if d.word != "relation"]
    *without, any_number = try_all_plans(brute, [chance.problem.without(d) for d in [*several, "fewest"]])
    decided = {"decided by " + d.word for d, other in zip(several, without) if other.trace != best.trace}
    return decided | {"decided by fewest"} if any_number.trace != best.trace else decided


def compare(program, brute, chance, folder, everything=False):
    """What occurred in this scheme; raises Difference."""
    rng, notes = random.Random(chance.seed), set(chance.notes)
    best, = try_all_plans(brute, [chance.problem])
    case = Case(program, brute, folder, chance)
    code, out, document = case.solve()
    chosen = compare_solution(chance, best, code, document)
    notes |= deciding(brute, chance, best)
    notes |= set() if is_network(chance.problem) else {"coupled"}
    if chance.seed % 10 == 0 or everything:
        solve_shuffled(case, out, rng)
        notes.add("rows shuffled")
    if chosen is None:
        return notes | {"infeasible"}
    listed = any(stage["name"] == "fewest" for stage in document["stages"])
    notes.add("number of pairs open" if listed else "number of pairs fixed")
    notes |= {"optimal"} | ({"tied"} if best.best_plans > 1 else set()) | set(compare_tie(chance, best, chosen))
    code, told, err = case.run("check", "solved.json")
    if code != 0:
        raise Difference(f"check finds fault with the plan of solve (exit status {code}): {err}{told}")
    check_proof(case, document)
    if chance.seed % 5 == 0 or everything:
        notes |= check_unasked(case, document)
    if chance.scheme.previous is not None and "change" in [stage["name"] for stage in document["stages"]]:
        notes |= check_capped(case, rng)
    check_values(case, best.any_plan)
    return notes | set(damage(case, chosen, document, rng, everything))


def run_seed(task):
    """(seed, what occurred, "" or the difference)"""
    program, brute, seed, features, keep, everything = task
    chance = Chance(seed, features)
    with tempfile.TemporaryDirectory(prefix="chance-") as folder:
        try:
            return seed, compare(program, brute, chance, folder, everything), ""
        except (Difference, subprocess.TimeoutExpired, ValueError, KeyError) as difference:
            kept = os.path.join(keep, str(seed))
            os.makedirs(kept, exist_ok=True)
            for name in os.listdir(folder):
                os.replace(os.path.join(folder, name), os.path.join(kept, name))
            return seed, set(), f"{type(difference).__name__}: {difference}\nfiles in {kept}"


def features_of(text):
    """all, a list with commas, or all but a list that begins with -"""
    if text == "all":
        return FEATURES
    names = text.lstrip("-").split(",")
    unknown = [name for name in names if name not in FEATURES]
    if unknown:
        raise SystemExit(f"no such feature: {', '.join(unknown)}. There are: {', '.join(FEATURES)}")
    return [name for name in FEATURES if (name in names) != text.startswith("-")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program")
    parser.add_argument("--brute", required=True)
    parser.add_argument("--seeds", default=f"1-{FULL}")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--features", default="all")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", default="chance-failures")
    said = parser.parse_args()
    first, last = (said.seed, said.seed) if said.seed is not None else map(int, said.seeds.split("-"))
    said.seeds = range(first, last + 1)
    said.program, said.brute, said.keep = map(os.path.abspath, (said.program, said.brute, said.keep))
    said.features = features_of(said.features)
    return said


def main():
    said, start = arguments(), time.monotonic()
    everything = said.seed is not None
    tasks = [(said.program, said.brute, seed, said.features, said.keep, everything) for seed in said.seeds]
    occurred, failures = Counter(), 0
    with ProcessPoolExecutor(said.jobs) as pool:
        for seed, notes, difference in pool.map(run_seed, tasks, chunksize=8):
            occurred.update(notes)
            if difference:
                failures += 1
                print(f"seed {seed}: {difference}", flush=True)
    for what in sorted({*occurred, *wanted(said.features, KINDS)}):
        print(f"{occurred[what]:6}  {what}")
    rare = [what for what in wanted(said.features, KINDS) if occurred[what] < LEAST] if len(tasks) >= FULL else []
    if rare:
        print(f"less than {LEAST} times: {', '.join(rare)}")
    print(f"schemes {len(tasks)} (seeds {said.seeds[0]} to {said.seeds[-1]}), differences {failures}, "
          f"{time.monotonic() - start:.0f} s")
    return 1 if failures or rare else 0


if __name__ == "__main__":
    sys.exit(main())
