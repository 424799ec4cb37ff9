#!/usr/bin/env python3
"""Workbooks as offices send them, and as nobody should.  test_workbooks.py DUMP_ROSTER [unittest options]"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
import workbook  # noqa: E402
from workbook import pack, parts, sheet  # noqa: E402

DUMP = None
SANITIZED = False
TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
JINHUA = os.path.join(TREE, "data", "jinhua", "roster.csv")
MOST_KIB = 300 << 10
MOST_SECONDS = 5
HEADINGS = ["编号", "姓名", "党派", "窗口"]
ONE = ["A1", "陈琳", "民建", "提案委"]


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def dump(self, content, *options, name="in.xlsx"):
        """Status and output of reading these bytes; bounded in memory and time whatever they are."""
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        began = time.monotonic()
        done = subprocess.run([DUMP, path, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode("utf-8")
        self.assertLess(time.monotonic() - began, MOST_SECONDS * (10 if SANITIZED else 1), text[:300])
        self.assertIn(done.returncode, (0, 2), text[-2000:])
        text, peak = text.rsplit("peak ", 1)
        if not SANITIZED:
            self.assertLess(int(peak), MOST_KIB, text[:300])
        return done.returncode, text

    def read(self, content, *options, **names):
        status, text = self.dump(content, *options, **names)
        self.assertEqual(status, 0, text)
        return text.splitlines()

    def refused(self, content, *words, **names):
        status, text = self.dump(content, **names)
        self.assertEqual(status, 2, text[:500])
        for word in words:
            self.assertIn(word, text)
        return text

    def refused_rows(self, rows, *words, **options):
        return self.refused(pack(parts([("名册", sheet(rows))], **options)), *words)


class Honest(Folder):
    def test_titles_two_headings_merges_totals_and_notes(self):
        rows = [["金华市政协委员名册"],
                ["序号", "编号", "基本情况", None, None, "党派", "窗口", "手机", "党组成员"],
                [None, None, "姓名", "性别", "出生年月"],
                [1, "A1", "陈 琳（女，回族）", None, ("s=\"1\"", "<v>25116</v>"), "民建", "提案委", 13857312345, "是"],
                [2, "A2", "王磊", "男", "1970年2月", "中共党员", None, "１３９", "否"],
                None,
                ["序号", "编号", "基本情况", None, None, "党派", "窗口", "手机", "党组成员"],
                [3, "A3", "买买提•艾力（维吾尔族）", "男", None, "群众", "金东", None, "√"],
                [4],
                ["合计", None, 3],
                ["注：以上名单截至三月。"]]
        xml = sheet(rows, ["A1:I1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3", "G4:G5"])
        lines = self.read(pack(parts([("名册", xml)], formats=["yyyy-mm"])))
        self.assertEqual(lines[1:4], [
            "A1|陈琳|女|民建||提案委||||党组成员|||1968-10|13857312345|回族",
            "A2|王磊|男|中共||提案委|||||||1970-02|139|",
            "A3|买买提·艾力|男|群众||金东||||党组成员|||||维吾尔族"])
        self.assertIn("skipped 名册 1 0", lines)
        self.assertIn("skipped 名册 7 1", lines)
        self.assertIn("skipped 名册 10 2", lines)
        self.assertIn("skipped 名册 11 3", lines)
        self.assertIn("blank 2, others 0, sheets 1, left 0", lines)

    def test_blank_cells_are_not_filled_down(self):
        rows = [HEADINGS + ["界别"], ONE + ["经济"], ["A2", "王磊", "中共", "提案委"]]
        self.assertIn("A2|王磊||中共||提案委||||||", self.read(pack(parts([("名册", sheet(rows))]))))

    def test_a_sheet_a_sector(self):
        sheets = [("填写说明", sheet([["请填写"], ["不要合并"]])), ("01 经济界（1人）", sheet([HEADINGS, ONE])),
                  ("民盟", sheet([HEADINGS, ["B1", "赵七", "民盟", "金东"]])),
                  ("Sheet4", sheet([HEADINGS, ["C1", "钱八", "群众", "金东"]]))]
        lines = self.read(pack(parts(sheets)))
        self.assertEqual(lines[1:4], ["A1|陈琳||民建|经济界|提案委||||||", "B1|赵七||民盟|民盟|金东||||||",
                                      "C1|钱八||群众||金东||||||"])
        self.assertIn("tidied 01 经济界（1人） 0 0|01 经济界（1人）|经济界", lines)
        self.assertIn("blank 0, others 1, sheets 3, left 0", lines)
        lines = self.read(pack(parts(sheets)), "--sheet", "民盟")
        self.assertEqual(lines[1:3], ["B1|赵七||民盟|民盟|金东||||||", "window 金东|金东|1"])

    def test_one_id_on_two_sheets_is_told_by_cells(self):
        sheets = [("经济界", sheet([HEADINGS, ONE])), ("教育界", sheet([HEADINGS, ["A1", "王磊", "群众", "金东"]]))]
        self.refused(pack(parts(sheets)), "fault 教育界|2|1|The id A1 stands in 经济界 A2 (陈琳) and in 教育界 A2 (王磊)")

    def test_numbers_dates_and_texts_as_people_see_them(self):
        long = ('t="s"', "<v>0</v>")
        shared = ("<si><r><t>陈</t></r><rPh sb='0' eb='1'><t>chen</t></rPh><r><rPr/><t>琳</t></r></si>"
                  "<si><t>a_x0041_b_x005F_</t></si>")
        values = [("", "<v>13857312345</v>"), ("", "<v>1.3857312345E10</v>"), ("", "<v>12.0</v>"),
                  ("", "<v>0.30000000000000004</v>"), ('s="1"', "<v>25116</v>"), ('s="2"', "<v>25116</v>"),
                  ('s="3"', "<v>7</v>"), ('s="4"', "<v>25116.5</v>"), ('t="b"', "<v>1</v>"),
                  ('t="str"', "<f>A1</f><v>字</v>"), ('t="s"', "<v>1</v>"), ('s="5"', "<v>1968.1</v>")]
        rows = [HEADINGS + [f"甲{i}" for i in range(len(values))], ["A1", long, "民建", "提案委"] + values]
        formats = [14, 'yyyy"年"m"月"', "0000", "yyyy/m/d h:mm", "0.00"]
        lines = self.read(pack(parts([("名册", sheet(rows))], formats=formats, shared=shared)))
        self.assertEqual(lines[1], "A1|陈琳||民建||提案委|||||||13857312345|13857312345|12|0.3|1968-10-05|1968-10|0007|"
                                   "1968-10-05 12:00:00|TRUE|字|aAb_|1968.10")
        lines = self.read(pack(parts([("名册", sheet(rows))], formats=formats, shared=shared, date1904=True)))
        self.assertIn("|1972-10-06|", lines[1])

    def test_what_is_no_value_is_a_fault_with_its_cell(self):
        rows = [HEADINGS + ["手机", "出生年月", "身份证号", "别的", "党组成员"],
                ONE + [("", "<v>1.38573E+10</v>"), "1968.1", ("", "<v>3.3010219680101999E+17</v>"),
                       ("", "<v>330102196801019999</v>"), "也许"],
                ["A2", ('t="e"', "<v>#N/A</v>"), "民建", ("", "<f>A1</f><v></v>"), "1.38573E+10"]]
        text = self.refused_rows(rows, "fault 名册|2|5|", "fault 名册|2|6|“1968.1” may be January or October",
                                 "fault 名册|2|7|", "fault 名册|2|9|This column takes 是", "fault 名册|3|2|The formula",
                                 "fault 名册|3|4|The file holds a formula", "fault 名册|3|5|")
        self.assertNotIn("|2|8|", text)

    def test_names_that_contradict_their_columns(self):
        self.refused_rows([HEADINGS + ["性别", "民族"], ["A1", "陈琳（女）（回族）", "民建", "提案委", "男", "汉"]],
                          "fault 名册|2|2|The name says “女”", "fault 名册|2|2|The name says “回族”")

    def test_further_parties_and_those_who_left(self):
        rows = [HEADINGS + ["兼有党派", "离任日期"], ONE + ["中共党员", None],
                ["A2", "王磊", "", "", None, ('s="1"', "<v>45413</v>")]]
        lines = self.read(pack(parts([("名册", sheet(rows))], formats=[14])))
        self.assertEqual(lines[1:3], ["A1|陈琳||民建、中共||提案委|||||||", "window 提案委|提案委|1"])
        self.assertIn("blank 0, others 0, sheets 1, left 1", lines)

    def test_the_sheets_of_the_template(self):
        sheets = [("委员", sheet([HEADINGS, ["A1", "陈琳", "建会", "委员同心汇·提案委窗口"]])),
                  ("窗口", sheet([["窗口", "全称", "类别", "排序"], ["提案委", "委员同心汇·提案委窗口", "专委会", 2], ["金东"]])),
                  ("代码", sheet([["党派", "别名", "写作"], ["民建", "建会", "民建"]]))]
        lines = self.read(pack(parts(sheets)))
        self.assertEqual(lines[1:4], ["A1|陈琳||民建||提案委||||||", "window 提案委|委员同心汇·提案委窗口|1",
                                      "window 金东|金东|0"])


class Saved(Folder):
    """The same roster, saved by LibreOffice: equal members."""

    def convert(self, form, source=JINHUA):
        soffice = shutil.which("soffice")
        if not soffice:
            self.skipTest("soffice is not installed")
        subprocess.run([soffice, f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to", form,
                        "--infilter=CSV:44,34,76,1,,0,false,true,false", "--outdir", self.folder, source],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)

    def members(self, name):
        return [line for line in self.read(None, name=name) if not line.startswith(("tidied", "skipped", "blank"))]

    def test_as_xlsx_xls_and_gb18030(self):
        shutil.copy(JINHUA, os.path.join(self.folder, "as-it-is.csv"))
        with open(JINHUA, encoding="utf-8") as file, \
                open(os.path.join(self.folder, "gb.csv"), "w", encoding="gb18030") as out:
            out.write(file.read())
        wanted = self.members("as-it-is.csv")
        self.assertGreater(len(wanted), 386)
        self.assertEqual(self.members("gb.csv"), wanted)
        for form in ("xlsx", "xls"):
            self.convert(form)
            self.assertEqual(self.members("roster." + form), wanted)


class Hostile(Folder):
    def test_a_damaged_old_workbook_ends_in_a_sentence(self):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "files", "roster.xls"), "rb") as file:
            whole = file.read()
        self.assertEqual(self.dump(whole)[0], 0)
        ends = {0: 0, 2: 0}
        for at in range(0, len(whole), 97 * 5):
            damaged = bytearray(whole)
            damaged[at] ^= 0x55
            ends[self.dump(bytes(damaged))[0]] += 1
        for size in range(600, len(whole), 4111):
            ends[self.dump(whole[:size])[0]] += 1
        self.assertGreater(ends[2], 20)
        at = -1
        while (at := whole.find(b"\x00\x02\x0e\x00", at + 1)) >= 0:  # the size of a sheet, as large as it goes
            damaged = bytearray(whole)
            damaged[at + 8:at + 16] = b"\x00\x00\x01\x00\x00\x00\x00\x01"
            self.dump(bytes(damaged))

    def test_a_zip_of_zeros(self):
        made = parts([("名册", " " * (300 << 20))])
        self.refused(pack(made), "256 MiB", "xl/worksheets/sheet1.xml")

    def test_many_cells_in_a_little_zip(self):
        row = "".join(f'<c r="{workbook.column(c)}%d"><v>1</v></c>' for c in range(200))
        body = "".join(f'<row r="{r}">' + row.replace("%d", str(r)) + "</row>" for r in range(1, 40001))
        packed = pack(parts([("名册", f"<worksheet><sheetData>{body}</sheetData></worksheet>")]))
        self.refused(packed, "fault 名册|", "more than")

    def test_cells_far_to_the_right(self):
        body = "".join(f'<row r="{r}"><c r="ALL{r}"><v>1</v></c></row>' for r in range(1, 100001))
        self.refused(pack(parts([("名册", f"<worksheet><sheetData>{body}</sheetData></worksheet>")])), "more than")
        self.refused_rows([HEADINGS, [None] * 1000 + ["x"]], "beyond 1000 columns")

    def test_many_rows(self):
        body = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 200001))
        self.refused(pack(parts([("名册", f"<worksheet><sheetData>{body}</sheetData></worksheet>")])), "rows")

    def test_huge_shared_texts(self):
        self.refused_rows([HEADINGS], "32767", shared="<si><t>" + "字" * 40000 + "</t></si>")
        self.refused_rows([HEADINGS], "bytes of text", shared=("<si><t>" + "字" * 30000 + "</t></si>") * 900)
        self.refused_rows([HEADINGS], "texts", shared="<si/>" * (5 << 20))

    def test_many_sheets(self):
        self.refused(pack(parts([(f"S{i}", sheet([["a"]])) for i in range(1001)])), "1000 sheets")

    def test_merges_without_end(self):
        rows = [HEADINGS] + [[f"A{i}", "陈琳", "民建", "金东"] for i in range(1000)]
        merges = [f"F{2 + i % 500}:F1000000" for i in range(150000)]
        self.read(pack(parts([("名册", sheet(rows, merges))])))
        merges = [f"D{2 + i % 500}:D1000000" for i in range(150000)]
        self.refused(pack(parts([("名册", sheet(rows, merges))])), "overlap")

    def test_a_document_type_is_refused_and_nothing_is_fetched(self):
        secret = os.path.join(self.folder, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("GEHEIM")
        heads = [f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>', '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
                 "<!DOCTYPE x [" + '<!ENTITY a "lol">' + "".join(
                     f'<!ENTITY a{i} "{"&a" + (str(i - 1) if i else "") + ";"}{"&a;" * 9}">' for i in range(20)) + "]>"]
        for head in heads:
            xml = sheet([HEADINGS, ["A1", "@", "民建", "提案委"]], head=head).replace("@", "&a;")
            self.assertNotIn("GEHEIM", self.refused(pack(parts([("名册", xml)])), "document type", "sheet1.xml"))
        for part in ("xl/workbook.xml", "_rels/.rels", "xl/styles.xml"):
            made = parts([("名册", sheet([HEADINGS, ONE]))])
            made[part] = heads[0] + made[part]
            self.refused(pack(made), "document type", part)
        xml = sheet([HEADINGS, ["A1", "@", "民建", "提案委"]]).replace("@", "&nichts;")
        self.refused(pack(parts([("名册", xml)])), "sheet1.xml", "damaged")

    def test_deep_and_broken_xml(self):
        for xml in ("<a>" * 100000, "<worksheet><sheetData><row r='1'>", "", "\0\0", "<a " + "b" * (11 << 20)):
            self.refused(pack(parts([("名册", xml)])), "sheet1.xml")

    def test_a_truncated_zip(self):
        packed = pack(parts([("名册", sheet([HEADINGS, ONE]))]))
        for size in range(4, len(packed), 61):
            self.refused(packed[:size])

    def test_flipped_bytes_change_no_member(self):
        rows = [HEADINGS] + [[f"A{i}", "陈琳", "民建", "提案委"] for i in range(300)]
        packed = pack(parts([("名册", sheet(rows))]))
        wanted = self.read(packed)
        self.assertGreater(len(packed), 97 * 20)
        for at in range(0, len(packed), 97):
            damaged = bytearray(packed)
            damaged[at] ^= 0x55
            status, text = self.dump(bytes(damaged))
            if status == 0:
                self.assertEqual(text.splitlines(), wanted, f"byte {at}")

    def test_a_directory_that_claims_too_much(self):
        packed = bytearray(pack(parts([("名册", sheet([HEADINGS, ONE]))])))
        end = packed.rindex(b"PK\5\6")
        for at, value in ((8, b"\xff\xff\xff\xff"), (12, b"\xff\xff\xff\x7f"), (16, b"\xff\xff\xff\x7f"), (16, b"\0\0\0\0")):
            damaged = bytearray(packed)
            damaged[end + at:end + at + 4] = value
            self.refused(bytes(damaged), "damaged")

    def test_rows_out_of_order(self):
        self.refused(pack(parts([("名册", '<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>'
                                        "</sheetData></worksheet>")])), "out of order")
        for reference in ("A0", "ZZZZ1", "1", "A", "A9999999", "B1"):
            xml = f'<worksheet><sheetData><row r="2"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
            self.refused(pack(parts([("名册", xml)])), "stands nowhere")

    def test_other_files_are_told_by_content(self):
        compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        for content, word in ((b"%PDF-1.7\n", "PDF"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"\xff\xd8\xff\xe0", "picture"),
                              (b"<html><table>", "web page"), (b"Rar!\x1a\x07", "archive"), (b"{\\rtf1", "text document"),
                              (pack({"word/document.xml": "", "_rels/.rels": "<a/>"}), "Word"),
                              (pack({"mimetype": "", "content.xml": ""}), "OpenDocument"), (pack({"a": ""}), "archive"),
                              (compound + "EncryptedPackage".encode("utf-16le"), "password"),
                              (compound + "WordDocument".encode("utf-16le"), "Word"), (compound, ".xls")):
            self.refused(content, word)


if __name__ == "__main__":
    DUMP = os.path.abspath(sys.argv.pop(1))
    SANITIZED = "--sanitized" in sys.argv
    if SANITIZED:
        sys.argv.remove("--sanitized")
    unittest.main()
