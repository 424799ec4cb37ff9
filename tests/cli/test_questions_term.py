#!/usr/bin/env python3
"""explain, options, drill and rebalance on a term: as on files, and a line of the frontier becomes a draft.

    test_questions_term.py TONGXIN [test...]
"""
import csv
import json
import os
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

ROSTER = os.path.join(program.JINHUA, "roster.csv")
WINDOWS = os.path.join(program.JINHUA, "windows.csv")
NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang", "TONGXIN_LANG": "en"}
LEFT = ("JH0122", "JH0304", "JH0279")  # without them one further move gains something


class Questions(program.Case):
    def does(self, *words, status=0):
        return self.succeeds(*words, status=status, folder=self.folder, **NOW).decode("utf-8")

    def fails(self, *words, status=2):
        done = program.run(*words, folder=self.folder, **NOW)
        self.assertEqual((done.returncode, done.stdout), (status, b""))
        return done.stderr.decode("utf-8")

    def says(self, *words):
        return json.loads(self.does(*words, "--json"))

    def begin(self):
        self.does("init", "--scheme", "jinhua-2022", "--roster", ROSTER, "--windows", WINDOWS)
        self.does("plan", "-o", "plan.json")
        self.does("publish")

    def files(self, plan, roster=ROSTER):
        return ("--scheme", program.SCHEME, "--roster", roster, "--windows", WINDOWS, plan, "plan.json")

    def leave(self):
        """Lets some go, in the term and in a roster file, which is returned."""
        for member in LEFT:
            self.does("member", "leave", member, "--reason", "调离")
        with open(ROSTER, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        with open(self.path("now.csv"), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row for row in rows if row[rows[0].index("编号")] not in LEFT)
        return self.path("now.csv")

    def test_a_term_is_told_of_as_its_files_are(self):
        self.begin()
        for words in (("explain", "JH0356"), ("explain", "JH0356", "--why-not", "JH0007"), ("explain", "--all"),
                      ("options", "JH0356"), ("drill", "--worst", "5")):
            self.assertEqual(self.says(*words), self.says(*words, *self.files("--plan")), words)

    def test_a_version_is_asked_about_as_it_was_made(self):
        self.begin()
        before = self.says("explain", "JH0356")
        self.assertNotIn("have changed", self.does("explain", "JH0356"))
        self.leave()
        self.does("plan")
        self.assertEqual(self.says("explain", "JH0356"), before)
        told = self.does("explain", "JH0356")
        self.assertIn("Version 1 of the plan (in force).", told)
        self.assertIn("Members or windows have changed", told)
        told = self.does("options", "JH0356", "--version", "2")
        self.assertIn("Version 2 of the plan (draft).", told)
        self.assertNotIn("have changed", told)
        self.assertIn("There is no version “7”", self.fails("explain", "JH0356", "--version", "7"))

    def test_what_options_say_to_do_next_works(self):
        self.begin()
        lines = self.does("options", "JH0356").splitlines()
        words = lines[-1].replace("…", "领导意见").split()
        self.assertEqual(words[:3], ["tongxin", "edit", "JH0356"])
        self.does(*words[1:])
        told = self.does("explain", "JH0356", "--version", "2")
        self.assertIn(words[3], told.splitlines()[2])
        self.assertIn("pinned: ", told)

    def test_every_line_can_become_a_draft(self):
        self.begin()
        roster = self.leave()
        said = self.says("rebalance")
        self.assertEqual(said["lines"], self.with_names(self.says("rebalance", *self.files("--previous", roster))["lines"],
                                                        said["lines"]))
        self.assertGreater(len(said["lines"]), 1)
        self.assertEqual(len(self.does("history").splitlines()), 2)
        previous = self.pairs(json.loads(self.does("show", "1", "--json")))
        for number, line in enumerate(said["lines"], start=2):
            told = self.does("rebalance", "--moves", str(line["moves"]))
            self.assertIn(f"This is version {number}, a draft.", told)
            plan = json.loads(self.does("show", str(number), "--json"))
            self.assertEqual([(stage["name"], stage["value"]) for stage in plan["stages"]],
                             [(stage["name"], stage["value"]) for stage in line["stages"]])
            given_up = {pair for pair in previous if not set(LEFT) & set(pair)} - self.pairs(plan)
            self.assertEqual(len(given_up), line["moves"])
            self.assertIn("byte by byte", self.does("rerun", str(number)))
            proven = self.does("check", "--version", str(number), "--proof")
            self.assertIn("verified", proven)
            self.assertNotIn("trusted", proven)
        self.does("verify")
        how = [version["how"] for version in json.loads(self.does("history", "--json"))]
        self.assertEqual(how, ["planned", "planned"] + ["rebalanced"] * (len(said["lines"]) - 1))
        self.assertEqual(self.does("log").count("rebalance"), len(said["lines"]))
        self.does("publish", str(len(said["lines"]) + 1))
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        self.does("verify", "--db", "again.db")

    def test_solve_takes_a_line_too(self):
        self.begin()
        files = self.files("--previous", self.leave())
        lines = self.says("rebalance", *files)["lines"]
        self.assertGreater(len(lines), 1)
        for moves in [line["moves"] for line in lines] + [lines[-1]["moves"] + 5]:
            line = [line for line in lines if line["moves"] <= moves][-1]
            plan = json.loads(self.does("solve", *files, "--moves", str(moves), "--json"))
            self.assertEqual(plan["status"], "feasible" if line["moves"] > lines[0]["moves"] else "optimal")
            self.assertEqual([(stage["name"], stage["value"]) for stage in plan["stages"]],
                             [(stage["name"], stage["value"]) for stage in line["stages"]])
            self.assertEqual({stage["bound"] for stage in plan["stages"] if stage["name"] == "change"}, {lines[0]["moves"]})
            self.assertEqual([stage["bound"] for stage in plan["stages"] if stage["name"] != "change"],
                             [stage["value"] for stage in plan["stages"] if stage["name"] != "change"])
            with open(self.path("line.json"), "w", encoding="utf-8") as stream:
                json.dump(plan, stream)
            self.assertNotIn("trusted", self.does("check", *files, "--proof", "line.json"))

    def test_each_change_goes_back_on_its_own(self):
        self.begin()
        self.leave()
        said = self.says("rebalance")
        line, moved = said["lines"][-1], 0
        values = {stage["name"]: stage["value"] for stage in line["stages"]}
        for change in line["changes"]:
            words = ("rebalance", "--moves", str(line["moves"]), "--revert", change["target"])
            if not change["move"] or change["reason"] in ("rule", "not within", "needed"):
                self.fails(*words, status=1)
                continue
            moved += 1
            back = json.loads(self.does(*words, "--json"))["lines"][0]
            self.assertNotIn(change["target"], [other["target"] for other in back["changes"]])
            now = {stage["name"]: stage["value"] for stage in back["stages"]}
            self.assertLess(now["change"], values["change"])
            if change["reason"] == "stage":
                self.assertEqual(abs(now[change["stage"]] - values[change["stage"]]), change["worse"])
        self.assertGreater(moved, 0)
        made = [version["version"] for version in json.loads(self.does("history", "--json"))]
        self.assertEqual(len(made), 1 + moved)
        for version in made[1:]:
            self.assertIn("byte by byte", self.does("rerun", str(version)))
        self.does("verify")

    def with_names(self, lines, named):
        """Lines told of files, where those who left go by their ids, with the names that the term has."""
        names = {source["source"].split()[-1]: source["source"] for line in named for change in line["changes"]
                 for source in change["from"] if source["left"]}
        for line in lines:
            for change in line["changes"]:
                for source in change["from"]:
                    source["source"] = names.get(source["source"], source["source"]) if source["left"] else source["source"]
        return lines

    def pairs(self, plan):
        return {(pair["relation"], pair["source"], pair["target"]) for pair in plan["pairs"]}

    def test_what_is_amiss_is_told(self):
        self.assertIn("There is no term file", self.fails("explain", "JH0356"))
        self.does("init", "--scheme", "jinhua-2022", "--roster", ROSTER, "--windows", WINDOWS)
        for words in (("rebalance",), ("options", "JH0356"), ("drill",)):
            self.assertIn("There is no plan yet", self.fails(*words))
        self.assertIn("leave one of them out", self.fails("rebalance", "--db", "tongxin.db", *self.files("--previous")))
        self.assertIn("leave one of them out", self.fails("drill", "--version", "1", *self.files("--plan")))
        self.assertIn("has its own members", self.fails("explain", "--all", "--windows", WINDOWS))


if __name__ == "__main__":
    program.main()
