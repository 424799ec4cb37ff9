#!/usr/bin/env python3
"""Compare the program with the independent model, roster by roster and stage by stage.

    compare.py TONGXIN [--seeds 1-10] [--short] [--recompute] [--solver cbc|glpsol] [--scheme FILE|NAME]

For Jinhua and for each seed's roster, alone and after an older list (--previous): `tongxin solve --json` must end with
status optimal, each stage's value must equal its bound and the expected value, the plan is counted once more by
plan.py (every non-Party member exactly once, every load), and `tongxin check` must accept it. Expected values stand in
expected/; with --recompute the model makes them anew, and it always does for the seeds 11 to 99, which are not stored.
--short: Jinhua and the seeds 1 to 3. Exit 1 on any difference.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import cases
import model
import plan

SHORT = [1, 2, 3]


class Program:
    """The program under test and how it is called."""

    def __init__(self, path, scheme, limit):
        self.path, self.scheme, self.limit = os.path.abspath(path), scheme, limit

    def call(self, *words):
        try:
            done = subprocess.run([self.path, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  timeout=2 * self.limit, check=False)
        except subprocess.TimeoutExpired:
            raise model.Failure(f"{words[0]} did not end in {2 * self.limit} s") from None
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()

    def solve(self, case):
        words = ["solve", "--scheme", self.scheme, "--roster", case.roster, "--windows", case.windows,
                 "--time-limit", str(self.limit), "--json"]
        if case.previous:
            words += ["--previous", case.previous]
        code, out, err = self.call(*words)
        if code != 0:
            raise model.Failure(f"solve ended with {code}: {err or out[:300].decode('utf-8', 'replace')}")
        return out

    def check(self, case, path):
        """What `check` says against the plan, or None."""
        words = ["check", "--scheme", self.scheme, "--roster", case.roster, "--windows", case.windows]
        if case.previous:
            words += ["--previous", case.previous]
        code, out, err = self.call(*words, path)
        return f"check ended with {code}: {(out.decode('utf-8', 'replace') + err).strip()[:600]}" if code else None


def differences(document, expected, case):
    """A sentence for everything in which the program's plan is not as it should be; and the stages' values."""
    members, windows, previous = case.read()
    found = []
    if document["status"] != "optimal":
        found.append(f"status {document['status']}")
    stages = {stage["name"]: stage["value"] for stage in document["stages"]}
    for stage in document["stages"]:
        if stage["value"] != stage["bound"]:
            found.append(f"{stage['name']}: value {stage['value']}, bound {stage['bound']}")
    for name in expected:
        if stages.get(name) != expected[name]:
            found.append(f"{name}: the program {stages.get(name)}, the model {expected[name]}")
    for name in stages:
        if name not in expected and stages[name] != 0:
            found.append(f"{name}: a stage that the model lacks is {stages[name]}")
    pairs = plan.read_plan(document)
    broken = plan.faults(members, windows, pairs)
    found += broken[:10]
    if not broken and plan.values(members, pairs, previous) != expected:
        found.append(f"counted from the plan: {plan.values(members, pairs, previous)}")
    if case.group == "jinhua" and previous is not None:
        found += annex_differences(case, pairs, previous)
    return found, stages


def annex_differences(case, pairs, previous):
    """After Annex 1 the leaders' pairs are Annex 1 and no others; with a leader off, every pair of the other five."""
    kept = {pair for pair in previous if pair[1] != case.without}
    plan_ = {pair for pair in pairs if pair[0] != "liaison"}
    found = [f"a pair of Annex 1 is lost: {pair}" for pair in sorted(kept - plan_)]
    if not case.without:
        found += [f"a pair that Annex 1 lacks: {pair}" for pair in sorted(plan_ - kept)]
    return found


def compare(program, case, expected, folder):
    """The differences of one case, and its line of the table."""
    start = time.monotonic()
    out = program.solve(case)
    seconds = time.monotonic() - start
    document = json.loads(out)
    found, stages = differences(document, expected, case)
    path = os.path.join(folder, "plan.json")
    with open(path, "wb") as file:
        file.write(out)
    refused = program.check(case, path)
    if refused:
        found.append(refused)
    line = f"{len(document['pairs']):6d} {seconds:7.2f} s  {' '.join(f'{name} {value}' for name, value in stages.items())}"
    return found, line


def anew(case, options):
    return model.solve(model.build(*case.read()), options.solver)[0]


def expectation(batch, options):
    """The expected values of a group; with --recompute made anew, and then the stored ones must agree."""
    stored = cases.load_expected(batch[0].group)
    if not stored:
        members, windows, _ = batch[0].read()
        return {"members": len(members), "windows": len(windows),
                "stages": {case.title: anew(case, options) for case in batch}}
    if stored["sha256"] != cases.fingerprint(batch):
        raise model.Failure(f"{batch[0].group}: the files are not those that the expected values were made for; "
                            "run expected.py")
    if options.recompute:
        for case in batch:
            now = anew(case, options)
            if now != stored["stages"][case.title]:
                raise model.Failure(f"{case.name()}: stored {stored['stages'][case.title]}, the model now {now}")
    return stored


def compare_group(program, batch, options, folder):
    """Prints the lines of one group; the number of cases that differ."""
    try:
        stored = expectation(batch, options)
    except model.Failure as failure:
        print(failure)
        return len(batch)
    bad = 0
    for case in batch:
        try:
            found, line = compare(program, case, stored["stages"][case.title], folder)
        except (model.Failure, ValueError, KeyError) as failure:
            found, line = [f"{type(failure).__name__}: {failure}"], ""
        print(f"{case.name():30s} {stored['members']:7d} {stored['windows']:7d} {line}", flush=True)
        for sentence in found:
            print(f"    DIFFERENT: {sentence}")
        bad += bool(found)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("--seeds", type=cases.seeds, default=sorted(cases.MEMBERS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--recompute", action="store_true")
    parser.add_argument("--solver", choices=["cbc", "glpsol"], default="cbc", help="for --recompute")
    parser.add_argument("--scheme", default=cases.SCHEME)
    parser.add_argument("--limit", type=int, default=300, help="seconds that the program may take (--time-limit)")
    options = parser.parse_args()
    program = Program(options.tongxin, options.scheme, options.limit)
    folder = tempfile.mkdtemp(prefix="independent-")
    chosen = SHORT if options.short else options.seeds
    print(f"{'case':30s} {'members':>7s} {'windows':>7s} {'pairs':>6s} {'solve':>9s}  stages")
    try:
        batches = [cases.jinhua(folder)] + [cases.generated(folder, seed) for seed in chosen]
        bad = sum(compare_group(program, batch, options, folder) for batch in batches)
        count = sum(len(batch) for batch in batches)
    finally:
        shutil.rmtree(folder)
    print(f"{count - bad} of {count} cases agree" + ("" if not bad else f", {bad} differ"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
