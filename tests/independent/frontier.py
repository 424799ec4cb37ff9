#!/usr/bin/env python3
"""The frontier of `tongxin rebalance` on Jinhua's roster after random changes, line by line against the independent model.

    frontier.py TONGXIN [--seeds 0-8,19] [--solver cbc|glpsol]

A draw lets one, three or ten members leave, move to another window or join; where there is no plan then, it is drawn
anew from the same seed. The model solves the stages before
"change", then for every number of moves from the fewest to two beyond the last line the stages behind it, "change" held
by a row at no more than that number. Both must name the same numbers of moves and the same values; a draw without a
plan must be one for both, `solve` must say why, and the first repair that only moves members must give the model a plan. Among the draws there must be one whose balance is not convex in the moves, and one whose
first move brings more than the second. Exit 1 on any difference.
"""
import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

import cases
import model

SHORT = "0-8,19"
DRAWS = 20  # of a seed, until there is a plan
ALTERATIONS = [(kind, count) for count in (1, 3, 10) for kind in ("leave", "move", "join")]


def alter(rows, windows, kind, count, rng):
    """Rows of a roster (heading first) after so many changes of a kind."""
    heading, members = rows[0], [list(row) for row in rows[1:]]
    at = {name: heading.index(name) for name in ("编号", "姓名", "窗口")}
    if kind == "leave":
        for row in rng.sample(members, count):
            members.remove(row)
    elif kind == "move":
        for row in rng.sample(members, count):
            row[at["窗口"]] = rng.choice([window for window in windows if window != row[at["窗口"]]])
    else:
        for number in range(count):
            row = list(rng.choice(members))
            row[at["编号"]], row[at["姓名"]] = f"NEW{number:02d}", f"新委员{number}"
            row[at["窗口"]] = rng.choice(windows)
            members.append(row)
    return [heading] + members


def best(problem, stages, held, solver, folder):
    """Values of the stages, each held for the next; None where there is no plan."""
    values, held = {}, list(held)
    for name, sense, objective, constant in stages:
        lp = os.path.join(folder, "stage.lp")
        model.write_lp(lp, problem, held, sense, objective)
        try:
            answer = model.verify(problem, held, model.SOLVERS[solver](lp, folder, 300))
        except model.Failure as failure:
            if "no optimum: Infeasible" in str(failure) or "PROBLEM HAS NO" in str(failure):
                return None
            raise
        value = model.total(objective, answer)
        values[name] = value + constant
        held.append((objective, value, value))
    return values


def split(problem):
    """The stages before "change", itself, and those behind it."""
    names = [stage[0] for stage in problem.stages]
    change = names.index("change")
    return problem.stages[:change], problem.stages[change], problem.stages[change + 1:]


def held_rows(stages, values):
    return [(objective, values[name] - constant, values[name] - constant)
            for name, _, objective, constant in stages]


def lines(problem, solver, folder, beyond):
    """[(moves, values)] by the model: every number of moves up to the end that `beyond` names and two more."""
    before, change, behind = split(problem)
    first = best(problem, before + [change], [], solver, folder)
    if first is None:
        return None, 0
    held = held_rows(before, {name: first[name] for name, *_ in before})
    found, tried = [], 0
    for moves in range(first["change"], max(beyond, first["change"]) + 3):
        tried += 1
        values = best(problem, behind, held + [(change[2], None, moves - change[3])], solver, folder)
        if not found or values != found[-1][1]:
            found.append((moves, values))
    end = best(problem, behind, held, solver, folder)
    if found[-1][1] != end:
        found.append(("beyond", end))
    return found, tried


