#!/usr/bin/env python3
"""How long the questions about Jinhua's plan take, each as a whole process, files in to answer out.

    bench_questions.py TONGXIN [--few] [--check]

explain and options of members drawn by chance, why-not of pairs drawn by chance, the frontier of rosters that 1, 3 or 10
members left, moved in or joined, explain --all, and the drill. Prints median, the 95th of 100 and the slowest of each, with
the bound that holds for it; with --check, exit 1 where one is passed. --few asks a tenth of the questions.
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "independent"))
import cases  # noqa: E402
import frontier  # noqa: E402
import model  # noqa: E402

ROSTER = os.path.join(cases.JINHUA, "roster.csv")
WINDOWS = os.path.join(cases.JINHUA, "windows.csv")


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder, self.broken = program, folder, False
        self.plan = os.path.join(folder, "plan.json")
        self.run(["solve", "-o", self.plan])
        with open(self.plan, encoding="utf-8") as file:
            self.pairs = json.load(file)["pairs"]

    def run(self, words, roster=ROSTER, status=(0,)):
        """Seconds, and what was printed."""
        command = [self.program, "--lang", "en", *words, "--scheme", cases.SCHEME, "--roster", roster, "--windows", WINDOWS]
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
        seconds = time.perf_counter() - start
        if done.returncode not in status:
            sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode()[:500]}")
        return seconds, done

    def tell(self, what, seconds, most, most_of_95=None):
        seconds = sorted(seconds)
        median, late = seconds[len(seconds) // 2], seconds[max(0, -(-95 * len(seconds) // 100) - 1)]
        bound = f"{most:g}" if most_of_95 is None else f"{most_of_95:g} for 95 of 100, {most:g} for all"
        passed = seconds[-1] > most or (most_of_95 is not None and late > most_of_95)
        self.broken |= passed
        print(f"{what:<28}{len(seconds):>6}{median:>9.2f}{late:>9.2f}{seconds[-1]:>9.2f}  {bound}{'  not held' if passed else ''}",
              flush=True)

    def ask(self, what, questions, most, most_of_95=None, status=(0,)):
        self.tell(what, [self.run([*words, "--plan", self.plan], status=status)[0] for words in questions], most, most_of_95)


def why_not_questions(bench, count, rng):
    """Pairs of one Party member and one who is contacted, of one window or not, that the plan lacks."""
    members = model.read_roster(ROSTER)
    sources = sorted({pair["source"] for pair in bench.pairs if pair["relation"] == "liaison"})
    targets = sorted({pair["target"] for pair in bench.pairs if pair["relation"] == "liaison"})
    window = {member.id: member.window for member in members}
    there = {(pair["source"], pair["target"]) for pair in bench.pairs}
    near = [(a, b) for a in sources for b in targets if window[a] == window[b] and (a, b) not in there]
    return [["explain", target, "--why-not", source] for source, target in rng.sample(near, count)]


def frontiers(bench, count, rng):
    """Seconds of rosters for which there is a plan, and of those without."""
    with open(ROSTER, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    names = [row["窗口"].strip() for row in model.read_table(WINDOWS)]
    roster, found, none = os.path.join(bench.folder, "roster.csv"), [], []
    while len(found) < count:
        kind, many = frontier.ALTERATIONS[len(found) % len(frontier.ALTERATIONS)]
        with open(roster, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(frontier.alter(rows, names, kind, many, rng))
        seconds, done = bench.run(["rebalance", "--previous", bench.plan], roster, (0, 1))
        if done.returncode == 0:
            found.append(seconds)
        else: # why there is none, with the clash and its repairs
            none.append(bench.run(["solve", "--previous", bench.plan], roster, (1,))[0])
    return found, none


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    share = 10 if options.few else 1
    rng = random.Random(6)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.tongxin), folder)
        members = [member.id for member in model.read_roster(ROSTER)]
        contacted = sorted({pair["target"] for pair in bench.pairs if pair["relation"] != "branch"})
        print(f"{'seconds':<28}{'asked':>6}{'median':>9}{'95th':>9}{'slowest':>9}  at most")
        bench.ask("explain", [["explain", member] for member in rng.sample(members, 100 // share)], 1)
        bench.ask("options", [["options", member] for member in rng.sample(contacted, 100 // share)], 1, status=(0, 1))
        bench.ask("explain --why-not", why_not_questions(bench, 200 // share, rng), 20, 1, (0, 1))
        found, none = frontiers(bench, 90 // share, rng)
        bench.tell("rebalance", found, 10)
        if none:
            bench.tell("no plan: clash and repairs", none, 35)
        bench.ask("explain --all", [["explain", "--all"]] * 3, 10)
        bench.ask("drill", [["drill"]], 60)
    return 1 if bench.broken and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
