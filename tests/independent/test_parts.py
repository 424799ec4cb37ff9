#!/usr/bin/env python3
"""The parts of the comparison: that rosters repeat, that plan.py sees what it should, that both solvers agree.

    python3 -m unittest test_parts          (in this folder; needs cbc and glpsol)
"""
import os
import shutil
import tempfile
import unittest

import cases
import generate
import model
import plan

PLAIN = """编号,姓名,党派,界别,窗口,县市区,单位,身份,免联系理由
L1,甲,中共,中共,东,,,党组成员,
P1,乙,中共党员,文艺,东,城,一厂,,
P2,丙,民建、中共,文艺,西,城,二厂,界别党员负责人,
H1,丁,群众,文艺,东,城,一厂,界别活动组组长,
H2,戊,民盟,文艺,西,,,专委会副主任,
W1,己,无党派,无党派,西,,,,
R1,庚,群众,宗教界,东,,,,
N1,辛,群众,文艺,西,城,二厂,,
X1,壬,群众,文艺,西,城,二厂,,因病
"""


class Small(unittest.TestCase):
    """One leader, two windows, and only one plan: every value can be counted by hand."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="independent-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.roster = self.file("roster.csv", PLAIN)
        self.windows = self.file("windows.csv", "窗口,全称,类别,排序\n东,,,1\n西,,,2\n")
        self.members = model.read_roster(self.roster)
        self.names = model.read_windows(self.windows, self.members)

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        return path

    def solve(self, solver, previous=None):
        result, _, pairs = model.solve(model.build(self.members, self.names, previous), solver, 60)
        return result, pairs

    def test_the_only_plan_has_the_values_counted_by_hand(self):
        # Sector head P2 keeps the principle; N1 is of P2's unit: 1. Two branches: 4; P2 has N1: 1. N1 shares county and
        # sector with P2: 5; P2, H1, H2, W1 and R1 are all in the leader's windows: 10.
        for solver in model.SOLVERS:
            result, pairs = self.solve(solver)
            self.assertEqual(result, {"principle": 1, "balance": 5, "preference": 15})
            self.assertEqual(plan.faults(self.members, self.names, pairs), [])
            self.assertIn(("liaison", "P2", "N1"), pairs)

    def test_change_counts_what_is_lost_and_both_ends_of_which_remain(self):
        previous = {("branch", "L1", "东"), ("branch", "L1", "南"), ("sector_head", "L1", "P1"),
                    ("liaison", "P1", "N1"), ("liaison", "P2", "X1"), ("liaison", "P9", "N1"), ("heads", "L1", "H1")}
        # Principle comes first, so P1 is no sector head: 1. P1 and N1 are of two windows: 1. X1 is exempt but there: 1.
        # The window 南 and P9 are gone, and the rest is kept.
        for solver in model.SOLVERS:
            result, pairs = self.solve(solver, previous)
            self.assertEqual(result["change"], 3)
            self.assertEqual(plan.values(self.members, pairs, previous), result)

    def test_a_broken_plan_is_seen(self):
        _, pairs = self.solve("cbc")
        for number, pair in enumerate(pairs):
            self.assertNotEqual(plan.faults(self.members, self.names, pairs[:number] + pairs[number + 1:]), [], pair)
            self.assertNotEqual(plan.faults(self.members, self.names, pairs + [pair]), [], pair)
        for extra in (("liaison", "P1", "N1"), ("liaison", "P1", "H1"), ("heads", "L1", "W1"), ("branch", "P1", "东"),
                      ("liaison", "P2", "X1"), ("sector_head", "L1", "H1"), ("branch", "L1", "南")):
            self.assertNotEqual(plan.faults(self.members, self.names, pairs + [extra]), [], extra)

    def test_a_member_whom_nobody_can_contact_is_a_failure(self):
        text = PLAIN.replace("P2,丙,民建、中共,文艺,西", "P2,丙,民建、中共,文艺,东")
        members = model.read_roster(self.file("other.csv", text))
        with self.assertRaisesRegex(model.Failure, "N1"):
            model.build(members, self.names)


class Rosters(unittest.TestCase):
    def test_the_same_seed_gives_the_rows_that_the_expected_values_were_made_for(self):
        for seed, members in cases.MEMBERS.items():
            folder = tempfile.mkdtemp(prefix="independent-")
            self.addCleanup(shutil.rmtree, folder)
            self.assertEqual(cases.fingerprint(cases.generated(folder, seed)), cases.load_expected(str(seed))["sha256"])
            self.assertEqual(cases.load_expected(str(seed))["members"], members)

    def test_every_size_from_300_to_1600_can_be_generated(self):
        for seed in range(1, 41):
            for members in (300, 1600):
                rows, _, windows, _ = generate.generate(seed, members)
                leaders = sum("党组成员" in row[9] for row in rows)
                self.assertEqual(len(rows), members)
                self.assertTrue(4 <= leaders <= 12 and 2 * leaders <= len(windows) <= 4 * leaders, seed)

    def test_the_ten_rosters_hold_what_a_straight_reading_stumbles_over(self):
        shown = {"exempt": 0, "principle": 0, "alone": 0, "cross": 0, "rare": 0}
        for seed, members in cases.MEMBERS.items():
            rows, headings, windows, _ = generate.generate(seed, members)
            table = [dict(zip(headings, row)) for row in rows]
            shown["exempt"] += any(row.get("免联系理由") for row in table)
            shown["principle"] += cases.load_expected(str(seed))["stages"]["alone"]["principle"] > 0
            shown["cross"] += any("中共" in row["党派"] and row["界别"] in ("无党派", "宗教界") for row in table) and \
                any("中共" in row["党派"] and "组组长" in row["身份"] for row in table)
            shown["rare"] += any(letter in row["姓名"] for row in table for letter in generate.GIVEN_RARE)
            for window in windows:
                party = [row for row in table if row["窗口"] == window[0] and model.Member(row).in_party]
                if all("党组成员" in row["身份"] for row in party):
                    shown["alone"] += 1
        self.assertTrue(all(count >= 3 for count in shown.values()), shown)


class Jinhua(unittest.TestCase):
    def test_two_solvers_agree_on_jinhua(self):
        folder = tempfile.mkdtemp(prefix="independent-")
        self.addCleanup(shutil.rmtree, folder)
        case = cases.jinhua(folder)[0]
        for solver in model.SOLVERS:
            result, _, _ = model.solve(model.build(*case.read()), solver, 120)
            self.assertEqual(result, {"principle": 0, "balance": 523, "preference": 692})


if __name__ == "__main__":
    unittest.main()
