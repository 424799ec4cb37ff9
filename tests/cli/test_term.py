#!/usr/bin/env python3
"""A term from beginning to end, as an office works on it.

    test_term.py TONGXIN [test...]
"""
import contextlib
import filecmp
import hashlib
import json
import os
import sqlite3
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

LISTS = os.path.join(program.TREE, "data", "lists")
ROSTER = os.path.join(program.JINHUA, "roster.csv")
WINDOWS = os.path.join(program.JINHUA, "windows.csv")
NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang"}


class Term(program.Case):
    def does(self, *words, status=0, **more):
        return self.succeeds(*words, status=status, folder=self.folder, **{**NOW, **more}).decode("utf-8")

    def fails(self, *words, status=2):
        done = program.run(*words, folder=self.folder, **NOW)
        self.assertEqual(done.returncode, status, done.stdout.decode("utf-8") + done.stderr.decode("utf-8"))
        return done.stderr.decode("utf-8")

    def begin(self, *more):
        self.does("init", "--scheme", "jinhua-2022", "--roster", ROSTER, "--windows", WINDOWS, *more)

    def log(self):
        return [line.split()[0] for line in self.does("log").splitlines()[1:]]

    def tour(self):
        lists = [os.path.join(LISTS, name) for name in ("界别名单.xlsx", "窗口名单.csv", "身份名单.csv")]
        self.does("init", "--scheme", "jinhua-2022", "--prefix", "JH", "--windows", WINDOWS,
                  *[word for name in lists for word in ("--roster", name)])
        for words in (["plan"], ["publish", "--basis", "会议"], ["file", "--with", "办公室"],
                      ["member", "leave", "于文海", "--reason", "调离"], ["plan"], ["publish"],
                      ["member", "replace", "邹红", "新委员", "党派=中共", "--reason", "届中调整"], ["plan"], ["undo"], ["undo"],
                      ["window", "rename", "婺城", "婺城区", "--reason", "改名"],
                      ["window", "merge", "婺城区", "金东", "--reason", "合并"], ["plan"],
                      ["pin", "JH0001", "金东", "--reason", "分工"], ["plan"]):
            self.does(*words)

    def test_the_same_commands_at_the_same_time_give_the_same_bytes(self):
        self.tour()
        self.does("export", "one")
        os.rename(self.path("tongxin.db"), self.path("first.db"))
        self.tour()
        self.does("export", "other")
        self.assert_same_folder("one", "other")

    def assert_same_folder(self, one, other):
        compared = filecmp.dircmp(self.path(one), self.path(other))
        self.assertEqual((compared.left_only, compared.right_only), ([], []))
        for folder in ("", "contents"):
            names = os.listdir(os.path.join(self.path(one), folder))
            for name in names:
                if os.path.isfile(os.path.join(self.path(one), folder, name)):
                    self.assertTrue(filecmp.cmp(os.path.join(self.path(one), folder, name),
                                                os.path.join(self.path(other), folder, name), shallow=False), name)

    def test_every_version_comes_out_again_and_an_export_reads_back(self):
        self.tour()
        versions = [line.split()[0] for line in self.does("history").splitlines()[1:]]
        self.assertEqual(versions, ["1", "2", "3", "4", "5"])
        for version in versions:
            self.assertIn("byte by byte", self.does("rerun", version))
        self.does("verify")
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        self.does("verify", "--db", "again.db")
        self.does("export", "again", "--db", "again.db")
        self.assert_same_folder("out", "again")
        self.does("backup", "copy.db")
        self.does("verify", "--db", "copy.db")

    def test_what_another_program_made_otherwise_is_told_by_which_and_how(self):
        self.begin()
        self.does("plan")
        with contextlib.closing(sqlite3.connect(self.path("tongxin.db"))) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {name}")
            said, = file.execute("SELECT bytes FROM content JOIN plan_content USING (hash) WHERE version = 1 AND name = 'plan'"
                                 ).fetchone()
            other = said.decode("utf-8").replace('"name": "preference", "value": 692, "bound": 692',
                                                 '"name": "preference", "value": 700, "bound": 700')
            digest = hashlib.sha256(other.encode("utf-8")).hexdigest()
            file.execute("INSERT INTO content VALUES (?, ?)", (digest, other.encode("utf-8")))
            file.execute("UPDATE plan_content SET hash = ? WHERE version = 1 AND name = 'plan'", (digest,))
            file.execute("UPDATE plan SET program = '0.0.9' WHERE version = 1")
            file.commit()
        told = self.does("rerun", "1", status=1, TONGXIN_LANG="en")
        self.assertRegex(told, r"Version 1 was made by tongxin 0\.0\.9, this is [0-9.]+, which makes another plan: "
                               r"0 of its 265 pairs are not in version 1\.")
        self.assertIn("preference: 700, now 692", told)

    def test_an_export_keeps_every_character(self):
        self.begin()
        awkward = ['他说"好"', '"', '""', ' 前有空格', '后有空格 ', '\\N', 'a\\nb', '两\n行', '制\t表', 'a;b', 'x,"y",z', '=1+1', "'", '\r\n']
        for at, text in enumerate(awkward):
            self.does("member", "set", "JH%04d" % (20 + at), "单位=" + text, "--reason", "记 " + text)
        self.does("window", "rename", "婺城", '婺"城', "--reason", '"')
        self.does("plan")
        self.does("restore", "1")
        self.does("edit", "JH0166", "JH0356", "--reason", '"硬"改')
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        self.does("export", "again", "--db", "again.db")
        self.assert_same_folder("out", "again")

    def test_what_is_kept_cannot_steer_a_terminal(self):
        self.begin()
        words = ("member", "set", "JH0030", "单位=\x1b[31m红\n行", "--reason", "\x1b]0;标题\x07")
        refused = self.fails(*words)
        self.assertIn("U+001B", refused)
        said = refused + self.does("member", "set", "JH0030", "单位=红\n行", "--reason", "改名")
        with contextlib.closing(sqlite3.connect(self.path("tongxin.db"))) as file:  # as an earlier version took it in
            file.execute("UPDATE member SET post = '\x1b[31m红' || char(7) WHERE id = 'JH0030'")
            file.commit()
        for words in (["log"], ["members"], ["member", "show", "JH0030"]):
            said += self.does(*words)
        self.assertNotIn("\x1b", said)
        self.assertNotIn("\x07", said)
        self.assertIn("红 行", said)

    def test_nothing_is_said_of_a_change_that_is_not_kept(self):
        self.begin()
        before = self.does("log")
        for words in (["member", "leave", "JH0030"], ["member", "add", "张三", "党派=民建", "窗口=金东"], ["member", "set", "JH0031", "单位=x"],
                      ["window", "rename", "金东", "金东区"], ["window", "merge", "金东", "婺城"]):
            done = program.run(*words, "--reason", b"\xff", folder=self.folder, **NOW)
            self.assertEqual((done.returncode, done.stdout), (2, b""), words)
        self.assertEqual(self.does("log"), before)

    def test_an_export_keeps_what_no_row_refers_to_any_more(self):
        self.does("init", "--roster", ROSTER, "--windows", WINDOWS)
        self.does("plan", "--scheme", "jinhua-2022")
        self.does("window", "split", "金东", "新窗", "JH0027", "--reason", "试")
        self.does("undo")
        self.does("export", "out")
        self.does("init", "out", "--db", "again.db")
        self.does("verify", "--db", "again.db")
        self.does("export", "again", "--db", "again.db")
        self.assert_same_folder("out", "again")
        for db in ("tongxin.db", "again.db"):
            self.does("window", "split", "金东", "新窗", "JH0027", "--reason", "试", "--db", db)
            with contextlib.closing(sqlite3.connect(self.path(db))) as connection:
                self.assertEqual(connection.execute("SELECT max(number) FROM window").fetchone(), (21,))
                connection.execute("UPDATE sqlite_sequence SET seq = seq + 1")
                connection.commit()
            self.assertIn("22", self.fails("verify", "--db", db, status=1))

    def test_the_workbook_of_a_term_makes_an_equal_roster(self):
        self.begin()
        self.does("member", "leave", "JH0025", "--reason", "调离", "--date", "2022-01-10")
        self.does("member", "replace", "JH0030", "新委员", "党派=中共、民建", "--reason", "届中调整")
        self.does("window", "rename", "婺城", "婺城区", "--reason", "改名")
        self.does("window", "merge", "婺城区", "金东", "--reason", "合并")
        self.does("export", "--xlsx", "a.xlsx")
        with open(self.path("other.xlsx"), "wb") as file:
            file.write(b"somebody's")
        self.assertIn("other.xlsx", self.fails("export", "--xlsx", "other.xlsx"))
        self.does("export", "--xlsx", "a.xlsx")  # its own, which nobody has changed
        said = self.does("import", "a.xlsx", "--dry-run")
        self.assertNotIn("JH", said)
        self.does("init", "--scheme", "jinhua-2022", "--roster", "a.xlsx", "--db", "b.db")
        self.does("export", "--xlsx", "b.xlsx", "--db", "b.db")
        with open(self.path("a.xlsx"), "rb") as one, open(self.path("b.xlsx"), "rb") as other:
            self.assertEqual(one.read(), other.read())
        left = self.does("members", "--left", "--db", "b.db")
        self.assertIn("2022-01-10 调离", left)
        self.assertEqual(left.count("JH0"), 2)
        self.assertIn("婺城区", self.does("window", "list", "--closed", "--db", "b.db"))

    def test_lists_are_json_too(self):
        self.tour()
        history = json.loads(self.does("history", "--json"))
        self.assertEqual([(v["version"], v["state"], v["base"]) for v in history],
                         [(1, "superseded", None), (2, "published", 1), (3, "taken back", 2), (4, "draft", 2), (5, "draft", 2)])
        self.assertEqual(history[0]["office"], "办公室")
        log = json.loads(self.does("log", "--json"))
        self.assertEqual([e["number"] for e in log], list(range(1, len(log) + 1)))
        self.assertEqual([e["undoes"] for e in log if e["action"] == "undo"], [9, 8])
        self.assertEqual({len(e["hash"]) for e in log}, {64})
        pins = json.loads(self.does("pins", "--json"))
        self.assertEqual([(p["what"], p["source"], p["target"], p["reason"]) for p in pins], [("pin", "JH0001", "金东", "分工")])
        changes = json.loads(self.does("diff", "2", "4", "--json"))
        self.assertIn(("婺城区", None, "婺城区 was put together into 金东"), [(c["target"], c["now"], c["why"]) for c in changes])
        self.assertNotIn("婺城", [c["target"] for c in changes])  # it was renamed: that is no change of a pair
        self.assertEqual(json.loads(self.does("diff", "4", "4", "--json")), [])

    def test_reports_and_checks_take_the_version_in_force(self):
        self.begin()
        self.does("plan")
        draft = self.does("report", "windows")
        self.does("publish")
        self.does("member", "leave", "JH0025", "--reason", "调离")
        self.does("plan")
        self.assertEqual(self.does("report", "windows"), draft)
        self.assertEqual(self.does("report", "windows", "--version", "1"), draft)
        self.assertNotEqual(self.does("report", "windows", "--version", "2"), draft)
        self.assertIn("Version 1.", self.does("check"))
        self.assertIn("Version 2.", self.does("check", "--version", "2", "--proof"))
        self.assertIn("--version", self.fails("report", "windows", "--version", "1", "--roster", ROSTER))
        self.assertIn("9", self.fails("check", "--version", "9"))

    def test_versions_before_a_window_was_renamed_go_on(self):
        self.begin()
        self.does("plan")
        self.does("window", "rename", "婺城", "婺城区", "--reason", "改名")
        self.does("edit", "JH0166", "JH0356", "--reason", "试")
        self.does("edit", "JH0002", "婺城区", "--reason", "试")
        self.assertEqual({c["target"] for c in json.loads(self.does("diff", "1", "3", "--json"))}, {"JH0356", "婺城区"})
        self.does("restore", "1")
        self.assertEqual(json.loads(self.does("diff", "1", "4", "--json")), [])
        for version in ("1", "2", "3", "4"):
            self.assertIn("byte by byte", self.does("rerun", version))
        self.does("verify")

    def test_every_change_can_be_taken_back(self):
        self.begin()
        self.does("export", "before")
        for words in (["plan"], ["publish"], ["plan", "--fresh"], ["discard", "2"], ["pin", "JH0007", "JH0025", "--reason", "试"],
                      ["member", "set", "JH0025", "单位=某校", "--reason", "试"],
                      ["member", "move", "JH0025", "经济委", "--reason", "试"],
                      ["member", "exempt", "JH0025", "--reason", "试"], ["member", "add", "新人", "党派=民建", "窗口=金东", "--reason", "试"],
                      ["window", "split", "金东", "金东二", "新人", "--reason", "试"],
                      ["edit", "JH0166", "JH0356", "--reason", "试"]):
            self.does(*words)
        for _ in range(11):
            self.does("undo")
        self.does("verify")
        self.does("export", "after")
        for name in ("member.csv", "window.csv", "pin.csv", "plan_state.csv", "further_cell.csv"):
            self.assertTrue(filecmp.cmp(os.path.join(self.path("before"), name), os.path.join(self.path("after"), name),
                                        shallow=False), name)
        self.assertIn("nothing to take back", self.fails("undo"))

    def test_an_import_shows_everything_and_changes_all_or_nothing(self):
        self.begin()
        with open(ROSTER, encoding="utf-8") as stream:
            lines = stream.read().splitlines()
        lines[5] = lines[5].replace("市本级", "金东")
        with open(self.path("new.csv"), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines[:-1] + ["JH0900,新人,女,民建,经济,金东,,,,,,"]) + "\n")
        tried = self.does("import", "new.csv", "--dry-run")
        self.assertEqual(self.log(), ["1"])
        done = self.does("import", "new.csv", "--reason", "届中")
        for text in (tried, done):
            self.assertRegex(text, r"new: 1, changed: 1, left: 1")
            self.assertIn("县市区: 金东, was 市本级", text)
        self.assertIn("knows already", self.does("import", "new.csv"))
        with open(self.path("bad.csv"), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines[:9] + [lines[9].replace(lines[9].split(",")[3], "民健")]) + "\n")
        self.assertIn("民健", self.fails("import", "bad.csv"))
        with open(self.path("few.csv"), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines[:60]) + "\n")
        self.assertIn("--yes", self.fails("import", "few.csv"))
        self.assertEqual(self.log(), ["1", "2"])

    def test_the_term_before_is_taken_over(self):
        self.begin("--title", "第八届")
        self.does("plan")
        self.does("publish")
        self.does("member", "leave", "JH0386", "--reason", "去世")
        self.does("init", "--db", "next.db", "--after", "tongxin.db", "--title", "第九届")
        plan = json.loads(self.does("plan", "--json", "--db", "next.db"))
        change = [stage["value"] for stage in plan["stages"] if stage["name"] == "change"]
        self.assertEqual(change, [0])
        self.does("member", "add", "新人", "党派=民建", "窗口=金东", "--reason", "换届", "--db", "next.db")
        added = self.does("members", "新人", "--json", "--db", "next.db")
        self.assertEqual(json.loads(added)[0]["id"], "JH0387")  # JH0386 is never given again

    def test_pins_are_obeyed_and_what_cannot_be_is_refused(self):
        self.begin()
        self.does("plan")
        self.does("forbid", "JH0214", "JH0356", "--reason", "回避")
        pairs = json.loads(self.does("plan", "--json"))["pairs"]
        self.assertNotIn(("JH0214", "JH0356"), [(pair["source"], pair["target"]) for pair in pairs])
        self.assertIn("not possible", self.fails("pin", "JH0007", "JH0380", "--reason", "试")
                      if "JH0380" in self.does("members", "窗口=经济委") else "not possible")
        self.assertIn("回避", self.does("pins"))
        self.does("unpin", "JH0214", "JH0356")
        pairs = json.loads(self.does("plan", "--fresh", "--json"))["pairs"]
        self.assertIn(("JH0214", "JH0356"), [(pair["source"], pair["target"]) for pair in pairs])

    def test_what_is_wrong_is_said_and_nothing_is_changed(self):
        self.assertIn("tongxin init", self.fails("plan"))
        self.begin()
        for words, said in ((["publish"], "no plan yet"), (["show", "9"], "no plan yet"),
                            (["member", "leave", "没有这人", "--reason", "x"], "no member"),
                            (["member", "set", "JH0001", "党派=民健", "--reason", "x"], "民建"),
                            (["member", "move", "JH0001", "没有", "--reason", "x"], "no window"),
                            (["member", "add", "张三", "党派=国民党", "窗口=提按委", "--reason", "x"], "国民党"),
                            (["member", "add", "张三", "党派=国民党", "窗口=提按委", "--reason", "x"], "提案委"),
                            (["member", "leav", "JH0001"], "tongxin member leave"),
                            (["member", "set", "JH0001", "单位=" + "长" * 32768, "--reason", "x"], "32767"),
                            (["member", "set", "JH0001", b"\xe5\x8d\x95\xe4\xbd\x8d=\xff", "--reason", "x"], "UTF-8"),
                            (["member", "show", "何燕"], "何燕国 JH0356"),
                            (["member", "leave", "JH0001"], "--reason"), (["window", "rename", "金东", "义乌", "--reason", "x"], "already"),
                            (["init", "--roster", ROSTER], "exists already")):
            self.assertIn(said, self.fails(*words))
        self.assertEqual(self.log(), ["1"])


if __name__ == "__main__":
    program.main()
