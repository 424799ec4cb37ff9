#!/usr/bin/env python3
"""Measures of other bodies, from the check of the scheme to a term: see README.md.

    test_bodies.py TONGXIN
"""
import glob
import json
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import program  # noqa: E402

FEWEST = 10
WITHOUT_A_PLAN = {"women"}
# What only a scheme that has it may speak of. Titles of the bodies hold 党外 themselves: united-front.
OF_JINHUA = r"\bwindows?\b|窗口|Party member|党员委员|党外委员|一（[一二]）|全员参加|annex1"


class Bodies(program.Case):
    def said(self, body, *words, status=0):
        """What the command says; it may not speak of what the body has not."""
        text = self.succeeds(*words, folder=self.folder, status=status).decode("utf-8")
        if body != "three-links":  # it prefers the same window
            self.assertNotRegex(text, OF_JINHUA, f"{body}: tongxin {' '.join(words)}\n{text}")
        return text

    def begin(self, body):
        for name in ("scheme.lua", "roster.csv"):
            shutil.copy(os.path.join(HERE, body, name), self.path(name))
        return ["--scheme", "scheme.lua", "--roster", "roster.csv"]

    def runs_what_is_suggested(self, body, text):
        """The lines that begin with tongxin, as they stand."""
        commands = re.findall(r"^  (tongxin .*)$", text, re.M)
        self.assertTrue(commands, text)
        for command in commands:
            done = program.run_line(program.TONGXIN, command, self.folder)
            self.assertEqual(done.returncode, 0, f"{body}: {command}\n{done.stdout}{done.stderr}")

    def of_files(self, body, files):
        for language in ("en", "zh"):
            self.said(body, "--lang", language, "scheme", "check", *files[1:])
        text = self.said(body, "solve", *files, "-o", "plan.json")
        self.runs_what_is_suggested(body, text)
        self.said(body, "--lang", "zh", "solve", *files)
        self.said(body, "check", *files, "plan.json")
        self.said(body, "check", "--proof", *files, "plan.json")
        with open(self.path("plan.json"), encoding="utf-8") as file:
            pairs = json.load(file)["pairs"]
        page = self.said(body, "report", "list", *files, "--plan", "plan.json", "--format", "csv")
        for pair in pairs:
            self.assertIn(pair["source"], page)
        target = next((pair["target"] for pair in pairs if pair["target"][0].isascii()), pairs[0]["target"])
        for language in ("en", "zh"):
            self.said(body, "--lang", language, "explain", target, *files, "--plan", "plan.json")
        program.run("options", target, *files, "--plan", "plan.json", folder=self.folder)  # 1 where nobody could
        self.said(body, "rebalance", *files, "--previous", "plan.json")
        self.said(body, "drill", *files, "--plan", "plan.json", "--worst", "2")

    def of_a_term(self, body, files):
        self.said(body, "init", *files)
        self.said(body, "plan")
        self.succeeds("publish", folder=self.folder)
        self.said(body, "import", "roster.csv")
        self.succeeds("export", "--xlsx", "花名册.xlsx", folder=self.folder)
        again = self.said(body, "import", "花名册.xlsx")
        self.assertIn("Nothing was changed", again)
        self.said(body, "report", "list")
        self.said(body, "check", "--proof")
        self.said(body, "verify")

    def test_there_are_some(self):
        self.assertGreaterEqual(len(BODIES), FEWEST)

    def test_each_scheme_works_on_its_roster_and_in_a_term(self):
        for body in BODIES:
            if body in WITHOUT_A_PLAN:
                continue
            with self.subTest(body=body):
                self.setUp()
                files = self.begin(body)
                self.of_files(body, files)
                self.of_a_term(body, files)

    def test_a_clash_names_the_group_of_its_column(self):
        files = self.begin("women")
        for language, place in (("en", "村 “山后村”"), ("zh", "村“山后村”")):
            text = self.said("women", "--lang", language, "solve", *files, status=1)
            self.assertIn(place, text)
        shown = json.loads(self.succeeds("solve", *files, "--json", folder=self.folder, status=1))
        self.assertEqual(shown["conflict"]["windows"], [])

    def test_a_column_is_needed_where_the_scheme_reads_it(self):
        """The shipped scheme on a roster without 党派 and 窗口, and with an empty cell of each."""
        self.begin("chambers")
        roster = os.path.join(program.JINHUA, "roster.csv")
        with open(roster, encoding="utf-8-sig") as file:
            lines = [line.rstrip("\n").split(",") for line in file]
        party, window = lines[0].index("党派"), lines[0].index("窗口")
        for column in (party, window):
            cut = [line[:column] + line[column + 1:] for line in lines]
            self.refuses(cut, lines[0][column])
            empty = [list(line) for line in lines]
            empty[5][column] = ""
            self.refuses(empty, lines[5][0])

    def refuses(self, lines, word):
        with open(self.path("cut.csv"), "w", encoding="utf-8") as file:
            file.write("".join(",".join(line) + "\n" for line in lines))
        for words in (["solve"], ["init", "--db", "x.db"]):
            done = program.run(*words, "--scheme", "jinhua-2022", "--roster", "cut.csv", folder=self.folder)
            said = (done.stdout + done.stderr).decode("utf-8")
            self.assertEqual(done.returncode, 2, said)
            self.assertIn(word, said)
            self.assertNotIn("一（一）3", said)
            self.assertRegex(said, r"jinhua-2022\.lua:\d+")


BODIES = sorted(os.path.basename(os.path.dirname(path)) for path in glob.glob(os.path.join(HERE, "*", "scheme.lua")))

if __name__ == "__main__":
    program.main()
