#!/usr/bin/env python3
"""When members came and went: nothing is invented, a day that lies ahead is kept, and what was wrong can be corrected.

    test_tenure.py TONGXIN [--rounds N]

The seed of the chance is printed where something fails, and taken from SEED where it is set.
"""
import json
import os
import random
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

ROUNDS = 3
TODAY = "2022-01-15"
HEAD = "编号,姓名,党派,窗口,任职日期,离任日期,离任原因"
PEOPLE = ("王一", "李二", "张三", "赵四", "陈五", "孙六")
DAYS = ("0001-01-01", "1948-12-31", "1949-10-01", "2021-06-01", "2021-12-31", "2022-01-14", TODAY, "2022-01-16", "2022-06-30",
        "2099-12-31", "2100-01-01", "9999-12-31", "2022-02-30")


def is_day(day):
    return "1949" <= day[:4] <= "2099" and day != "2022-02-30"


class Tenure(program.Case):
    def run_at(self, today, *words):
        return program.run(*words, folder=self.folder, TONGXIN_NOW=f"{today}T09:00:00", TONGXIN_USER="wang")

    def does(self, *words, status=0, today=TODAY):
        done = self.run_at(today, *words)
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, f"{words} on {today}\n{out}{err}")
        return out if status == 0 else err

    def setUp(self):
        super().setUp()
        with open(self.path("scheme.lua"), "w", encoding="utf-8") as stream:
            stream.write('local s = scheme { name = "small", title = "小办法" }\n'
                         'local party = members(function(m) return m:in_party "中共" end)\n'
                         's:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1, balance = true }\n'
                         's:stages { "change", "balance" }\n')

    def write(self, rows, name="a.csv", head=HEAD):
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write("\n".join([head, *rows]) + "\n")
        return name

    def rows(self, model):
        return [f"A{n},{name},{'中共' if n % 2 else '民建'},东,{one['joined']},{one['leaving']},{one['reason']}"
                for n, (name, one) in enumerate(model.items(), 1)]

    def begin(self, **one):
        """Six members; what is said is of 张三."""
        model = {name: {"joined": "", "leaving": "", "reason": ""} for name in PEOPLE}
        model["张三"].update(one)
        self.does("init", "--scheme", "scheme.lua", "--roster", self.write(self.rows(model)), "--title", "试")
        return model

    def present(self, today=TODAY):
        return {one["name"] for one in json.loads(self.does("members", "--json", today=today))}

    def of(self, name, today=TODAY):
        for more in ([], ["--left"]):
            for one in json.loads(self.does("members", "--json", *more, today=today)):
                if one["name"] == name:
                    return {"joined": one["joined"], "leaving": one["left"] or one["leaves"] or "", "reason": one["reason"]}
        raise AssertionError(name)

    def test_a_day_of_joining_that_nobody_said_stays_unknown(self):
        self.begin(joined="2021-12-30")
        self.assertEqual(self.of("张三")["joined"], "2021-12-30")
        self.assertEqual(self.of("王一")["joined"], "")
        self.write(["A1,王一,中共,东", "A8,周八,民建,东"], "b.csv", "编号,姓名,党派,窗口")
        self.does("import", "b.csv", "--yes")
        self.assertEqual(self.of("周八")["joined"], "")
        self.does("undo")
        self.does("import", "b.csv", "--yes", "--date", "2022-01-10")
        self.assertEqual(self.of("周八")["joined"], "2022-01-10")
        self.assertEqual(self.of("李二"), {"joined": "", "leaving": "2022-01-10", "reason": ""})

    def test_until_a_day_that_lies_ahead_somebody_is_a_member(self):
        for by_import in (False, True):
            if by_import:
                os.remove(self.path("tongxin.db"))
                self.begin(leaving="2022-06-30", reason="退休")
            else:
                self.begin()
                self.assertIn("leaves on 2022-06-30", self.does("member", "leave", "张三", "--date", "2022-06-30", "--reason", "退休"))
            self.assertEqual(self.present(), set(PEOPLE))
            said = " ".join(self.does("plan").split())
            self.assertIn("张三 A3 leaves on 2022-06-30 (退休): the plan counts on this member until then.", said)
            self.assertIn("with a day of leaving ahead 1", self.does())
            self.assertEqual(self.present("2022-06-29"), set(PEOPLE))
            self.assertEqual(self.present("2022-06-30"), set(PEOPLE) - {"张三"})
            self.assertNotIn("leaves on", self.does("plan", today="2022-07-01"))
            self.does("export", "--xlsx", "b.xlsx")
            for today in (TODAY, "2022-07-01"):
                self.assertIn("knows already", " ".join(self.does("import", "b.xlsx", today=today).split()))
            self.assertIn("Members: 5.", " ".join(self.does("verify", today="2022-07-01").split()))
            self.assertEqual(self.of("张三", "2022-07-01"), {"joined": "", "leaving": "2022-06-30", "reason": "退休"})
            os.remove(self.path("b.xlsx"))

    def test_a_roster_says_it_where_days_do_not_go_together(self):
        for row, told in (("A1,王一,中共,东,2022-01-10,2022-01-09,", "Nobody leaves (2022-01-09) before joining (2022-01-10)"),
                          ("A1,王一,中共,东,0001-01-01,,", "“0001-01-01” is no date"),
                          ("A1,王一,中共,东,,9999-12-31,", "“9999-12-31” is no date"),
                          ("A1,王一,中共,东,1948-12-31,,", "in the years 1949 to 2099, not on “1948-12-31”"),
                          ("A1,王一,中共,东,,2100-01-01,", "in the years 1949 to 2099, not on “2100-01-01”"),
                          ("A1,王一,中共,东,,,调离", "says why somebody left (调离), but not when")):
            for head in (HEAD, HEAD.replace("离任日期", "离任 日期")):
                err = self.does("init", "--scheme", "scheme.lua", "--roster", self.write([row, "A2,李二,民建,东,,,"], head=head), status=2)
                self.assertIn(told, " ".join(err.split()))
        self.begin(joined="2022-01-10")
        self.write(["A1,王一,中共,东,", "A3,张三,民建,东,2022-01-05"], "c.csv", "编号,姓名,党派,窗口,离任日期")
        self.assertIn("joined on 2022-01-10", " ".join(self.does("import", "c.csv", "--yes", status=2).split()))

    def test_lists_that_are_joined_say_it_too(self):
        self.write(["王一,中共,东,2022-01-10"], "b.csv", "姓名,党派,窗口,任职日期")
        self.write(["王一,2022-01-05"], "c.csv", "姓名,离任日期")
        err = self.does("init", "--scheme", "scheme.lua", "--roster", "b.csv", "--roster", "c.csv", status=2)
        self.assertIn("nobody leaves (2022-01-05) before joining (2022-01-10)", " ".join(err.split()))

    def test_a_pin_cannot_end_in_the_past(self):
        self.begin()
        for verb in ("pin", "forbid"):
            for until in ("2022-01-14", "0001-01-01", "9999-12-31"):
                self.does(verb, "王一", "李二", "--reason", "试", "--until", until, status=2)
            self.does(verb, "王一", "李二", "--reason", "试", "--until", TODAY)
            self.does("unpin", "王一", "李二")

    def test_what_was_wrong_is_corrected_and_what_came_after_stays(self):
        self.begin()
        self.does("member", "leave", "张三", "--reason", "调离")
        self.does("member", "set", "王一", "单位=某厂", "--reason", "补记")
        self.does("member", "set", "张三", "离任日期=2022-01-03", "离任原因=去世", "--reason", "更正")
        self.assertEqual(self.of("张三"), {"joined": "", "leaving": "2022-01-03", "reason": "去世"})
        self.does("member", "set", "张三", "单位=某校", "--reason", "更正", status=2)
        self.does("member", "set", "张三", "离任日期=", "--reason", "更正", status=2)
        self.does("member", "set", "李二", "离任日期=2022-01-03", "--reason", "更正", status=2)
        self.does("member", "return", "张三", "--reason", "误记")
        self.assertEqual(self.of("张三"), {"joined": "", "leaving": "", "reason": ""})
        self.assertIn("某厂", self.does("member", "show", "王一"))
        self.assertIn("That is so already", self.does("member", "return", "张三", "--reason", "误记"))
        self.does("undo")
        self.assertEqual(self.of("张三"), {"joined": "", "leaving": "2022-01-03", "reason": "去世"})
        self.does("verify")

    def test_who_comes_back_is_put_into_the_window_as_it_is_now(self):
        rows = [f"A{n},{name},中共,{'东' if n < 4 else '西'},,," for n, name in enumerate(PEOPLE, 1)]
        self.does("init", "--scheme", "scheme.lua", "--roster", self.write(rows))
        self.does("member", "replace", "张三", "继任", "党派=中共", "--reason", "调离")
        self.does("window", "merge", "东", "西", "--reason", "合并")
        out = self.does("member", "return", "张三", "--reason", "误记", "--date", "2022-01-20")
        self.assertIn("no longer takes over", out)
        self.assertIn("西", self.does("member", "show", "张三"))
        self.assertEqual(self.of("张三")["joined"], "2022-01-20")
        self.does("plan")
        self.does("verify")

    def step(self, chance, model):
        """One command by chance: the words, and what 张三 is like if they are in order; None: they are refused."""
        now, day = dict(model), chance.choice(DAYS)
        left = now["leaving"] and now["leaving"] <= TODAY
        if chance.random() < 0.4:
            words = ["member", "leave", "张三", "--date", day, "--reason", "调离"]
            fits = not left and is_day(day) and not (now["joined"] and day < now["joined"])
            now.update(leaving=day, reason="调离")
        elif chance.random() < 0.4:
            words = ["member", "return", "张三", "--reason", "误记"]
            fits = True
            if chance.random() < 0.5:
                words += ["--date", day]
                fits = is_day(day) and not (now["leaving"] and day < now["leaving"])
                now["joined"] = day if now["leaving"] else now["joined"]
            now.update(leaving="", reason="")
        else:
            column, key = chance.choice((("任职日期", "joined"), ("离任日期", "leaving")))
            words = ["member", "set", "张三", f"{column}={day}", "--reason", "更正"]
            now[key] = day
            fits = is_day(day) and (key == "joined" or model["leaving"]) and not (
                now["joined"] and now["leaving"] and now["leaving"] < now["joined"])
        return words, now if fits else None

    def test_by_chance(self):
        seed = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
        for number in range(ROUNDS):
            with self.subTest(SEED=seed + number):
                for name in os.listdir(self.folder):
                    if name != "scheme.lua":
                        os.remove(self.path(name))
                chance = random.Random(seed + number)
                model = self.begin()["张三"]
                for _ in range(8):
                    words, after = self.step(chance, model)
                    self.does(*words, status=0 if after else 2)
                    if after and after != model and chance.random() < 0.3:
                        self.does("undo")
                        self.assertEqual(self.of("张三"), model, words)
                        self.does(*words)
                    model = after or model
                    self.assertEqual(self.of("张三"), model, words)
                for today in (TODAY, "2022-01-16", "2022-07-01"):
                    self.assertEqual("张三" in self.present(today), not model["leaving"] or model["leaving"] > today)
                self.does("verify")


if __name__ == "__main__":
    if "--rounds" in sys.argv:
        at = sys.argv.index("--rounds")
        ROUNDS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    program.main()
