#!/usr/bin/env python3
"""When the clock stops the search: a valid plan, true bounds, and never a word too much.

    test_limits.py TONGXIN [test...]
"""
import json
import os
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

ROSTER = os.path.join(program.JINHUA, "roster.csv")
BEST = {"principle": 0, "balance": 523, "preference": 692}
MORE_IS_BETTER = {"preference"}


class TimeLimit(program.Case):
    def assert_true_bounds(self, plan):
        """No bound may deny a plan that there is, and no value may pass the best one."""
        best_so_far = True
        for stage in plan["stages"]:
            sign = -1 if stage["name"] in MORE_IS_BETTER else 1
            value, bound, best = (sign * number for number in (stage["value"], stage["bound"], BEST[stage["name"]]))
            self.assertLessEqual(bound, value, stage)
            if best_so_far:
                self.assertLessEqual(bound, best, stage)
                self.assertGreaterEqual(value, best, stage)
            best_so_far = best_so_far and value == best
        proven = all(stage["value"] == stage["bound"] for stage in plan["stages"])
        self.assertEqual(plan["status"], "optimal" if proven else "feasible")

    def solve_within(self, seconds):
        done = program.run("solve", "--scheme", program.SCHEME, "--roster", ROSTER, "--json", "--time-limit", seconds,
                           "-o", self.path("plan.json"))
        plan = json.loads(done.stdout)
        self.assertEqual(done.stderr, b"")
        self.assertEqual(done.returncode, 0 if plan["status"] == "optimal" else 1)
        return plan

    def test_no_time_at_all_gives_a_valid_plan_with_true_bounds(self):
        plan = self.solve_within("0")
        self.assertEqual(plan["status"], "feasible")
        self.assert_true_bounds(plan)
        self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, self.path("plan.json"))

    def test_any_time_gives_a_valid_plan_with_true_bounds(self):
        for seconds in ("0.001", "0.02", "0.1", "1e1"):
            with self.subTest(seconds=seconds):
                self.assert_true_bounds(self.solve_within(seconds))
                self.succeeds("check", "--scheme", program.SCHEME, "--roster", ROSTER, self.path("plan.json"))

    def test_the_summary_claims_no_proof(self):
        words = ("solve", "--scheme", program.SCHEME, "--roster", ROSTER, "--time-limit", "0")
        chinese = self.succeeds(*words, status=1, TONGXIN_LANG="zh").decode("utf-8")
        self.assertIn("还没有证完", chinese)
        self.assertNotIn("证明了", chinese)
        english = self.succeeds(*words, status=1, TONGXIN_LANG="en").decode("utf-8")
        self.assertIn("The time limit came before the proof", english)
        self.assertNotIn("is proven", english)

    def test_no_plan_is_told_from_no_time(self):
        # The flow proves within any limit that there is no plan: that is never called "none yet".
        with open(ROSTER, encoding="utf-8", newline="") as file:
            lines = [line for line in file if not line.startswith("JH0209,")]
        with open(self.path("roster.csv"), "w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
        plan = self.solves(self.path("roster.csv"), "--time-limit", "0", status=1)
        self.assertEqual(plan["status"], "infeasible")


if __name__ == "__main__":
    program.main()
