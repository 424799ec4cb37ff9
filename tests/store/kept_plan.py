#!/usr/bin/env python3
"""Whatever becomes of members, windows and the scheme: the next plan is a plan, or says truly why there is none.

    kept_plan.py TONGXIN TERMS        so many terms, each with changes by chance: members leave, are replaced, moved and
                                      changed, windows are merged, split and renamed, pairs are pinned, the scheme is
                                      amended, changes are taken back; then plan, diff, rebalance, pins and verify

A fault about the plan in force, which nobody can correct, is never an answer; and of its pairs none is lost uncounted.
The seed is printed where something is wrong, and taken from SEED where it is set. Python 3 standard library alone.
"""
import contextlib
import json
import os
import random
import sqlite3
import sys
import tempfile

sys.dont_write_bytecode = True
from campaign import Program  # noqa: E402

SCHEME = """local s = scheme { name = "small", title = "小办法" }
local party = members(function(m) return m:in_party "中共" end)
local leaders = members { role = "党组成员" }
s:relation "BRANCH" { WAS title = "联系党支部", from = leaders, to = windows(), cover = 1, balance = true }
s:relation "LIAISON" { title = "联系委员", from = party - leaders, to = members() - party, balance = true, WITHIN }
s:relation "peer" { title = "互相联系", from = party - leaders, to = party, load = { 0, 1 } }
s:cover "all" { title = "人人有人联系", of = members() - party, by = "LIAISON", times = { TIMES }, shortfall = true }
s:stages { "coverage", "change", "balance" }
"""
SCHEMES = {
    "first.lua": dict(BRANCH="branch", LIAISON="liaison", WAS="", WITHIN="", TIMES="2, 2"),
    "hard.lua": dict(BRANCH="branch", LIAISON="liaison", WAS="", WITHIN='within = "window"', TIMES="1, 1"),
    "renamed.lua": dict(BRANCH="team", LIAISON="liaison", WAS="", WITHIN="", TIMES="2, 2"),
    "was.lua": dict(BRANCH="team", LIAISON="liaison", WAS='was = { "branch", "other" },', WITHIN="", TIMES="1, 2"),
    "other.lua": dict(BRANCH="branch", LIAISON="visit", WAS="", WITHIN="", TIMES="1, 2"),
}
PARTIES = ["中共", "民盟", "民建", "无党派", "中共、民建"]


class Term:
    def __init__(self, tongxin, folder, chance):
        self.program = Program(tongxin, folder)
        self.folder, self.chance, self.names, self.told = folder, chance, 0, []
        for name, parts in SCHEMES.items():
            text = SCHEME
            for word, part in parts.items():
                text = text.replace(word, part)
            if name == "hard.lua":
                text = text.replace(", shortfall = true", "").replace('"coverage", ', "")
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(folder, "roster.csv"), "w", encoding="utf-8") as file:
            file.write("编号,姓名,党派,窗口,身份\n")
            for m in range(chance.randint(7, 12)):
                party = "中共" if m < 4 else chance.choice(PARTIES)
                file.write(f"T{m:03},{self.name()},{party},{chance.choice('甲乙丙')}窗口,{'党组成员' if m < 2 else ''}\n")

    def name(self):
        self.names += 1
        return "赵钱孙李周吴郑王冯陈"[self.names % 10] + "一二三四五六七八九十"[self.names // 10 % 10]

    def run(self, *words, allowed=(0, 1, 2)):
        status, out, err = self.program.run(*words)
        self.told.append(f"$ tongxin {' '.join(words)}   ({status})\n{out if status == 1 else ''}{err}")
        if status not in allowed:
            raise AssertionError(f"exit status {status}\n{out}{err}")
        return status, out, err

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/tongxin.db?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def present(self):
        return [row[0] for row in self.ask("SELECT id FROM member WHERE leaving IS NULL ORDER BY id")]

    def windows(self):
        return [row[0] for row in self.ask("SELECT name FROM window WHERE closed IS NULL ORDER BY number")]

    def change(self):
        chance, members, windows = self.chance, self.present(), self.windows()
        one, other = chance.choice(members), chance.choice(members)
        window, second = chance.choice(windows), chance.choice(windows)
        self.run(*chance.choice([
            ("window", "merge", window, second), ("window", "merge", window, second),
            ("window", "split", window, chance.choice(["甲窗口", "丁窗口", "戊窗口"]), one),
            ("window", "rename", window, chance.choice(["甲窗口", "己窗口", "庚窗口"])),
            ("member", "replace", one, other), ("member", "replace", one, other),
            ("member", "replace", one, self.name(), f"党派={chance.choice(PARTIES)}"),
            ("member", "leave", one), ("member", "move", one, window),
            ("member", "set", one, f"党派={chance.choice(PARTIES)}"), ("member", "set", one, "身份="),
            ("member", "add", self.name(), f"党派={chance.choice(PARTIES)}", f"窗口={window}"),
            ("pin", one, other), ("pin", one, window), ("forbid", one, other), ("undo",), ("undo",),
            ("edit", one, other)]), "--reason", "试")

    def plan(self):
        """The next plan, perhaps by another scheme; whatever was kept is counted."""
        words = ["plan"] + self.chance.choice([[], [], [], ["--scheme", self.chance.choice(list(SCHEMES))], ["--fresh"]])
        status, out, _ = self.run(*words, allowed=(0, 1))
        if status == 1 and "There is no plan" not in out:
            raise AssertionError(f"no plan, and no reason:\n{out}")
        self.run("pins", allowed=(0,))
        if status == 0:
            self.run("diff", allowed=(0, 2))
        base = self.ask("SELECT max(version) FROM plan_state WHERE state = 'published'")[0][0]
        status, out, _ = self.run("rebalance", "--json", allowed=(0, 1))
        if base and out.startswith("{"):
            pairs = self.ask(f"SELECT count(*) FROM plan_pair WHERE version = {base}")[0][0]
            counted = json.loads(out)["previous_pairs"]
            if counted != pairs:
                raise AssertionError(f"version {base} has {pairs} pairs, and {counted} are counted")
        if self.chance.random() < 0.6:
            self.run("publish", "--yes")

    def live(self):
        self.run("init", "--scheme", "first.lua", "--roster", "roster.csv", "--prefix", "T", allowed=(0,))
        self.run("plan", allowed=(0,))
        self.run("publish", allowed=(0,))
        for _ in range(self.chance.randint(2, 4)):
            for _ in range(self.chance.randint(1, 4)):
                self.change()
            self.plan()
        self.run("restore", "1", allowed=(0, 1))
        self.run("log", allowed=(0,))
        self.run("verify", allowed=(0,))


def main():
    tongxin, terms = sys.argv[1], int(sys.argv[2])
    first = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 30)))
    for seed in range(first, first + terms):
        with tempfile.TemporaryDirectory(prefix="kept-") as folder:
            term = Term(tongxin, folder, random.Random(seed))
            try:
                term.live()
            except AssertionError as fault:
                sys.exit("\n".join(term.told) + f"\n{fault}\nSEED={seed} repeats this")
    print(f"terms: {terms}, seeds {first} to {first + terms - 1}; each plan was made, or the reason told.")


if __name__ == "__main__":
    main()
