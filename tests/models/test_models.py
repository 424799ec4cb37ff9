#!/usr/bin/env python3
"""Models of the textbooks as schemes, on generated instances, against glpsol: the same optimum, or neither has a plan.

    test_models.py TONGXIN [--glpsol PROGRAM]

The linear program is written from the instance alone. Seeds are printed where something differs.
"""
import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
HEADINGS = ["编号", "姓名", "党派", "界别", "窗口", "单位", "身份", "排序"]
LINES_MOST = 24


class Instance:
    """People and tasks, what the file of pairs says of them, and the rows of the linear program."""

    def __init__(self, seed, people, tasks, further=()):
        self.random = random.Random(seed)
        self.further = list(further)
        self.people = [f"A{i:03d}" for i in range(people)]
        self.tasks = [f"T{i:03d}" for i in range(tasks)]
        self.cells = {key: {} for key in self.people + self.tasks}
        self.pairs = {}
        self.rows, self.objective, self.words = [], {}, []

    def roster(self, path, role):
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS + self.further, restval="")
            writer.writeheader()
            for number, key in enumerate(self.people + self.tasks):
                writer.writerow({"编号": key, "姓名": f"某{key}", "党派": "无党派", "界别": "特邀", "窗口": "一",
                                 "身份": role if key in self.people else "", "排序": number + 1, **self.cells[key]})

    def table(self, path):
        columns = sorted({name for values in self.pairs.values() for name in values})
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["联系人编号", "联系对象编号", *columns])
            for (source, target), values in sorted(self.pairs.items()):
                writer.writerow([source, target, *(values.get(name, "") for name in columns)])

    def linear(self, path):
        """CPLEX LP; x_A_T is 1 where A takes T. A pair that must not be is not in it."""
        variables = sorted({name for terms, _, _ in self.rows for name in terms} | set(self.objective))
        with open(path, "w", encoding="ascii") as file:
            file.write("Minimize\n obj: " + lines(self.objective, variables) + "\nSubject To\n")
            for number, (terms, sense, bound) in enumerate(self.rows):
                file.write(f" r{number}: {lines(terms, variables)} {sense} {bound}\n")
            file.write("Binary\n" + "".join(f" {name}\n" for name in variables) + "End\n")

    def row(self, terms, sense, bound):
        self.rows.append((terms, sense, bound))


def lines(terms, variables):
    if not terms:
        return f"0 {variables[0]}"
    return "\n  ".join(f"{'+' if value >= 0 else '-'} {abs(value)} {name}" for name, value in sorted(terms.items()))


def x(source, target):
    return f"x_{source}_{target}"


def assignment(seed, size):
    made = Instance(seed, size, size)
    for a in made.people:
        for t in made.tasks:
            if made.random.random() < (0.15 if seed % 5 == 0 else 0.7):
                made.pairs[a, t] = {"费用": made.random.randint(1, 60)}
                made.objective[x(a, t)] = made.pairs[a, t]["费用"]
    made.objective["none"] = 0
    for ends, at in ((made.people, 0), (made.tasks, 1)):
        for end in ends:
            made.row({x(*pair): 1 for pair in made.pairs if pair[at] == end}, "=", 1)
    return made, "执行人"