def ask(program, roster, windows, previous):
    done = subprocess.run([program, "--lang", "en", "rebalance", "--scheme", cases.SCHEME, "--roster", roster,
                           "--windows", windows, "--previous", previous, "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    if done.returncode == 1 and "No plan was found" in done.stderr.decode():
        return None
    if done.returncode != 0:
        raise model.Failure(f"rebalance ended with {done.returncode}: {done.stderr.decode()[:500]}")
    document = json.loads(done.stdout)
    if not document["whole"]:
        raise model.Failure("the program did not reach the end")
    return [(line["moves"], {s["name"]: s["value"] for s in line["stages"] if s["name"] in ("balance", "preference")})
            for line in document["lines"]]


def compare(program, seed, folder, solver, plan):
    """Whether all draws of the seed agree, and what the program says of the last one, which has a plan."""
    rng = random.Random(seed)
    for _ in range(DRAWS):
        same, said = compare_draw(program, seed, rng, folder, solver, plan)
        if not same or said is not None:
            return same, said
    raise model.Failure(f"seed {seed}: {DRAWS} draws without a plan")


def compare_draw(program, seed, rng, folder, solver, plan):
    kind, count = ALTERATIONS[seed % len(ALTERATIONS)]
    with open(os.path.join(cases.JINHUA, "roster.csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    windows_file = os.path.join(cases.JINHUA, "windows.csv")
    names = [row["窗口"].strip() for row in model.read_table(windows_file)]
    roster = os.path.join(folder, "roster.csv")
    with open(roster, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(alter(rows, names, kind, count, rng))
    said = ask(program, roster, windows_file, plan)
    members = model.read_roster(roster)
    try:
        problem = model.build(members, model.read_windows(windows_file, members), previous_of(plan))
        found, tried = lines(problem, solver, folder, said[-1][0] if said else 0)
    except model.Failure as failure:
        if "there is no plan" not in str(failure):
            raise
        found, tried = None, 0
    shown = no_plan(program, roster, windows_file, plan, folder, solver) if said is None else " ".join(
        f"{moves}:{values['balance']},{values['preference']}" for moves, values in said)
    print(f"seed {seed:4d}  {kind:5s} {count:2d}  {tried:3d} solved  {shown}"
          + ("" if said == found else f"   DIFFERENT: the model says {found}"), flush=True)
    return said == found, said


def no_plan(program, roster, windows, plan, folder, solver):
    """Why there is none, in a few words; a repair by moves alone is made and given to the model."""
    done = subprocess.run([program, "--lang", "en", "solve", "--scheme", cases.SCHEME, "--roster", roster, "--windows", windows,
                           "--previous", plan, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    conflict = json.loads(done.stdout)["conflict"]
    if done.returncode != 1 or not conflict["clashes"] or not all(clash["minimal"] for clash in conflict["clashes"]):
        raise model.Failure(f"no plan, status {done.returncode}, but no minimal clash: {conflict}")
    told = f"no plan: {len(conflict['clashes'])} clashes, {len(conflict['repairs'])} repairs"
    for repair in conflict["repairs"]:
        if any(change["change"] != "move" for change in repair["changes"]):
            continue
        moved = {change["member"]: change["to"] for change in repair["changes"]}
        with open(roster, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        at, window = rows[0].index("编号"), rows[0].index("窗口")
        repaired = os.path.join(folder, "repaired.csv")
        with open(repaired, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [moved.get(row[at], cell) if column == window else cell for column, cell in enumerate(row)] for row in rows)
        members = model.read_roster(repaired)
        problem = model.build(members, model.read_windows(windows, members), previous_of(plan))
        if best(problem, problem.stages[:1], [], solver, folder) is None:
            raise model.Failure(f"repair {repair['number']} gives no plan: {repair['text']}")
        return told + f", number {repair['number']} holds"
    return told


def previous_of(plan):
    with open(plan, encoding="utf-8") as file:
        return {(pair["relation"], pair["source"], pair["target"]) for pair in json.load(file)["pairs"]}


def curve(said):
    """Balance by the number of moves, from the fewest to the last line."""
    reached, values = dict(said or []), []
    for moves in range(said[0][0], said[-1][0] + 1) if said else []:
        values.append(reached[moves]["balance"] if moves in reached else values[-1])
    return values


def is_convex(values):
    steps = [a - b for a, b in zip(values, values[1:])]
    return all(a >= b for a, b in zip(steps, steps[1:]))


def brings_most_first(values):
    return len(values) > 2 and values[0] - values[1] > values[1] - values[2]


def read_seeds(text):
    """ "0-8,19" as a list of numbers."""
    seeds = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("--seeds", default=SHORT)
    parser.add_argument("--solver", choices=sorted(model.SOLVERS), default="cbc")
    options = parser.parse_args()
    program = os.path.abspath(options.tongxin)
    folder = tempfile.mkdtemp(prefix="frontier-")
    seeds = read_seeds(options.seeds)
    agreed, bent, falling = 0, 0, 0
    try:
        plan = os.path.join(folder, "plan.json")
        subprocess.run([program, "solve", "--scheme", cases.SCHEME, "--roster",
                        os.path.join(cases.JINHUA, "roster.csv"), "-o", plan], stdout=subprocess.DEVNULL, check=True)
        for seed in seeds:
            same, said = compare(program, seed, folder, options.solver, plan)
            agreed += same
            bent += not is_convex(curve(said))
            falling += brings_most_first(curve(said))
    finally:
        shutil.rmtree(folder)
    print(f"{agreed} of {len(seeds)} frontiers agree; balance is not convex in {bent}; in {falling} the first move brings "
          "more than the second")
    return 0 if agreed == len(seeds) and bent > 0 and falling > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
