"""What is compared: ten generated rosters, each alone and after an older list, and Jinhua with its Annex 1."""
import csv
import hashlib
import json
import os
import shutil

import generate
import model

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
JINHUA = os.path.join(TREE, "data", "jinhua")
SCHEME = os.path.join(TREE, "scripts", "schemes", "jinhua-2022.lua")
EXPECTED = os.path.join(HERE, "expected")
MEMBERS = {1: 300, 2: 340, 3: 400, 4: 480, 5: 560, 6: 660, 7: 780, 8: 950, 9: 1250, 10: 1600}
JINHUA_LEADERS = ("JH0001", "JH0002", "JH0003", "JH0004", "JH0005", "JH0006")


class Case:
    """One problem: files in a folder of its own. `title` is its key in the file of expected values."""

    def __init__(self, group, title, folder, previous=False, without=None):
        self.group, self.title, self.without = group, title, without
        self.roster = os.path.join(folder, "roster.csv" if not without else f"roster-without-{without}.csv")
        self.windows = os.path.join(folder, "windows.csv")
        self.previous = os.path.join(folder, "previous.csv") if previous else None

    def name(self):
        return f"{self.group} {self.title}"

    def read(self):
        """Members, windows and previous pairs (None without)."""
        members = model.read_roster(self.roster)
        return (members, model.read_windows(self.windows, members),
                model.read_previous(self.previous) if self.previous else None)


def members_of(seed):
    """How many members a seed's roster has: a stored one of the ten, or one beyond them, small enough to be quick."""
    return MEMBERS.get(seed, 300 + seed * 37 % 400)


def without_member(source, target, id_):
    """A copy of a roster without the row of one member."""
    with open(source, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with open(target, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row for row in rows if row[0] != id_)


def jinhua(folder):
    """Jinhua alone, after its Annex 1, and so with each of the six leaders off the roster."""
    folder = os.path.join(folder, "jinhua")
    os.makedirs(folder)
    shutil.copy(os.path.join(JINHUA, "roster.csv"), os.path.join(folder, "roster.csv"))
    shutil.copy(os.path.join(JINHUA, "windows.csv"), os.path.join(folder, "windows.csv"))
    shutil.copy(os.path.join(JINHUA, "annex1.csv"), os.path.join(folder, "previous.csv"))
    cases = [Case("jinhua", "alone", folder), Case("jinhua", "previous", folder, True)]
    for leader in JINHUA_LEADERS:
        case = Case("jinhua", f"previous without {leader}", folder, True, leader)
        without_member(os.path.join(folder, "roster.csv"), case.roster, leader)
        cases.append(case)
    return cases


def generated(folder, seed):
    group = str(seed)
    folder = os.path.join(folder, group)
    generate.write(seed, members_of(seed), folder)
    return [Case(group, "alone", folder), Case(group, "previous", folder, True)]


def fingerprint(cases):
    """SHA-256 over the files of a group: expected values stand for these bytes and no others."""
    digest = hashlib.sha256()
    for path in sorted({path for case in cases for path in (case.roster, case.windows, case.previous) if path}):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def load_expected(group):
    """What is stored for a group; None for a seed beyond the ten."""
    if group.isdigit() and int(group) not in MEMBERS:
        return None
    with open(os.path.join(EXPECTED, f"{group}.json"), encoding="utf-8") as file:
        return json.load(file)


def store_expected(group, expected):
    os.makedirs(EXPECTED, exist_ok=True)
    with open(os.path.join(EXPECTED, f"{group}.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, ensure_ascii=False, indent=1)
        file.write("\n")


def seeds(text):
    """'1-3,7' is [1, 2, 3, 7]."""
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    if not found or not set(found) <= set(range(1, 100)):
        raise ValueError("seeds lie between 1 and 99")
    return found
