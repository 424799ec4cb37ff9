"""Reports from files to bytes, without a word of the program's own code: HTML is read by a small parser of its own.

Called as test_reports.py FROM_FILES TREE [--write], where FROM_FILES is the program of from_files.c. With --write the
files in golden/ and errors/ are written anew; look at the difference before it is committed.
"""

import csv
import html.parser
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

FROM_FILES, TREE = sys.argv[1], pathlib.Path(sys.argv[2])
WRITE = "--write" in sys.argv
HERE = TREE / "tests" / "report"
JINHUA = TREE / "data" / "jinhua"
SMALL = HERE / "small"


def run(roster, windows, scheme, plan, report, format_, today=None, **environment):
    command = [FROM_FILES, roster, windows, scheme, plan, report, format_] + ([today] if today else [])
    return subprocess.run([str(part) for part in command], capture_output=True, check=False,
                          env={**os.environ, **environment})


def jinhua(report, format_, plan=JINHUA / "annex1.csv", **environment):
    return run(JINHUA / "roster.csv", JINHUA / "windows.csv", "jinhua-2022", plan, report, format_, **environment)


def small(report, format_, scheme="jinhua-2022", today=None):
    return run(SMALL / "roster.csv", SMALL / "windows.csv", scheme, SMALL / "plan.csv", report, format_, today)


class Tables(html.parser.HTMLParser):
    """The tables of a page as lists of rows of cells [columns, rows, text]; complains about tags left open."""

    VOID = {"meta", "col", "br"}

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tables, self.open, self.cell = [], [], None
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = [int(attributes.get("colspan", 1)), int(attributes.get("rowspan", 1)), ""]
            self.tables[-1][-1].append(self.cell)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.open)
        if tag in ("td", "th"):
            self.cell = None
        elif tag == "p" and self.cell:
            self.cell[2] += "\n"

    def handle_data(self, data):
        if self.cell:
            self.cell[2] += data


def grid(rows):
    """Spans expanded: a list of rows of texts, every place filled exactly once."""
    places = {}
    for y, row in enumerate(rows):
        x = 0
        for columns, deep, text in row:
            while (y, x) in places:
                x += 1
            for down in range(deep):
                for right in range(columns):
                    assert (y + down, x + right) not in places, "cells overlap"
                    places[y + down, x + right] = text
            x += columns
    width = max(x for _, x in places) + 1
    assert len(places) == len(rows) * width, "the table has holes"
    return [[places[y, x] for x in range(width)] for y in range(len(rows))]


def bare(text):
    return re.sub(r"\s", "", text)


class Annex1(unittest.TestCase):
    def test_the_grid_of_cells_equals_the_table_of_the_source(self):
        with open(HERE / "annex1_of_the_source.tsv", encoding="utf-8") as lines:
            source = [[bare(cell) for cell in line.rstrip("\n").split("\t")] for line in lines]
        done = jinhua("annex1", "html")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        tables = Tables(done.stdout.decode("utf-8")).tables
        self.assertEqual(len(tables), 1)
        self.assertEqual([[bare(cell) for cell in row] for row in grid(tables[0])], source)

    def test_the_two_heads_stand_on_lines_of_their_own(self):
        rows = grid(Tables(jinhua("annex1", "html").stdout.decode("utf-8")).tables[0])
        self.assertEqual(rows[1][3], "民建: 陈琳\n社科: 严亮奇\n")
        self.assertEqual(rows[3][3].split("\n")[1], "人资环委副主任(兼): 马钢锋")

    def test_no_id_is_printed(self):
        for format_ in ("html", "md", "csv"):
            self.assertNotRegex(jinhua("annex1", format_).stdout.decode("utf-8"), r"JH\d")

    def test_pairs_in_another_order_give_the_same_bytes(self):
        with open(JINHUA / "annex1.csv", encoding="utf-8-sig") as lines:
            heading, *pairs = lines.read().splitlines()
        with tempfile.TemporaryDirectory() as folder:
            plan = pathlib.Path(folder) / "plan.csv"
            plan.write_text("\n".join([heading] + pairs[::-1]) + "\n", encoding="utf-8")
            self.assertEqual(jinhua("annex1", "html", plan=plan).stdout, jinhua("annex1", "html").stdout)

    def test_the_environment_does_not_change_a_byte(self):
        for format_ in ("html", "md", "csv"):
            one = jinhua("annex1", format_, LC_ALL="C").stdout
            self.assertEqual(one, jinhua("annex1", format_, LC_ALL="zh_CN.UTF-8", TZ="Asia/Shanghai").stdout)

    def test_a_scheme_without_its_relations_is_refused_with_a_line(self):
        done = run(SMALL / "roster.csv", SMALL / "windows.csv", SMALL / "other.lua", SMALL / "other.csv", "annex1", "md")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr.decode("utf-8"),
                         r'^annex1\.lua:\d+: .*“branch”.* “other” .*It has: pairs, groups\.')


