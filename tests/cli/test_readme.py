#!/usr/bin/env python3
"""The README's tour is real: runs the commands of every ```console block, in order, in one scratch folder, and
compares what they print.

    test_readme.py TONGXIN [--update]      --update writes the output into the README
"""
import os
import re
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
README = os.path.join(TREE, "README.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def environment(program):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANGUAGE", "TONGXIN_LANG")}
    kept["LANG"] = "C.UTF-8"
    kept.update(TONGXIN_NOW="2022-01-15T09:00:00", TONGXIN_USER="wang")  # the tour is the same every day
    kept["PATH"] = os.path.dirname(os.path.abspath(program)) + ":" + kept["PATH"]
    return kept


def run_block(text, folder, env):
    """The block as it should be: each command with what it printed."""
    out = ""
    for command in [line[2:] for line in text.split("\n") if line.startswith("$ ")]:
        done = subprocess.run(command, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False)
        out += f"$ {command}\n{done.stdout}"
    return out if out.endswith("\n") else out + "\n"


def main():
    program, update = sys.argv[1], "--update" in sys.argv[2:]
    with open(README, encoding="utf-8") as stream:
        readme = stream.read()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(TREE, "data"), os.path.join(folder, "data"))
        env = environment(program)
        real = BLOCK.sub(lambda match: "```console\n" + run_block(match.group(1), folder, env) + "```", readme)
    if update:
        with open(README, "w", encoding="utf-8") as stream:
            stream.write(real)
        return 0
    blocks = list(zip(BLOCK.findall(readme), BLOCK.findall(real)))
    wrong = [(said, is_) for said, is_ in blocks if said != is_]
    for said, is_ in wrong:
        print(f"README says:\n{said}\nthe program prints:\n{is_}")
    print(f"{len(blocks) - len(wrong)} of {len(blocks)} blocks of the README are as they are printed")
    return 1 if wrong or not blocks else 0


if __name__ == "__main__":
    sys.exit(main())
