#!/usr/bin/env python3
"""Term files of every earlier version of the schema: each still opens, says what it said, and goes on.

    test_versions.py TONGXIN            tests every file of versions/
    test_versions.py TONGXIN --make N   makes versions/N.db and versions/N.txt with this program

A file is made once, by the program that first has the schema N, and is never made again. Python 3 standard library alone.
"""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
FILES = os.path.join(HERE, "versions")
ROSTER = '''编号,姓名,党派,窗口,身份,免联系理由,单位,备注
A1,陈琳,中共,提案委,党组成员,,甲单位,
A2,王磊,中共,提案委,,,乙单位,"说""好"""
A3,李四,民建,提案委,,,乙单位,
A4,赵六,群众,提案委,,,丙单位,
A5,孙七,中共,社法委,,,丁单位,
A6,周八,无党派,社法委,,,戊单位,
A7,吴九,民盟,,,长期在境外,,
'''
SCHEME = """local s = scheme { name = "small", title = "小办法" }
local party = members(function(m) return m:in_party "中共" end)
s:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1, balance = true, within = "window" }
s:stages { "change", "balance" }
"""
LIFE = [["init", "--title", "某县政协第一届", "--scheme", "scheme.lua", "--roster", "roster.csv"], ["plan"],
        ["publish", "--basis", "会议"], ["file", "1", "--with", "办公室"], ["member", "add", "郑十", "党派=民革", "窗口=社法委", "--reason", "增补"],
        ["member", "replace", "A2", "冯一", "党派=中共", "--reason", "届中调整"], ["window", "rename", "提案委", "提案办", "--reason", "改名"],
        ["plan"], ["pin", "A1", "A3", "--reason", "领导意见"], ["member", "leave", "A4", "--reason", "调离"], ["undo"],
        ["edit", "A4", "A1", "--reason", "分工"], ["restore", "2"], ["undo"]]
SAID = [["members"], ["members", "--left"], ["window", "list"], ["history"], ["show", "1"], ["show", "2"], ["diff", "1", "2"],
        ["pins"], ["log"]]


class Program:
    def __init__(self, tongxin, folder):
        self.tongxin, self.folder = os.path.abspath(tongxin), folder
        kept = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TMPDIR")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment.update(LANG="C.UTF-8", PATH="/usr/bin:/bin", TONGXIN_LANG="zh", TONGXIN_NOW="2022-01-15T09:00:00",
                                TONGXIN_USER="wang")

    def does(self, *words):
        done = subprocess.run([self.tongxin, *words], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise AssertionError(f"{words}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def says(self):
        """What an office sees of the term."""
        return "".join(f"$ {' '.join(words)}\n{self.does(*words)}" for words in SAID)


def schema_of(file):
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def make(tongxin, number):
    with tempfile.TemporaryDirectory() as folder:
        program = Program(tongxin, folder)
        for name, text in (("roster.csv", ROSTER), ("scheme.lua", SCHEME)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
                stream.write(text)
        for words in LIFE:
            program.does(*words)
        term = os.path.join(folder, "tongxin.db")
        if schema_of(term) != number:
            raise AssertionError(f"this program makes files of version {schema_of(term)}")
        for name in (f"{number}.db", f"{number}.txt"):
            if os.path.exists(os.path.join(FILES, name)):
                raise AssertionError(f"{name} is there already and is never made again")
        shutil.copy(term, os.path.join(FILES, f"{number}.db"))
        with open(os.path.join(FILES, f"{number}.txt"), "w", encoding="utf-8") as stream:
            stream.write(program.says())


def test(tongxin, number):
    with tempfile.TemporaryDirectory() as folder:
        program = Program(tongxin, folder)
        shutil.copy(os.path.join(FILES, f"{number}.db"), os.path.join(folder, "tongxin.db"))
        with open(os.path.join(FILES, f"{number}.txt"), encoding="utf-8") as stream:
            expected = stream.read()
        program.does("verify")
        program.does("member", "set", "A1", "单位=新单位", "--reason", "试")  # a change migrates the file
        program.does("undo")
        said = program.says()
        # The entries of the change, and of the step to the newest schema, are new; all that was there before is told as it was.
        # Whoever made that step may have a longer name, which widens a column.
        said = re.sub(r"(?m)^ +1[567]  2022.*\n", "", said)
        if re.sub(" +", " ", said) != re.sub(" +", " ", expected):
            raise AssertionError(f"version {number} is told otherwise:\n{said}\ninstead of:\n{expected}")
        program.does("undo")  # what was changed before the file was brought up to date: the edit
        program.does("verify")
        for version in ("1", "2", "3"):
            program.does("rerun", version)
        program.does("plan")
        program.does("publish")
        program.does("verify")
        program.does("export", "out")
        program.does("init", "out", "--db", "again.db")
        print(f"version {number}: {len(expected.splitlines())} lines as they were, and the term goes on")


def main():
    numbers = sorted(int(name[:-3]) for name in os.listdir(FILES) if name.endswith(".db"))
    if sys.argv[2:3] == ["--make"]:
        make(sys.argv[1], int(sys.argv[3]))
        return 0
    newest = max(int(name[:3]) for name in os.listdir(os.path.join(TREE, "data", "schema")) if re.match(r"\d{3}-", name))
    if numbers != list(range(1, newest + 1)):
        raise AssertionError(f"there should be a file of each version from 1 to {newest}, not of {numbers}")
    for number in numbers:
        if schema_of(os.path.join(FILES, f"{number}.db")) != number:
            raise AssertionError(f"{number}.db is of another version")
        test(sys.argv[1], number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
