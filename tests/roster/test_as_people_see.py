#!/usr/bin/env python3
"""What people see of a sheet, and what they see crossed out, hidden or called otherwise.
test_as_people_see.py DUMP_ROSTER [unittest options]"""
import csv
import os
import sys
import unittest

sys.dont_write_bytecode = True
import test_workbooks  # noqa: E402
from test_workbooks import HEADINGS, ONE, Folder  # noqa: E402
from workbook import STRUCK, pack, parts, sheet  # noqa: E402

FILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
TWO = ["A2", "王磊", "中共", "提案委"]
STRUCK_CELL = 's="1" t="inlineStr"'
RUN = "<r>{}<t>{}</t></r>"


def struck(text):
    return (STRUCK_CELL, f"<is><t>{text}</t></is>")


def rich(*runs, style=""):
    """Runs: (struck or not, text)."""
    return (f't="inlineStr" {style}', "<is>" + "".join(
        RUN.format("<rPr><strike/></rPr>" if is_struck else "<rPr><b/></rPr>", text) for is_struck, text in runs) + "</is>")


def book(rows, **options):
    return pack(parts([("名册", sheet(rows))], formats=[STRUCK], **options))


def members(lines):
    return [line.split("|")[1] for line in lines[1:] if "|" in line and not line.startswith(("window", "tidied"))]


class Reported(Folder):
    """Small lists on which programs like this one fell: all hold the members of base.csv."""

    def lines(self, name, *options):
        with open(os.path.join(FILES, "reported", name), "rb") as file:
            return self.read(file.read(), *options, name=name)

    def people(self, name):
        lines = self.lines(name)
        return [line for line in lines[1:] if line.startswith("T0")]

    def test_the_same_eight_members(self):
        wanted = self.people("base.csv")
        self.assertEqual(len(wanted), 8)
        for name in ("ids-by-format.xlsx", "equals-quoted.csv", "e-year.xlsx", "semicolon-with-title.csv",
                     "rows-without-numbers.xlsx", "hidden-rows.xlsx", "sheet-of-the-departed.xlsx"):
            self.assertEqual(self.people(name), wanted, name)

    def test_a_name_struck_through_in_part_is_refused(self):
        with open(os.path.join(FILES, "reported", "struck-part.xlsx"), "rb") as file:
            self.refused(file.read(), "fault Sheet1|4|2|A part of this cell is struck through")

    def test_what_is_said_of_them(self):
        self.assertIn("withheld 调出人员 name 2", self.lines("sheet-of-the-departed.xlsx"))
        self.assertEqual(len([line for line in self.lines("sheet-of-the-departed.xlsx", "--sheet", "调出人员")
                              if line.startswith("T")]), 2)
        self.assertIn("hidden rows 2", self.lines("hidden-rows.xlsx"))
        sections = self.lines("sections.xlsx")
        self.assertIn("tidied Sheet1 2 0|经济界（3人）|经济界", sections)
        self.assertEqual([line.split("|")[4] for line in sections if line.startswith("T0")], ["经济界"] * 3 + ["教育界"] * 5)

    def test_a_web_page_by_another_name(self):
        with open(os.path.join(FILES, "reported", "single-file-page.xls"), "rb") as file:
            self.refused(file.read(), "web page")


