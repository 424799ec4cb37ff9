#!/usr/bin/env python3
"""The same input gives the same bytes: twice, in any locale, encoding and order of rows.

    test_same_bytes.py TONGXIN [test...]
"""
import codecs
import csv
import io
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

GENERATE = os.path.join(program.TREE, "tests", "independent", "generate.py")
SHUFFLES = 4
ENCODINGS = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8-bom": lambda text: codecs.BOM_UTF8 + text.encode("utf-8"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16le-bom": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16be-bom": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16le": lambda text: text.encode("utf-16-le"),
    "utf-16be": lambda text: text.encode("utf-16-be"),
}


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_table(rows, separator=",", end="\n", quote=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quote).writerows(rows)
    return text.getvalue()


class SameBytes(program.Case):
    """On Jinhua; SameBytesGenerated repeats all of it on an invented roster."""

    def make_inputs(self):
        return program.JINHUA, "annex1.csv"

    def setUp(self):
        super().setUp()
        source, previous = self.make_inputs()
        self.roster = os.path.join(source, "roster.csv")
        self.windows = os.path.join(source, "windows.csv")
        self.previous = os.path.join(source, previous)
        self.rows = read_rows(self.roster)
        self.expected = self.solve(self.roster)
        self.assertGreater(len(self.expected), 10000)

    def solve(self, roster, *words, **more):
        return self.succeeds("solve", "--scheme", program.SCHEME, "--roster", roster, "--json", *words, **more)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def assert_same(self, roster, *words, **more):
        self.assertTrue(self.solve(roster, *words, **more) == self.expected, "the plan's bytes differ")

    def test_twice(self):
        self.assert_same(self.roster)

    def test_in_any_locale(self):
        for more in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANGUAGE": "zh"}, {"LANG": "zh_CN.UTF-8"},
                     {"LC_ALL": "zh_CN.GB18030"}, {"LANG": "de_DE.UTF-8"}, {"TONGXIN_LANG": "zh"}, {"LANG": ""}):
            with self.subTest(**more):
                self.assert_same(self.roster, **more)

    def test_from_any_folder_and_by_the_scheme_s_name(self):
        out = self.succeeds("solve", "--scheme", "jinhua-2022", "--roster", os.path.relpath(self.roster, self.folder),
                            "--json", folder=self.folder)
        self.assertTrue(out == self.expected)

    def test_printed_and_written(self):
        self.assert_same(self.roster, "-o", self.path("plan.json"))
        with open(self.path("plan.json"), "rb") as file:
            self.assertTrue(file.read() == self.expected)

    def test_from_any_encoding(self):
        text = write_table(self.rows)
        for name, encode in ENCODINGS.items():
            with self.subTest(encoding=name):
                self.assert_same(self.write("roster.csv", encode(text)))

    def test_with_any_line_end_separator_and_quoting(self):
        for end in ("\n", "\r\n"):
            for separator in (",", ";", "\t"):
                for quote in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
                    with self.subTest(end=end, separator=separator, quote=quote):
                        text = write_table(self.rows, separator, end, quote)
                        self.assert_same(self.write("roster.csv", text.encode("utf-8")))
        with self.subTest("no line end behind the last row"):
            self.assert_same(self.write("roster.csv", write_table(self.rows).rstrip("\n").encode("utf-8")))
        with self.subTest("tabs and CRLF in UTF-16, as spreadsheets save Unicode text"):
            text = write_table(self.rows, "\t", "\r\n")
            self.assert_same(self.write("roster.txt", ENCODINGS["utf-16le-bom"](text)))

    def test_with_rows_in_any_order(self):
        for seed in range(1, SHUFFLES + 1):
            rows = self.rows[1:]
            random.Random(seed).shuffle(rows)
            with self.subTest(seed=seed):
                self.assert_same(self.write("roster.csv", write_table([self.rows[0]] + rows).encode("utf-8")))
        with self.subTest("backwards"):
            self.assert_same(self.write("roster.csv", write_table([self.rows[0]] + self.rows[:0:-1]).encode("utf-8")))

    def test_with_columns_in_any_order(self):
        for seed in range(1, SHUFFLES + 1):
            order = list(range(len(self.rows[0])))
            random.Random(seed).shuffle(order)
            rows = [[row[column] if column < len(row) else "" for column in order] for row in self.rows]
            with self.subTest(seed=seed):
                self.assert_same(self.write("roster.csv", write_table(rows).encode("utf-8")))

    def test_with_a_table_of_windows_in_any_order(self):
        rows = read_rows(self.windows)
        for name, table in (("as it stands", rows), ("backwards", [rows[0]] + rows[:0:-1])):
            with self.subTest(name):
                self.assert_same(self.roster, "--windows", self.write("windows.csv", write_table(table).encode("gb18030")))

    def test_with_a_previous_plan_in_any_order_and_encoding(self):
        expected = self.solve(self.roster, "--previous", self.previous)
        self.assertFalse(expected == self.expected)
        rows = read_rows(self.previous)
        for number, (name, encode) in enumerate(ENCODINGS.items()):
            shuffled = rows[1:]
            random.Random(number).shuffle(shuffled)
            previous = self.write("previous.csv", encode(write_table([rows[0]] + shuffled, ";", "\r\n")))
            with self.subTest(encoding=name):
                self.assertTrue(self.solve(self.roster, "--previous", previous) == expected)


