#!/usr/bin/env python3
"""No output is written over what a run reads or over somebody else's file; and nothing half written is left behind.

    test_outputs.py TONGXIN [--whole] [test...]

Every command that writes x every file that it reads x every way to name that file. Without --whole each of the first two meet in
one way, another one each time; with it in all of them.
"""
import contextlib
import os
import pty
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile

sys.dont_write_bytecode = True
import program  # noqa: E402

WHOLE = False
SEED = int(os.environ.get("SEED", time.time_ns() % 1000000))
ROUNDS = 4

FILES = {
    "roster.csv": "编号,姓名,党派,界别,窗口,单位\nT1,安一,中共,中共,甲,一中\nT2,白二,中共,教育界,乙,二中\n"
                  "T3,戴四,民建,经济界,甲,三中\nT4,冯五,无党派,无党派,乙,四中\n",
    "list.csv": "编号,姓名,电话\nT1,安一,130\n",
    "windows.csv": "窗口,全称\n甲,甲窗口\n乙,乙窗口\n",
    "pairs.csv": "联系人编号,联系对象编号,费用\nT1,T3,12\n",
    "base.lua": 'local s = scheme { name = "base", pairs = { cost = { "费用", "integer" } } }\n'
                's:relation "liaison" { from = members { party = "中共" }, to = members() - members { party = "中共" },\n'
                '  cover = 1, balance = true, within = "window" }\n'
                's:prefer "cheap" { on = "liaison", points = function(a, b, p) return -(p.cost or 0) end }\n'
                's:stages { "change", "balance", "preference" }\n',
    "scheme.lua": 'local s = extends "base" { name = "top" }\n',
    "own.lua": 'local r = report { title = "题" }\nr:paragraph { "文" }\n',
}
OF_FILES = ("--scheme", "scheme.lua", "--roster", "roster.csv", "--windows", "windows.csv", "--pairs", "pairs.csv")
READ = ("scheme.lua", "base.lua", "roster.csv", "windows.csv", "pairs.csv")

# What writes: its words, with OUT for the file's name; the ending of that name; and what it reads.
WRITERS = {
    "solve": (("solve", *OF_FILES, "--previous", "previous.json", "-o", "OUT"), ".json", (*READ, "previous.json")),
    "rebalance": (("rebalance", *OF_FILES, "--previous", "previous.json", "--moves", "9", "-o", "OUT"), ".json",
                  (*READ, "previous.json")),
    "report": (("report", "own.lua", *OF_FILES, "--plan", "plan.json", "-o", "OUT"), ".csv", (*READ, "plan.json", "own.lua")),
    "explain": (("explain", "--all", *OF_FILES, "--plan", "plan.json", "--previous", "previous.json", "-o", "OUT"), ".md",
                (*READ, "plan.json", "previous.json")),
    "template": (("roster", "template", "OUT", "--from", "roster.csv", "--windows", "windows.csv", "--scheme", "scheme.lua"),
                 ".xlsx", ("roster.csv", "windows.csv", "scheme.lua", "base.lua")),
    "tidy": (("roster", "tidy", "roster.csv", "list.csv", "--windows", "windows.csv", "--answers", "answers.csv", "-o", "OUT"),
             ".xlsx", ("roster.csv", "list.csv", "windows.csv", "answers.csv")),
    "plan of a term": (("plan", "--fresh", "--scheme", "plain.lua", "-o", "OUT"), ".json", ("tongxin.db", "plain.lua")),
    "rebalance of a term": (("rebalance", "--moves", "9", "-o", "OUT"), ".json", ("tongxin.db",)),
    "report of a term": (("report", "own.lua", "-o", "OUT"), ".html", ("tongxin.db", "own.lua")),
    "explain of a term": (("explain", "--all", "-o", "OUT"), ".html", ("tongxin.db",)),
    "export of members": (("export", "--xlsx", "OUT"), ".xlsx", ("tongxin.db",)),
    "backup": (("backup", "OUT"), ".db", ("tongxin.db",)),
}
UNFORCED = {"export": (("export", "OUT"), "", ("tongxin.db",)), "init": (("init", "--db", "OUT"), ".db", ())}
WAYS = ("same", "absolute", "relative", "symlink", "symlink to a symlink", "hard link")


def remember(folder):
    """All that is in the folder: names, kinds, modes, inodes, bytes."""
    found = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        seen = os.lstat(path)
        if stat.S_ISLNK(seen.st_mode):
            held = os.readlink(path)
        elif stat.S_ISDIR(seen.st_mode):
            held = sorted(os.listdir(path))
        else:
            with open(path, "rb") as file:
                held = file.read()
        found[name] = (seen.st_mode, seen.st_ino, held)
    return found


