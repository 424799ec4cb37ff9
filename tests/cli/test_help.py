#!/usr/bin/env python3
"""Help is true: every example works as it is printed, and every command and option that help names is there.

    test_help.py TONGXIN [test...]
"""
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

FILES = ("solve", "check", "rebalance", "explain", "options", "drill", "report", "scheme check", "roster template",
         "roster tidy", "init")
TERM = ("import", "members", "member show", "member add", "member set", "member move", "member leave", "member return", "member exempt",
        "member replace", "window list", "window rename", "window merge", "window split", "plan", "publish", "discard",
        "file", "history", "show", "diff", "restore", "rerun", "edit", "pairs import", "pin", "forbid", "unpin", "pins", "log", "undo",
        "export", "verify", "backup")
COMMANDS = FILES + TERM + ("help",)


class Help(program.Case):
    def help_of(self, command, language):
        return self.succeeds("help", *command.split(), TONGXIN_LANG=language).decode("utf-8")

    def examples(self, command, language):
        """The example's lines, joined where a backslash goes on."""
        text = self.help_of(command, language).replace("\\\n", " ")
        return re.findall(r"^  (tongxin .*)$", text, re.MULTILINE)

    def test_the_overview_lists_every_command_and_no_other(self):
        for language in ("zh", "en"):
            out = self.succeeds(folder=self.folder, TONGXIN_LANG=language).decode("utf-8")
            self.assertEqual(tuple(re.findall(r"^  ([a-z]+(?: [a-z]+)?)  ", out, re.MULTILINE)), COMMANDS)

    def begin_term(self):
        """A term with a version in force, a draft and a pin: what the examples of its commands go out from."""
        for line in ("init --scheme jinhua-2022 --roster data/jinhua/roster.csv", "pin JH0007 JH0025 --reason 试",
                     "plan", "publish", "plan --fresh"):
            done = program.run_line(program.TONGXIN, f"tongxin {line}", self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""), line)
        shutil.move(self.path("tongxin.db"), self.path("begun.db"))

    def begin_term_with_pairs(self):
        """One whose scheme reads what a file says of single pairs."""
        with open(self.path("pairs.lua"), "w", encoding="utf-8") as stream:
            stream.write('local s = extends "jinhua-2022" { name = "pairs", pairs = { recuse = "回避" } }\n'
                         's:forbid "recuse" { on = "liaison", title = "回避", when = function(_, _, p) return p.recuse == "是" end }\n')
        with open(self.path("回避.csv"), "w", encoding="utf-8") as stream:
            stream.write("联系人编号,联系对象编号,回避\nJH0007,JH0025,是\n")
        done = program.run_line(program.TONGXIN, "tongxin init --scheme pairs.lua --roster data/jinhua/roster.csv --pairs 回避.csv", self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def run_examples(self, command):
        """In either language they are the same (the next test)."""
        found = self.examples(command, "en")
        self.assertTrue(found, f"tongxin help {command} has no example")
        for line in found:
            with self.subTest(line):
                done = program.run_line(program.TONGXIN, line, self.folder)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertTrue(done.stdout)
                for output in re.findall(r"-o (\S+)", line):
                    self.assertGreater(os.path.getsize(self.path(output)), 1000)

    def test_every_example_works_as_it_is_printed(self):
        for name in ("data", "scripts"):
            os.symlink(os.path.join(program.TREE, name), self.path(name))
        self.begin_term()
        for command in COMMANDS:
            if command in ("init", "pairs import"):
                os.remove(self.path("tongxin.db"))
            if command == "init":
                pass  # it makes one
            elif command == "pairs import":
                self.begin_term_with_pairs()
            else:
                shutil.copy(self.path("begun.db"), self.path("tongxin.db"))
            self.run_examples(command)

    def test_the_examples_are_the_same_in_both_languages(self):
        for command in COMMANDS:
            self.assertEqual(self.examples(command, "zh"), self.examples(command, "en"))

    def test_the_options_are_the_same_in_both_languages_and_all_are_known(self):
        for command in COMMANDS:
            options = {language: re.findall(r"^  (?:-\w, )?(--[a-z-]+)", self.help_of(command, language), re.MULTILINE)
                       for language in ("zh", "en")}
            self.assertEqual(options["zh"], options["en"])
            for option in options["zh"]:
                done = program.run(*command.split(), option, "x", folder=self.folder, TONGXIN_LANG="en")
                self.assertNotIn("There is no option", done.stderr.decode("utf-8"), f"{command} {option}")

    def test_what_a_summary_says_to_do_next_works_as_it_is_printed(self):
        for name in ("data", "scripts"):
            os.symlink(os.path.join(program.TREE, name), self.path(name))
        line = ("tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv --windows data/jinhua/windows.csv "
                "-o 'a plan.json'")
        for language in ("zh", "en"):
            out = program.run_line(program.TONGXIN, f"TONGXIN_LANG={language} {line}", self.folder).stdout
            following = re.findall(r"^  (tongxin .*)$", out, re.MULTILINE)
            self.assertEqual(len(following), 1, out)
            done = program.run_line(program.TONGXIN, following[0], self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            report = re.search(r"-o (\S+)$", following[0]).group(1)
            with open(self.path(report), encoding="utf-8") as file:
                self.assertIn("宋志恒", file.read())


if __name__ == "__main__":
    program.main()
