"""How the tests of this folder run the program: in a clean environment, by its command line alone.

A test file ends with `program.main()`; its first argument is the program, which is then program.TONGXIN.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JINHUA = os.path.join(TREE, "data", "jinhua")
SCHEME = os.path.join(TREE, "scripts", "schemes", "jinhua-2022.lua")
TONGXIN = None
KEPT = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX", "GCOV_PREFIX_STRIP", "TMPDIR")


def environment(tongxin, **more):
    """No locale but C.UTF-8, no TONGXIN_ variable; `tongxin` is found by its name."""
    made = {name: os.environ[name] for name in KEPT if name in os.environ}
    made.update(PATH=os.path.dirname(tongxin) + ":/usr/bin:/bin", LANG="C.UTF-8", TONGXIN=tongxin, TREE=TREE)
    made.update(more)
    return made


def run_line(tongxin, line, folder, **more):
    """Runs a line of shell in `folder`; text in and out is UTF-8, and nothing waits for a keyboard."""
    return subprocess.run(["/bin/sh", "-c", line], cwd=folder, env=environment(tongxin, **more), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)


def run(*words, folder=None, **more):
    """Runs the program itself; bytes come back. `more` goes to the environment."""
    return subprocess.run([TONGXIN, *words], cwd=folder, env=environment(TONGXIN, **more), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


class Case(unittest.TestCase):
    """A test with a folder of its own, and with the program's two usual answers."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tongxin-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def succeeds(self, *words, status=0, **more):
        """The bytes on standard output; the exit status must be `status`."""
        done = run(*words, **more)
        self.assertEqual(done.returncode, status, f"tongxin {' '.join(words)}\n"
                         f"{done.stdout.decode('utf-8', 'replace')}{done.stderr.decode('utf-8', 'replace')}")
        return done.stdout

    def solves(self, roster, *words, status=0, **more):
        """The plan as JSON, read."""
        return json.loads(self.succeeds("solve", "--scheme", SCHEME, "--roster", roster, "--json", *words,
                                        status=status, **more))


def main():
    global TONGXIN
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} TONGXIN [test...]")
    TONGXIN = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__")
