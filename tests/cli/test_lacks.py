#!/usr/bin/env python3
"""What a scheme reads and the roster lacks is said before solving: every column of a shipped scheme x renamed, missing, empty.

    test_lacks.py TONGXIN [test...]
"""
import csv
import io
import json
import os
import pty
import random
import re
import sys
import time

sys.dont_write_bytecode = True
import program  # noqa: E402

NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang", "TONGXIN_LANG": "en"}

# What each scheme reads, told by hand: a wish gives points of convenience alone; what every member needs is refused by the reader.
SHIPPED = {
    ("jinhua-2022", "jinhua"): {"党派": "needed", "窗口": "needed", "身份": "hard", "界别": "hard", "单位": "hard", "县市区": "wish"},
    ("county-model", "county-model"): {"党派": "needed", "窗口": "needed", "身份": "hard", "单位": "hard", "界别": "wish", "县市区": "wish"},
    ("puer-2021", "puer"): {"党派": "needed", "身份": "hard", "单位": "hard", "界别": "wish", "活动小组": "needs"},
    ("deqing-sector", "deqing"): {"身份": "hard", "界别": "hard", "单位": "hard", "县市区": "wish"},
}
HEADED = {"党派": "所属党派", "窗口": "专委会", "身份": "委员身份", "界别": "界别名称", "单位": "工作单位及职务", "县市区": "所在县区",
          "活动小组": "所在活动小组"}


def table_of(text):
    return [list(row) for row in csv.reader(io.StringIO(text))]


