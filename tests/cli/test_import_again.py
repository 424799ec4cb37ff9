#!/usr/bin/env python3
"""What was imported and is imported again changes nothing, for rosters by chance: the same file, what export --xlsx wrote of it, and
that with rows added by hand; twice, after undo, with and without ids.

    test_import_again.py TONGXIN [--rounds N]

The seed of the chance is printed where something fails, and taken from SEED where it is set.
"""
import os
import random
import re
import sys
import zipfile

sys.dont_write_bytecode = True
import program  # noqa: E402

sys.path.insert(0, os.path.join(program.TREE, "tests", "roster"))
import workbook  # noqa: E402

ROUNDS = 4
LISTS = os.path.join(program.TREE, "data", "lists")
NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang"}
KNOWN = "says what the term knows already. Nothing was changed."
COUNTS = re.compile(r"\(new: (\d+), changed: (\d+), left: (\d+), back: (\d+)\)")
OPTIONAL = ("性别", "界别", "县市区", "单位", "身份", "任职日期", "排序", "手机", "学历", "离任日期", "离任原因")


class Roster:
    """Rows of a roster by chance. No two people of one name are so alike that somebody would have to be asked."""

    def __init__(self, chance):
        self.chance = chance
        self.ids = chance.choice(("all", "none", "some"))
        self.columns = [heading for heading in OPTIONAL if chance.random() < 0.6]
        if "离任原因" in self.columns and "离任日期" not in self.columns:
            self.columns.remove("离任原因")
        self.people = [self.person(number) for number in range(chance.choice((1, 2, 3, 9, 40, 150)))]
        self.people[0].update(离任日期="", 离任原因="")

    def person(self, number):
        chance = self.chance
        left = chance.random() < 0.1
        name = chance.choice("王李张刘陈杨赵黄周吴") + chance.choice(("伟", "芳", "建国", "秀英", "敏"))
        if chance.random() < 0.7:
            name += chr(0x4E00 + 7 * number)
        return {"编号": f"WY{number + 1:04d}" if self.ids == "all" or (self.ids == "some" and chance.random() < 0.5) else "",
                "姓名": name, "党派": chance.choice(("中共", "民建", "民盟、中共", "无党派")),
                "窗口": f"第{number % 7}窗口", "性别": chance.choice(("男", "女", "")),
                "界别": chance.choice(("经济", "教育", "")), "县市区": chance.choice(("城区", "郊区", "")),
                "单位": f"第{number}中学", "身份": chance.choice(("", "", "党组成员", "专委会副主任、党组成员")),
                "任职日期": chance.choice(("", "2021-12-30", "2022/1/5")), "排序": chance.choice(("", str(number))),
                "手机": f"138{number:08d}", "学历": chance.choice(("", "本科", "硕士，在职")),
                "离任日期": "2022-01-10" if left else "", "离任原因": "调离" if left else ""}

    def rows(self, people=None):
        # Without units windows tell namesakes apart, so that only seven may have one name.
        headings = ["编号"] * (self.ids != "none") + ["姓名", "党派", "窗口"] + self.columns
        seen, rows = set(), [headings]
        for one in people or self.people:
            if "单位" in self.columns or one["编号"] or (one["姓名"], one["窗口"]) not in seen:
                rows.append([one[heading] for heading in headings])
            seen.add((one["姓名"], one["窗口"]))
        return rows

    def write(self, folder, name):
        """As CSV or as a workbook; the rows in any order."""
        rows = self.rows()
        body = rows[1:]
        self.chance.shuffle(body)
        if self.chance.random() < 0.5:
            name += ".csv"
            text = "\n".join(",".join(row) for row in rows[:1] + body) + "\n"
            data = text.encode(self.chance.choice(("utf-8", "gb18030")))
        else:
            name += ".xlsx"
            data = workbook.pack(workbook.parts([("委员", workbook.sheet(rows[:1] + body))]))
        with open(os.path.join(folder, name), "wb") as stream:
            stream.write(data)
        return name


