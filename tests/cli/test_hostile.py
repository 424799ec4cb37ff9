#!/usr/bin/env python3
"""Hostile scripts end soon, with a line, in bounded memory, and leave nothing behind; harmless ones always give the same.

    test_hostile.py TONGXIN [--short] [test...]

The scripts are tests/script/hostile/*.lua (schemes) and reports/*.lua; the first line says what each tries. --short is for
builds whose memory is not limited and whose clock is patient: few of the scripts that run until they are stopped, and no
measuring. What is measured is processor time, as the program itself does: how busy the machine is changes nothing.
"""
import csv
import glob
import html.parser
import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
import program  # noqa: E402

FOLDER = os.path.join(program.TREE, "tests", "script", "hostile")
ROSTER = os.path.join(program.TREE, "tests", "script", "roster.csv")
WINDOWS = os.path.join(program.TREE, "tests", "script", "windows.csv")
PLANNED = os.path.join(FOLDER, "d9-pcall-caught.lua")
STOPPED = re.compile(r"The script (takes longer|needs more) than .*")
SECONDS, MEMORY = 2.0, 256 << 10  # KiB
SHORT = False
LARGEST = 256 << 10  # bytes of a script: a larger one is not read at all
RUNS = 10
STOPPED_IN_SHORT = 6


