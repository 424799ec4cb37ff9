#!/usr/bin/env python3
"""The independent model of the Jinhua measure: all rows written from the document, one flat MIP a stage.

    model.py ROSTER WINDOWS [--previous CSV] [--without ID]... [--solver cbc|glpsol] [--limit SECONDS]
             [--write FOLDER] [--times]

Prints the values of the stages as one JSON object:  {"principle": 0, "balance": 523, "preference": 692}

It exists to be compared with the program, so it shares nothing with it: it reads the files by itself, knows no
scheme, no network, no faces and no components, and gives the whole problem to glpsol or CBC stage by stage. An
earlier stage is kept by a row that holds its value. What a solver prints is believed only after every row and the
value have been checked again in integers.

Sources: 金政协党组〔2022〕8号, 一（二）; the values and readings that the document leaves open are those of the issue
(README.md lists them).
"""
import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

BRANCHES = (2, 4)             # 一（二）1: 党员履职临时党支部（党小组）2—4个
RELATIONS = {                 # 一（二）1: how many of each pool a leader contacts
    "sector_head": 1,         # 界别党员委员1名
    "heads": 2,               # 党外界别活动组组长（专门委员会副主任）2名
    "unaffiliated": 1,        # 无党派人士界1名
    "religious": 1,           # 宗教界委员1名
}
TITLES = {                    # as the columns of Annex 1 call the relations, and as the program does
    "履职临时党支部": "branch", "branch": "branch",
    "界别党员委员": "sector_head", "sector_head": "sector_head",
    "党外界别活动组组长或专委会副主任": "heads", "heads": "heads",
    "无党派人士": "unaffiliated", "unaffiliated": "unaffiliated",
    "宗教界委员": "religious", "religious": "religious",
    "党员委员联系党外委员": "liaison", "liaison": "liaison",
}
PARTY = {"中共", "中国共产党", "中共党员"}
HEAD_ROLES = {"界别活动组组长", "专委会副主任"}
SAME_COUNTY, SAME_SECTOR, OWN_WINDOW = 3, 2, 2


class Failure(Exception):
    """Something that ends the program with a sentence."""


# ---------------------------------------------------------------- reading

class Member:
    def __init__(self, row):
        def cell(heading):
            return (row.get(heading) or "").strip()

        def listed(heading):
            return {part.strip() for part in cell(heading).split("、") if part.strip()}

        self.id, self.window, self.sector = cell("编号"), cell("窗口"), cell("界别")
        self.county, self.unit = cell("县市区"), cell("单位")
        self.roles = listed("身份")
        self.in_party = bool(listed("党派") & PARTY)
        self.exempt = bool(cell("免联系理由"))


def read_table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_roster(path, without=()):
    members = [Member(row) for row in read_table(path)]
    if len({m.id for m in members}) != len(members) or not all(m.id for m in members):
        raise Failure(f"{path}: ids are missing or stand twice")
    return sorted((m for m in members if m.id not in without), key=lambda m: m.id.encode())


def read_windows(path, members):
    windows = sorted((row["窗口"].strip() for row in read_table(path)), key=str.encode)
    for member in members:
        if member.window not in windows and not member.exempt:
            raise Failure(f"{member.id} has neither a window of {path} nor an exemption")
    return windows


def read_previous(path):
    """The set of (relation, source, target) of a CSV of pairs; a window as a target goes by its name."""
    pairs = set()
    for row in read_table(path):
        relation = TITLES[row["联系类别"].strip()]
        target = row["联系对象"] if relation == "branch" else row["联系对象编号"]
        pairs.add((relation, row["联系人编号"].strip(), target.strip()))
    return pairs


# ---------------------------------------------------------------- the problem, row by row

