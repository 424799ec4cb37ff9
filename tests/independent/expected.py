#!/usr/bin/env python3
"""Compute the expected values anew from the independent model.

    expected.py [--seeds 1-10] [--solver cbc|glpsol|both] [--check]

Writes expected/SEED.json and expected/jinhua.json. --check writes nothing and fails where a stored file differs.
Each plan that the model ends with is counted once more by plan.py.
"""
import argparse
import os
import shutil
import sys
import tempfile

import cases
import model
import plan


def compute(case, solver, limit):
    """The model's values; a Failure where the plan that it ends with does not have them."""
    members, windows, previous = case.read()
    result, seconds, pairs = model.solve(model.build(members, windows, previous), solver, limit)
    found = plan.faults(members, windows, pairs)
    if found or plan.values(members, pairs, previous) != result:
        raise model.Failure(f"{case.name()}: the model contradicts itself: {found or plan.values(members, pairs, previous)}")
    print(f"{case.name():28s} {solver:7s} {sum(seconds.values()):6.1f} s  {result}", flush=True)
    return result


def group(batch, solvers, limit):
    """What the file of one group holds."""
    members, windows, _ = batch[0].read()
    stages = {}
    for case in batch:
        answers = [compute(case, solver, limit) for solver in solvers]
        if any(answer != answers[0] for answer in answers):
            raise model.Failure(f"{case.name()}: the solvers differ: {answers}")
        stages[case.title] = answers[0]
    return {"members": len(members), "windows": len(windows), "sha256": cases.fingerprint(batch), "stages": stages}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=cases.seeds, default=sorted(cases.MEMBERS))
    parser.add_argument("--solver", choices=["cbc", "glpsol", "both"], default="cbc")
    parser.add_argument("--limit", type=float, default=600, help="seconds a stage")
    parser.add_argument("--check", action="store_true", help="compare with the stored files instead of writing them")
    options = parser.parse_args()
    if not set(options.seeds) <= set(cases.MEMBERS):
        parser.error("only the seeds 1 to 10 are stored")
    solvers = ["cbc", "glpsol"] if options.solver == "both" else [options.solver]
    folder, bad = tempfile.mkdtemp(prefix="independent-"), 0
    try:
        for batch in [cases.jinhua(folder)] + [cases.generated(folder, seed) for seed in options.seeds]:
            try:
                found = group(batch, solvers, options.limit)
            except model.Failure as failure:
                print(f"expected.py: {failure}", file=sys.stderr)
                bad += 1
                continue
            if not options.check:
                cases.store_expected(batch[0].group, found)
            elif not os.path.exists(os.path.join(cases.EXPECTED, f"{batch[0].group}.json")) \
                    or cases.load_expected(batch[0].group) != found:
                print(f"expected.py: {batch[0].group}: the stored file differs from {found}", file=sys.stderr)
                bad += 1
    finally:
        shutil.rmtree(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
