#!/usr/bin/env python3
"""kill -9 at random moments while a term is begun and plans are kept: nothing that was reported is lost, and the file verifies.

    test_kill.py TONGXIN [ROUNDS]
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TONGXIN = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
JINHUA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "jinhua")
SEED = random.randrange(1 << 30)


def run(*words):
    return subprocess.run([TONGXIN, "--lang", "en", *words, "--db", "t.db"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", check=False)


def main():
    random.seed(SEED)
    folder = tempfile.mkdtemp(prefix="tongxin-")
    os.chdir(folder)
    entries = 0
    for number in range(ROUNDS):
        if not os.path.exists("t.db"):
            words = ["init", "--scheme", "jinhua-2022", "--roster", os.path.join(JINHUA, "roster.csv")]
        else:
            words = ["plan"]
        child = subprocess.Popen([TONGXIN, *words, "--db", "t.db"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, 0.03 if words[0] == "init" else 0.4))
        child.kill()
        reported = child.wait() == 0
        if not os.path.exists("t.db"):
            assert entries == 0 and not reported, (SEED, number)
            continue
        done = run("verify")
        assert done.returncode == 0, (SEED, number, done.stdout)
        now = int(done.stdout.split("log: ")[1].split(";")[0])
        assert now == entries + 1 if reported else now in (entries, entries + 1), (SEED, number, entries, now)
        entries = now
    print(f"seed {SEED}: {ROUNDS} rounds, {entries} entries, nothing lost")
    assert entries > 0, SEED
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