class Problem:
    """Columns are numbered; a row or an objective is a dictionary column -> integer coefficient."""

    def __init__(self):
        self.columns = 0
        self.top = []             # upper bound by column; the lower one is 0
        self.whole = []           # is the column an integer column?
        self.rows = []            # (coefficients, low or None, high or None)
        self.pair = {}            # (relation, source, target) -> column
        self.stages = []          # (name, "min" or "max", coefficients, constant)

    def column(self, top=1, whole=True):
        self.top.append(top)
        self.whole.append(whole)
        self.columns += 1
        return self.columns - 1

    def row(self, coefficients, low, high):
        if coefficients:
            self.rows.append((coefficients, low, high))
        elif (low or 0) > 0:
            raise Failure("a row without columns asks for something: there is no plan")


def ones(columns):
    return {column: 1 for column in columns}


def add_load(problem, columns, largest, squares):
    """The square of how many of these columns are chosen, as unit columns: the k-th unit costs 2k - 1.

    The costs rise, so the units sum to at least the square of the load, whole or not; where the sum of all squares
    is held at its minimum they are the squares."""
    units = [problem.column() for _ in range(largest)]
    row = ones(columns)
    row.update({unit: -1 for unit in units})
    problem.row(row, 0, 0)
    squares.update({unit: 2 * k + 1 for k, unit in enumerate(units)})


def build(members, windows, previous=None):
    problem = Problem()
    pair = problem.pair
    bound = [m for m in members if not m.exempt]
    leaders = [m for m in bound if "党组成员" in m.roles]
    is_leader = {m.id for m in leaders}
    party = [m for m in bound if m.in_party and m.id not in is_leader]
    non_party = [m for m in bound if not m.in_party and m.id not in is_leader]
    pools = {
        "sector_head": party,
        "heads": [m for m in non_party if m.roles & HEAD_ROLES],
        "unaffiliated": [m for m in non_party if m.sector == "无党派"],
        "religious": [m for m in non_party if m.sector == "宗教界"],
    }

    # Who may contact whom.
    for leader in leaders:
        for window in windows:
            pair["branch", leader.id, window] = problem.column()
        for relation, pool in pools.items():
            for member in pool:
                pair[relation, leader.id, member.id] = problem.column()
    of_window = {window: [m for m in party if m.window == window] for window in windows}
    for member in non_party:
        for source in of_window[member.window]:
            pair["liaison", source.id, member.id] = problem.column()

    # 一（二）1: what a leader carries; every window has one leader, a sector head at most one.
    for leader in leaders:
        problem.row(ones(pair["branch", leader.id, w] for w in windows), *BRANCHES)
        for relation, pool in pools.items():
            load = RELATIONS[relation]
            if len(pool) < load:
                raise Failure(f"{relation} has too few members: there is no plan")
            problem.row(ones(pair[relation, leader.id, m.id] for m in pool), load, load)
    for window in windows:
        problem.row(ones(pair["branch", leader.id, window] for leader in leaders), 1, 1)
    for member in party:
        problem.row(ones(pair["sector_head", leader.id, member.id] for leader in leaders), None, 1)

    # 一（二）2: every non-Party member has exactly one who contacts.
    for member in non_party:
        columns = [pair["liaison", source.id, member.id] for source in of_window[member.window]]
        for relation in ("heads", "unaffiliated", "religious"):
            if member in pools[relation]:
                columns += [pair[relation, leader.id, member.id] for leader in leaders]
        if not columns:
            raise Failure(f"nobody can contact {member.id} in {member.window}: there is no plan")
        problem.row(ones(columns), 1, 1)

    by_id = {m.id: m for m in members}
    problem.stages.append(("principle", "min", principle(pair, by_id), 0))
    if previous is not None:
        problem.stages.append(("change", "min", *change(pair, by_id, previous)))
    problem.stages.append(("balance", "min", balance(problem, leaders, windows, non_party, of_window), 0))
    problem.stages.append(("preference", "max", preference(problem, by_id, leaders, windows, pools), 0))
    return problem


def principle(pair, by_id):
    """原则上是界别党员负责同志; 同单位回避: nobody contacts a member of the same unit."""
    points = {}
    for (relation, source, target), column in pair.items():
        if relation == "sector_head" and "界别党员负责人" not in by_id[target].roles:
            points[column] = 1
        if relation == "liaison" and by_id[source].unit and by_id[source].unit == by_id[target].unit:
            points[column] = 1
    return points


