#!/usr/bin/env python3
"""What was reported as done survives, whatever happens: kill -9, two processes at once, full disks, limits, read-only folders.

    campaign.py TONGXIN kill KILLS        kills commands at random moments, until so many were killed
    campaign.py TONGXIN two ROUNDS        two processes change one file at the same time
    campaign.py TONGXIN limits            files that may not grow, disks that are full, folders that cannot be written

The seed of the random moments is printed, and taken from SEED where it is set. Python 3 standard library alone.
"""
import contextlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JINHUA = os.path.join(TREE, "data", "jinhua")
NOBODY = 65534


class Program:
    def __init__(self, tongxin, folder):
        self.tongxin = os.path.abspath(tongxin)
        self.folder = folder
        kept = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TMPDIR")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment.update(LANG="C.UTF-8", PATH="/usr/bin:/bin", TONGXIN_USER="tester")

    def start(self, *words, before=None):
        return subprocess.Popen([self.tongxin, *words], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=before)

    def run(self, *words, before=None):
        process = self.start(*words, before=before)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def must(self, *words):
        status, out, err = self.run(*words)
        if status != 0:
            raise AssertionError(f"{words}: exit status {status}\n{out}{err}")
        return out


def entries(folder, name="tongxin.db"):
    """The log's numbers, actions and subjects, read without the program."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/{name}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT number, action, subject FROM log ORDER BY number").fetchall()


def small_rosters(folder):
    """Two rosters of one small committee that differ in a few members."""
    with open(os.path.join(JINHUA, "roster.csv"), encoding="utf-8") as stream:
        lines = stream.read().splitlines()
    head, rows = lines[0], lines[1:]
    few = [row for row in rows if ",提案委," in row or ",党组成员," in row or ",社法委," in row]
    for name, skipped in (("one.csv", few[-2:]), ("two.csv", few[-4:-2])):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write("\n".join([head] + [row for row in few if row not in skipped]) + "\n")
    with open(os.path.join(folder, "scheme.lua"), "w", encoding="utf-8") as stream:
        stream.write('local s = scheme { name = "small", title = "小办法" }\n'
                     'local party = members(function(m) return m:in_party "中共" end)\n'
                     's:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1,\n'
                     '  balance = true, within = "window" }\n'
                     's:stages { "change", "balance" }\n')


def begin(program):
    small_rosters(program.folder)
    program.must("init", "--scheme", "scheme.lua", "--roster", "one.csv")
    program.must("plan")
    program.must("publish")


SAME_DRAFT = "no version was added"


def random_command(chance, turn):
    """Words of a command that changes the file, most of the time successfully."""
    return chance.choice([
        ["import", "two.csv" if turn % 2 else "one.csv", "--yes"],
        ["plan", "--fresh"],
        ["plan"],
        ["publish"],
        ["undo"],
        ["member", "set", "JH0007", f"单位=单位{turn}", "--reason", "试"],
        ["pin", "JH0007", "JH0025", "--reason", "试"],
        ["unpin", "JH0007", "JH0025"],
        ["window", "rename", "提案委", "提案委", "--full-name", f"提案委窗口{turn}", "--reason", "试"],
    ])


def check_file(program, reported, before):
    """The file opens, verifies, and holds what was reported and at most the one change that was being made."""
    now = entries(program.folder)
    done = [entry[1] for entry in now[len(before):]]
    if done[:len(reported)] != reported or len(done) > len(reported) + 1:
        raise AssertionError(f"reported: {reported}; in the file: {done}")
    return len(done) - len(reported)


def kill(tongxin, kills, chance):
    lost = finished = turn = 0
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        program = Program(tongxin, folder)
        begin(program)
        shutil.copy(os.path.join(folder, "tongxin.db"), os.path.join(folder, "first.db"))
        usual = {}
        while lost < kills:
            turn += 1
            if turn > 20 * kills + 100:
                raise AssertionError("commands end before they can be killed")
            if turn % 25 == 1:
                for name in os.listdir(folder):
                    if name.startswith("tongxin.db"):
                        os.remove(os.path.join(folder, name))
                shutil.copy(os.path.join(folder, "first.db"), os.path.join(folder, "tongxin.db"))
            before = entries(folder)
            words = random_command(chance, turn)
            kind = words[0]
            started = time.monotonic()
            process = program.start(*words)
            # The first of each kind runs to its end and shows how long that takes.
            patience = chance.uniform(0.1, 1.3) * usual[kind] if kind in usual else 60
            try:
                process.wait(timeout=patience)
                took = time.monotonic() - started
                usual[kind] = took if kind not in usual else 0.8 * usual[kind] + 0.2 * took
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                usual[kind] *= 1.02
                lost += 1
            said, _ = process.communicate()
            program.must("verify")  # it is the program that must mend what was left half done
            reported = [" ".join(words[:2]) if kind in ("member", "window") else kind]
            # A command may truly have nothing to do: then there is no entry, and none was reported.
            done = process.returncode == 0 and len(entries(folder)) > len(before)
            again = kind == "plan" and SAME_DRAFT in said
            if process.returncode == 0 and not done and not again and kind in ("plan", "publish", "pin"):
                raise AssertionError(f"{words} was reported as done, and is not in the log")
            finished += check_file(program, reported if done else [], before)
    print(f"kill: {turn} commands, {lost} killed, {finished} of them after their change was whole; nothing was lost")


def init_killed(tongxin, rounds, chance):
    """init leaves a whole file or none."""
    whole = 0
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        program = Program(tongxin, folder)
        small_rosters(folder)
        for _ in range(rounds):
            process = program.start("init", "--scheme", "scheme.lua", "--roster", "one.csv")
            try:
                process.wait(timeout=chance.uniform(0, 0.04))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            process.communicate()
            if os.path.exists(os.path.join(folder, "tongxin.db")):
                program.must("verify")
                whole += 1
            elif process.returncode == 0:
                raise AssertionError("init was reported as done, and there is no file")
            for name in os.listdir(folder):
                if name.startswith("tongxin.db"):
                    os.remove(os.path.join(folder, name))
    print(f"kill: {rounds} times init, {whole} whole files, otherwise none")


def two(tongxin, rounds, chance):
    told = 0
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        program = Program(tongxin, folder)
        begin(program)
        for turn in range(rounds):
            before = entries(folder)
            both = [program.start("member", "set", who, f"单位=单位{turn}", "--reason", "试")
                    for who in ("JH0007", "JH0025")]
            statuses = []
            for process in both:
                _, err = process.communicate(timeout=60)
                statuses.append(process.returncode)
                if process.returncode not in (0, 3) or (process.returncode == 3 and not err):
                    raise AssertionError(f"exit status {process.returncode}: {err}")
            told += statuses.count(3)
            if len(entries(folder)) - len(before) != statuses.count(0):
                raise AssertionError(f"{statuses}, but {len(entries(folder)) - len(before)} new entries")
            if turn % 20 == 19:
                program.must("verify")
        # One that holds the file for long is named, and nothing is changed.
        with contextlib.closing(sqlite3.connect(os.path.join(folder, "tongxin.db"), isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            status, _, err = program.run("member", "set", "JH0007", "单位=别", "--reason", "试")
            holder.execute("ROLLBACK")
        if status != 3 or str(os.getpid()) not in err:
            raise AssertionError(f"a file that is held: exit status {status}: {err}")
        program.must("verify")
    print(f"two: {rounds} rounds of two processes, {told} told to wait longer; every change is whole. Held: {err.strip()}")


def expect_refused(program, words, before, why):
    status, _, err = program.run(*words, before=before)
    if status == 0:
        return False
    if status != 3 or not err.strip():
        raise AssertionError(f"{why}: {words}: exit status {status}: {err!r}")
    return True


def file_sizes(program):
    """A limit for the size of one file, wherever it falls: status 3 and nothing changed, or done."""
    refused = 0
    path = os.path.join(program.folder, "tongxin.db")
    size = os.path.getsize(path)
    for limit in list(range(0, 20000, 3000)) + [size - 4096, size - 1, size, size + 4096, size + 30000]:
        for words in (["member", "set", "JH0007", f"单位=限{limit}", "--reason", "试"], ["plan", "--fresh"]):
            known = entries(program.folder)

            def bound(limit=limit):
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if expect_refused(program, words, bound, f"at most {limit} bytes"):
                refused += 1
                program.must("verify")
                if entries(program.folder) != known:
                    raise AssertionError(f"at most {limit} bytes: {words} was refused, and changed the file")
            program.must("verify")
    print(f"limits: {refused} changes refused for the size of a file, nothing lost")


def full_disk(program):
    """A disk that is full: a small file system of its own, where this may be mounted."""
    disk = os.path.join(program.folder, "disk")
    os.mkdir(disk)
    size = os.path.getsize(os.path.join(program.folder, "tongxin.db"))
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size + 40000}", "tmpfs", disk],
                                           stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("limits: no file system may be mounted here, so a full disk was not tried")
        return
    try:
        shutil.copy(os.path.join(program.folder, "tongxin.db"), disk)
        refused = 0
        for turn in range(40):
            known = entries(disk)
            for words in (["member", "set", "JH0007", f"单位=盘{turn}", "--reason", "试"], ["plan", "--fresh"]):
                if expect_refused(program, [*words, "--db", "disk/tongxin.db"], None, "a full disk"):
                    refused += 1
                    program.must("verify", "--db", "disk/tongxin.db")
                    if entries(disk) != known:
                        raise AssertionError("a full disk: the change was refused, and is in the file")
                known = entries(disk)
            program.must("verify", "--db", "disk/tongxin.db")
        if refused == 0:
            raise AssertionError("the disk never got full")
        print(f"limits: {refused} changes refused for a full disk, nothing lost")
    finally:
        subprocess.run(["umount", disk], check=False)


def can_reach(path):
    """Whether an account without rights may go into every folder down to this one."""
    folders = [path]
    while os.path.dirname(folders[-1]) != folders[-1]:
        folders.append(os.path.dirname(folders[-1]))
    return all(os.stat(folder).st_mode & 0o001 for folder in folders)


def read_only(program):
    """A folder and a file that may be read only: reading works, writing says why not."""
    folder = os.path.join(program.folder, "closed")
    os.mkdir(folder)
    shutil.copy(os.path.join(program.folder, "tongxin.db"), folder)
    os.chmod(os.path.join(folder, "tongxin.db"), 0o444)
    os.chmod(folder, 0o555)
    os.chmod(program.folder, 0o755)
    if os.geteuid() == 0 and not can_reach(os.path.realpath(program.folder)):
        print(f"limits: closed folders are not tried: nobody cannot reach {program.folder}")
        return
    # The program may lie where only root comes (a clone in root's home): a copy runs here.
    program = Program(shutil.copy(program.tongxin, program.folder), program.folder)
    os.chmod(program.tongxin, 0o755)

    def as_nobody():
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    for words in (["members"], ["history"], ["show"], ["log"], ["verify"]):
        status, _, err = program.run(*words, "--db", "closed/tongxin.db", before=as_nobody)
        if status != 0:
            raise AssertionError(f"reading from a closed folder: {words}: exit status {status}: {err}")
    changes = (["member", "set", "JH0007", "单位=某校", "--reason", "试"], ["undo"])
    for words in changes:
        if not expect_refused(program, words + ["--db", "closed/tongxin.db"], as_nobody, "a closed folder"):
            raise AssertionError("a closed folder was written to")
    # A file that may be written in a folder that may not: no journal can be made.
    os.chmod(os.path.join(folder, "tongxin.db"), 0o666)
    if not expect_refused(program, [*changes[0], "--db", "closed/tongxin.db"], as_nobody, "a closed folder"):
        raise AssertionError("a closed folder was written to")
    os.chmod(folder, 0o755)
    print("limits: closed folders are read, and not written to")


def limits(tongxin):
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        program = Program(tongxin, folder)
        begin(program)
        file_sizes(program)
        full_disk(program)
        read_only(program)


def main():
    tongxin, what = sys.argv[1], sys.argv[2]
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    if what == "kill":
        rounds = int(sys.argv[3])
        kill(tongxin, rounds, chance)
        init_killed(tongxin, max(10, rounds // 5), chance)
    elif what == "two":
        two(tongxin, int(sys.argv[3]), chance)
    elif what == "limits":
        limits(tongxin)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
