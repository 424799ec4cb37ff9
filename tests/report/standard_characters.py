"""The 8,105 characters of the 通用规范汉字表 in its order, one a line, from Unihan's kTGH (package unicode-data)."""

import bz2
import re
import sys

characters = {}
with bz2.open(sys.argv[1], "rt", encoding="utf-8") as lines:
    for line in lines:
        found = re.match(r"U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", line)
        if found:
            characters[int(found[2])] = chr(int(found[1], 16))
assert sorted(characters) == list(range(1, 8106))
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for number in sorted(characters):
        out.write(characters[number] + "\n")