class Windows(unittest.TestCase):
    def make_plan(self, folder):
        """Tier 2 dealt out in turn, window by window, some left out; returns the file and {party member: [targets]}."""
        with open(JINHUA / "roster.csv", encoding="utf-8-sig", newline="") as lines:
            members = list(csv.DictReader(lines))
        windows, plan = {}, {}
        for m in members:
            if m["身份"] != "党组成员":
                windows.setdefault(m["窗口"], ([], []))["中共" not in m["党派"].split("、")].append(m)
        text = "联系类别,联系人编号,联系人,联系对象编号,联系对象\n"
        for party, others in windows.values():
            for number, target in enumerate(others[: len(others) * 2 // 3]):
                source = party[number % max(1, (len(party) + 1) // 2)]
                plan.setdefault(source["编号"], set()).add(target["编号"])
                text += f"liaison,{source['编号']},{source['姓名']},{target['编号']},{target['姓名']}\n"
        path = pathlib.Path(folder) / "plan.csv"
        path.write_text(text, encoding="utf-8")
        return path, plan, windows

    def test_each_window_lists_its_pairs_and_loads(self):
        with tempfile.TemporaryDirectory() as folder:
            path, plan, windows = self.make_plan(folder)
            done = jinhua("windows", "html", plan=path)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        summary, *tables = [grid(rows) for rows in Tables(done.stdout.decode("utf-8")).tables]
        self.assertEqual(len(tables), 19)
        found, sources = {}, set()
        for table in tables:
            self.assertEqual(table[0], ["党员委员", "界别", "单位", "人数", "党外委员", "界别", "单位"])
            for name, _, _, load, target, _, _ in table[1:-1]:
                source = name.split()[-1]
                sources.add(source)
                self.assertEqual(int(load), len(plan.get(source, ())))
                if target:
                    found.setdefault(source, set()).add(target.split()[-1])
            self.assertEqual(table[-1][0], "合计")
            self.assertEqual(int(table[-1][3]), sum(1 for row in table[1:-1] if row[4]))
        self.assertEqual(found, plan)
        self.assertEqual(sources, {m["编号"] for party, _ in windows.values() for m in party})
        self.check_summary(summary, plan, windows)

    def check_summary(self, summary, plan, windows):
        for name, party, targets, most, least in summary[1:-1]:
            loads = [len(plan.get(m["编号"], ())) for m in windows[name][0]]
            self.assertEqual([int(party), int(targets), int(most), int(least)],
                             [len(loads), sum(loads), max(loads), min(loads)])
        self.assertEqual([row[0] for row in summary[1:4]], ["提案委", "经济委", "农业农村委"])
        self.assertEqual(summary[-1][:3], ["合计", "140", str(sum(len(t) for t in plan.values()))])

    def test_a_scheme_without_windows_is_refused(self):
        done = run(SMALL / "roster.csv", SMALL / "windows.csv", SMALL / "other.lua", SMALL / "other.csv", "windows", "md")
        self.assertEqual(done.returncode, 2)
        self.assertIn("windows.lua:", done.stderr.decode("utf-8"))


class Formats(unittest.TestCase):
    def test_small_reports_equal_their_golden_files(self):
        for report, name in (("annex1", "annex1"), ("windows", "windows"), ("list", "list"),
                             (SMALL / "everything.lua", "everything"), (SMALL / "filters.lua", "filters")):
            for format_ in ("html", "md", "csv"):
                done = small(report, format_, today="2022年6月28日")
                self.assertEqual((done.returncode, done.stderr), (0, b""), (name, format_))
                golden = HERE / "golden" / f"{name}.{format_}"
                if WRITE:
                    golden.write_bytes(done.stdout)
                self.assertEqual(done.stdout, golden.read_bytes(), golden.name)

    def test_html_loads_and_runs_nothing(self):
        for report in ("annex1", "windows", SMALL / "everything.lua"):
            page = small(report, "html").stdout.decode("utf-8")
            Tables(page)
            self.assertNotRegex(page.lower(), r"<(script|link|img|iframe|object)|\bon\w+=|https?:|url\(|@import")
            self.assertRegex(page, r'^<!DOCTYPE html>\n<html lang="zh-CN">')

    def test_html_and_csv_say_the_same(self):
        page = Tables(small(SMALL / "everything.lua", "html").stdout.decode("utf-8"))
        rows = list(csv.reader(io.StringIO(small(SMALL / "everything.lua", "csv").stdout.decode("utf-8-sig"),
                                           newline="")))
        said = [cell for row in rows for cell in row if cell]
        for table in page.tables:
            for row in table:
                for _, _, text in row:
                    text = text.rstrip("\n")
                    if text:
                        self.assertIn("'" + text if text[0] in "=+-@" else text, said)

    def test_csv_opens_rightly_and_holds_no_formula(self):
        for report in ("annex1", "windows", SMALL / "everything.lua"):
            data = small(report, "csv").stdout
            self.assertTrue(data.startswith(b"\xEF\xBB\xBF"))
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
                for cell in row:
                    self.assertFalse(cell[:1] in tuple("=+-@\t\r"), cell)
            self.assertNotIn(b"\n", re.sub(rb'"[^"]*"', b"", data.replace(b'""', b"")).replace(b"\r\n", b""))

    def test_markdown_tables_have_the_same_number_of_cells_in_each_row(self):
        for report in ("annex1", "windows", SMALL / "everything.lua"):
            text = small(report, "md").stdout.decode("utf-8")
            for table in re.findall(r"(?:^\|.*\n)+", text, re.M):
                counts = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
                self.assertEqual(len(counts), 1, table)

    def test_names_of_two_characters_are_spread_and_stay_whole(self):
        page = jinhua("annex1", "html").stdout.decode("utf-8")
        self.assertIn('<span class="name two">陈琳</span>', page)
        self.assertIn(".two{letter-spacing:1em;margin-right:-1em}", page)
        self.assertNotIn("陈　琳", page)

    def test_a_format_of_later_is_refused_with_those_of_now(self):
        done = small("annex1", "xlsx")
        self.assertEqual(done.returncode, 2)
        self.assertIn("xlsx” yet. Please choose one of: html, md, csv.", done.stderr.decode("utf-8"))

    def test_a_misspelt_report_is_answered_with_the_nearest(self):
        done = small("anex1", "html")
        self.assertEqual(done.returncode, 2)
        self.assertIn("Did you mean “annex1”? There are: annex1, list, windows.", done.stderr.decode("utf-8"))


class Guide(unittest.TestCase):
    def test_the_example_of_the_guide_runs(self):
        guide = (TREE / "scripts" / "reports" / "README.md").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "leaders.lua"
            script.write_text(re.search(r"```lua\n(.*?)```", guide, re.S)[1], encoding="utf-8")
            done = small(script, "md")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("| 王一 | 委员同心汇·乙窗口、委员同心汇·甲窗口 | 2 |\n", done.stdout.decode("utf-8"))


class Errors(unittest.TestCase):
    def test_each_wrong_script_ends_with_its_sentence_and_line(self):
        """errors/NAME.lua with NAME.txt: what is said, one file a mistake."""
        scripts = sorted((HERE / "errors").glob("*.lua"))
        self.assertGreater(len(scripts), 40)
        for script in scripts:
            done = small(script, "html")
            said = script.with_suffix(".txt")
            if WRITE:
                said.write_bytes(done.stderr)
            with self.subTest(script=script.name):
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertEqual(done.stderr.decode("utf-8"), said.read_text(encoding="utf-8"))
                self.assertRegex(done.stderr.decode("utf-8"), r"\A" + re.escape(script.name) + r":\d+: .+[.?。]\n\Z")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