class Formats(Folder):
    def test_number_formats_as_libreoffice_shows_them(self):
        """files/number_formats.tsv: formats by values, as LibreOffice 7.4 exports them; = where we refuse."""
        with open(os.path.join(FILES, "number_formats.tsv"), encoding="utf-8") as file:
            table = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        values, rows = table[0][1:], table[1:]
        self.assertGreater(len(rows), 40)
        cells = [HEADINGS + [f"甲{i}" for i in range(len(values))]]
        for r, row in enumerate(rows):
            cells.append([f"A{r:02}", "陈琳", "民建", "提案委"] +
                         [None if shown == "=" else (f's="{r + 1}"', f"<v>{value}</v>")
                          for value, shown in zip(values, row[1:])])
        lines = self.read(pack(parts([("名册", sheet(cells))], formats=[row[0] for row in rows])))
        for r, row in enumerate(rows):
            self.assertEqual(lines[1 + r].split("|")[12:], ["" if shown == "=" else shown for shown in row[1:]], row[0])

    def one(self, code, content, heading="别的", attributes=""):
        rows = [HEADINGS + [heading], ONE + [(f's="1" {attributes}', content)]]
        return self.read(pack(parts([("名册", sheet(rows))], formats=[code])))[1].split("|")[12]

    def test_dates(self):
        for code, shown in (("yyyy-mm-dd", "1968-10-05"), ('yyyy"年"m"月"', "1968-10"), ('[$-804]e"年"m"月"', "1968-10"),
                            ("e.mm", "1968-10"), ("e", "1968"), ("yyyy年m月", "1968-10"), ("[$-411]ggge年m月d日", "1968-10-05"),
                            ("[DBNum1][$-804]yyyy年m月", "1968-10"), ('m"月"d"日"', "1968-10-05"), ("[红色]yyyy/m", "1968-10"),
                            ("[>1]yyyy/m;0", "1968-10"), ("mm:ss", "00:00"), ("[$-F800]dddd, mmmm dd, yyyy", "1968-10-05")):
            wanted = shown if shown != "00:00" else "00:00:00"
            self.assertEqual(self.one(code, "<v>25116</v>"), wanted, code)
        self.assertEqual(self.one("[h]:mm", "<v>1.5</v>"), "36:00:00")
        self.assertEqual(self.one("yyyy-mm-dd", "<v>25116.5</v>"), "1968-10-05")
        self.assertEqual(self.one("yyyy-mm-dd h:mm", "<v>25116.5</v>"), "1968-10-05 12:00:00")
        self.assertEqual(self.one("yyyy-mm-dd", "<v>19681005</v>"), "19681005")  # a date that was typed as a number

    def test_texts(self):
        for code, shown in (('"T"@', "T甲"), ("@", "甲"), ("0;-0;;@", "甲"), ("000", "甲"), ('@"界"', "甲界"),
                            ('0"号";0"号";0"号";"第"@', "第甲")):
            self.assertEqual(self.one(code, "<is><t>甲</t></is>", attributes='t="inlineStr"'), shown, code)

    def test_what_cannot_be_shown_is_refused_where_it_matters(self):
        for code in ("# ?/?", "[DBNum1][$-804]General", "[DBNum2]0", "[=1]0", "[<5]0;[<6]0", "x" * 2000, "0;0;0;0;0"):
            rows = [HEADINGS + ["手机"], ONE + [('s="1"', "<v>12.5</v>")]]
            self.refused(pack(parts([("名册", sheet(rows))], formats=[code])), "fault 名册|2|5|The number format")
            self.assertEqual(self.one(code, "<v>12.5</v>"), "12.5", code)


class Struck(Folder):
    def test_rows_and_cells_struck_through_are_left_out_and_listed(self):
        rows = [HEADINGS + ["单位"], ONE + [struck("旧单位")], [struck(text) for text in TWO],
                ["A3", struck("赵七"), "民盟", "金东"], ["A4", "钱八", "群众", "金东", rich((True, "一中"), (False, "二中"))]]
        lines = self.read(book(rows))
        self.assertEqual(members(lines), ["陈琳", "钱八"])
        self.assertIn("tidied 名册 2 5|旧单位|", lines)
        self.assertIn("tidied 名册 5 5|一中二中|二中", lines)
        self.assertIn("skipped 名册 3 5", lines)
        self.assertIn("skipped 名册 4 5", lines)
        self.assertTrue(lines[1].startswith("A1|陈琳||民建||提案委|||"))
        self.assertIn("|二中|", lines[2])

    def test_a_name_or_an_id_in_part_is_refused(self):
        for row, column in ((["A1", rich((True, "孙旧名"), (False, "张敏")), "民建", "提案委"], 2),
                            ([rich((False, "A1"), (True, "2")), "陈琳", "民建", "提案委"], 1),
                            ([struck("A1"), "陈琳", "民建", "提案委"], 1)):
            self.refused(book([HEADINGS, row]), f"fault 名册|2|{column}|", "struck through")

    def test_runs_in_a_cell_that_is_struck_through(self):
        mixed = ('s="1" t="inlineStr"', "<is>" + RUN.format("", "旧") + RUN.format("<rPr><b/></rPr>", "新") + "</is>")
        off = ('t="inlineStr"', "<is>" + RUN.format('<rPr><strike val="0"/></rPr>', "全") + "</is>")
        lines = self.read(book([HEADINGS + ["单位"], ONE + [mixed], TWO + [off]]))
        self.assertIn("tidied 名册 2 5|旧新|新", lines)
        self.assertIn("|全|", lines[2])

    def test_shared_texts_numbers_and_dates(self):
        shared = ("<si><t>甲</t></si><si>" + RUN.format("<rPr><strike val='1'/></rPr>", "乙") + RUN.format("", "丙")
                  + "</si><si><t>丁</t></si>")
        rows = [HEADINGS + ["单位", "手机"], ONE + [('t="s"', "<v>1</v>"), ('s="1"', "<v>138</v>")],
                TWO + [('t="s"', "<v>2</v>"), 139]]
        lines = self.read(book(rows, shared=shared))
        self.assertIn("tidied 名册 2 5|乙丙|丙", lines)
        self.assertIn("tidied 名册 2 6|138|", lines)
        self.assertTrue(lines[1].endswith("|") and lines[2].endswith("|139"), lines[1:3])

    def test_apostrophes_in_a_workbook(self):
        lines = self.read(book([HEADINGS + ["手机"], ["'A1"] + ONE[1:] + ["'0571"], TWO + ["'甲'"]]))
        self.assertTrue(lines[1].startswith("A1|") and lines[1].endswith("|0571") and lines[2].endswith("|'甲'"), lines[1:3])
        self.assertIn("tidied 名册 2 1|'A1|A1", lines)

    def test_headings_and_whole_columns(self):
        rows = [HEADINGS + [struck("旧职务")], ONE + [struck("主任")], TWO + [struck("委员")]]
        self.assertEqual(members(self.read(book(rows))), ["陈琳", "王磊"])


