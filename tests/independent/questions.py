#!/usr/bin/env python3
"""What `tongxin explain` and `options` say of Jinhua's plan, against the independent model.

    questions.py TONGXIN standing [--pairs N]     forced or free: solved anew with the pair excluded
    questions.py TONGXIN why-not  [--pairs N]     prices: solved anew with the pair required, stage by stage
    questions.py TONGXIN options  [--pairs N]     of so many members: order, prices, others who must move
    questions.py TONGXIN drill    [--pairs N]     of so many departures: the fewest pairs that must be given up, or no plan

--pairs 0 takes all. `--seed` draws others. The model is the flat MIP of model.py with one row more; where the program
counts the pairs given up, so does the model, as a stage. Exit 1 on any difference.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import cases
import frontier
import model

ROSTER = os.path.join(cases.JINHUA, "roster.csv")
WINDOWS = os.path.join(cases.JINHUA, "windows.csv")


class Model:
    """The flat problem of Jinhua, solved under one row more."""

    def __init__(self, plan, solver, folder):
        self.plan, self.solver, self.folder = plan, solver, folder
        members = model.read_roster(ROSTER)
        self.problem = model.build(members, model.read_windows(WINDOWS, members))

    def given_up(self):
        """The stage that counts pairs of the plan that are not there."""
        return ("given up", "min", {self.problem.pair[pair]: -1 for pair in self.plan}, len(self.plan))

    def solve(self, row, near_at=None):
        """Values of the stages under the row (coefficients, low, high), or None; "given up" is put in before the stage
        of that number."""
        stages = list(self.problem.stages)
        if near_at is not None:
            stages.insert(near_at, self.given_up())
        self.problem.rows.append(row)
        try:
            return frontier.best(self.problem, stages, [], self.solver, self.folder)
        finally:
            self.problem.rows.pop()

    def between(self, source, target):
        return [column for (_, one, other), column in self.problem.pair.items() if (one, other) == (source, target)]


def ask(program, plan, *words):
    command = [program, "--lang", "en", *words, "--scheme", cases.SCHEME, "--roster", ROSTER, "--windows", WINDOWS,
               "--plan", plan, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    if not done.stdout:
        raise model.Failure(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return json.loads(done.stdout)


def drawn(items, count, seed):
    return items if count == 0 or count >= len(items) else random.Random(seed).sample(items, count)


def standing(program, plan, flat, count, seed):
    best = flat.solve(({0: 0}, None, 0))
    said = {(pair["relation"], pair["source"], pair["target"]): pair["standing"]
            for pair in ask(program, plan, "explain", "--all")["pairs"]}
    different, tally = 0, {}
    for pair in drawn(sorted(said), count, seed):
        values = flat.solve(({flat.problem.pair[pair]: 1}, None, 0))
        expected = "free" if values == best else "forced"
        tally[expected] = tally.get(expected, 0) + 1
        if said[pair] != expected:
            different += 1
            print(f"{pair}: the program says {said[pair]}, the model {expected}: {values} without, {best} with")
    print(f"standing of {sum(tally.values())} pairs: {tally}, {different} differ")
    return different


def values_of(price):
    return {**{stage["name"]: stage["value"] for stage in price["stages"]}, "given up": price["given_up"]}


def why_not(program, plan, flat, count, seed):
    candidates = sorted({(source, target) for relation, source, target in flat.problem.pair
                         if (relation, source, target) not in flat.plan})
    different, possible = 0, 0
    for source, target in drawn(candidates, count, seed):
        said = ask(program, plan, "explain", target, "--why-not", source)
        row = ({column: 1 for column in flat.between(source, target)}, 1, None)
        nearest = flat.solve(row, 1)
        best = flat.solve(row, len(flat.problem.stages)) if nearest else None
        agreed = said["answer"] == ("possible" if nearest else "is so" if any(
            (relation, source, target) in flat.plan for relation in model.RELATIONS) else "no plan")
        if said["answer"] == "is so":
            agreed = True
        elif nearest:
            possible += 1
            agreed = agreed and values_of(said["nearest"]) == nearest and values_of(said["best"]) == best
        if not agreed:
            different += 1
            print(f"{source} for {target}: the program says {json.dumps(said)[:400]}, the model {nearest} and {best}")
    print(f"why-not: {possible} possible pairs priced, {different} differ")
    return different


def options_(program, plan, flat, count, seed):
    """Of so many members, and of a quarter as many windows: everybody here is contacted by exactly one."""
    contact = {target: (relation, source, target) for relation, source, target in flat.plan}
    if len(contact) != len(flat.plan):
        raise model.Failure("somebody in Jinhua's plan is contacted by two")
    windows = drawn(sorted(target for target in contact if contact[target][0] == "branch"), -(-count // 4), seed)
    members = drawn(sorted(target for target in contact if contact[target][0] != "branch"), count, seed)
    now = flat.solve(({0: 0}, None, 0))
    names = [stage[0] for stage in flat.problem.stages]
    different, priced = 0, 0
    for target in members + windows:
        said = ask(program, plan, "options", target)
        gone = contact[target]
        listed, expected, givers = [], [], set()
        for option in said["options"]:
            listed.append((tuple(option["stages"][name] for name in names), option["others"]))
            givers.add(option["instead_of"])
            column = flat.problem.pair[option["relation"], option["source"], target]
            values = flat.solve(({column: 1, flat.problem.pair[gone]: -1}, 1, None), 1)
            own = 1
            expected.append((tuple(values[name] - now[name] for name in names), values["given up"] - own))
        possible = sum(1 for pair in flat.problem.pair if pair[2] == target and pair not in flat.plan)
        # preference counts upwards: turned round for the order
        keys = [tuple(-v if name == "preference" else v for name, v in zip(names, prices)) + (others,)
                for prices, others in listed]
        priced += len(listed)
        if listed != expected or keys != sorted(keys) or possible != len(listed) + said["impossible"] or givers - {gone[1]}:
            different += 1
            print(f"options {target}: the program says {listed}, the model {expected}; {possible} candidates")
    print(f"options of {len(members)} members and {len(windows)} windows: {priced} prices, {different} differ")
    return different


def drill(program, plan, flat, count, seed):
    """Those who leave no plan or make others move, and as many of the rest."""
    said = {one["member"]: one["moves"] if one["answer"] == "moves" else None
            for one in ask(program, plan, "drill")["departures"]}
    hard = drawn(sorted(member for member, moves in said.items() if moves != 0), count, seed)
    easy = drawn(sorted(member for member, moves in said.items() if moves == 0), count, seed)
    different = 0
    for member in hard + easy:
        members = model.read_roster(ROSTER, without={member})
        try:
            problem = model.build(members, model.read_windows(WINDOWS, members), flat.plan)
            before, change, _ = frontier.split(problem)
            values = frontier.best(problem, before + [change], [], flat.solver, flat.folder)
        except model.Failure as failure:
            if "there is no plan" not in str(failure):
                raise
            values = None
        expected = values["change"] if values else None
        if said[member] != expected:
            different += 1
            print(f"{member}: the program says {said[member]}, the model {expected}")
    print(f"drill: {len(hard)} departures that ask for more than filling gaps, {len(easy)} others, {different} differ")
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("what", choices=["standing", "why-not", "options", "drill"])
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solver", choices=sorted(model.SOLVERS), default="cbc")
    options = parser.parse_args()
    program = os.path.abspath(options.tongxin)
    with tempfile.TemporaryDirectory(prefix="questions-") as folder:
        plan = os.path.join(folder, "plan.json")
        subprocess.run([program, "solve", "--scheme", cases.SCHEME, "--roster", ROSTER, "--windows", WINDOWS, "-o", plan],
                       stdout=subprocess.DEVNULL, check=True)
        flat = Model(frontier.previous_of(plan), options.solver, folder)
        run = {"standing": standing, "why-not": why_not, "options": options_, "drill": drill}[options.what]
        return 1 if run(program, plan, flat, options.pairs, options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
