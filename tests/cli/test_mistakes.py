#!/usr/bin/env python3
"""What a county's author reads after a typical mistake: every script of tests/script/mistakes against its golden files,
NAME.en.txt and NAME.zh.txt. `test_mistakes.py TONGXIN --update` writes them anew; read the difference before it is kept.
"""
import glob
import os
import re
import sys
import unittest

import program

FOLDER = os.path.join(program.TREE, "tests", "script", "mistakes")
LANGUAGES = ("en", "zh")


def said(script, language):
    """All that the check says, and its exit status."""
    done = program.run("--lang", language, "scheme", "check", os.path.basename(script), "--roster", "../roster.csv",
                       folder=FOLDER)
    return (done.stdout + done.stderr).decode("utf-8"), done.returncode


def golden_of(script, language):
    return f"{script[:-len('.lua')]}.{language}.txt"


class Mistakes(unittest.TestCase):
    scripts = sorted(glob.glob(os.path.join(FOLDER, "*.lua")))

    def test_there_are_at_least_forty(self):
        self.assertGreaterEqual(len(self.scripts), 40)

    def test_each_is_told_as_its_golden_files_say(self):
        for script in self.scripts:
            for language in LANGUAGES:
                with self.subTest(script=os.path.basename(script), language=language):
                    text, status = said(script, language)
                    with open(golden_of(script, language), encoding="utf-8") as file:
                        self.assertEqual(text, file.read())
                    self.assertEqual(status, 2)

    def test_each_names_its_file_and_line_and_speaks_one_language(self):
        for script in self.scripts:
            with open(golden_of(script, "zh"), encoding="utf-8") as file:
                chinese = file.read()
            with open(golden_of(script, "en"), encoding="utf-8") as file:
                english = file.read()
            name = re.escape(os.path.basename(script))
            for text in (chinese, english):
                self.assertRegex(text, rf"(?m)^{name}:[1-9][0-9]*(:[1-9][0-9]*)?: ")
            self.assertRegex(chinese, "请|写|要|是不是")
            self.assertNotRegex(chinese, "Please|Lua cannot read|Lua stopped|expected|attempt to")
            self.assertNotRegex(english, "Lua cannot read|Lua stopped|attempt to")


def update():
    for script in Mistakes.scripts:
        for language in LANGUAGES:
            with open(golden_of(script, language), "w", encoding="utf-8") as file:
                file.write(said(script, language)[0])


if __name__ == "__main__":
    if "--update" in sys.argv:
        program.TONGXIN = os.path.abspath(sys.argv[1])
        update()
    else:
        program.main()
