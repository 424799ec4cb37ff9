#!/usr/bin/env python3
"""Old workbooks (.xls): written by old_workbook.py by chance, and by LibreOffice (files/xls), read cell by cell.
test_old_workbooks.py DUMP_ROSTER [--seed N] [--count N] [unittest options]"""
import csv
import os
import random
import re
import struct
import sys
import unittest

sys.dont_write_bytecode = True
import test_workbooks  # noqa: E402
from old_workbook import ERRORS, Formula, Label, Rich, Writer, compound, record  # noqa: E402
from test_workbooks import HEADINGS, ONE, Folder  # noqa: E402

FILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
SEED, COUNT = random.randrange(1 << 30), 25
FONTS = [False, True, False, False, True, False]  # numbers 0, 1, 2, 3, 5, 6: there is no fourth
STYLES = [(0, 0), (1, 0), (5, 0), (6, 0)]
IS_STRUCK = {0: False, 1: True, 2: False, 3: False, 5: True, 6: False}
FLAWS = {"error": 0, "no value": 1, "digits": 2, "format": 3}


def seen(text):
    """Line breaks in a cell become one blank."""
    return re.sub("\n+", " ", text)


def shown(number):
    return str(int(number)) if number == int(number) else f"{number:.15g}"


class Chance:
    """A workbook by chance, and what must be read of it."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.version = self.r.choice([8, 8, 8, 5])
        self.writer = Writer(self.version, STYLES, FONTS, room=self.r.choice([24, 40, 300, 8224]),
                             date1904=self.r.random() < 0.2)
        self.lines = []

    def text(self):
        alphabet = self.r.choice(["政协委员名册一二三", "abc12", "éüÄ", "陈a𠮷b王", "甲\n乙"] if self.version == 8 else ["政协委员", "abc12"])
        return "".join(self.r.choice(alphabet) for _ in range(self.r.choice([1, 2, 5, 40, 300])))

    def rich(self, style):
        text = self.text()
        units = [1 if ord(c) < 0x10000 else 2 for c in text]
        if self.version == 5:
            units = [len(c.encode("gbk")) for c in text]
        starts = sorted(self.r.sample(range(len(text)), min(len(text), self.r.randrange(1, 4))))
        runs = [(sum(units[:i]), self.r.choice([0, 1, 2, 5, 6])) for i in starts if sum(units[:i]) < 256]
        phonetic = bytes(self.r.randrange(256) for _ in range(self.r.choice([0, 0, 10, 60]))) if self.version == 8 else b""
        struck = [IS_STRUCK[STYLES[style][0]]] * len(text)
        for at, font in runs:
            for i in range(len(text)):
                if sum(units[:i]) >= at:
                    struck[i] = IS_STRUCK[font]
        return Rich(text, runs, phonetic), text, "".join(c for c, is_struck in zip(text, struck) if not is_struck)

    def cell(self):
        """(value, style, text, what is left, flaw)"""
        style = self.r.choice([0, 0, 0, 1, 2, 3])
        kind = self.r.choice(["text", "text", "label", "rich", "number", "number", "whole", "bool", "error", "formula"])
        flaw = None
        if kind == "rich":
            value, text, left = self.rich(style)
            return value, style, text, left, None
        if kind in ("text", "label"):
            value = text = self.r.choice([self.text(), self.text(), ""])
            value = Label(value) if kind == "label" else value
        elif kind == "bool":
            value, text = True, "TRUE"
        elif kind == "error":
            value = text = self.r.choice(list(ERRORS))
            flaw = "error"
        else:
            value = self.r.choice([self.r.randrange(-600, 600), self.r.randrange(1 << 40), self.r.randrange(100000) / 100,
                                   self.r.random() * 1000, 0.1 + self.r.randrange(9)])
            text = shown(value)
        if kind == "formula":
            value = Formula(self.r.choice([value, self.text(), "", "#N/A", True, 0, 13800000001]), self.r.choice([0, 0, 2]))
            given = value.value
            flaw = "error" if given == "#N/A" else None
            text = "TRUE" if given is True else given if isinstance(given, str) else shown(given)
            if given == 0 and given is not False and value.flags:
                text, flaw = "", "no value"
        return value, style, text, "" if IS_STRUCK[STYLES[style][0]] else text, flaw

    def sheet(self, name, state):
        rows, flaws, strikes = {}, [], []
        hidden = {r for r in range(40) if self.r.random() < 0.1}
        self.lines.append(f"sheet {name}" + (" hidden" if state else ""))
        for row in sorted(self.r.sample(range(40), self.r.randrange(1, 15))):
            rows[row], line = {}, []
            opened = False
            for column in sorted(self.r.sample(range(30), self.r.randrange(1, 12))):
                value, style, text, left, flaw = self.cell()
                rows[row][column] = (value, style)
                if flaw:
                    flaws.append(f"flaw {row + 1} {column} {FLAWS[flaw]}")
                if text.strip() and left != text:
                    strikes.append(f"struck {row + 1} {column} " + text.replace("\n", "\\n"))
                    opened = True
                if left.strip():
                    line += [""] * (column - len(line)) + [seen(left)]
            if line or opened:
                self.lines.append("\t".join([f"{row + 1}" + ("h" if row in hidden else "")] + line))
        merges = [(1, 3, 2, 2), (5, 5, 0, 4)][:self.r.randrange(3)] if self.version == 8 else []
        self.lines += [f"merge {a + 1} {c} {b - a + 1} {d - c + 1}" for a, b, c, d in merges] + flaws + strikes
        return name, state, self.writer.sheet(rows, hidden, merges, self.r.random() < 0.3)

    def book(self):
        sheets = [self.sheet(name, state) for name, state in (("委员", 0), ("S2", 1), ("名册三", 2))[:self.r.randrange(1, 4)]]
        return self.writer.book(sheets, self.r.choice([512, 512, 4096]))


class Old(Folder):
    def cells(self, content):
        return self.read(content, "--cells", name="in.xls")

    def test_any_workbook_cell_by_cell(self):
        for number in range(SEED, SEED + COUNT):
            chance = Chance(number)
            content = chance.book()
            with self.subTest(seed=number):
                self.assertEqual(self.cells(content), chance.lines, f"--seed {number}")

    def test_number_formats_as_libreoffice_shows_them(self):
        with open(os.path.join(FILES, "number_formats.tsv"), encoding="utf-8") as file:
            table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        values, rows = [float(value) for value in table[0][1:]], table[1:]
        writer = Writer(8, [(0, 0)] + [(0, 200 + i) for i in range(len(rows))], (False,),
                        {200 + i: row[0] for i, row in enumerate(rows)})
        cells = {r: {0: ("行", 0), **{c + 1: (value, r + 1) for c, value in enumerate(values) if row[c + 1] != "="}}
                 for r, row in enumerate(rows)}
        lines = self.cells(writer.book([("S", 0, writer.sheet(cells))]))
        for line, row in zip(lines[1:], rows):
            wanted = ["" if text == "=" else text for text in row[1:]]
            while wanted and not wanted[-1]:
                wanted.pop()
            self.assertEqual(line.split("\t")[2:], wanted, row[0])

    def test_dates_and_both_calendars(self):
        for date1904, day in ((False, "1968-10-05"), (True, "1972-10-06")):
            writer = Writer(8, [(0, 0), (0, 14), (0, 164)], (False,), {164: '[$-804]e"年"m"月"'}, date1904=date1904)
            lines = self.cells(writer.book([("S", 0, writer.sheet({0: {0: (25116, 1), 1: (25116, 2)}}))]))
            self.assertEqual(lines[1], f"1\t{day}\t{day[:7]}")

    def test_as_a_roster(self):
        writer = Writer(8, STYLES, FONTS)
        rows = [HEADINGS + ["界别"], ONE + ["经济界"], ["A2", "王磊", "中共", "提案委"], ["A3", "赵七", "民盟", "金东", "教育界"],
                ["A4", Rich("孙旧名张敏", [(0, 1), (3, 0)]), "民盟", "金东"]]

        def sheet(count, style=0):
            return writer.sheet({r: {c: (value, style if r == 3 else 0) for c, value in enumerate(row)}
                                 for r, row in enumerate(rows[:count])}, (2,), [(1, 2, 4, 4)])

        lines = self.read(writer.book([("委员", 0, sheet(4, 1)), ("二", 1, sheet(3)), ("旧名单", 0, sheet(2))]), name="in.xls")
        self.assertEqual([line.split("|")[1:5:3] for line in lines[1:3]], [["陈琳", "经济界"], ["王磊", "经济界"]])
        for line in ("hidden rows 1", "withheld 二 hidden 2", "withheld 旧名单 name 1", "skipped 委员 4 5"):
            self.assertIn(line, lines)
        self.refused(writer.book([("委员", 0, sheet(5))]), "fault 委员|5|2|A part of this cell", name="in.xls")

    def test_a_formula_without_a_value_is_a_fault(self):
        writer = Writer(8)
        rows = {0: {c: (text, 0) for c, text in enumerate(HEADINGS + ["手机"])},
                1: {**{c: (text, 0) for c, text in enumerate(ONE)}, 4: (Formula(0, 3), 0)}}
        self.refused(writer.book([("S", 0, writer.sheet(rows))]), "fault S|2|5|The file holds a formula", name="in.xls")

    def test_an_empty_result_is_one_where_a_spreadsheet_program_made_the_file(self):
        writer = Writer(8)
        sheets = [("S", 0, writer.sheet({0: {0: ("甲", 0), 1: (Formula(""), 0)}}))]
        self.assertEqual(self.cells(writer.book(sheets)), ["sheet S", "1\t甲"])
        self.assertEqual(self.cells(compound([("Workbook", writer.stream(sheets))])), ["sheet S", "1\t甲", "flaw 1 1 1"])

    def test_other_encodings_of_excel_95(self):
        for page, text in ((936, "政协"), (950, "政協"), (1252, "Müller"), (932, "委員")):
            writer = Writer(5, codepage=page)
            self.assertEqual(self.cells(writer.book([(text, 0, writer.sheet({0: {0: (text, 0)}}))])),
                             [f"sheet {text}", f"1\t{text}"])

    def test_records_without_a_container(self):
        head = record(0x0809, struct.pack("<HHHH", 0, 0x10, 0, 0))
        label = "姓名".encode("gbk")
        body = record(0x0204, struct.pack("<HHHH", 0, 0, 0, len(label)) + label) + record(0x0203, struct.pack("<HHHd", 0, 1, 0, 7))
        self.assertEqual(self.cells(head + body + record(0x000A)), ["sheet Sheet1", "1\t姓名\t7"])

    def test_embedded_objects_are_no_workbook_of_their_own(self):
        writer, other = Writer(8), Writer(8)
        stream = writer.stream([("S", 0, writer.sheet({0: {0: ("外", 0)}}))])
        inner = other.stream([("T", 0, other.sheet({0: {0: ("内", 0)}}))])
        packed = compound([("Workbook", stream)], extra_storage=[("Workbook", inner), ("WordDocument", b"x" * 500)])
        self.assertEqual(self.cells(packed), ["sheet S", "1\t外"])
        self.refused(compound([("Contents", b"x" * 100)], extra_storage=[("Workbook", inner)]), "no workbook", name="in.xls")

    def test_what_is_no_workbook_is_said(self):
        writer = Writer(8)
        sheet = [("S", 0, writer.sheet({0: {0: ("a", 0)}}))]
        self.refused(writer.book(sheet, locked=True), "password", name="in.xls")
        old = record(0x0409, struct.pack("<HHH", 0, 0x10, 0))
        self.refused(compound([("Book", old)]), "Excel 4", name="in.xls")
        for name, word in (("WordDocument", "Word"), ("PowerPoint Document", "presentation"), ("EncryptedPackage", "password"),
                           ("__properties_version1.0", "no workbook")):
            self.refused(compound([(name, b"x" * 5000)]), word, name="in.xls")

    def test_damaged_ones_end_in_a_sentence_or_in_cells(self):
        chance = Chance(7)
        whole = chance.book()
        rng = random.Random(SEED)
        ends = {0: 0, 2: 0}
        for _ in range(40 if test_workbooks.SANITIZED else 150):
            damaged = bytearray(whole)
            for _ in range(rng.choice([1, 1, 4, 30])):
                damaged[rng.randrange(len(damaged))] = rng.choice([0, 0xFF, 0x7F, rng.randrange(256)])
            if rng.random() < 0.3:
                del damaged[rng.randrange(len(damaged)):]
            ends[self.dump(bytes(damaged), "--cells", name="in.xls")[0]] += 1
        self.assertGreater(ends[2], 5)

    def test_claims_are_not_believed(self):
        writer = Writer(8)
        rows = {0: {c: (f"文{c}", 0) for c in range(200)}}
        stream = writer.stream([("S", 0, writer.sheet(rows))])
        at = stream.index(record(0x00FC)[:2] + struct.pack("<H", 8 + sum(3 + 2 * len(f"文{c}") for c in range(200)))[:2])
        huge = bytearray(stream)
        huge[at + 8:at + 12] = b"\xff\xff\xff\x7f"  # so many texts
        self.assertEqual(len(self.cells(compound([("Workbook", bytes(huge))]))), 2)
        for sectors in (b"\xff\xff\xff\x7f", b"\xff\xff\x00\x00"):
            packed = bytearray(compound([("Workbook", stream)]))
            packed[44:48] = sectors
            self.dump(bytes(packed), "--cells", name="in.xls")
        loop = bytearray(compound([("Workbook", stream)]))
        table = struct.unpack("<I", loop[76:80])[0]
        where = 512 * (table + 1)
        for i in range(8):
            loop[where + 4 * i:where + 4 * i + 4] = struct.pack("<I", i)  # each sector follows itself
        self.dump(bytes(loop), "--cells", name="in.xls")


class Saved(Folder):
    def test_the_same_cells_as_libreoffice(self):
        """files/xls: workbooks that LibreOffice saved as of Excel 97 and 95, and its own tables of their cells."""
        folder = os.path.join(FILES, "xls")
        names = sorted(name for name in os.listdir(folder) if name.endswith(".xls"))
        self.assertGreater(len(names), 29)
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                lines = self.read(file.read(), "--cells", name=name)
            with open(os.path.join(folder, name[:-4] + ".tsv"), encoding="utf-8") as file:
                wanted = [line.rstrip("\n") for line in file]
            self.assertEqual(lines, wanted, name)


if __name__ == "__main__":
    test_workbooks.DUMP = os.path.abspath(sys.argv.pop(1))
    test_workbooks.SANITIZED = "--sanitized" in sys.argv
    for word in ("--seed", "--count"):
        if word in sys.argv:
            index = sys.argv.index(word)
            value = int(sys.argv[index + 1])
            SEED, COUNT = (value, COUNT) if word == "--seed" else (SEED, value)
            del sys.argv[index:index + 2]
    if test_workbooks.SANITIZED:
        sys.argv.remove("--sanitized")
    print(f"seed {SEED}, {COUNT} workbooks")
    unittest.main()