class Unseen(Folder):
    def test_hidden_rows_are_taken_in_and_counted(self):
        rows = [HEADINGS, ONE, TWO, ["A3", "赵七", "民盟", "金东"], ["注：以上"]]
        lines = self.read(pack(parts([("名册", sheet(rows, hidden=(3, 4, 5)))])))
        self.assertEqual(len(members(lines)), 3)
        self.assertIn("hidden rows 2", lines)
        flat = sheet([HEADINGS, ONE]).replace('<row r="2">', '<row r="2" ht="0" customHeight="1">')
        self.assertIn("hidden rows 1", self.read(pack(parts([("名册", flat)]))))

    def test_sheets_that_are_hidden_or_called_after_those_who_left(self):
        other = sheet([HEADINGS, TWO])
        for name in ("调出", "2023年离任委员", "旧名单", "原委员", "历届委员", "委员备份", "已退", "旧", "委员（旧）", "Backup",
                     "去世委员"):
            lines = self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), (name, other)])))
            self.assertEqual(members(lines), ["陈琳"], name)
            self.assertIn(f"withheld {name} name 1", lines)
            self.assertEqual(members(self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), (name, other)])),
                                               "--sheet", name)), ["王磊"])
        for name in ("太原", "原平市", "个旧", "经济界", "退役军人", "换届委员名单", "Goldfield", "Sheet2", "离退休界"):
            lines = self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), (name, other)])))
            self.assertEqual(members(lines), ["陈琳", "王磊"], name)
        for state in ("hidden", "veryHidden"):
            lines = self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), ("二组", other)], states={"二组": state})))
            self.assertEqual(members(lines), ["陈琳"])
            self.assertIn("withheld 二组 hidden 1", lines)

    def test_nothing_but_such_sheets(self):
        made = pack(parts([("旧名单", sheet([HEADINGS, ONE, TWO]))]))
        self.refused(made, "“旧名单” (members 2)", "--sheet NAME")
        self.assertEqual(len(members(self.read(made, "--sheet", "旧名单"))), 2)