def change(pair, by_id, previous):
    """Previous pairs whose ends are both still there but that the plan lacks; what is not allowed any more counts."""
    inhabited = {m.window for m in by_id.values() if not m.exempt}
    points, constant = {}, 0
    for relation, source, target in previous:
        if source in by_id and (target in inhabited if relation == "branch" else target in by_id):
            constant += 1
            if (relation, source, target) in pair:
                points[pair[relation, source, target]] = -1
    return points, constant


def balance(problem, leaders, windows, non_party, of_window):
    """Branches of the leaders and liaison of the Party members: one sum of squared loads."""
    squares = {}
    for leader in leaders:
        add_load(problem, [problem.pair["branch", leader.id, w] for w in windows], BRANCHES[1], squares)
    for window in windows:
        targets = [m.id for m in non_party if m.window == window]
        for source in of_window[window]:
            if targets:
                add_load(problem, [problem.pair["liaison", source.id, t] for t in targets], len(targets), squares)
    return squares


def preference(problem, by_id, leaders, windows, pools):
    """联系便利: same county, same sector; a leader's people whose window is one of the leader's branches.

    The last is counted by one column for a leader, a window and a relation: not above the people of the leader who
    are in that window, and zero where the window is not the leader's."""
    points = {}
    for (relation, source, target), column in problem.pair.items():
        if relation == "liaison":
            one, other = by_id[source], by_id[target]
            worth = SAME_COUNTY * (one.county != "" and one.county == other.county)
            worth += SAME_SECTOR * (one.sector != "" and one.sector == other.sector)
            if worth:
                points[column] = worth
    for relation, pool in pools.items():
        for window in windows:
            people = [m.id for m in pool if m.window == window]
            if not people:
                continue
            most = min(RELATIONS[relation], len(people))
            for leader in leaders:
                counted = problem.column(top=most)
                problem.row({counted: 1, problem.pair["branch", leader.id, window]: -most}, None, 0)
                problem.row({counted: 1, **{problem.pair[relation, leader.id, p]: -1 for p in people}}, None, 0)
                points[counted] = OWN_WINDOW
    return points


# ---------------------------------------------------------------- files for the solvers

def terms(coefficients):
    """Terms in CPLEX LP, a few a line: CBC's reader takes no long lines."""
    pieces = [f"{'+' if value >= 0 else '-'} {abs(value)} c{column}" for column, value in sorted(coefficients.items())]
    return "\n  ".join(" ".join(pieces[i:i + 8]) for i in range(0, len(pieces), 8))


def write_lp(path, problem, held, sense, objective):
    """The rows of the problem, a row for each stage held at its value, and one stage as objective."""
    with open(path, "w", encoding="ascii") as file:
        file.write("Minimize\n" if sense == "min" else "Maximize\n")
        file.write(f" value: {terms(objective) or '0 c0'}\nSubject To\n")
        for number, (coefficients, low, high) in enumerate(problem.rows + held):
            if low is not None and low == high:
                file.write(f" r{number}: {terms(coefficients)} = {low}\n")
                continue
            if low is not None:
                file.write(f" r{number}l: {terms(coefficients)} >= {low}\n")
            if high is not None:
                file.write(f" r{number}h: {terms(coefficients)} <= {high}\n")
        file.write("Bounds\n")
        for column, top in enumerate(problem.top):
            file.write(f" 0 <= c{column} <= {top}\n")
        file.write("Generals\n")
        for column, whole in enumerate(problem.whole):
            if whole:
                file.write(f" c{column}\n")
        file.write("End\n")


def run(command, limit):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"{command[0]} did not finish in {limit} s") from None
    return done.stdout.decode("utf-8", "replace")


def solve_cbc(lp, folder, limit):
    """CBC's columns that are not zero, by number."""
    answer = os.path.join(folder, "cbc.txt")
    log = run(["cbc", lp, "-ratioGap", "0", "-allowableGap", "0", "-solve", "-solution", answer], limit)
    values = {}
    with open(answer, encoding="ascii") as file:
        head = file.readline()
        if not head.startswith("Optimal"):
            raise Failure(f"CBC found no optimum: {head.strip()}\n{log[-2000:]}")
        for line in file:
            part = line.replace("**", " ").split()
            if part[1].startswith("c"):
                values[int(part[1][1:])] = float(part[2])
    return values