class Shipped(program.Case):
    def write(self, rows, name="roster.csv"):
        with open(self.path(name), "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
        return self.path(name)

    def checks(self, scheme, rows, *words):
        done = program.run("scheme", "check", scheme, "--roster", self.write(rows), *words, folder=self.folder, **NOW)
        # a sentence goes on over the edge of a table or a terminal
        return done.returncode, "".join((done.stdout + done.stderr).decode("utf-8").split())

    def shipped(self):
        for (scheme, data), columns in SHIPPED.items():
            with open(os.path.join(program.TREE, "data", data, "roster.csv"), encoding="utf-8") as stream:
                yield scheme, table_of(stream.read()), columns

    def test_shipped_schemes_on_shipped_rosters_are_silent(self):
        for scheme, rows, _ in self.shipped():
            status, said = self.checks(scheme, rows)
            self.assertEqual(status, 0)
            self.assertNotIn("Theschemereads", said)
            self.assertNotIn("Theschemelooks", said)
            self.assertNotIn("emptyforeverybody", said)

    def test_a_column_under_another_heading_is_found_and_can_be_said(self):
        for scheme, rows, columns in self.shipped():
            for column, kind in columns.items():
                with self.subTest(scheme=scheme, column=column):
                    at = rows[0].index(column)
                    renamed = [rows[0][:at] + [HEADED[column]] + rows[0][at + 1:]] + rows[1:]
                    status, said = self.checks(scheme, renamed)
                    self.assertEqual(status, 0 if kind == "wish" else 2, said)
                    self.assertIn(f"--columns{column}={HEADED[column]}", said)
                    status, said = self.checks(scheme, renamed, "--columns", f"{column}={HEADED[column]}")
                    self.assertEqual(status, 0, said)
                    self.assertNotIn("Theschemereads", said)

    def test_a_column_that_is_missing_is_said(self):
        for scheme, rows, columns in self.shipped():
            for column, kind in columns.items():
                with self.subTest(scheme=scheme, column=column):
                    at = rows[0].index(column)
                    status, said = self.checks(scheme, [row[:at] + row[at + 1:] for row in rows])
                    self.assertEqual(status, 0 if kind == "wish" else 2, said)
                    self.assertIn(f"column“{column}”", said)
                    if kind in ("hard", "wish"):
                        self.assertIn(f"{scheme}.lua:", said)  # which rule reads it
                        self.assertIn(f"--columns{column}=", said)
                        # There is none, and that may be said once; what it means is said nevertheless.
                        status, said = self.checks(scheme, [row[:at] + row[at + 1:] for row in rows], "--columns", f"{column}=")
                        self.assertNotIn("Addit,orname", said)

    def test_a_column_that_is_empty_is_said(self):
        for scheme, rows, columns in self.shipped():
            for column, kind in columns.items():
                if kind == "needed":
                    continue  # every row is a fault of its own
                with self.subTest(scheme=scheme, column=column):
                    at = rows[0].index(column)
                    empty = [rows[0]] + [row[:at] + [""] + row[at + 1:] for row in rows[1:]]
                    status, said = self.checks(scheme, empty)
                    self.assertIn(f"Thecolumn“{column}”isemptyforeverybody", said)
                    self.assertEqual(status, 0, said)


ROSTER = """编号,姓名,党派,界别,窗口,单位,身份
T1,王建国,中共,经济,提案委,市财政局,党组
T2,李秀英,中共,教育界,提案委,一中,
T3,张敏,民盟,宗教人士,提案委,二中,活动组组长
T4,刘洋,无党派,医卫界,提案委,市医院,
"""
HEAD = """local s = scheme { name = "small", title = "小办法" }
local party = members(function(m) return m:in_party "中共" end)
s:relation "liaison" { title = "联系", from = party, to = members() - party, within = "window", balance = true }
"""


class Texts(program.Case):
    def says(self, scheme, roster=ROSTER, status=0, command=("scheme", "check"), more=()):
        for name, text in (("scheme.lua", scheme), ("roster.csv", roster)):
            with open(self.path(name), "w", encoding="utf-8") as stream:
                stream.write(text)
        named = ["scheme.lua"] if command == ("scheme", "check") else ["--scheme", "scheme.lua"]
        done = program.run(*command, *named, "--roster", "roster.csv", *more, folder=self.folder, **NOW)
        self.assertEqual(done.returncode, status, done.stderr.decode("utf-8"))
        return "".join((done.stdout + done.stderr).decode("utf-8").split())

    def test_a_text_that_nobody_has_is_said_with_the_nearest(self):
        rules = (
            ('s:limit "x" { on = "liaison", per = "target", to = members { sector = "经济界人" }, max = 1 }', "经济界人", "经济"),
            ('s:limit "x" { on = "liaison", per = "target", to = members { role = "活动组副组长" }, max = 1 }', "活动组副组长", "活动组组长"),
            ('s:limit "x" { on = "liaison", per = "target", to = members(function(m) return m:has_role "活动组长" end), max = 1 }',
             "活动组长", "活动组组长"),
            ('s:forbid "x" { on = "liaison", when = function(a, b) return b.unit == "二中学" end }', "二中学", "二中"),
            ('s:forbid "x" { on = "liaison", when = function(a, b) return "三中" ~= b.unit and false end }', "三中", "一中"),
            ('s:principle "x" { on = "liaison", points = 1, expect = function(a, b) return not b:in_party "中国民主同盟" end }',
             "中国民主同盟", "民盟"),
        )
        for rule, text, nearest in rules:
            with self.subTest(rule=rule):
                said = self.says(HEAD + rule)
                self.assertIn(f"Theschemelooksfor“{text}”", said)
                self.assertIn(f"Thenearestthatthereis:“{nearest}”", said)
        # another party is no slip of writing
        said = self.says(HEAD + 's:forbid "x" { on = "liaison", when = function(a, b) return b:in_party "台盟" end }')
        self.assertIn("Theschemelooksfor“台盟”", said)
        self.assertNotIn("Thenearest", said)

    def test_what_is_no_longer_in_the_scheme_is_not_looked_for(self):
        base = HEAD.replace('"small"', '"base"') + 's:limit "x" { on = "liaison", per = "target", to = members { sector = "科技界" }, max = 1 }'
        with open(self.path("base.lua"), "w", encoding="utf-8") as stream:
            stream.write(base)
        self.assertIn("科技界", self.says('local s = extends "base.lua"'))
        self.assertNotIn("科技界", self.says('local s = extends "base.lua"\ns:remove "x"'))

    def test_windows_of_a_kind_that_none_has(self):
        scheme = HEAD + ('s:relation "visit" { title = "走访", from = party, to = windows { kind = "乡镇" }, load = { 0, 1 } }')
        self.assertIn("Nowindowhasanythingunder“类别”", self.says(scheme))

    def test_no_rule_is_weakened_for_a_spelling(self):
        scheme = HEAD + ('local leaders = members { role = "党组成员" }\n'
                         's:relation "visit" { title = "走访", from = leaders, to = windows(), cover = 1, relax = "cover" }')
        said = self.says(scheme, status=1, command=("solve",))
        self.assertIn("Thenearestthatthereis:“党组”", said)
        self.assertIn("noruleshouldbechangedbecauseofaspelling", said)
        self.assertNotIn("--repair", said)
        # the same where nothing is near: then what can be changed is told
        said = self.says(scheme, ROSTER.replace("党组\n", "班子\n"), status=1, command=("solve",))
        self.assertIn("--repair1", said)


class Sectors(program.Case):
    """宗教, 宗教界, 宗教界人士 are one: whatever the roster writes, the plan is as good."""

    ENDINGS = ("", "界", "人士", "界人士", "界别")

    def test_spellings_of_a_sector_change_no_plan(self):
        with open(os.path.join(program.JINHUA, "roster.csv"), encoding="utf-8") as stream:
            rows = table_of(stream.read())
        at = rows[0].index("界别")
        best = self.solves(os.path.join(program.JINHUA, "roster.csv"))["stages"]
        seed = int(os.environ.get("SEED", time.time_ns() % 10**6))
        chance = random.Random(seed)
        for mixed in (False, True):
            with self.subTest(seed=seed, mixed=mixed):
                ending = chance.choice(self.ENDINGS)
                written = [rows[0]]
                for row in rows[1:]:
                    stem = re.sub("(人士|界)+$", "", row[at])
                    ending = chance.choice(self.ENDINGS) if mixed else ending
                    written.append(row[:at] + [stem + ending] + row[at + 1:])
                with open(self.path("roster.csv"), "w", encoding="utf-8", newline="") as stream:
                    csv.writer(stream, lineterminator="\n").writerows(written)
                done = self.succeeds("solve", "--scheme", "jinhua-2022", "--roster", "roster.csv", "--json", "-o", "plan.json",
                                     "--force", folder=self.folder, **NOW)
                self.assertEqual(json.loads(done)["stages"], best)
                self.succeeds("check", "--scheme", "jinhua-2022", "--roster", "roster.csv", "plan.json", folder=self.folder, **NOW)

    def test_groups_of_sectors_and_functions_see_them_too(self):
        for name, text in (("roster.csv", ROSTER.replace("宗教人士", "宗教")),
                           ("scheme.lua", HEAD + 's:forbid "x" { on = "liaison", title = "不联系", when = function(a, b) '
                                                 'return b.sector == "宗教界" end }'),
                           ("groups.lua", HEAD + 's:relation "y" { title = "联系界别", from = party, to = groups "sector", cover = { 0, 1 } }')):
            with open(self.path(name), "w", encoding="utf-8") as stream:
                stream.write(text)
        for scheme in ("scheme.lua", "groups.lua"):
            done = self.succeeds("scheme", "check", scheme, "--roster", "roster.csv", folder=self.folder, **NOW).decode("utf-8")
            self.assertNotIn("looks for", done)
            if scheme == "scheme.lua":
                self.assertRegex(" ".join(done.split()), r"\b2 of 4")
        self.succeeds("solve", "--scheme", "groups.lua", "--roster", "roster.csv", folder=self.folder, **NOW)


class Said(program.Case):
    """Which heading is which: said by an option, on a terminal, in a file of answers, and kept in the term."""

    def setUp(self):
        super().setUp()
        for name, text in (("scheme.lua", HEAD + 's:forbid "x" { on = "liaison", title = "同单位回避", when = same "unit" }'),
                           ("roster.csv", ROSTER.replace("单位", "工作单位及职务").replace("窗口", "专委会"))):
            with open(self.path(name), "w", encoding="utf-8") as stream:
                stream.write(text)

    def does(self, *words, status=0):
        return self.succeeds(*words, status=status, folder=self.folder, **NOW).decode("utf-8")

    def asks(self, *words, answers=()):
        """On a terminal: what it shows."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execve(program.TONGXIN, ["tongxin", *words], program.environment(program.TONGXIN, TERM="xterm", **NOW))
        shown = b""
        for answer in answers:
            while not shown.rstrip().endswith(b"leaves it:"):
                shown += os.read(terminal, 4096)
            os.write(terminal, answer.encode() + b"\n")
            time.sleep(0.1)
            shown += b"\n"
        try:
            while more := os.read(terminal, 4096):
                shown += more
        except OSError:
            pass  # the other end is closed
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0, shown.decode("utf-8"))
        return shown.decode("utf-8")

    def columns(self):
        return "".join(self.does("member", "show", "T3").split())

    def test_an_option_is_kept_in_the_term(self):
        self.does("init", "--scheme", "scheme.lua", "--roster", "roster.csv", "--columns", "单位=工作单位及职务", "--columns", "window=专委会")
        self.assertIn("二中", self.columns())
        self.assertIn("Nothing was changed", self.does("import", "roster.csv"))  # no option any more
        self.does("verify")
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        self.does("verify", "--db", "again.db")
        self.assertIn("Nothing was changed", self.does("import", "roster.csv", "--db", "again.db"))
        self.does("undo", status=2)  # init itself is not undone

    def test_import_keeps_what_was_said_and_undo_takes_it_back(self):
        self.does("init", "--scheme", "scheme.lua")
        self.does("import", "roster.csv", "--columns", "单位=工作单位及职务", "--columns", "窗口=专委会")
        self.assertIn("Nothing was changed", self.does("import", "roster.csv"))
        self.does("undo")
        self.does("import", "roster.csv", status=2)
        self.does("verify")

    def test_a_terminal_is_asked_and_the_answers_are_kept(self):
        shown = self.asks("init", "--scheme", "scheme.lua", "--roster", "roster.csv", "--answers", "answers.csv", answers=("1", "1"))
        self.assertIn("专委会", shown)
        self.assertIn("同单位回避", shown)
        with open(self.path("answers.csv"), encoding="utf-8") as stream:
            self.assertEqual(stream.read(), "问题,编号\n哪一列是窗口,专委会\n哪一列是单位,工作单位及职务\n")
        self.does("init", "--db", "other.db", "--scheme", "scheme.lua", "--roster", "roster.csv", "--answers", "answers.csv")
        self.does("verify", "--db", "other.db")
        plan = self.asks("solve", "--scheme", "scheme.lua", "--roster", "roster.csv", "--columns", "窗口=专委会", answers=("1",))
        self.assertIn("--columns 单位=工作单位及职务", plan)  # the next command says it again

    def test_headings_that_are_not_there_or_say_two_things_are_refused(self):
        for words in (("单位=工作单位",), ("单位",), ("=单位",), ("单位=专委会", "窗口=专委会")):
            said = [word for heading in words for word in ("--columns", heading)]
            self.does("solve", "--scheme", "scheme.lua", "--roster", "roster.csv", *said, status=2)


PAIRS = """local s = scheme { name = "p", title = "配对", pairs = { recuse = "回避", cost = { "代价", "integer" } } }
local party = members { party = "中共" }
s:relation "liaison" { title = "联系", from = party, to = members() - party, within = "window" }
s:cover "everyone" { title = "都有人联系", of = members() - party, by = "liaison", times = 1 }
s:forbid "recuse" { on = "liaison", title = "回避", when = function(a, b, p) return p.recuse == "是" end }
s:prefer "cheap" { on = "liaison", title = "省事", points = function(a, b, p) return -(p.cost or 0) end }
"""


class Pairs(program.Case):
    def setUp(self):
        super().setUp()
        for name, text in (("scheme.lua", PAIRS), ("roster.csv", ROSTER)):
            self.write(name, text)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write(text)

    def does(self, *words, status=0):
        done = program.run(*words, folder=self.folder, **NOW)
        self.assertEqual(done.returncode, status, (done.stdout + done.stderr).decode("utf-8"))
        return " ".join((done.stdout + done.stderr).decode("utf-8").split())

    def solve(self, rows, heading="联系人编号,联系对象编号,回避,代价", status=0, more=()):
        self.write("pairs.csv", f"{heading}\n" + "".join(row + "\n" for row in rows))
        return self.does("solve", "--scheme", "scheme.lua", "--roster", "roster.csv", "--pairs", "pairs.csv", *more, status=status)

    def test_no_rule_is_asked_before_the_file_is_sound(self):
        for heading, row in (("联系人编号,联系对象编号,回避", "T1,T3,是"), ("联系人编号,联系对象编号,代价", "T1,T3,1"),
                             ("联系人编号,联系对象编号,回避,代价", "T1,T3,是,多")):
            self.assertIn("1 error", self.solve([row], heading, status=2))

    def test_other_words_for_yes_are_read(self):
        for word in ("是", "√", "✓", "Y", "y", "yes", "1", "有", "TRUE", "true", "ｙ"):
            said = self.solve([f"T1,T3,{word},", "T1,T4,否,", "T2,T4,,5"], more=("--json",))
            self.assertIn('"source": "T2", "target": "T3"', said, word)
            self.assertIn('"source": "T1", "target": "T4"', said, word)
        said = self.solve(["T1,T3,否,", "T2,T3,,1"], more=("--json",))
        self.assertIn('"source": "T1", "target": "T3"', said)

    def test_rows_that_meet_no_pair_are_counted_and_listed(self):
        said = self.solve(["T1,T2,是,", "T3,T1,是,", "T4,T3,是,", "T1,T3,,1"])
        self.assertIn("allows, and so say nothing: 2: row 2 (王建国 T1, 李秀英 T2); row 4 (刘洋 T4, 张敏 T3).", said)
        self.assertIn("is contacted): 1: row 3 (张敏 T3, 王建国 T1).", said)

    def test_rows_that_name_two_things_at_once(self):
        self.write("scheme.lua", PAIRS + 's:relation "visit" { title = "走访", from = party, to = windows(), load = { 0, 1 } }\n'
                                         's:relation "school" { title = "联系单位", from = party, to = groups "unit", load = { 0, 1 } }\n')
        self.write("roster.csv", ROSTER.replace("市医院", "提案委"))
        self.assertIn("count for both: 1: row 2 (王建国 T1, 提案委).", self.solve(["T1,提案委,,1"]))

    def test_a_term_keeps_them_with_each_version(self):
        self.write("one.csv", "联系人编号,联系对象编号,回避,代价\nT1,T3,√,\nT1,T4,,2\n")
        self.write("two.csv", "联系人编号,联系对象编号,回避,代价\nT2,T3,1,\n")
        self.does("init", "--scheme", "scheme.lua", "--roster", "roster.csv", status=2)
        self.does("init", "--scheme", "scheme.lua", "--roster", "roster.csv", "--pairs", "one.csv")
        self.does("plan")
        self.assertIn("李秀英 T2 张敏 T3", self.does("show", "1"))
        self.does("pairs", "import", "two.csv", "--reason", "会议")
        self.does("plan", "--fresh")
        self.assertIn("王建国 T1 张敏 T3", self.does("show", "2"))
        self.assertIn("pairs import two.csv", self.does("log"))
        self.does("plan", "--fresh", "--pairs", "one.csv")
        self.does("member", "leave", "T4", "--reason", "调离")
        self.assertIn("no longer there, left out: 1.", self.does("plan"))
        for version in "1234":
            self.assertIn("byte by byte", self.does("rerun", version))
        self.does("verify")
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        for version in "1234":
            self.assertIn("byte by byte", self.does("rerun", version, "--db", "again.db"))
        self.does("plan", "--db", "again.db")
        # undone, the term goes by what it kept before
        self.does("pairs", "import", "two.csv")
        self.does("undo")
        self.does("verify")
        self.does("pairs", "import", "roster.csv", status=2)


if __name__ == "__main__":
    program.main()