class SameBytesGenerated(SameBytes):
    def make_inputs(self):
        subprocess.run([sys.executable, GENERATE, "4", "300", self.folder], check=True, stdout=subprocess.DEVNULL)
        os.mkdir(self.path("given"))
        for name in ("roster.csv", "windows.csv", "previous.csv"):
            os.rename(self.path(name), os.path.join(self.path("given"), name))
        return self.path("given"), "previous.csv"


class Language(program.Case):
    """Chinese where the environment asks for it, also where that locale was never generated."""

    JINHUA = ("solve", "--scheme", program.SCHEME, "--roster", os.path.join(program.JINHUA, "roster.csv"))
    WRONG = ("solve", "--scheme", program.SCHEME, "--roster", os.path.join(program.JINHUA, "windows.csv"))

    def assert_language(self, word, error, **more):
        out = self.succeeds(*self.JINHUA, **more).decode("utf-8")
        self.assertIn(word, out)
        done = program.run(*self.WRONG, **more)
        self.assertEqual(done.returncode, 2)
        self.assertIn(error, done.stderr.decode("utf-8"))

    def test_chinese_without_the_chinese_locale(self):
        listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, check=True).stdout.decode("ascii", "replace")
        absent = next(name for name in ("zh_CN.UTF-8", "zh_SG.UTF-8", "zh_XX.UTF-8")
                      if name.lower().replace("-", "") not in listed.lower().replace("-", ""))
        self.assert_language("名单已算出", "没有“编号”", LANG=absent)
        self.assert_language("名单已算出", "没有“编号”", LC_ALL=absent)
        self.assert_language("名单已算出", "没有“编号”", LC_MESSAGES=absent)

    def test_chinese_by_its_own_variable_even_in_the_c_locale(self):
        self.assert_language("名单已算出", "没有“编号”", LC_ALL="C", TONGXIN_LANG="zh")

    def test_english_in_the_c_locale_and_in_others(self):
        self.assert_language("The plan is made", "There is no column", LC_ALL="C", LANGUAGE="zh")
        self.assert_language("The plan is made", "There is no column", LANG="de_DE.UTF-8")
        self.assert_language("The plan is made", "There is no column", LANG="zh_CN.UTF-8", TONGXIN_LANG="en")

    def test_languages_do_not_change_what_the_terminal_must_show(self):
        # UTF-8 everywhere: in the C locale too, no name may turn into question marks.
        out = self.succeeds(*self.JINHUA, LC_ALL="C", TONGXIN_LANG="zh").decode("utf-8")
        self.assertNotIn("?", out)
        self.assertIn("金东", out)


if __name__ == "__main__":
    program.main()
