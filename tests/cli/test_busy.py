#!/usr/bin/env python3
"""A busy or sleeping machine says the same of every scheme as an idle one, and rules buy an endless one no time.

    test_busy.py TONGXIN GUIDE [--whole] [test...]

GUIDE is the test of the guide's examples. Without --whole every seventh mistake is told beside four busy loops and one kind of
rules is tried, with it all of them are, and the guide.
"""
import os
import re
import resource
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import program  # noqa: E402
import test_mistakes  # noqa: E402

ROSTER = os.path.join(program.JINHUA, "roster.csv")
SMALL = os.path.join(program.TREE, "tests", "script", "roster.csv")
LOOPS, STEP = 4, 7
GUIDE, WHOLE = None, False
AHEAD = 2.5  # times what a script may take at first: that, what it may have saved up, and the rest of the program
OTHERS = {
    "comparisons": (200, 's:prefer("c" .. i) { on = "r", points = 1, when = same "unit" }'),
    "functions": (200, 's:prefer("c" .. i) { on = "r", points = 1, when = function(a, b) return a.unit == b.unit end }'),
    "sets": (20, 's:apart("c" .. i) { on = "r", of = same "unit" }'),
}
ENDLESS = 's:prefer "endless" { on = "r", points = 1, when = function(a, b)\n  while a.unit ~= "" do end\nend }\n'


def scheme_of(count, rule, more):
    return ('local s = scheme { name = "x" }\n'
            's:relation "r" { from = members { party = "中共" }, to = members() - members { party = "中共" }, load = { 0, 60 } }\n'
            f'for i = 1, {count} do {rule} end\n{more}')


class Busy(program.Case):
    def write(self, text):
        with open(self.path("s.lua"), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path("s.lua")

    def beside_loops(self):
        for _ in range(LOOPS):
            loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            self.addCleanup(loop.wait)
            self.addCleanup(loop.kill)

    def test_every_mistake_is_told_the_same_beside_four_busy_loops(self):
        self.beside_loops()
        scripts = test_mistakes.Mistakes.scripts
        for script in scripts if WHOLE else scripts[::STEP]:
            with self.subTest(script=os.path.basename(script)):
                text, status = test_mistakes.said(script, "zh")
                with open(test_mistakes.golden_of(script, "zh"), encoding="utf-8") as file:
                    self.assertEqual((text, status), (file.read(), 2))
        if WHOLE:
            done = subprocess.run([GUIDE], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            self.assertEqual(done.returncode, 0, done.stdout.decode("utf-8", "replace"))

    def test_an_honest_scheme_that_is_kept_waiting_is_not_refused(self):
        """Its process is stopped for longer than any script may take, as on a machine that sleeps or has no time for it."""
        scheme = self.write('local s = scheme { name = "x" }\n'
                            'local n = 0\nfor i = 1, 20000000 do n = n + i % 3 end\n'
                            's:relation "r" { from = members(), to = windows(), load = 1 }\n')
        started = subprocess.Popen([program.TONGXIN, "scheme", "check", scheme, "--roster", SMALL],
                                   env=program.environment(program.TONGXIN, TONGXIN_LANG="en"),
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        child = None
        for _ in range(10000):
            with open(f"/proc/{started.pid}/task/{started.pid}/children", encoding="ascii") as file:
                child = file.read().split()
            if child or started.poll() is not None:
                break
            time.sleep(0.001)
        self.assertTrue(child, "the script has no process of its own")
        os.kill(int(child[0]), signal.SIGSTOP)
        time.sleep(2.5)
        self.assertIsNone(started.poll(), "it was not waited for")
        os.kill(int(child[0]), signal.SIGCONT)
        said = started.communicate(timeout=120)[0].decode("utf-8")
        self.assertEqual(started.returncode, 0, said)

    def processor_of(self, scheme, status):
        """What is said, and the seconds of processor time that it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = program.run("scheme", "check", scheme, "--roster", ROSTER, TONGXIN_LANG="en")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = (done.stdout + done.stderr).decode("utf-8")
        self.assertEqual(done.returncode, status, said)
        return said, sum(getattr(after, name) - getattr(before, name) for name in ("ru_utime", "ru_stime"))

    def test_an_endless_rule_has_no_use_of_what_two_hundred_others_earn(self):
        for kind, (count, rule) in OTHERS.items() if WHOLE else [("comparisons", OTHERS["comparisons"])]:
            with self.subTest(others=kind):
                said, endless = self.processor_of(self.write(scheme_of(count, rule, ENDLESS)), status=2)
                first = re.search(r"s\.lua:5: The script takes longer than (\d\.\d) seconds and was stopped here", said)
                self.assertTrue(first, said)
                _, honest = self.processor_of(self.write(scheme_of(count, rule, "")), status=0)
                self.assertLess(endless - honest, AHEAD * float(first.group(1)), f"{endless:.2f} s, of which {honest:.2f} s are the others'")


if __name__ == "__main__":
    if "--whole" in sys.argv:
        sys.argv.remove("--whole")
        WHOLE = True
    GUIDE = sys.argv.pop(2)
    program.main()
