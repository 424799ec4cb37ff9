#!/usr/bin/env python3
"""All of Unicode's control, format and default ignorable characters in every text of a roster, as CSV and as
workbooks.  test_characters.py DUMP_ROSTER"""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

sys.dont_write_bytecode = True
from old_workbook import Writer  # noqa: E402
from workbook import pack, parts, sheet  # noqa: E402

DUMP = None
HEADINGS = ["编号", "姓名", "党派", "界别", "窗口", "县市区", "单位", "政协职务", "身份", "免联系理由", "备注"]
SQUEEZED = ("姓名", "窗口", "党派")  # no blank stays inside
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point: ranges that do not change any more (stability policy).
IGNORABLE = ("AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 "
             "FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF")
REORDERS = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))
BREAKS = {0x09, 0x0A, 0x0D, 0x2028, 0x2029}


def ignorable():
    for part in IGNORABLE.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def every_code():
    codes = set(ignorable()) | BREAKS | {0x2800}
    codes |= {code for code in range(1, 0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cf")}
    return sorted(codes)


def is_refused(code):
    return code not in BREAKS and (code in REORDERS or code not in set(ignorable()) | {0x2800})


def row(number, code):
    mark = chr(code)
    return [f"T{mark}{number:05}", f"张{mark}敏", f"中{mark}共", f"经{mark}济界", f"提案{mark}委", f"金{mark}华市",
            f"市财{mark}政局", f"常{mark}委", f"组{mark}长", f"因{mark}病", f"备{mark}注"]


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([HEADINGS, *rows])
    return text.getvalue().encode("utf-8")


def escaped(value):
    """As a spreadsheet program writes what XML cannot hold; a line break as its own writes it."""
    return re.sub("[\x00-\x08\x0b-\x1f]", lambda found: f"_x{ord(found.group()):04X}_", value)


def as_xlsx(rows):
    return pack(parts([("名册", sheet([HEADINGS, *[[escaped(value) for value in each] for each in rows]]))]))


def as_xls(rows):
    writer = Writer()
    cells = {r: {c: (value, 0) for c, value in enumerate(each)} for r, each in enumerate([HEADINGS, *rows])}
    return writer.book([("名册", 0, writer.sheet(cells))])


FORMATS = (("in.csv", as_csv), ("in.xlsx", as_xlsx), ("in.xls", as_xls))


class Characters(unittest.TestCase):
    def dump(self, name, content):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            done = subprocess.run([DUMP, path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode("utf-8").split("\n")

    def test_what_only_marks_is_taken_off_and_listed(self):
        codes = [code for code in every_code() if not is_refused(code)]
        self.assertGreater(len(codes), 4000)
        for name, write in FORMATS:
            status, lines = self.dump(name, write([row(n, code) for n, code in enumerate(codes)]))
            self.assertEqual(status, 0, lines[:5])
            members = {line.split("|")[0].replace(" ", ""): line.split("|") for line in lines[1:len(codes) + 1]}
            tidied = sum(line.startswith("tidied ") for line in lines)
            # A break in 界别 leaves a blank, which makes it another spelling of the one that the others have.
            self.assertEqual(tidied, len(codes) * len(HEADINGS) + len(BREAKS), name)
            for n, code in enumerate(codes):
                plain = dict(zip(lines[0].split("|"), members[f"T{n:05}"]))
                for heading, typed in zip(HEADINGS, row(n, code)):
                    blank = " " if code in BREAKS and heading not in (*SQUEEZED, "界别") else ""
                    self.assertEqual(plain[heading], typed.replace(chr(code), blank), f"{name} U+{code:04X}")

    def test_what_reorders_or_controls_is_refused_by_its_code(self):
        codes = [code for code in every_code() if is_refused(code)]
        self.assertGreater(len(codes), 60)
        for name, write in FORMATS:
            status, lines = self.dump(name, write([row(n, code) for n, code in enumerate(codes)]))
            self.assertEqual(status, 2)
            for n, code in enumerate(codes):
                for column in range(1, len(HEADINGS) + 1):
                    place = f"|{n + 2}|{column}|"
                    found = [line for line in lines if line.startswith("fault ") and place in line]
                    self.assertTrue(any(f"U+{code:04X}" in line for line in found), f"{name} U+{code:04X} {found}")

    def test_rows_of_nothing_but_marks_are_blank(self):
        marks = ["\u200e", "\u3164", "\ufeff", "\u00ad", "\u2800"]
        for name, write in FORMATS:
            status, lines = self.dump(name, write([row(0, 0x200E), marks, row(1, 0xFE0F)]))
            self.assertEqual(status, 0, lines)
            self.assertEqual(len([line for line in lines if line.startswith("T0000")]), 2)


if __name__ == "__main__":
    DUMP = sys.argv.pop(1)
    unittest.main()
