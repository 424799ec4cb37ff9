#!/usr/bin/env python3
"""The schemes beside Jinhua's, each on its roster: solved, proven, checked, and what each is a model of."""
import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from collections import Counter

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMES = {"county-model": "county-model", "puer-2021": "puer", "deqing-sector": "deqing"}
TONGXIN = None


def roster_of(scheme):
    return os.path.join(TREE, "data", SCHEMES[scheme], "roster.csv")


def rows_of(scheme):
    with open(roster_of(scheme), encoding="utf-8", newline="") as file:
        return {row["编号"]: row for row in csv.DictReader(file)}


def run(*words):
    environment = dict(os.environ, TONGXIN_LANG="en", LANG="C.UTF-8")
    return subprocess.run([TONGXIN, *words], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding="utf-8", check=False)


class Counties(unittest.TestCase):
    def solve(self, scheme, *words, roster=None, status=0):
        done = run("solve", "--scheme", scheme, "--roster", roster or roster_of(scheme), "--json", *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout)

    def loads(self, plan, relation):
        return Counter(pair["source"] for pair in plan["pairs"] if pair["relation"] == relation)

    def test_every_plan_is_proven_and_in_order(self):
        for scheme in SCHEMES:
            with self.subTest(scheme=scheme), tempfile.TemporaryDirectory() as folder:
                plan = self.solve(scheme, "-o", os.path.join(folder, "plan.json"))
                self.assertEqual(plan["status"], "optimal")
                for stage in plan["stages"]:
                    self.assertEqual(stage["value"], stage["bound"], stage)
                done = run("check", "--scheme", scheme, "--roster", roster_of(scheme), os.path.join(folder, "plan.json"))
                self.assertEqual(done.returncode, 0, done.stdout)

    def test_nobody_of_the_county_contacts_more_than_three(self):
        plan = self.solve("county-model")
        self.assertEqual(max(self.loads(plan, "liaison").values()), 3)
        more = self.solve("county-model", "--set", "max_load=6")
        balance = [next(stage["value"] for stage in one["stages"] if stage["name"] == "balance") for one in (plan, more)]
        self.assertLessEqual(balance[1], balance[0])

    def test_each_township_has_one_leader_who_has_one_to_four(self):
        plan = self.solve("county-model")
        windows = [pair["target"] for pair in plan["pairs"] if pair["relation"] == "township"]
        self.assertEqual(sorted(windows), sorted({row["窗口"] for row in rows_of("county-model").values()}))
        self.assertLessEqual(max(self.loads(plan, "township").values()), 4)

    def test_leaders_of_puer_have_one_or_two_groups_none_their_own(self):
        plan, rows = self.solve("puer-2021"), rows_of("puer-2021")
        squads = [pair for pair in plan["pairs"] if pair["relation"] == "squads"]
        self.assertEqual(sorted(pair["target"] for pair in squads), sorted({row["活动小组"] for row in rows.values()}))
        self.assertTrue(all(rows[pair["source"]]["活动小组"] != pair["target"] for pair in squads))
        self.assertTrue(set(self.loads(plan, "squads").values()) <= {1, 2})

    def test_one_or_two_of_puer_hold_in_principle_and_cannot_hold_hard(self):
        plan = self.solve("puer-2021")
        self.assertGreater(next(stage["value"] for stage in plan["stages"] if stage["name"] == "principle"), 0)
        with tempfile.TemporaryDirectory() as folder:
            hard = os.path.join(folder, "hard.lua")
            with open(hard, "w", encoding="utf-8") as file:
                file.write('local s = extends "puer-2021" { name = "hard" }\ns:amend "liaison" { load = { 1, 2 } }\n')
            none = self.solve(hard, roster=roster_of("puer-2021"), status=1)
        self.assertEqual(none["status"], "infeasible")
        self.assertIn("hard.lua:2", [rule["place"] for rule in none["conflict"]["rules"]])

    def test_each_member_of_deqing_has_three_of_the_sector(self):
        plan, rows = self.solve("deqing-sector"), rows_of("deqing-sector")
        loads = self.loads(plan, "people")
        for key, row in rows.items():
            if row["身份"] != "界别群众":
                self.assertGreaterEqual(loads[key], 3, key)
        for pair in plan["pairs"]:
            self.assertEqual(rows[pair["source"]]["界别"], rows[pair["target"]]["界别"])
            self.assertEqual(rows[pair["target"]]["身份"], "界别群众")

    def test_the_rosters_are_what_the_generator_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generate.py"), folder],
                           check=True)
            for name in SCHEMES.values():
                with open(os.path.join(folder, name, "roster.csv"), "rb") as made, \
                        open(os.path.join(TREE, "data", name, "roster.csv"), "rb") as kept:
                    self.assertEqual(made.read(), kept.read(), name)


if __name__ == "__main__":
    TONGXIN = os.path.abspath(sys.argv.pop(1))
    unittest.main()