class Run:
    """One run of the program, measured with everything that it started."""

    def __init__(self, words, folder):
        with open(os.path.join(folder, ".out"), "w+b") as out, open(os.path.join(folder, ".err"), "w+b") as err:
            started = subprocess.Popen([program.TONGXIN, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                       cwd=folder, env=program.environment(program.TONGXIN, TONGXIN_LANG="en"))
            _, status, used = os.wait4(started.pid, 0)
            started.returncode = self.status = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            self.out, self.err = out.read(), err.read().decode("utf-8")
        os.remove(out.name), os.remove(err.name)
        self.processor, self.memory = used.ru_utime + used.ru_stime, used.ru_maxrss


def kind_of(path):
    with open(path, encoding="utf-8") as file:
        return file.readline().split(":")[0].replace("--", "").strip()


def scripts(kind, folder=""):
    found = sorted(glob.glob(os.path.join(FOLDER, folder, "*.lua")))
    return [path for path in found if kind_of(path) == kind]


def expected():
    """How the last fault of each script begins: NAME to LINE: SENTENCE, "stopped" for either limit."""
    with open(os.path.join(FOLDER, "expected.txt"), encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(" ", 1) for line in file)


def name_of(path):
    return os.path.relpath(path, FOLDER)


class Hostile(program.Case):
    def setUp(self):
        super().setUp()
        self.plan = self.path("plan.json")
        self.succeeds("solve", "--scheme", PLANNED, "--roster", ROSTER, "--windows", WINDOWS, "-o", self.plan)

    def words(self, path):
        inputs = ["--roster", ROSTER, "--windows", WINDOWS]
        if "/reports/" in path:
            return ["report", path, "--scheme", PLANNED, *inputs, "--plan", self.plan, "--format", "html"]
        return ["solve", "--scheme", path, *inputs]

    def run_one(self, path, number=0):
        """A run in an empty folder, which must be empty afterwards."""
        folder = self.path(f"{os.path.basename(path)}.{number}")
        os.mkdir(folder)
        done = Run(self.words(path), folder)
        self.assertEqual(os.listdir(folder), [], path)
        return done

    def last_fault(self, path, done):
        """LINE: SENTENCE."""
        begin = os.path.basename(path) + ":"
        lines = [line[len(begin):] for line in done.err.splitlines() if line.startswith(begin)]
        self.assertTrue(lines, f"{path}: {done.err}")
        return STOPPED.sub("stopped", lines[-1])

    def measure(self, path, done):
        if SHORT:
            return
        self.assertLessEqual(done.processor, SECONDS, path)
        self.assertLessEqual(done.memory, MEMORY, path)

    def run_all(self, paths):
        with ThreadPoolExecutor(2) as pool:
            return list(zip(paths, pool.map(self.run_one, paths)))

    def test_every_hostile_script_ends_with_its_line(self):
        wanted, paths = expected(), scripts("fails") + scripts("fails", "reports")
        self.assertGreaterEqual(len(paths), 84)
        self.assertEqual(sorted(wanted), sorted(name_of(path) for path in paths))
        if SHORT:
            stopped = [path for path in paths if wanted[name_of(path)].endswith(": stopped")]
            paths = [path for path in paths if path not in stopped] + stopped[::len(stopped) // STOPPED_IN_SHORT]
        wrong, slowest, largest = [], (0, ""), (0, "")
        for path, done in self.run_all(paths):
            fault = self.last_fault(path, done)
            begin = wanted[name_of(path)]
            if SHORT and begin.endswith(": stopped"):  # where memory is not limited, something else may come first
                begin = begin[:-len(" stopped")]
            if done.status != 2 or not fault.startswith(begin):
                wrong.append(f"{name_of(path)} {fault}")
            self.measure(path, done)
            slowest = max(slowest, (done.processor, name_of(path)))
            largest = max(largest, (done.memory, name_of(path)))
        print(f"{len(paths)} scripts; slowest {slowest[0]:.2f} s of processor time ({slowest[1]}), "
              f"largest {largest[0] >> 10} MiB ({largest[1]})", file=sys.stderr)
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_every_harmless_script_gives_the_same_bytes_each_time(self):
        paths = scripts("harmless") + scripts("harmless", "reports")
        self.assertGreaterEqual(len(paths), 12)
        for path in paths:
            with self.subTest(script=name_of(path)):
                outputs = set()
                for number in range(3 if SHORT else RUNS):
                    done = self.run_one(path, number)
                    self.assertEqual((done.status, done.err), (0, ""))
                    self.measure(path, done)
                    outputs.add(done.out)
                    if "/reports/" not in path:
                        plan = self.path(f"plan-{number}.json")
                        self.succeeds(*self.words(path), "-o", plan)
                        with open(plan, "rb") as file:
                            outputs.add(b"plan" + file.read())
                self.assertEqual(len(outputs), 1 if "/reports/" in path else 2)

    def test_scripts_that_only_a_program_would_write(self):
        """Too large or too regular to be kept: the parser's own limits."""
        head = 'local s = scheme { name = "x" }\n'
        texts = {
            "elseif": head + "if s then\n" + "elseif s then\n" * 17000 + "end\n",
            "parentheses": head + "local a = " + "(" * 100000 + "1" + ")" * 100000,
            "tables": head + "local a = " + "{" * 100000 + "}" * 100000,
            "functions": head + "local f = " + "function() return " * 9000 + "1" + " end" * 9000,
            "blocks": head + "do\n" * 37000 + "end\n" * 37000,
            "locals": head + "".join(f"local a{i} = {i}\n" for i in range(10000)),
            "constants": head + "local t = {" + ",".join(f"{i}.5" for i in range(30000)) + "}",
            "long-line": head + "local a = '" + "x" * 250000 + "'",
            "concat": head + "local a = ''" + " .. ''" * 40000,
            "unary": head + "local a = " + "- " * 120000 + "1",
            "labels": head + "".join(f"::l{i}:: " for i in range(18000)),
            "gotos": head + "".join(f"goto l{i} " for i in range(8000)) + "".join(f"::l{i}:: " for i in range(8000)),
            "nul": head + "\0" * 1000,
            "escapes": head + "local a = '" + "\\u{10FFFF}" * 20000 + "'",
            "comment": head + "--[[" + "]" * 250000,
            "equals": head + "local a = [" + "=" * 120000 + "[x]" + "=" * 120000 + "]",
        }
        for name, text in texts.items():
            path = self.path(name + ".lua")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            self.assertLessEqual(os.path.getsize(path), LARGEST, name)
            with self.subTest(script=name):
                done = self.run_one(path)
                self.assertEqual(done.status, 2, done.err)
                self.assertRegex(self.last_fault(path, done), r"^[0-9]+:")
                self.measure(path, done)

    def test_texts_of_scripts_do_nothing_wherever_they_are_shown(self):
        markup = os.path.join(FOLDER, "reports", "16-markup.lua")

        def report(form):
            words = self.words(markup)
            return self.succeeds(*words[:-1], form).decode("utf-8-sig")

        tags, texts = set(), []
        page = html.parser.HTMLParser()
        page.handle_starttag = lambda tag, attributes: tags.add(tag)
        page.handle_data = texts.append
        page.feed(report("html"))
        self.assertFalse(tags & {"script", "a", "em", "img"}, tags)
        self.assertIn("</td><script>alert(1)</script>", texts)
        cells = [cell for row in csv.reader(io.StringIO(report("csv"))) for cell in row if cell]
        self.assertIn("'=1+1", cells)
        self.assertEqual([cell for cell in cells if cell[0] in "=+-@\t\r"], [])
        markdown = report("md")
        self.assertNotRegex(markdown, r"(?<!\\)[<>]")
        self.assertNotIn("\n# no heading", markdown)
        self.assertNotRegex(markdown, r"(?<!\\)\](?=\()")

        scheme = self.path("shown.lua")
        with open(scheme, "w", encoding="utf-8") as file:
            file.write('local s = scheme { name = "\\u{202E}name", title = "\\u{202E}title" }\n'
                       's:relation "r" { title = "\\u{2066}relation\\u{202E}", clause = "\\u{202E}clause", from = members(), '
                       'to = windows(), load = 1 }\n'
                       's:forbid "f" { title = "\\u{202E}title", clause = "\\u{202E}", on = "r", when = same "window" }\n')
        inputs = ["--scheme", scheme, "--roster", ROSTER]
        empty = self.path("empty.csv")
        with open(empty, "w", encoding="utf-8") as file:
            file.write("relation,source,target\n")
        plan = self.path("shown.json")
        shown = [self.succeeds("solve", *inputs, "-o", plan), self.succeeds("check", *inputs, plan),
                 program.run("check", *inputs, empty).stdout, program.run("solve", *inputs, "--part", empty).stderr]
        for text in (text.decode("utf-8") for text in shown):
            self.assertEqual(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), [], text)
        with open(plan, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["scheme"], "\u202ename")

    def test_faults_of_the_child_come_in_either_language_and_any_locale(self):
        """Sentences are made inside, where no catalogue can be opened any more."""
        for name in ("08-pattern-backtrack", "12-deep-recursion", "63-keys-of-many-mb", "a7-view-compared",
                     "b1-many-declarations", "b9-points-too-large", "71-error-table"):
            path = os.path.join(FOLDER, name + ".lua")
            for settings, chinese in (({"TONGXIN_LANG": "zh"}, True), ({"TONGXIN_LANG": "en"}, False),
                                      ({"LANG": "zh_CN.UTF-8"}, True), ({"LC_ALL": "zh_CN.GB18030"}, True),
                                      ({"LC_ALL": "C"}, False), ({"LANG": "de_DE.UTF-8"}, False)):
                with self.subTest(script=name, **settings):
                    done = program.run(*self.words(path), **settings)
                    text = done.stderr.decode("utf-8")
                    self.assertEqual(done.returncode, 2, text)
                    self.assertIn(f"{name}.lua:", text)
                    self.assertNotIn("signal", text)
                    self.assertNotIn("信号", text)
                    self.assertEqual(bool(re.search("[\u4e00-\u9fff]{4}", text)), chinese, text)
            if SHORT:
                break


if __name__ == "__main__":
    if "--short" in sys.argv:
        sys.argv.remove("--short")
        SHORT = True
    program.main()
