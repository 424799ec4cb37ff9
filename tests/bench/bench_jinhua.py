#!/usr/bin/env python3
"""Jinhua, files in to JSON out, against glpsol on the flat last stage alone.

    bench_jinhua.py TONGXIN [--runs 15] [--most RATIO] [--scheme FILE|NAME]

Both are timed as whole processes, in turn, in one run; the first of each is not counted. Both must end with preference
692 every time. Prints the medians and their ratio; with --most, exit 1 where the ratio is above it.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "independent"))
import cases  # noqa: E402
import model  # noqa: E402

PREFERENCE = 692


def flat_last_stage(folder):
    """The LP file of the last stage: all rows, and the values of principle and balance held by two more."""
    members = model.read_roster(os.path.join(cases.JINHUA, "roster.csv"))
    windows = model.read_windows(os.path.join(cases.JINHUA, "windows.csv"), members)
    model.solve(model.build(members, windows), "glpsol", 120, folder)
    return os.path.join(folder, "preference.lp")


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return seconds, done.stdout.decode("utf-8")


def run_tongxin(command):
    seconds, out = timed(command)
    document = json.loads(out)
    stage = {stage["name"]: stage["value"] for stage in document["stages"]}
    if document["status"] != "optimal" or stage["preference"] != PREFERENCE:
        sys.exit(f"tongxin ended with {document['status']}, {stage}")
    return seconds


def run_glpsol(command, answer):
    seconds, _ = timed(command)
    with open(answer, encoding="ascii") as file:
        objective = re.search(r"^c Objective:\s+\S+ = (\S+)", file.read(), re.MULTILINE)
    if not objective or float(objective.group(1)) != PREFERENCE:
        sys.exit("glpsol ended with another value")
    return seconds


def line(name, seconds):
    print(f"{name:36s} median {1000 * statistics.median(seconds):7.1f} ms   "
          f"least {1000 * min(seconds):7.1f}   most {1000 * max(seconds):7.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--most", type=float, help="the largest ratio that is good")
    parser.add_argument("--scheme", default=cases.SCHEME)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="bench-")
    try:
        flat, answer = flat_last_stage(folder), os.path.join(folder, "answer.txt")
        ours = [os.path.abspath(options.tongxin), "solve", "--scheme", options.scheme, "--roster",
                os.path.join(cases.JINHUA, "roster.csv"), "--json"]
        theirs = ["glpsol", "--lp", flat, "--write", answer]
        seconds = {"ours": [], "theirs": []}
        for _ in range(options.runs + 1):
            seconds["ours"].append(run_tongxin(ours))
            seconds["theirs"].append(run_glpsol(theirs, answer))
    finally:
        shutil.rmtree(folder)
    line("tongxin solve, files in to JSON out", seconds["ours"][1:])
    line("glpsol, the flat last stage alone", seconds["theirs"][1:])
    ratio = statistics.median(seconds["ours"][1:]) / statistics.median(seconds["theirs"][1:])
    print(f"ratio {ratio:.2f} over {options.runs} runs")
    return 1 if options.most is not None and ratio > options.most else 0


if __name__ == "__main__":
    sys.exit(main())
