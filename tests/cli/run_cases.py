#!/usr/bin/env python3
"""Runs the cases of tests/cases: a case is a folder, no code (tests/cases/README.md).

    run_cases.py TONGXIN [CASE...]            compares; prints a diff for each case that differs; exit 1
    run_cases.py TONGXIN --update [CASE...]   writes out, err and rc anew
"""
import argparse
import difflib
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import program  # noqa: E402

CASES = os.path.join(program.TREE, "tests", "cases")
NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang"}  # who works on term files, and when
FEWEST_CASES = 40  # fewer: the folder was not found whole


def read(folder, name):
    """What the case expects there; a file that is not there expects nothing."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def write(folder, name, text):
    path = os.path.join(folder, name)
    if text:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    elif os.path.exists(path):
        os.remove(path)


def run(tongxin, folder):
    """Runs each line of cmd in a copy of in/. Returns what must be equal: {"out", "err", "rc"}."""
    scratch = tempfile.mkdtemp(prefix="case-")
    try:
        work = os.path.join(scratch, "work")
        given = os.path.join(folder, "in")
        if os.path.isdir(given):
            shutil.copytree(given, work)
        else:
            os.mkdir(work)
        for name in ("data", "scripts"):
            os.symlink(os.path.join(program.TREE, name), os.path.join(work, name))
        got = {"out": "", "err": "", "rc": ""}
        for line in read(folder, "before").splitlines():
            done = program.run_line(tongxin, line, work, **NOW)
            if done.returncode != 0:
                sys.exit(f"{folder}: before: {line}\n{done.stdout}{done.stderr}")
        for line in read(folder, "cmd").splitlines():
            done = program.run_line(tongxin, line, work, **NOW)
            got["out"] += done.stdout
            got["err"] += done.stderr
            got["rc"] += f"{done.returncode}\n"
        return {name: text.replace(program.TREE, "$TREE").replace(os.path.realpath(work), "$FOLDER") for name, text in got.items()}
    finally:
        shutil.rmtree(scratch)


def differences(folder, got):
    lines = []
    for name, text in got.items():
        expected = read(folder, name)
        if expected != text:
            lines += difflib.unified_diff(expected.splitlines(True), text.splitlines(True),
                                          f"{name}, expected", f"{name}, got")
            lines.append("\n")
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tongxin")
    parser.add_argument("case", nargs="*")
    parser.add_argument("--update", action="store_true", help="write what is expected anew; then look at git diff")
    options = parser.parse_args()
    tongxin = os.path.abspath(options.tongxin)
    names = options.case or sorted(name for name in os.listdir(CASES) if os.path.isdir(os.path.join(CASES, name)))
    failed = []
    for name in names:
        folder = os.path.join(CASES, name)
        if not read(folder, "title").strip() or not read(folder, "cmd").strip():
            sys.exit(f"{name}: title or cmd is missing or empty")
        got = run(tongxin, folder)
        if options.update:
            for part, text in got.items():
                write(folder, part, text)
            continue
        found = differences(folder, got)
        if found:
            failed.append(name)
            print(f"==== {name}: {read(folder, 'title').strip()}\n{found}")
    if not options.case and len(names) < FEWEST_CASES:
        sys.exit(f"only {len(names)} cases were found in {CASES}")
    print(f"{len(names)} cases, {len(failed)} differ" + (": " + " ".join(failed) if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