def solve_glpsol(lp, folder, limit):
    """glpsol's columns that are not zero, by number. Without cuts one of the ten rosters was open after 60 s; with
    them it takes one."""
    answer, names = os.path.join(folder, "glpsol.txt"), {}
    log = run(["glpsol", "--lp", lp, "--mipgap", "0", "--cuts", "--write", answer], limit)
    if "INTEGER OPTIMAL SOLUTION FOUND" not in log:
        raise Failure(f"glpsol found no optimum:\n{log[-2000:]}")
    # glpsol numbers columns as they first stand in the file.
    with open(lp, encoding="ascii") as file:
        for word in file.read().split():
            if word[0] == "c" and word[1:].isdigit():
                names.setdefault(word, len(names) + 1)
    column = {number: int(name[1:]) for name, number in names.items()}
    values = {}
    with open(answer, encoding="ascii") as file:
        for line in file:
            part = line.split()
            if part and part[0] == "j" and float(part[2]) != 0:
                values[column[int(part[1])]] = float(part[2])
    return values


SOLVERS = {"cbc": solve_cbc, "glpsol": solve_glpsol}


def total(coefficients, values):
    return sum(factor * values.get(column, 0) for column, factor in coefficients.items())


def verify(problem, held, answer):
    """What a solver printed, rounded; every bound and row holds in integers."""
    values = {}
    for column, value in answer.items():
        whole = round(value)
        if problem.whole[column] and abs(value - whole) > 1e-5:
            raise Failure(f"c{column} = {value} is not whole")
        if whole:
            values[column] = whole
        if not 0 <= whole <= problem.top[column]:
            raise Failure(f"c{column} = {value} leaves its bounds")
    for coefficients, low, high in problem.rows + held:
        sum_ = total(coefficients, values)
        if (low is not None and sum_ < low) or (high is not None and sum_ > high):
            raise Failure(f"a row is broken: {sum_} is not in {low} .. {high}")
    return values


def solve(problem, solver="cbc", limit=600, keep=None):
    """The values of the stages in their order, the seconds that each took, and the last plan's pairs."""
    result, seconds, held, values = {}, {}, [], {}
    folder = keep or tempfile.mkdtemp(prefix="independent-")
    try:
        for name, sense, objective, constant in problem.stages:
            lp = os.path.join(folder, f"{name}.lp")
            write_lp(lp, problem, held, sense, objective)
            start = time.monotonic()
            values = verify(problem, held, SOLVERS[solver](lp, folder, limit))
            seconds[name] = time.monotonic() - start
            value = total(objective, values)
            result[name] = value + constant
            held.append((objective, value, value))
    finally:
        if not keep:
            shutil.rmtree(folder)
    return result, seconds, sorted(key for key, column in problem.pair.items() if values.get(column))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roster")
    parser.add_argument("windows")
    parser.add_argument("--previous", help="a CSV of pairs, as data/jinhua/annex1.csv")
    parser.add_argument("--without", action="append", default=[], help="leave this member out")
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="cbc")
    parser.add_argument("--limit", type=float, default=600, help="seconds a stage")
    parser.add_argument("--write", help="keep the LP files in this folder")
    parser.add_argument("--times", action="store_true", help="seconds of each stage on stderr")
    options = parser.parse_args()
    try:
        members = read_roster(options.roster, options.without)
        windows = read_windows(options.windows, members)
        previous = read_previous(options.previous) if options.previous else None
        problem = build(members, windows, previous)
        if options.write:
            os.makedirs(options.write, exist_ok=True)
        result, seconds, _ = solve(problem, options.solver, options.limit, options.write)
    except (Failure, OSError, KeyError) as failure:
        print(f"model.py: {failure}", file=sys.stderr)
        return 1
    if options.times:
        print(" ".join(f"{name} {second:.2f} s" for name, second in seconds.items()), file=sys.stderr)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