class Sections(Folder):
    HEAD = ["编号", "姓名", "党派", "窗口", "单位"]

    def sectors(self, rows, head=None, merges=()):
        lines = self.read(pack(parts([("名册", sheet([head or self.HEAD] + rows, merges))])))
        return [line.split("|")[4] for line in lines[1:] if line.startswith("A") and "|" in line]

    def test_lines_over_their_members(self):
        one, two = ONE + ["甲"], TWO + ["乙"]
        for text, sector in (("经济界（3人）", "经济界"), ("一、经济界", "经济界"), ("（一）经济界(3)", "经济界"), ("经济界 3人", "经济界"),
                             ("经济界：3人", "经济界"), ("【经济界】", "经济界"), ("经济界委员（共3人）", "经济界"), ("1. 中共3人", "中共"),
                             ("九三学社（2人）", "九三学社"), ("特邀人士", "特邀人士"), ("界别：教育界", "教育界"), ("经济界，共3人", "经济界")):
            self.assertEqual(self.sectors([[text], one, two]), [sector] * 2, text)
            self.assertEqual(self.sectors([[None, text], one, two]), [sector] * 2, text)
        self.assertEqual(self.sectors([["一", "经济界"], one, ["二", "教育界", None, None, "3人"], two]), ["经济界", "教育界"])
        self.assertEqual(self.sectors([["经济界"], one, ["合计", None, 1], ["教育界"], two], merges=["A2:E2"]), ["经济界", "教育界"])

    def test_headings_repeated_below_each_line(self):
        one, two = ONE + ["甲"], TWO + ["乙"]
        for title, sector in (("经济界（1人）", "经济界"), ("某市政协经济界", ""), ("各界", "")):
            rows = [["某市政协委员名册"], [title], self.HEAD, one, ["教育界（1人）"], self.HEAD, two]
            lines = self.read(pack(parts([("名册", sheet(rows))])))
            self.assertEqual([line.split("|")[4] for line in lines[1:3]], [sector, "教育界"], title)

    def test_lines_that_no_table_knows(self):
        one, two = ONE + ["甲"], TWO + ["乙"]
        self.assertEqual(self.sectors([["经济界（1人）"], one, ["港澳台侨（1人）"], two]), ["经济界", "港澳台侨"])
        self.assertEqual(self.sectors([["经济界（2人）"], one, ["第二组（1人）"], two], merges=["A4:E4"]), ["经济界", "经济界"])

    def test_a_column_comes_first(self):
        head = self.HEAD + ["界别"]
        rows = [["经济界"], ONE + ["甲", "教育界"], TWO + ["乙"]]
        lines = self.read(pack(parts([("名册", sheet([head] + rows))])))
        self.assertEqual([line.split("|")[4] for line in lines[1:3]], ["教育界", "经济界"])

    def test_in_a_csv(self):
        text = "名册\n编号,姓名,党派,窗口\n经济界（1人）,,,\nA1,陈琳,民建,提案委\n教育界,,,\nA2,王磊,中共,提案委\n"
        lines = self.read(text.encode(), name="in.csv")
        self.assertEqual([line.split("|")[4] for line in lines[1:3]], ["经济界", "教育界"])


class Parts(Folder):
    def test_rows_and_cells_without_numbers(self):
        body = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
                       for row in (HEADINGS, ONE, TWO))
        self.assertEqual(members(self.read(pack(parts([("名册", f"<worksheet><sheetData>{body}</sheetData></worksheet>")])))),
                         ["陈琳", "王磊"])
        body = "".join("<row>" + "".join(f'<c r="{"abcd"[c]}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
                                         for c, text in enumerate(row)) + "</row>"
                       for r, row in ((3, HEADINGS), (5, ONE), (9, TWO)))
        lines = self.read(pack(parts([("名册", f"<worksheet><sheetData>{body}</sheetData></worksheet>")])))
        self.assertEqual(members(lines), ["陈琳", "王磊"])
        self.assertIn("blank 4, others 0, sheets 1, left 0", lines)

    def test_blanks_round_values(self):
        rows = [HEADINGS + ["手机", "单位"], [("t='s'", "<v> 0\n</v>")] + ONE[1:] + [("", "<v>\n 138 </v>"),
                                                                         ('t="str"', "<f>A1</f><v> 局</v>")]]
        lines = self.read(pack(parts([("名册", sheet(rows))], shared="<si><t>A1</t></si>")))
        self.assertTrue(lines[1].startswith("A1|陈琳") and lines[1].endswith("|138"), lines[1])

    def test_parts_that_are_listed_and_not_there(self):
        for part in ("xl/styles.xml", "xl/sharedStrings.xml"):
            made = parts([("名册", sheet([HEADINGS, ONE]))], shared="")
            del made[part]
            self.assertEqual(members(self.read(pack(made))), ["陈琳"])
        made = parts([("名册", sheet([HEADINGS, [("t='s'", "<v>0</v>")] + ONE[1:]]))], shared="<si><t>A1</t></si>")
        del made["xl/sharedStrings.xml"]
        self.refused(pack(made), "fault 名册|2|1|The text of this cell is not in the file")
        made = parts([("一", sheet([HEADINGS, ONE])), ("二", sheet([HEADINGS, TWO]))])
        del made["xl/worksheets/sheet2.xml"]
        self.assertIn("withheld 二 lost 0", self.read(pack(made)))
        del made["xl/worksheets/sheet1.xml"]
        self.refused(pack(made), "missing")


