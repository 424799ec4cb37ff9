#!/usr/bin/env python3
"""The workbook of `roster template`: equal bytes, warnings only, and every cell comes back as it was.

test_template.py TONGXIN DUMP_ROSTER
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

sys.dont_write_bytecode = True
import workbook  # noqa: E402

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JINHUA = os.path.join(TREE, "data/jinhua/roster.csv")
WINDOWS = os.path.join(TREE, "data/jinhua/windows.csv")
ODD = """编号,姓名,党派,窗口,身份,兼有党派,排序,出生年月,离任日期,电话,算式,号码,日期样
007,陈琳,民建,金东,党组成员、专委会副主任,中共,3,1968-10,,0579-1,=1+1,+8613857312345,2022-03-01
A2,王磊,中共,金东,,,0,1970-02-28,,,@x,'7,7
A3,李四,群众,提案委,调研组组长,,,,,,{=1},-1,1968.1
"""


class Template(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, *options, status=0):
        run = subprocess.run([PROGRAM, "--lang", "en", "roster", "template", self.path(name), *options],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, status, run.stderr)
        return self.path(name)

    def content(self, path):
        with open(path, "rb") as file:
            return file.read()

    def members(self, path):
        """Each member's filled cells by heading, and the windows."""
        run = subprocess.run([DUMP, path], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout)
        lines = run.stdout.splitlines()
        headings = lines[0].split("|")
        rows = [line.split("|") for line in lines[1:] if line.count("|") == len(headings) - 1]
        return ([{h: c for h, c in zip(headings, row) if c} for row in rows],
                [line for line in lines if line.startswith("window ")])

    def parts(self, path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    def test_bytes_repeat(self):
        first = self.content(self.write("a.xlsx", "--scheme", "jinhua-2022"))
        time.sleep(2.1)  # the finest time that a zip knows
        self.assertEqual(first, self.content(self.write("b.xlsx", "--scheme", "jinhua-2022")))

    def test_checks_warn_and_nothing_is_protected(self):
        parts = self.parts(self.write("a.xlsx"))
        self.assertEqual(re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"]), ["填写说明", "委员", "窗口", "代码"])
        members = parts["xl/worksheets/sheet2.xml"]
        checks = re.findall(r"<dataValidation [^>]*>", members)
        self.assertEqual(len(checks), 24)
        for check in checks:
            if 'type="' in check:
                self.assertIn('errorStyle="warning"', check)
            self.assertIn("promptTitle=", check)
        self.assertIn("代码!$A$2:", members)
        self.assertIn("窗口!$A$2:", members)
        self.assertIn('ySplit="1"', members)
        self.assertIn('orientation="landscape"', members)
        self.assertFalse([name for name, text in parts.items() if "Protection " in text and "sheet" in name])

    def test_a_scheme_adds_its_columns(self):
        scheme = self.path("s.lua")
        with open(os.path.join(TREE, "scripts/schemes/jinhua-2022.lua"), encoding="utf-8") as file:
            text = file.read()
        needs = 'scheme { needs = { born = { "出生年月", "date" }, street = "街道", terms = { "届数", "integer" } },'
        changed = re.sub(r"\bscheme *{", needs, text, count=1)
        self.assertNotEqual(changed, text)
        with open(scheme, "w", encoding="utf-8") as file:
            file.write(changed)
        parts = self.parts(self.write("a.xlsx", "--scheme", scheme))
        self.assertIn("<t>街道</t>", parts["xl/sharedStrings.xml"])
        self.assertEqual(parts["xl/sharedStrings.xml"].count("<t>届数</t>"), 1)
        self.assertIn('sqref="Z2:', parts["xl/worksheets/sheet2.xml"])  # a whole number is checked

    def test_jinhua_comes_back_equal(self):
        path = self.write("j.xlsx", "--from", JINHUA, "--windows", WINDOWS)
        members, windows = self.members(path)
        before, _ = self.members(JINHUA)
        self.assertEqual(len(members), 386)
        for one, other in zip(before, members):
            for heading, cell in one.items():
                self.assertEqual(other[heading], cell, one)
        self.assertEqual(len(windows), 19)
        self.assertEqual(self.content(path), self.content(self.write("k.xlsx", "--from", path)))

    def test_odd_cells_come_back_equal(self):
        with open(self.path("odd.csv"), "w", encoding="utf-8") as file:
            file.write(ODD)
        path = self.write("odd.xlsx", "--from", self.path("odd.csv"))
        members, _ = self.members(path)
        before, _ = self.members(self.path("odd.csv"))
        self.assertEqual([m["编号"] for m in members], ["007", "A2", "A3"])
        for one, other in zip(before, members):
            self.assertEqual(one, {heading: other[heading] for heading in one})
        self.assertEqual(members[0]["党派"], "民建、中共")
        self.assertEqual(members[0]["算式"], "=1+1")
        parts = self.parts(path)
        self.assertNotIn("<f>", parts["xl/worksheets/sheet2.xml"])
        self.assertEqual(self.content(path), self.content(self.write("again.xlsx", "--from", path)))

    def test_who_left_and_what_was_closed_come_back(self):
        with open(self.path("old.csv"), "w", encoding="utf-8") as file:
            file.write("编号,姓名,党派,窗口,身份,任职日期,离任日期,离任原因\n"
                       "A1,陈琳,中共,金东,界别党员负责人、党组成员,2022-01-15,,\n"
                       "A2,王磊,,,,2022-01-15,2023-05-01,调离\n"
                       ",李四,民建,旧窗口,,,2023-05-02,\n"
                       "A4,张三,民建,金东,,,,\n")
        with open(self.path("windows.csv"), "w", encoding="utf-8") as file:
            file.write("窗口,全称,类别,排序,召集人,联络员,电话,停用日期\n"
                       "金东,委员同心汇·金东窗口,县市区,1,陈琳,小周,0579-82300000,\n"
                       "旧窗口,,专委会,,,,,2023-06-01\n")
        path = self.write("a.xlsx", "--from", self.path("old.csv"), "--windows", self.path("windows.csv"))
        run = subprocess.run([DUMP, path], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout)
        lines = run.stdout.splitlines()
        for expected in ("people 金东: 陈琳 小周 0579-82300000", "closed 旧窗口 2023-06-01"):
            self.assertIn(expected, lines)
        former = [line for line in lines if line.startswith("former ")]
        self.assertEqual(len(former), 2, lines)
        self.assertTrue(any("A2|王磊|" in line and "2022-01-15|2023-05-01|调离" in line for line in former), former)
        self.assertTrue(any("|李四|" in line and "2023-05-02|" in line for line in former), former)
        self.assertTrue(any("|界别党员负责人、党组成员|" in line for line in lines), lines)
        self.assertEqual(self.content(path), self.content(self.write("b.xlsx", "--from", path)))

    def test_what_an_office_added_to_the_lists_stays(self):
        sheets = [("委员", workbook.sheet([["编号", "姓名", "党派", "界别", "窗口"], ["A1", "陈琳", "党员同志", "中共", "金东"]])),
                  ("代码", workbook.sheet([["界别", "别名", "标准写法"], ["新界别", "党员同志", "中共"], [None, "中共的", "中共"]]))]
        with open(self.path("a.xlsx"), "wb") as file:
            file.write(workbook.pack(workbook.parts(sheets)))
        again = self.write("b.xlsx", "--from", self.path("a.xlsx"))
        texts = re.findall("<t[^>]*>([^<]*)</t>", self.parts(again)["xl/sharedStrings.xml"])
        for word in ("新界别", "党员同志", "中共的"):
            self.assertIn(word, texts)
        self.assertEqual(self.members(again)[0][0]["党派"], "中共")
        self.assertEqual(self.content(again), self.content(self.write("c.xlsx", "--from", again)))

    def test_a_workbook_that_is_there_is_not_written_over(self):
        path = self.write("a.xlsx")
        with open(path, "ab") as file:
            file.write(b"filled in")
        before = self.content(path)
        self.write("a.xlsx", "--from", JINHUA, status=2)
        self.assertEqual(before, self.content(path))

    def test_a_column_that_the_old_roster_lacks_is_added(self):
        scheme = self.path("s.lua")
        with open(os.path.join(TREE, "scripts/schemes/jinhua-2022.lua"), encoding="utf-8") as file:
            text = file.read()
        changed = re.sub(r"\bscheme *{", 'scheme { needs = { street = "街道", born = { "出生年月", "date" } },', text, count=1)
        self.assertNotEqual(changed, text)
        with open(scheme, "w", encoding="utf-8") as file:
            file.write(changed)
        path = self.write("a.xlsx", "--from", JINHUA, "--windows", WINDOWS, "--scheme", scheme)
        run = subprocess.run([DUMP, path], capture_output=True, text=True)
        headings = run.stdout.splitlines()[0].split("|")
        self.assertEqual((headings.count("街道"), headings.count("出生年月")), (1, 1))

    def test_libreoffice_saves_it_unchanged(self):
        if not shutil.which("soffice"):
            self.skipTest("LibreOffice is not installed")
        path = self.write("j.xlsx", "--from", JINHUA, "--windows", WINDOWS)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to", "xlsx",
                        "--outdir", self.path("saved"), path], check=True, capture_output=True, timeout=180)
        saved = os.path.join(self.path("saved"), "j.xlsx")
        self.assertNotEqual(self.content(saved), self.content(path))
        self.assertEqual(self.members(saved), self.members(path))
        self.assertEqual(self.content(self.write("k.xlsx", "--from", saved)), self.content(path))


if __name__ == "__main__":
    DUMP = os.path.abspath(sys.argv.pop())
    PROGRAM = os.path.abspath(sys.argv.pop())
    unittest.main()