def generalised(seed, size):
    made = Instance(seed, max(2, size // 3), size, ["容量"])
    for a in made.people:
        for t in made.tasks:
            made.pairs[a, t] = {"费用": made.random.randint(1, 50), "用时": made.random.randint(3, 20)}
            made.objective[x(a, t)] = made.pairs[a, t]["费用"]
    share = 7 if seed % 5 == 0 else 11
    for a in made.people:
        capacity = share * size // len(made.people) + made.random.randint(-3, 3)
        made.cells[a]["容量"] = capacity
        made.row({x(a, t): made.pairs[a, t]["用时"] for t in made.tasks}, "<=", capacity)
    for t in made.tasks:
        made.row({x(a, t): 1 for a in made.people}, "=", 1)
    return made, "执行人"


def review(seed, size):
    made = Instance(seed, size, size + size // 2, ["组别"])
    most = 4 if seed % 5 == 0 else 5
    made.words = ["--set", f"most={most}"]
    units = [f"第{i}所" for i in range(5)]
    groups = ["理论", "应用"]
    for number, key in enumerate(made.people):
        made.cells[key] = {"单位": made.random.choice(units), "组别": groups[number % 3 == 0]}
    for t in made.tasks:
        made.cells[t] = {"单位": made.random.choice(units + [""])}
    allowed = [(a, t) for a in made.people for t in made.tasks if made.cells[a]["单位"] != made.cells[t]["单位"]]
    for pair in allowed:
        if made.random.random() < 0.4:
            made.pairs[pair] = {"意愿": made.random.randint(-3, 9)}
            made.objective[x(*pair)] = -made.pairs[pair]["意愿"]
    for a in made.people:
        made.row({x(a, t): 1 for b, t in allowed if b == a}, "<=", most)
    for t in made.tasks:
        made.row({x(a, u): 1 for a, u in allowed if u == t}, "=", 3)
        for group in groups:
            made.row({x(a, u): 1 for a, u in allowed if u == t and made.cells[a]["组别"] == group}, ">=", 1)
    return made, "评审"


def team_caps(seed, size):
    made = Instance(seed, size, size, ["小组"])
    teams = ["甲队", "乙队", "丙队", ""]
    cap = size // 4 + (-2 if seed % 5 == 0 else 1)
    made.words = ["--set", f"cap={cap}"]
    for a in made.people:
        made.cells[a]["小组"] = made.random.choice(teams[:3] if seed % 5 == 0 else teams)
        for t in made.tasks:
            made.pairs[a, t] = {"费用": made.random.randint(1, 80)}
            made.objective[x(a, t)] = made.pairs[a, t]["费用"]
        made.row({x(a, t): 1 for t in made.tasks}, "<=", 3)
    for t in made.tasks:
        made.row({x(a, t): 1 for a in made.people}, "=", 1)
    for team in teams[:3]:
        made.row({x(a, t): 1 for a in made.people if made.cells[a]["小组"] == team for t in made.tasks}, "<=", cap)
    return made, "执行人"


MODELS = {"assignment.lua": assignment, "generalised.lua": generalised, "review.lua": review, "team-caps.lua": team_caps}
SIZES = {"assignment.lua": (3, 8, 15, 25, 20, 40, 12, 30, 6, 10), "generalised.lua": (4, 8, 12, 15, 12, 18, 9, 15, 6, 12),
         "review.lua": (6, 8, 10, 12, 10, 16, 14, 9, 20, 7), "team-caps.lua": (4, 8, 12, 20, 16, 24, 10, 30, 18, 9)}


def optimum_of_glpsol(glpsol, made, folder):
    """The least cost, or None where there is no plan."""
    made.linear(os.path.join(folder, "model.lp"))
    done = subprocess.run([glpsol, "--cuts", "--lp", "model.lp", "-o", "out.txt"], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=True)
    with open(os.path.join(folder, "out.txt"), encoding="utf-8") as file:
        told = file.read()
    if "INTEGER OPTIMAL" in told:
        return round(float(re.search(r"Objective:\s+obj = (\S+)", told).group(1)))
    assert re.search("INTEGER EMPTY|INTEGER UNDEFINED|NO PRIMAL FEASIBLE", told + done.stdout), done.stdout
    assert "TIME LIMIT" not in done.stdout, done.stdout
    return None


def run(tongxin, folder, *words):
    environment = dict(os.environ, TONGXIN_LANG="en", LANG="C.UTF-8")
    return subprocess.run([tongxin, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)


def optimum_of_tongxin(tongxin, scheme, made, role, folder):
    made.roster(os.path.join(folder, "roster.csv"), role)
    made.table(os.path.join(folder, "pairs.csv"))
    inputs = ["--scheme", os.path.join(HERE, scheme), "--roster", "roster.csv", "--pairs", "pairs.csv", *made.words]
    done = run(tongxin, folder, "solve", *inputs, "--json", "-o", "plan.json")
    if done.returncode == 1 and json.loads(done.stdout)["status"] == "infeasible":
        return None
    assert done.returncode == 0, done.stdout + done.stderr
    plan = json.loads(done.stdout)
    assert plan["status"] == "optimal" and [stage["name"] for stage in plan["stages"]] == ["preference"], done.stdout
    assert plan["stages"][0]["value"] == plan["stages"][0]["bound"]
    checked = run(tongxin, folder, "check", *inputs, "plan.json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return -plan["stages"][0]["value"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tongxin")
    parser.add_argument("--glpsol", default="glpsol")
    given = parser.parse_args()
    tongxin, differences = os.path.abspath(given.tongxin), 0
    for scheme, make in MODELS.items():
        with open(os.path.join(HERE, scheme), encoding="utf-8") as file:
            assert len(file.readlines()) <= LINES_MOST, scheme
        plans = none = 0
        for seed, size in enumerate(SIZES[scheme], 1):
            with tempfile.TemporaryDirectory(prefix="tongxin-") as folder:
                made, role = make(seed, size)
                ours = optimum_of_tongxin(tongxin, scheme, made, role, folder)
                theirs = optimum_of_glpsol(given.glpsol, made, folder)
            plans, none = plans + (theirs is not None), none + (theirs is None)
            if ours != theirs:
                differences += 1
                print(f"{scheme} seed {seed} size {size}: tongxin {ours}, glpsol {theirs}")
        print(f"{scheme}: {plans} with a plan, {none} without")
        assert plans >= 6 and none >= 1, scheme
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
