#!/usr/bin/env python3
"""What stands on a terminal: nothing passes its edge, tables keep their columns, progress leaves nothing behind.

    test_terminal.py TONGXIN [test...]
"""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

sys.dont_write_bytecode = True
import program  # noqa: E402

JINHUA = ["--scheme", program.SCHEME, "--roster", os.path.join(program.JINHUA, "roster.csv")]
BROKEN = os.path.join(program.TREE, "tests", "roster", "broken", "56-everything-at-once", "in.csv")


def width(text, ambiguous=1):
    columns = 0
    for character in text:
        kind = unicodedata.east_asian_width(character)
        columns += 2 if kind in "WF" else ambiguous if kind == "A" else 1
    return columns


class Terminal(program.Case):
    def on_terminal(self, columns, *words, **more):
        """What the program writes to a terminal of so many columns, with the line ends of a file."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        child = subprocess.Popen([program.TONGXIN, *words], stdin=its, stdout=its, stderr=its,
                                 env=program.environment(program.TONGXIN, TERM="xterm", **more))
        os.close(its)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the terminal is closed when the last one leaves it
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        child.wait()
        return b"".join(parts).decode("utf-8").replace("\r\n", "\n"), child.returncode

    def shown(self, text):
        """What remains to be seen where a line was written over."""
        return re.sub(r"[^\n]*\r\x1b\[K", "", text)

    def assert_fits(self, text, columns):
        for line in self.shown(text).splitlines():
            if not line.startswith("  tongxin "):  # commands are copied as they stand
                self.assertLessEqual(width(line), columns, line)

    def assert_aligned(self, lines):
        """The last column begins at the same place in every row, be ambiguous characters one column wide or two."""
        heading = lines[0].split("  ")[-1]
        begin = width(lines[0]) - width(heading)
        for line in lines:
            for ambiguous in (1, 2):
                left = ""
                for character in line:
                    if width(left, ambiguous) >= begin:
                        break
                    left += character
                self.assertEqual(width(left, ambiguous), begin, line)
                self.assertTrue(left.endswith("  "), line)
                self.assertFalse(line[len(left):].startswith(" "), line)

    def table(self, text, heading):
        """The lines of the table whose first line holds the heading, up to the next blank one."""
        lines = self.shown(text).splitlines()
        begin = next(number for number, line in enumerate(lines) if line.startswith("  ") and heading in line)
        end = next(number for number in range(begin, len(lines) + 1) if number == len(lines) or not lines[number].strip())
        return lines[begin:end]

    def test_summaries_fit_the_terminal(self):
        for columns in (80, 60, 132):
            for language in ("zh", "en"):
                with self.subTest(columns=columns, language=language):
                    text, status = self.on_terminal(columns, "solve", *JINHUA, TONGXIN_LANG=language)
                    self.assertEqual(status, 0)
                    self.assert_fits(text, columns)

    def test_the_stages_are_aligned(self):
        for language, heading in (("zh", "含义"), ("en", "Meaning")):
            text, _ = self.on_terminal(80, "solve", *JINHUA, TONGXIN_LANG=language)
            lines = self.table(text, heading)
            self.assertEqual(len(lines), 4)
            self.assert_aligned(lines)

    def test_faults_fit_and_are_aligned(self):
        for columns in (80, 70):
            for language, heading in (("zh", "问题和办法"), ("en", "Problem and what to do")):
                with self.subTest(columns=columns, language=language):
                    text, status = self.on_terminal(columns, "solve", "--scheme", "jinhua-2022", "--roster", BROKEN,
                                                    TONGXIN_LANG=language)
                    self.assertEqual(status, 2)
                    lines = self.table(text, heading)
                    self.assertGreater(len(lines), 16)
                    self.assert_aligned(lines)
                    for line in lines:
                        self.assertLessEqual(width(line), columns, line)

    def test_help_fits(self):
        for command in ((), ("help", "solve"), ("help", "check"), ("help", "report"), ("help", "help")):
            for language in ("zh", "en"):
                for columns in (80, 60):
                    text, _ = self.on_terminal(columns, *command, TONGXIN_LANG=language)
                    example = {"zh": "例：", "en": "Example:"}[language]
                    before, _, after = text.partition(example)
                    self.assert_fits(before, columns)
                    self.assert_fits(text, 80)

    def test_no_line_ends_in_a_blank_or_begins_with_closing_punctuation(self):
        for words in (("solve", *JINHUA), ("help", "report"), ("solve", "--scheme", "jinhua-2022", "--roster", BROKEN)):
            for columns in range(50, 90):
                text, _ = self.on_terminal(columns, *words, TONGXIN_LANG="zh")
                for line in self.shown(text).splitlines():
                    self.assertEqual(line, line.rstrip(" "))
                    self.assertNotRegex(line, r"^ *[，。、；：）”？]")
                    self.assertNotRegex(line, r"[（“]$")

    def test_json_on_a_terminal_is_json_and_nothing_else(self):
        text, status = self.on_terminal(80, "solve", *JINHUA, "--json")
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(text)["status"], "optimal")

    def test_no_colour_and_no_cursor_play_but_for_progress(self):
        text, _ = self.on_terminal(80, "solve", *JINHUA, TONGXIN_LANG="zh", NO_COLOR="1")
        self.assertNotIn("\x1b", self.shown(text))
        text, _ = self.on_terminal(80, "check", *JINHUA, "--part", os.path.join(program.JINHUA, "annex1.csv"))
        self.assertNotIn("\x1b", text)


if __name__ == "__main__":
    program.main()
