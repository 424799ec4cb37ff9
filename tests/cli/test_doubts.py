#!/usr/bin/env python3
"""Questions that lists and imports put: on a terminal, answered by a file, refused with all that is asked.

    test_doubts.py TONGXIN [test...]
"""
import csv
import json
import os
import pty
import random
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang", "TONGXIN_LANG": "en"}
NAMES = ("王伟", "李芳", "张建国", "刘秀英", "陈敏", "杨静", "赵丽", "黄强", "周磊", "吴军", "徐洋", "孙勇")
ONE = ["编号,姓名,党派,窗口,界别,单位"] + [f"A{n:02d},{name},{'中共' if n % 2 else '民建'},东,经济,第{n}中学" for n, name in enumerate(NAMES, 1)]


class Doubts(program.Case):
    def write(self, name, lines):
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
        return name

    def does(self, *words, status=0):
        done = program.run(*words, folder=self.folder, **NOW)
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, f"{words}\n{out}{err}")
        return " ".join((out + err).split())

    def on_terminal(self, answers, *words, kill_at=None):
        """Types each answer when the program asks; kill_at: at that question the program is killed instead."""
        ours, its = pty.openpty()
        child = subprocess.Popen([program.TONGXIN, *words], stdin=its, stdout=its, stderr=its, cwd=self.folder,
                                 env=program.environment(program.TONGXIN, TERM="xterm", **NOW))
        os.close(its)
        text, asked = "", 0
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            text += part.decode("utf-8", "replace")
            while text.count("Enter leaves it: ") > asked:
                asked += 1
                if kill_at == asked:
                    child.send_signal(signal.SIGKILL)
                else:
                    os.write(ours, (answers[asked - 1] if asked <= len(answers) else "").encode("utf-8") + b"\n")
        os.close(ours)
        return text.replace("\r\n", "\n"), child.wait()

    def answers(self, name="answers.csv"):
        with open(self.path(name), encoding="utf-8-sig") as stream:
            return dict(list(csv.reader(stream))[1:])

    def doubtful(self):
        """Two lists; the second writes the units of six people otherwise."""
        self.write("one.csv", ONE)
        self.write("two.csv", ["姓名,单位,手机"] + [f"{name},{'某厂' if n <= 6 else f'第{n}中学'},13800000{n:03d}"
                                              for n, name in enumerate(NAMES, 1)])
        return ["roster", "tidy", "one.csv", "two.csv", "-o", "out.xlsx"]

    def test_without_a_terminal_all_is_listed_and_one_line_answers_a_kind(self):
        words = self.doubtful()
        told = self.does(*words, status=2)
        self.assertIn("Rows that may be one member or another: 6.", told)
        self.assertIn("单位 here “某厂”, there “第1中学”", told)
        self.assertIn("One answer for all 6 questions of the same kind (同 or 新): 全部：单位写法不同,", told)
        self.write("a.csv", ["问题,编号", "全部：单位写法不同,同"])
        self.assertIn("two.csv: members 12 (known 12, new 0)", self.does(*words, "--answers", "a.csv"))
        os.remove(self.path("out.xlsx"))
        self.write("a.csv", ["问题,编号", "全部：单位写法不同,同", "王伟，某厂,A02"])
        self.assertIn("“A02” is no answer to the question “王伟，某厂”", self.does(*words, "--answers", "a.csv", status=2))
        self.write("a.csv", ["问题,编号", "全部：单位写法不同,同", "王伟，某厂,A01"])
        self.does(*words, "--answers", "a.csv")

    def test_a_terminal_goes_on_behind_what_is_skipped_and_keeps_what_is_answered(self):
        text, status = self.on_terminal(["1", "", "", "1"], *self.doubtful())
        self.assertEqual(status, 2, text)
        for number in range(1, 7):
            self.assertIn(f"Question {number} of 6. ", text)
        self.assertEqual(self.answers(), {"王伟，某厂": "A01", "刘秀英，某厂": "A04"})
        self.assertIn("Rows that may be one member or another: 4.", " ".join(text.split()))
        text, status = self.on_terminal(["3"], *self.doubtful(), "--answers", "answers.csv")
        self.assertEqual(status, 0, text)
        self.assertIn("all 4 questions of this kind: the same person each time", text)
        self.assertIn("two.csv: members 12 (known 12, new 0)", text)
        self.assertEqual(self.answers()["王伟，某厂"], "A01")
        self.assertEqual(self.answers()["全部：单位写法不同"], "同")

    def test_answers_outlive_a_killed_run_and_one_that_fails(self):
        words = self.doubtful()
        self.on_terminal(["1", "2"], *words, kill_at=3)
        self.assertEqual(self.answers(), {"王伟，某厂": "A01", "李芳，某厂": "新"})
        self.write("two.csv", ["姓名,单位,窗口", "王伟,某厂,西"])  # an answer that leads to a contradiction
        text, status = self.on_terminal(["1"], *words)
        self.assertEqual(status, 2, text)
        self.assertIn("Please correct one of them.", " ".join(text.split()))
        self.assertEqual(self.answers("answers-2.csv"), {"王伟，某厂": "A01"})

    def test_what_met_by_the_name_alone_is_listed(self):
        self.write("one.csv", ONE)
        self.write("two.csv", ["姓名,手机", "王伟,13800000001"])
        self.write("three.csv", ["姓名,单位,学历", "李芳,第2中学教务处,本科"])
        told = self.does("roster", "tidy", "one.csv", "two.csv", "three.csv", "-o", "out.xlsx")
        self.assertIn("Matched although not by id, or name and the same unit: 2.", told)
        self.assertIn("two.csv 2 王伟 A01 by the name, of which there is one", told)
        self.assertIn("three.csv2李芳A02bynameandunit:here“第2中学教务处”,there“第2中学”", told.replace(" ", ""))

    # ---- imports that look like a slip ----

    def begin(self):
        with open(self.path("scheme.lua"), "w", encoding="utf-8") as stream:
            stream.write('local s = scheme { name = "small", title = "小办法" }\n'
                         'local party = members(function(m) return m:in_party "中共" end)\n'
                         's:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1 }\n')
        self.does("init", "--scheme", "scheme.lua", "--roster", self.write("one.csv", ONE), "--title", "试")

    def rows(self):
        return [line.split(",") for line in ONE[1:]]

    def slip(self, rows):
        return self.write("b.csv", ONE[:1] + [",".join(row) for row in rows])

    def refused(self, rows, *told):
        """Refused, as a try too, and nothing is changed; done with --yes, and with the answers that are named."""
        before = self.does("log")
        file = self.slip(rows)
        said = [self.does("import", file, *more, status=2) for more in ([], ["--dry-run"])]
        keys = []
        for text in said:
            for words in told:
                self.assertIn(words, text)
            keys = [part.split(",是”")[0] for part in text.split("问题,编号: “")[1:]]
            self.assertEqual(len(keys), len(told), text)
        self.assertEqual(self.does("log"), before)
        self.does("import", file, "--dry-run", "--yes")
        self.does("import", file, "--yes")
        self.does("undo")
        self.write("a.csv", ["问题,编号"] + [f"{key},是" for key in keys[:-1]] + [f"{keys[-1]},否"])
        self.does("import", file, "--answers", "a.csv", status=2)
        self.write("a.csv", ["问题,编号"] + [f"{key},是" for key in keys])
        self.does("import", file, "--answers", "a.csv")
        self.does("undo")
        return keys

    def test_names_that_moved_are_asked_about(self):
        self.begin()
        rows = self.rows()
        for row, name in zip(rows, sorted(NAMES)):
            row[1] = name
        self.refused(rows, "members would get another's name under their id (A01: 王伟, would be ")
        rows = self.rows()
        ids = [row[0] for row in rows]
        for row, one in zip(rows, ids[1:] + ["A99"]):
            row[0] = one
        self.refused(rows, "11 of 12 members would get another's name under their id (A02: 李芳, would be 王伟)")
        rows = self.rows()
        rows[0][1], rows[5][1] = rows[5][1], rows[0][1]
        self.refused(rows, "2 of 12 members would get another's name under their id")

    def test_other_people_other_ids_and_sorted_columns_are_asked_about(self):
        self.begin()
        rows = self.rows()
        rows[3][1:3] = ["欧阳明月", "九三学社"]
        self.refused(rows, "1 of 12 members would become somebody else under their id (A04: 刘秀英, would be 欧阳明月)")
        rows = self.rows()
        rows[3][0] = "A77"
        self.refused(rows, "1 of 12 members would leave under one id and join under another (A04: 刘秀英, would be A77)")
        rows = self.rows()
        for row, unit in zip(rows, sorted(row[5] for row in rows)):
            row[5] = unit
        told = "The column 单位 would hold the same cells as before, or nearly so, but at other members: "
        self.refused(rows, told)
        rows = self.rows()  # slipped by a row: the last cell is lost
        for row, unit in reversed(list(zip(rows[1:], [row[5] for row in rows[:-1]]))):
            row[5] = unit
        self.refused(rows, told)
        self.refused(self.rows()[:7], "5 of 12 members would be marked as having left")

    def test_what_offices_do_every_day_is_not_asked_about(self):
        self.begin()
        rows = self.rows()
        rows[0][1] = "王玮"
        rows[1][5] = "第3中学"
        rows[2][5] = "第2中学"
        rows[4][3] = "西"
        del rows[7]
        rows.append(["A13", "新人", "民建", "东", "经济", "某厂"])
        self.assertIn("(new: 1, changed: 4, left: 1, back: 0)", self.does("import", self.slip(rows)))

    def test_an_answer_holds_for_the_same_slip_alone(self):
        self.begin()
        rows = self.rows()
        rows[0][1], rows[5][1] = rows[5][1], rows[0][1]
        self.refused(rows, "2 of 12")
        rows = self.rows()
        rows[1][1], rows[5][1] = rows[5][1], rows[1][1]
        self.does("import", self.slip(rows), "--answers", "a.csv", status=2)

    def test_permutations_by_chance_are_seen(self):
        seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
        chance = random.Random(seed)
        self.begin()
        for _ in range(3):
            rows = self.rows()
            moved = chance.sample(range(len(rows)), chance.randrange(2, len(rows) + 1))
            names = [rows[at][1] for at in moved]
            for at, name in zip(moved, names[1:] + names[:1]):
                rows[at][1] = name
            with self.subTest(SEED=seed):
                self.assertIn(f"{len(moved)} of 12 members would get another's name", self.does("import", self.slip(rows), status=2))

    def test_the_term_before_is_held_against_the_new_roster(self):
        self.begin()
        self.does("plan")
        self.does("publish")
        rows = self.rows()
        for row, name in zip(rows, sorted(NAMES)):
            row[1] = name
        words = ["init", "--after", "tongxin.db", "--db", "next.db", "--roster", self.slip(rows)]
        self.assertIn("would get another's name under their id", self.does(*words, status=2))
        self.assertFalse(os.path.exists(self.path("next.db")))
        self.does(*words, "--yes")
        self.assertEqual(json.loads(self.does("members", "--db", "next.db", "--json"))[0]["name"], sorted(NAMES)[0])

    def test_a_terminal_is_asked_whether_it_is_meant(self):
        self.begin()
        rows = self.rows()
        rows[0][1], rows[5][1] = rows[5][1], rows[0][1]
        file = self.slip(rows)
        text, status = self.on_terminal([""], "import", file)
        self.assertEqual(status, 2, text)
        text, status = self.on_terminal(["1"], "import", file)
        self.assertEqual(status, 0, text)


if __name__ == "__main__":
    program.main()