def add_rows(source, target, rows):
    """Writes rows by hand behind those of the first sheet with members: texts by the headings."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        listed = re.findall(r'<sheet name="([^"]*)"', old.read("xl/workbook.xml").decode("utf-8"))
        sheet = f"xl/worksheets/sheet{listed.index('委员') + 1}.xml"
        texts = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", old.read("xl/sharedStrings.xml").decode("utf-8"))
        for name in old.namelist():
            data = old.read(name)
            if name == sheet:
                xml = data.decode("utf-8")
                last = max(int(number) for number in re.findall(r'<row r="(\d+)"', xml))
                at = {texts[int(text)]: letters
                      for letters, text in re.findall(r'<c r="([A-Z]+)1"[^>]*t="s"[^>]*><v>(\d+)</v>', xml)}
                made = "".join(f'<row r="{last + r}">' + "".join(workbook.cell(f"{letters}{last + r}", row[heading])
                               for heading, letters in sorted(at.items(), key=lambda item: (len(item[1]), item[1]))
                               if row.get(heading)) + "</row>" for r, row in enumerate(rows, 1))
                data = xml.replace("</sheetData>", made + "</sheetData>").encode("utf-8")
            new.writestr(name, data)


# It reads what every roster has: others are refused where a list lacks the column.
SCHEME = """local s = scheme { name = "small", title = "小办法" }
local party = members { party = "中共" }
s:relation "liaison" { title = "联系", from = party, to = members() - party, within = "window", cover = { 0, 1 } }
"""


class ImportAgain(program.Case):
    def does(self, *words, status=0):
        return self.succeeds(*words, status=status, folder=self.folder, **NOW).decode("utf-8")

    def entries(self):
        return len(self.does("log").splitlines())

    def changes_nothing(self, *words):
        before = self.does("log"), self.does("members", "--json")
        for more in (["--dry-run"], [], []):
            said = " ".join(self.does("import", *words, *more).split())
            self.assertIn(KNOWN, said, words)
        self.assertEqual((self.does("log"), self.does("members", "--json")), before)

    def changes(self, counts, *words):
        tried = COUNTS.search(self.does("import", *words, "--dry-run")).groups()
        done = COUNTS.search(self.does("import", *words)).groups()
        self.assertEqual((tried, done), (counts, counts), words)
        self.changes_nothing(*words)

    def round(self, chance):
        roster = Roster(chance)
        with open(self.path("scheme.lua"), "w", encoding="utf-8") as stream:
            stream.write(SCHEME)
        file = roster.write(self.folder, "a")
        if chance.random() < 0.5:
            self.does("init", "--scheme", "scheme.lua", "--title", "试", "--roster", file)
        else:
            self.does("init", "--scheme", "scheme.lua", "--title", "试")
            self.does("import", file)
        self.changes_nothing(file)
        self.does("export", "--xlsx", "b.xlsx")
        self.changes_nothing("b.xlsx")
        new = [{"姓名": f"新来{word}", "党派": "民建", "窗口": roster.people[0]["窗口"], "单位": f"新{word}厂", "界别": "经济"} for word in "甲乙丙"]
        add_rows(self.path("b.xlsx"), self.path("c.xlsx"), new)
        self.changes(("3", "0", "0", "0"), "c.xlsx")
        self.does("undo")
        self.changes_nothing("b.xlsx")
        self.changes(("3", "0", "0", "0"), "c.xlsx")
        self.changes(("0", "0", "3", "0"), file, "--yes")
        self.does("undo")
        self.changes_nothing("c.xlsx")
        self.does("verify")

    def test_rosters_by_chance(self):
        seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
        for number in range(ROUNDS):
            with self.subTest(SEED=seed + number):
                for name in os.listdir(self.folder):
                    os.remove(self.path(name))
                self.round(random.Random(seed + number))

    def test_the_lists_of_the_readme(self):
        lists = [os.path.join(LISTS, name) for name in ("界别名单.xlsx", "窗口名单.csv", "身份名单.csv")]
        windows = ["--windows", os.path.join(program.JINHUA, "windows.csv")]
        self.does("init", "--scheme", "jinhua-2022", "--prefix", "JH")
        self.does("import", *lists, *windows)
        self.changes_nothing(*lists, *windows)
        self.does("export", "--xlsx", "b.xlsx")
        self.changes_nothing("b.xlsx")
        self.does("undo")
        self.does("import", *lists, *windows)
        self.changes_nothing(*lists, *windows)


if __name__ == "__main__":
    if "--rounds" in sys.argv:
        at = sys.argv.index("--rounds")
        ROUNDS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    program.main()
