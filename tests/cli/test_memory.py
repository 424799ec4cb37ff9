#!/usr/bin/env python3
"""What many candidate pairs cost the program: at most 100 bytes each, beyond what it needs anyway.

    test_memory.py TONGXIN [test...]        a build without sanitizers
"""
import os
import resource
import subprocess
import sys

sys.dont_write_bytecode = True
import program  # noqa: E402

ROSTER = os.path.join(program.JINHUA, "roster.csv")
MEMBERS = 386
BYTES_A_PAIR = 100


def scheme(relations):
    return f"""local s = scheme {{ name = "many", title = "many" }}
local all = members()
for i = 1, {relations} do s:relation("r" .. i) {{ from = all, to = all, load = 1 }} end
"""


def peak(words):
    """The most memory that a process had which runs the program, in bytes."""
    code = ("import resource, subprocess, sys\n"
            "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
            "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    said = subprocess.run([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, check=True).stdout.split()
    return int(said[0]), int(said[1]) * 1024


class Memory(program.Case):
    def solve(self, relations):
        path = self.path(f"many{relations}.lua")
        with open(path, "w", encoding="utf-8") as file:
            file.write(scheme(relations))
        code, used = peak([program.TONGXIN, "solve", "--json", "--scheme", path, "--roster", ROSTER])
        self.assertEqual(code, 0)
        return used

    def test_a_candidate_pair_costs_a_hundred_bytes_at_most(self):
        few, many = self.solve(1), self.solve(12)
        self.assertLessEqual((many - few) / (11 * MEMBERS * (MEMBERS - 1)), BYTES_A_PAIR)


if __name__ == "__main__":
    program.main()