class Texts(Folder):
    """Tables of text as systems write them."""
    TABLE = [HEADINGS + ["手机"], ["A1", "陈琳", "民建", "提案委", "0571"], ["A2", "王磊", "中共", "提案委", "138"]]

    def test_separators_titles_and_encodings(self):
        for separator in ",;\t":
            for title in ("", "某市政协委员名册\n", "某市政协委员名册,2024年,印\n\n", f"sep={separator}\n"):
                text = title + "".join(separator.join(row) + "\n" for row in self.TABLE)
                for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
                    for end in ("", "\x1a", "\x1a\n"):
                        lines = self.read((text + end).encode(encoding), name="in.csv")
                        self.assertEqual(members(lines), ["陈琳", "王磊"], (separator, title, encoding, end))

    def test_marks_that_keep_zeros(self):
        for form in ('="{}"', "'{}", '"=""{}"""', "\"'{}\""):
            text = "".join(",".join(form.format(cell) for cell in row) + "\n" for row in self.TABLE)
            lines = self.read(text.encode(), name="in.csv")
            self.assertEqual(members(lines), ["陈琳", "王磊"], form)
            self.assertTrue(lines[1].startswith("A1|") and lines[1].endswith("|0571"), lines[1])
        text = "编号,姓名,党派,窗口,单位,备注\nA1,陈琳,民建,提案委,=\"甲,乙\",'夹'字\nA2,王磊,中共,提案委,=A1+1,'\n"
        lines = self.read(text.encode(), name="in.csv")
        self.assertIn("|甲,乙|", lines[1])
        self.assertTrue(lines[1].endswith("|'夹'字") and lines[2].endswith("|'") and "|=A1+1|" in lines[2], lines[1:3])


class Others(Folder):
    """Tables that are not of members."""

    def windows(self, cell, formats=()):
        rows = [["窗口", "全称", "类别"], ["提案委", cell, "专委会"]]
        return pack(parts([("委员", sheet([HEADINGS, ONE])), ("窗口", sheet(rows))], formats=formats))

    def test_a_window_that_nobody_can_read_is_a_fault(self):
        for cell in (("t='e'", "<v>#N/A</v>"), ("", "<f>A1</f>"), ('s="1"', "<v>1.5</v>")):
            self.refused(self.windows(cell, ["# ?/?"]), "fault 窗口|2|2|")

    def test_a_window_that_is_struck_through(self):
        rows = [["窗口", "全称"], ["提案委"], [struck("旧委"), "旧"]]
        lines = self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), ("窗口", sheet(rows))], formats=[STRUCK])))
        self.assertIn("skipped 窗口 3 5", lines)
        self.assertEqual([line for line in lines if line.startswith("window")], ["window 提案委|提案委|1"])
        rows[1] = ["提案委", rich((True, "旧称"), (False, "新称"))]
        lines = self.read(pack(parts([("委员", sheet([HEADINGS, ONE])), ("窗口", sheet(rows))], formats=[STRUCK])))
        self.assertIn("tidied 窗口 2 2|旧称新称|新称", lines)


class Foreign(Folder):
    def test_other_files_under_these_names(self):
        page = "<table><tr><td>编号</td></tr></table>"
        for content, word in ((b"", "empty"), (b"\0" * 900, "empty"), (page.encode("gb18030"), "web page"),
                              (b"\xef\xbb\xbf" + page.encode(), "web page"), (page.encode("utf-16"), "web page"),
                              (b"<!-- x -->\n<html>", "web page"), (b'<?xml version="1.0"?>\n<html>', "web page"),
                              (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "web page"),
                              (b"From: <Saved by WebKit>\nSubject: x\nMIME-Version: 1.0\n", "web page"),
                              (b'<?xml version="1.0"?><Workbook>', "XML"), (b"BZh91AY", "archive"), (b"\x1f\x8b\x08", "archive"),
                              (b"BM\x00\x10\0\0\0\0\0\0\x36\0\0\0\0\0", "picture"), (b"SQLite format 3\0", "database"),
                              (pack({"OFD.xml": ""}), "OFD"), (pack({"mimetype": "", "content.xml": ""}), "OpenDocument"),
                              (pack({"word/document.xml": "", "_rels/.rels": "<a/>"}), "Word"),
                              (b"\x09\x04\x06\x00\x00\x00\x10\x00", "Excel 4"), (b"\x09\x00\x04\x00\x02\x00\x10\x00", "Excel 2"),
                              (b"\x09\x02\x06\x00\x00\x00\x10\x00", "Excel 3"), (b"\n%PDF-1.4", "PDF")):
            for name in ("in.xlsx", "in.xls", "in.csv"):
                self.refused(content, word, name=name)


if __name__ == "__main__":
    test_workbooks.DUMP = os.path.abspath(sys.argv.pop(1))
    test_workbooks.SANITIZED = "--sanitized" in sys.argv
    if test_workbooks.SANITIZED:
        sys.argv.remove("--sanitized")
    unittest.main()
