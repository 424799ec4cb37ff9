#!/usr/bin/env python3
"""Repairs where several windows of Jinhua have lost all their Party members: found at once, proven smallest, and true.

    test_repairs.py TONGXIN [test...]
"""
import csv
import os
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

WINDOWS = ["婺城", "金东", "永康", "磐安", "武义"]  # those with the fewest Party members


class Repairs(program.Case):
    def write(self, name, rows):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return self.path(name)

    def without_party_members_in(self, windows):
        with open(os.path.join(program.JINHUA, "roster.csv"), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        at = {heading: column for column, heading in enumerate(rows[0])}
        return at, [row for row in rows if row is rows[0] or row[at["窗口"]] not in windows or "中共" not in row[at["党派"]]
                    or "党组成员" in row[at["身份"]]]

    def check(self, windows):
        at, rows = self.without_party_members_in(windows)
        roster = self.write("roster.csv", rows)
        conflict = self.solves(roster, status=1)["conflict"]
        self.assertEqual(sorted(conflict["windows"]), sorted(windows))
        self.assertTrue(conflict["repairs_smallest"])
        for repair in conflict["repairs"]:
            self.assertEqual(repair["size"], len(windows))
            self.assertGreater(repair["ways"], 1)
            moves = {change["member"]: change["to"] for change in repair["changes"]}
            self.assertEqual(sorted(moves.values()), sorted(windows))
            moved = [[moves.get(row[at["编号"]], cell) if column == at["窗口"] else cell for column, cell in enumerate(row)]
                     for row in rows]
            self.assertEqual(self.solves(self.write("moved.csv", moved))["status"], "optimal")
        self.assertIn("各改 %d 处" % len(windows),
                      self.succeeds("solve", "--scheme", program.SCHEME, "--roster", roster, status=1, TONGXIN_LANG="zh").decode())

    def test_each_window_needs_one(self):
        for count in (2, len(WINDOWS)):
            with self.subTest(windows=count):
                self.check(WINDOWS[:count])


if __name__ == "__main__":
    program.main()
