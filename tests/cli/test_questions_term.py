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

SMALL = """local s = scheme { name = "small", title = "小县委员联系工作" }
local leaders = members { role = "党组成员" }
local party = members { party = "中共" } - leaders
local others = members() - members { party = "中共" }
s:relation "head" { title = "党组成员联系", from = leaders, to = others, load = { 0, 1 }, cover = { 0, 1 } }
s:relation "liaison" { title = "党员委员联系", from = party, to = others, load = { 0, 2 }, cover = %s }
s:cover "everyone" { of = others, by = { "head", "liaison" }, times = %s }
s:prefer "near" { on = "liaison", points = 1, title = "联系便利", when = function() return true end }
s:stages { "change", "preference" }
"""
SMALL_ROSTER = """编号,姓名,党派,身份,窗口
L1,丁一,中共,党组成员,东
L2,王二,中共,党组成员,东
P1,张三,中共,,东
P2,钱四,中共,,东
P3,刘五,中共,,东
C1,李四,民建,,东
C2,赵五,九三学社,,东
"""


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
        self.assertEqual([words[0], words[1], words[3]], ["tongxin", "edit", "JH0356"])
        self.does(*words[1:])
        told = self.does("explain", "JH0356", "--version", "2")
        self.assertIn(words[2], told.splitlines()[2])
        self.assertIn("pinned: ", told)

    def take(self, whom, command):
        """Does what `options` says to do next, and returns who contacts him then."""
        lines = self.does("options", whom).splitlines()
        first = [line for line in lines if line.startswith("  tongxin ")][0]
        self.assertEqual(first.split()[:2], ["tongxin", command], lines)
        for line in lines[lines.index(first):]:
            self.does(*line.replace("…", "领导意见").split()[1:])
        newest = str(json.loads(self.does("history", "--json"))[-1]["version"])
        self.does("publish", newest)
        return [pair["source"] for pair in json.loads(self.does("show", newest, "--json"))["pairs"] if pair["target"] == whom]

    def test_a_window_is_taken_over_too(self):
        self.begin()
        before = [pair["source"] for pair in self.says("explain", "提案委")["contacted"]]
        after = self.take("提案委", "edit")
        self.assertEqual((len(before), len(after)), (1, 1))
        self.assertNotEqual(before, after)
        self.assertEqual([pair["standing"] for pair in self.says("explain", "提案委")["contacted"]], ["pinned"])
        said = self.says("explain", "婺城")
        self.does("window", "rename", "婺城", "婺城区", "--reason", "改名")
        self.assertEqual(self.says("explain", "婺城区"), said)

    def test_where_others_must_move_the_pair_is_pinned(self):
        self.begin()
        before = [pair["source"] for pair in self.says("explain", "JH0017")["contacted"]]
        self.assertTrue(all(option["others"] > 0 for option in self.says("options", "JH0017")["options"]))
        after = self.take("JH0017", "pin")
        self.assertEqual((len(before), len(after)), (1, 1))
        self.assertNotEqual(before, after)

    def test_a_group_can_be_pinned_and_freed(self):
        self.does("init", "--scheme", "puer-2021", "--roster", os.path.join(program.TREE, "data", "puer", "roster.csv"))
        self.does("plan")
        self.does("publish")
        before = [pair["source"] for pair in self.says("explain", "第四小组")["contacted"]]
        after = self.take("第四小组", "pin")
        self.assertEqual((len(before), len(after)), (1, 1))
        self.assertNotEqual(before, after)
        self.assertEqual([pair["standing"] for pair in self.says("explain", "第四小组")["contacted"]], ["pinned"])
        self.assertIn("“第四十小组”", self.fails("pin", after[0], "第四十小组", "--reason", "试"))
        self.does("unpin", after[0], "第四小组")
        self.assertIn("No pair is pinned", self.does("pins"))

    def begin_small(self, liaison, times):
        """Two leaders and three Party members for two others, whom each of them may contact."""
        with open(self.path("small.lua"), "w", encoding="utf-8") as stream:
            stream.write(SMALL % (liaison, times))
        with open(self.path("small.csv"), "w", encoding="utf-8") as stream:
            stream.write(SMALL_ROSTER)
        self.does("init", "--scheme", "small.lua", "--roster", "small.csv")
        self.does("plan")
        self.does("publish")

    def test_who_takes_over_in_another_relation_replaces_who_contacts_now(self):
        self.begin_small("{ 0, 1 }", "1")
        self.assertEqual([pair["relation"] for pair in self.says("explain", "C1")["contacted"]], ["liaison"])
        self.does("pin", "L1", "C2", "--reason", "试")
        self.does("edit", "L2", "C1", "--reason", "试")
        self.assertEqual([(pair["relation"], pair["source"], pair["standing"])
                          for pair in self.says("explain", "C1", "--version", "2")["contacted"]], [("head", "L2", "pinned")])
        self.does("edit", "P3", "C1", "--reason", "试")
        self.assertEqual([(pair["relation"], pair["source"]) for pair in self.says("explain", "C1", "--version", "3")["contacted"]],
                         [("liaison", "P3")])
        self.does("plan")  # what the first edit fixed is fixed no longer
        self.assertEqual([pair["source"] for pair in self.says("explain", "C1", "--version", "4")["contacted"]], ["P3"])

    def test_of_several_it_is_said_who_gives_way(self):
        self.begin_small("{ 0, 2 }", "2")
        now = [pair["source"] for pair in self.says("explain", "C1")["contacted"]]
        options = self.says("options", "C1")["options"]
        self.assertEqual(len(now), 2)
        self.assertEqual({(option["source"], option["instead_of"]) for option in options},
                         {(source, gone) for source in ("L1", "L2", "P1", "P2", "P3") if source not in now for gone in now})
        self.assertIn("--instead", self.fails("edit", options[0]["source"], "C1", "--reason", "试"))
        self.assertIn("Nothing was changed", self.fails("edit", options[0]["source"], "C1", "--instead", options[-1]["source"],
                                                        "--reason", "试"))
        self.assertEqual(set(self.take("C1", "edit")), set(now) - {options[0]["instead_of"]} | {options[0]["source"]})

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
