#!/usr/bin/env python3
"""The Chinese catalogue is whole and clean: every sentence of core/ has its translation, and none is left over.

    test_catalogue.py [test...]         needs xgettext and msgfmt (Debian: gettext)
"""
import collections
import os
import re
import subprocess
import tempfile
import unittest

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CATALOGUES = os.path.join(TREE, "data", "locale", "zh_CN")
FEWEST_MESSAGES = 200  # fewer: the sources were not found whole

Entry = collections.namedtuple("Entry", "file line msgid msgstr flags")

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"'}


def unquote(text):
    return re.sub(r"\\(.)", lambda found: ESCAPES[found.group(1)], text[1:-1])


def parse(path):
    """All entries of a .po file but its header; obsolete ones (#~) are refused elsewhere."""
    entries, current, field = [], None, None
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n") + [""]
    flags = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#,"):
            flags = [flag.strip() for flag in line[2:].split(",")]
        elif line.startswith("msgid "):
            current = {"line": number, "msgid": unquote(line[6:]), "msgstr": "", "flags": flags}
            field, flags = "msgid", []
        elif line.startswith("msgstr "):
            current["msgstr"], field = unquote(line[7:]), "msgstr"
        elif line.startswith('"'):
            current[field] += unquote(line)
        elif not line and current:
            if current["msgid"]:
                entries.append(Entry(os.path.basename(path), **current))
            current = None
        elif line.startswith("msg"):
            raise ValueError(f"{path}:{number}: plural forms and contexts are not used in this project")
    return entries


def sources():
    found = []
    for folder, _, names in os.walk(os.path.join(TREE, "core")):
        found += [os.path.join(folder, name) for name in names if name.endswith((".c", ".h"))]
    return sorted(found)


def extract():
    """What core/ marks for translation, as entries."""
    with tempfile.TemporaryDirectory(prefix="locale-") as folder:
        pot = os.path.join(folder, "tongxin.pot")
        relative = [os.path.relpath(path, TREE) for path in sources()]
        subprocess.run(["xgettext", "--from-code=UTF-8", "--language=C", "-k", "-k_", "-kN_", "-kgettext", "--no-location",
                        "-o", pot, *relative], cwd=TREE, check=True)
        return parse(pot)


def directives(text):
    """The printf directives by the argument they take: {1: "d", 2: "s"}."""
    found, number = {}, 0
    for position, kind in re.findall(r"%(?:(\d+)\$)?(?:[-+ #0']*\d*(?:\.(?:\d+|\*))?((?:hh|h|ll|l|z|j|t)?[diuxXcsfgep])|%)",
                                     text):
        if not kind:
            continue
        number += 1
        found[int(position) if position else number] = kind
    return found


def without_code(text):
    """Leaves out what a script writes: { 字段 = 值, … }, join(列表, "、"), s:relation "名字"."""
    return re.sub(r"\{[^}]*\}|[\w:]+\([^)]*\)|[\w:%]+ \"[^\"]*\"", "", text, flags=re.ASCII)


class Catalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = sorted(name for name in os.listdir(CATALOGUES) if name.endswith(".po"))
        cls.entries = [entry for name in cls.files for entry in parse(os.path.join(CATALOGUES, name))]
        cls.marked = extract()

    def assert_none(self, found, what):
        self.assertFalse(found, what + ":\n" + "\n".join(f"  {line}" for line in found))

    def where(self, entry):
        return f"data/locale/zh_CN/{entry.file}:{entry.line}: {entry.msgstr or entry.msgid}"

    def test_core_was_found_whole(self):
        self.assertGreater(len(self.marked), FEWEST_MESSAGES)

    def test_every_sentence_has_a_translation(self):
        known = {entry.msgid for entry in self.entries if entry.msgstr}
        self.assert_none([repr(entry.msgid) for entry in self.marked if entry.msgid not in known], "not translated")

    def test_no_translation_is_left_over(self):
        marked = {entry.msgid for entry in self.marked}
        self.assert_none([self.where(entry) for entry in self.entries if entry.msgid not in marked], "nothing in core/ says it")

    def test_no_entry_is_obsolete_or_fuzzy(self):
        found = [self.where(entry) for entry in self.entries if "fuzzy" in entry.flags]
        for name in self.files:
            with open(os.path.join(CATALOGUES, name), encoding="utf-8") as file:
                found += [f"{name}: {line.strip()}" for line in file if line.startswith("#~")]
        self.assert_none(found, "fuzzy or obsolete")

    def test_a_sentence_of_two_modules_reads_the_same_in_both(self):
        by_msgid = collections.defaultdict(list)
        for entry in self.entries:
            by_msgid[entry.msgid].append(entry)
        self.assert_none([self.where(entry) for same in by_msgid.values() if len({entry.msgstr for entry in same}) > 1
                          for entry in same], "two translations")
        self.assert_none([self.where(entry) for same in by_msgid.values() if len({entry.file for entry in same}) < len(same)
                          for entry in same], "twice in one file")

    def test_msgfmt_finds_nothing(self):
        for name in self.files:
            done = subprocess.run(["msgfmt", "--check-format", "--check-domain", "-o", os.devnull,
                                   os.path.join(CATALOGUES, name)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  env=dict(os.environ, LC_ALL="C"), encoding="utf-8", check=False)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_format_directives_agree(self):
        found = [self.where(entry) for entry in self.entries if directives(entry.msgid) != directives(entry.msgstr)]
        self.assert_none(found, "other directives than in English")

    def test_what_is_a_format_is_flagged_so(self):
        formats = {entry.msgid for entry in self.marked if "c-format" in entry.flags}
        self.assert_none([self.where(entry) for entry in self.entries
                          if entry.msgid in formats and directives(entry.msgid) and "c-format" not in entry.flags],
                         "#, c-format is missing")

    def test_no_ascii_punctuation_stands_behind_chinese(self):
        self.assert_none([self.where(entry) for entry in self.entries
                          if re.search(r"[\u4e00-\u9fff][,.;:?!](?!\w)", without_code(entry.msgstr))], "ASCII punctuation")

    def test_no_ascii_brackets_or_quotation_marks_stand_around_chinese(self):
        self.assert_none([self.where(entry) for entry in self.entries
                          if re.search(r"[(\"'][\u4e00-\u9fff]|[\u4e00-\u9fff][)\"']", without_code(entry.msgstr))],
                         "ASCII brackets or quotation marks")

    def test_translations_are_chinese(self):
        found = [self.where(entry) for entry in self.entries
                 if re.search(r"[A-Za-z]{3}", re.sub(r"%[-\d.$]*(?:ll|l|z)?[a-z]", "", entry.msgid)) and
                 not re.search(r"[\u4e00-\u9fff]", entry.msgstr)]
        self.assert_none(found, "no Chinese in it")

    def test_quotation_marks_come_in_pairs(self):
        for one, other in ("“”", "（）", "《》"):
            self.assert_none([self.where(entry) for entry in self.entries
                              if entry.msgstr.count(one) != entry.msgstr.count(other)], f"{one} without {other}")

    def test_every_message_of_a_fault_is_marked(self):
        """A text that error_add is given without _( would stay English."""
        found = []
        for path in sources():
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for call in re.finditer(r"\berror_add\s*\(", text):
                words = text[call.end():text.find(";", call.end())]
                before, quote, said = words.partition('"')
                if quote and re.match(r"[^\"]*[A-Za-z]{3}", said) and not re.search(r"\b_\(\s*$", before):
                    found.append(f"{os.path.relpath(path, TREE)}:{text.count(chr(10), 0, call.start()) + 1}")
        self.assert_none(found, "not marked for translation")


if __name__ == "__main__":
    unittest.main()
