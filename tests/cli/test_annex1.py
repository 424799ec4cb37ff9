#!/usr/bin/env python3
"""Annex 1 as the plan: accepted as a part, kept whole, and kept by those who stay when one leader leaves.

    test_annex1.py TONGXIN [test...]
"""
import csv
import json
import os
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

ROSTER = os.path.join(program.JINHUA, "roster.csv")
ANNEX1 = os.path.join(program.JINHUA, "annex1.csv")
LEADERS = ["JH0001", "JH0002", "JH0003", "JH0004", "JH0005", "JH0006"]
PAIRS = 49
# Stage values by tests/independent, which solves the same problems with rows and solvers of its own.
EXPECTED = os.path.join(program.TREE, "tests", "independent", "expected", "jinhua.json")
RELATIONS = {"履职临时党支部": "branch", "界别党员委员": "sector_head", "党外界别活动组组长或专委会副主任": "heads",
             "无党派人士": "unaffiliated", "宗教界委员": "religious"}


def annex1():
    """Its pairs as (relation, source, target)."""
    with open(ANNEX1, encoding="utf-8-sig", newline="") as file:
        return {(RELATIONS[row["联系类别"]], row["联系人编号"], row["联系对象编号"] or row["联系对象"])
                for row in csv.DictReader(file)}


def expected(case):
    with open(EXPECTED, encoding="utf-8") as file:
        return json.load(file)["stages"][case]


def values(plan):
    return {stage["name"]: stage["value"] for stage in plan["stages"]}


def leaders_pairs(plan):
    return {(pair["relation"], pair["source"], pair["target"]): pair["kept"] for pair in plan["pairs"]
            if pair["relation"] != "liaison"}


class Annex1(program.Case):
    def write_roster_without(self, member):
        with open(ROSTER, encoding="utf-8", newline="") as file:
            lines = file.readlines()
        kept = [line for line in lines if not line.startswith(member + ",")]
        self.assertEqual(len(kept), len(lines) - 1)
        with open(self.path("roster.csv"), "w", encoding="utf-8", newline="") as file:
            file.writelines(kept)
        return self.path("roster.csv")

    def assert_proven(self, plan):
        self.assertEqual(plan["status"], "optimal")
        for stage in plan["stages"]:
            self.assertEqual(stage["value"], stage["bound"], stage)

    def test_the_source_has_49_pairs(self):
        self.assertEqual(len(annex1()), PAIRS)

    def test_check_accepts_annex_1_as_a_part(self):
        self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, "--part", ANNEX1)

    def test_annex_1_is_no_whole_plan(self):
        self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, ANNEX1, status=1)

    def test_check_refuses_annex_1_with_two_targets_exchanged(self):
        with open(ANNEX1, encoding="utf-8", newline="") as file:
            text = file.read()
        # 释净藏 is of 宗教界 and 陈巧红 of 无党派: neither may stand in the other's column.
        changed = text.replace("JH0025,陈巧红", "?").replace("JH0031,释净藏", "JH0025,陈巧红").replace("?", "JH0031,释净藏")
        self.assertNotEqual(changed, text)
        with open(self.path("changed.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(changed)
        out = self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, "--part", self.path("changed.csv"),
                            status=1).decode("utf-8")
        self.assertIn("JH0025", out)
        self.assertIn("JH0031", out)

    def test_the_values_are_those_that_were_promised(self):
        self.assertEqual(expected("alone"), {"principle": 0, "balance": 523, "preference": 692})

    def test_jinhua_alone_has_the_values_of_the_independent_solvers(self):
        plan = self.solves(ROSTER)
        self.assert_proven(plan)
        self.assertEqual(values(plan), expected("alone"))
        self.assertFalse(any(pair["kept"] for pair in plan["pairs"]))

    def test_annex_1_as_the_previous_plan_is_reproduced_exactly(self):
        plan = self.solves(ROSTER, "--previous", ANNEX1)
        self.assert_proven(plan)
        self.assertEqual(values(plan), expected("previous"))
        self.assertEqual(leaders_pairs(plan), {pair: True for pair in annex1()})
        self.assertEqual(sum(pair["kept"] for pair in plan["pairs"]), PAIRS)

    def test_check_agrees_with_the_plan_after_annex_1(self):
        self.succeeds("solve", "--scheme", program.SCHEME, "--roster", ROSTER, "--previous", ANNEX1, "-o",
                      self.path("plan.json"))
        self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, "--previous", ANNEX1,
                      self.path("plan.json"))

    def test_a_plan_is_its_own_successor(self):
        first = self.solves(ROSTER, "-o", self.path("plan.json"))
        second = self.solves(ROSTER, "--previous", self.path("plan.json"))
        self.assertEqual(values(second), dict(expected("alone"), change=0))
        self.assertTrue(all(pair["kept"] for pair in second["pairs"]))
        self.assertEqual([dict(pair, kept=True) for pair in first["pairs"]], second["pairs"])

    def test_each_leader_who_leaves_in_turn_changes_nothing_for_the_other_five(self):
        for leader in LEADERS:
            with self.subTest(leader=leader):
                roster = self.write_roster_without(leader)
                plan = self.solves(roster, "--previous", ANNEX1)
                self.assert_proven(plan)
                self.assertEqual(values(plan), expected(f"previous without {leader}"))
                self.assertEqual(values(plan)["change"], 0)
                stay = {pair for pair in annex1() if pair[1] != leader}
                self.assertLess(len(stay), PAIRS)
                kept = {pair for pair, is_kept in leaders_pairs(plan).items() if is_kept}
                self.assertEqual(kept, stay)
                self.assertEqual({pair["source"] for pair in plan["pairs"]} & set(LEADERS), set(LEADERS) - {leader})


if __name__ == "__main__":
    program.main()