class Outputs(program.Case):
    def setUp(self):
        super().setUp()
        self.outside = os.path.join(self.folder, "tmp")
        self.folder = os.path.join(self.folder, "work")
        os.mkdir(self.outside)
        os.mkdir(self.folder)
        for name, text in FILES.items():
            self.write(name, text)
        self.write("plain.lua", FILES["base.lua"].replace(', pairs = { cost = { "费用", "integer" } }', "")
                   .replace('s:prefer "cheap" { on = "liaison", points = function(a, b, p) return -(p.cost or 0) end }\n', "")
                   .replace(', "preference"', ""))
        self.write("answers.csv", "问题,编号\n没有这样的问题,新\n")
        for plan in ("plan.json", "previous.json"):
            self.must("solve", *OF_FILES, "-o", plan)
        self.must("init", "--scheme", "plain.lua", "--roster", "roster.csv")
        self.must("plan")
        self.must("publish")

    def write(self, name, text):
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8"))

    def run_in(self, *words, umask=-1, **more):
        return subprocess.run([program.TONGXIN, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", check=False, umask=umask,
                              env=program.environment(program.TONGXIN, TONGXIN_LANG="en", TMPDIR=self.outside, **more))

    def must(self, *words, status=0, **more):
        done = self.run_in(*words, **more)
        self.assertEqual(done.returncode, status, f"{words}\n{done.stdout}{done.stderr}")
        return done

    def named(self, name, way, ending):
        """Another name of the file; where it is a new link, one that the command may like by its ending."""
        link = f"link{ending}"
        if way == "absolute":
            return self.path(name)
        if way == "relative":
            return f"../work/./{name}"
        if way == "symlink":
            os.symlink(name, self.path(link))
        elif way == "symlink to a symlink":
            os.symlink(name, self.path("first"))
            os.symlink(self.path("first"), self.path(link))
        elif way == "hard link":
            os.link(self.path(name), self.path(link))
        return link if "link" in way else name

    def forget_links(self, ending):
        for name in ("first", f"link{ending}"):
            if os.path.lexists(self.path(name)):
                os.remove(self.path(name))

    def refuses(self, words, ending, name, way, force):
        out = self.named(name, way, ending)
        before = remember(self.folder)
        done = self.run_in(*[out if word == "OUT" else word for word in words], *["--force"] * force)
        told = f"{words[0]} over {name} ({way}): {done.stdout}{done.stderr}"
        self.assertEqual(done.returncode, 2, told)
        self.assertEqual(remember(self.folder), before, told)
        if "link" in way:  # otherwise the ending may be refused first
            self.assertRegex(done.stderr, "is read in the same run|is a term file|exists already", told)
        self.forget_links(ending)

    def test_no_writer_writes_over_what_it_reads(self):
        turn = 0
        for writer, (words, ending, read) in {**WRITERS, **UNFORCED}.items():
            for name in sorted({*read, "tongxin.db"}):
                for way in WAYS if WHOLE else [WAYS[turn % len(WAYS)], WAYS[3 + turn % 3]]:
                    with self.subTest(writer=writer, over=name, way=way):
                        self.refuses(words, ending, name, way, writer not in UNFORCED and turn % 2 == 0)
                    turn += 1
        self.must("verify")
        self.assertGreaterEqual(turn, 100)

    def test_no_writer_makes_what_would_be_taken_for_a_journal(self):
        os.symlink("tongxin.db", self.path("other.db"))
        for writer, (words, _, _) in {**WRITERS, **UNFORCED}.items():
            for name in ("tongxin.db-journal", "tongxin.db-wal", "tongxin.db-shm", "other.db-journal"):
                with self.subTest(writer=writer, name=name):
                    before = remember(self.folder)
                    self.must(*[name if word == "OUT" else word for word in words], status=2)
                    self.assertEqual(remember(self.folder), before)

    def test_somebody_elses_file_is_replaced_only_where_that_is_said(self):
        foreign = {"text": b"somebody's\n", "csv": "编号,姓名\n".encode(), "json": b'{ "scheme": 1, "pairs": [] }\n',
                   "html": b"<html><head><title>x</title></head></html>\n", "empty": b""}
        with zipfile.ZipFile(self.path("book.zip"), "w") as book:
            book.writestr("docProps/app.xml", "<Properties><Application>Microsoft Excel</Application></Properties>")
        with open(self.path("book.zip"), "rb") as file:
            foreign["workbook"] = file.read()
        os.remove(self.path("book.zip"))
        for turn, (writer, (words, ending, _)) in enumerate(WRITERS.items()):
            out = f"out{ending}"
            words = [out if word == "OUT" else word for word in words]
            for kind, text in list(foreign.items())[0 if WHOLE else turn % 3::1 if WHOLE else 3]:
                with self.subTest(writer=writer, over=kind):
                    self.write(out, text)
                    before = remember(self.folder)
                    done = self.must(*words, status=2)
                    self.assertIn("--force", done.stderr)
                    self.assertEqual(remember(self.folder), before)
            with self.subTest(writer=writer):
                self.must(*words, "--force")
                self.assertNotEqual(remember(self.folder)[out][2], before[out][2])
                own = ending in (".json", ".html", ".xlsx", ".db")  # Markdown and CSV carry no mark
                self.must(*words, status=0 if own else 2)
                if own:  # what people have changed since is theirs, where the program can tell
                    with open(self.path(out), "ab") as file:
                        file.write(b"\nfilled in")
                    self.must(*words, status=2 if ending == ".xlsx" else 0)
                os.remove(self.path(out))

    def test_a_backup_replaces_an_earlier_copy_of_its_term_and_no_other_term(self):
        self.must("backup", "copy.db")
        self.must("member", "set", "T1", "单位=某校", "--reason", "试")
        self.must("backup", "copy.db")
        self.must("member", "set", "T1", "单位=另一校", "--reason", "试", "--db", "copy.db")
        self.must("init", *OF_FILES, "--db", "other.db")
        for file in ("copy.db", "other.db"):
            before = remember(self.folder)
            for force in ((), ("--force",)):
                self.assertIn("This is a term file", self.must("backup", file, *force, status=2).stderr)
                self.assertEqual(remember(self.folder), before)

    def answers(self, answer, *words):
        """The exit status where somebody sits at a terminal and answers so, and what was asked."""
        ours, theirs = pty.openpty()
        started = subprocess.Popen([program.TONGXIN, *words], cwd=self.folder, stdin=theirs, stdout=subprocess.DEVNULL,
                                   stderr=theirs, env=program.environment(program.TONGXIN, TONGXIN_LANG="en"))
        os.close(theirs)
        os.write(ours, answer)
        said = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while more := os.read(ours, 4096):
                said += more
        os.close(ours)
        return started.wait(timeout=60), said.decode("utf-8")

    def test_on_a_terminal_somebody_is_asked(self):
        for words in (("plan", "--fresh", "-o", "out.json"), ("export", "--xlsx", "out.xlsx"), ("backup", "out.db"),
                      ("report", "own.lua", "-o", "out.csv")):
            with self.subTest(words=words):
                self.write(words[-1], "somebody's\n")
                before = remember(self.folder)
                for answer in (b"n\n", b"\n"):
                    status, said = self.answers(answer, *words)
                    self.assertEqual(status, 2, said)
                    self.assertIn("Replace it? [y/N]", said)
                    self.assertEqual(remember(self.folder), before)
                status, said = self.answers(b"y\n", *words)
                self.assertEqual(status, 0, said)
                self.assertEqual(said.count("Replace it?"), 1, said)
                self.assertNotEqual(remember(self.folder)[words[-1]][2], before[words[-1]][2])

    def test_who_may_read_what_is_written(self):
        private = {"export of members", "backup"}
        for umask in (0o022, 0o077, 0o002, 0o000) if WHOLE else (0o022, 0o077):
            for writer, (words, ending, _) in WRITERS.items():
                out = f"mode{umask:o}{ending}"
                words = [out if word == "OUT" else word for word in words]
                with self.subTest(writer=writer, umask=oct(umask)):
                    self.must(*words, umask=umask)
                    mode = stat.S_IMODE(os.stat(self.path(out)).st_mode)
                    self.assertEqual(oct(mode), oct(0o600 if writer in private else 0o666 & ~umask))
                    os.chmod(self.path(out), 0o644 if umask == 0o077 else 0o640)
                    self.must(*words, "--force", umask=umask)
                    again = stat.S_IMODE(os.stat(self.path(out)).st_mode)
                    self.assertEqual(oct(again), oct(0o600 if writer in private else 0o644 if umask == 0o077 else 0o640))
                    os.remove(self.path(out))
            self.must("export", "folder", umask=umask)
            self.must("init", "--db", "new.db", "--scheme", "plain.lua", umask=umask)
            self.must("init", "folder", "--db", "loaded.db", umask=umask)
            for name in ("new.db", "loaded.db"):
                self.assertEqual(stat.S_IMODE(os.stat(self.path(name)).st_mode), 0o600)
                os.remove(self.path(name))
            for folder, _, names in os.walk(self.path("folder")):
                self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
                for name in names:
                    self.assertEqual(stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode), 0o600)
            shutil.rmtree(self.path("folder"))
        os.chmod(self.path("tongxin.db"), 0o644)
        self.assertIn("chmod 600 tongxin.db", self.must("verify").stdout)

    def test_a_link_is_followed_and_stays(self):
        os.mkdir(self.path("elsewhere"))
        for writer, (words, ending, _) in {**WRITERS, **UNFORCED}.items():
            with self.subTest(writer=writer):
                link, target = f"leads{ending}", f"elsewhere/target{ending}"
                os.symlink(target, self.path(link))
                if writer == "init":  # a term begins where nothing stands, and a link does
                    self.must("init", "--db", link, status=2)
                    continue
                words = [link if word == "OUT" else word for word in words]
                self.must(*words)
                self.must(*words, *["--force"] * (writer in WRITERS), status=0 if writer in WRITERS else 2)
                self.assertEqual(os.readlink(self.path(link)), target)
                self.assertTrue(os.path.exists(self.path(target)))
                self.assertEqual(os.listdir(self.path("elsewhere")), [f"target{ending}"])
                os.remove(self.path(link))
                (shutil.rmtree if os.path.isdir(self.path(target)) else os.remove)(self.path(target))

    def test_what_is_no_file_is_written_to_and_never_waited_for(self):
        words = ("solve", "--scheme", "plain.lua", "--roster", "roster.csv")
        self.assertIn('"status": "optimal"', self.must(*words, "-o", "/dev/stdout").stdout)
        with open(self.path("both"), "wb") as both:
            subprocess.run([program.TONGXIN, *words, "-o", "/dev/stdout"], cwd=self.folder, stdout=both, check=True,
                           env=program.environment(program.TONGXIN, TONGXIN_LANG="en"))
        with open(self.path("both"), encoding="utf-8") as both:
            text = both.read()
        self.assertIn('"status": "optimal"', text)
        self.assertIn("The plan is made", text)
        self.must(*words, "-o", "/dev/null")
        os.mkfifo(self.path("pipe"))
        for option in ("--roster", "--windows", "--pairs", "--previous", "--scheme"):
            with self.subTest(option=option):
                given = dict(zip(OF_FILES[::2], OF_FILES[1::2]), **{option: "pipe"})
                done = subprocess.run([program.TONGXIN, "solve", *[word for pair in given.items() for word in pair]],
                                      cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False,
                                      env=program.environment(program.TONGXIN, TONGXIN_LANG="en"))
                self.assertEqual(done.returncode, 2)
                self.assertIn("pipe: This is no file but a pipe or a device", done.stderr)

    def test_a_term_that_is_open_is_no_list(self):
        done = self.must("import", "tongxin.db", status=2)
        self.assertIn("This is the term file itself", done.stderr)
        self.must("verify")

    def test_a_signal_leaves_nothing_behind(self):
        chance = random.Random(SEED)
        known = set(os.listdir(self.folder))
        writers = {**WRITERS, **UNFORCED, "init": (("init", "--db", "OUT", "--scheme", "plain.lua", "--roster", "roster.csv"),
                                                   ".db", ())}
        for writer, (words, ending, _) in writers.items():
            words = [f"out{ending}" if word == "OUT" else word for word in words]
            begin = time.monotonic()
            self.must(*words)
            lasts = time.monotonic() - begin
            for turn in range(10 * ROUNDS if WHOLE else ROUNDS):
                self.take_away(f"out{ending}")
                started = subprocess.Popen([program.TONGXIN, *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                           env=program.environment(program.TONGXIN, TMPDIR=self.outside))
                time.sleep(lasts * (0.4 + 0.6 * chance.random()))
                started.send_signal(chance.choice((signal.SIGTERM, signal.SIGINT, signal.SIGHUP)))
                status = started.wait(timeout=60)
                told = f"{writer}, turn {turn}, seed {SEED}, ended with {status}"
                left = set(os.listdir(self.folder)) - known - {f"out{ending}", "tongxin.db-journal"}
                self.assertEqual((left, os.listdir(self.outside)), (set(), []), told)
                if ending == ".db" and os.path.exists(self.path("out.db")):
                    self.must("verify", "--db", "out.db")
                elif writer == "export" and os.path.exists(self.path("out")):
                    self.must("init", "out", "--db", "again.db")
                    os.remove(self.path("again.db"))
            self.take_away(f"out{ending}")
        self.must("verify")

    def take_away(self, name):
        path = self.path(name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.remove(path)


if __name__ == "__main__":
    if "--whole" in sys.argv:
        sys.argv.remove("--whole")
        WHOLE = True
    program.main()
