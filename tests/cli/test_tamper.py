#!/usr/bin/env python3
"""A term file that another program or a bad disk has changed: `verify` finds it, and nothing crashes.

    test_tamper.py TONGXIN [--step N | --seconds N] [test...]

--step N flips a byte at every N-th offset of the file (397); --seconds N flips at every offset, in an order that spreads
over the whole file, for so long.
"""
import contextlib
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import program  # noqa: E402

NOW = {"TONGXIN_NOW": "2022-01-15T09:00:00", "TONGXIN_USER": "wang"}
STEP = 397
SECONDS = None
FLIPS = (0x01, 0x08, 0x80, 0xFF)  # which bits: a turn each
SCHEME = ('local s = scheme { name = "small", title = "小办法" }\n'
          'local party = members(function(m) return m:in_party "中共" end)\n'
          's:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1, balance = true }\n'
          's:stages { "change", "balance" }\n')
ROSTER = ("编号,姓名,性别,党派,界别,窗口,县市区,单位\n"
          "A01,王一,男,中共,经济,东窗口,东县,某厂\nA02,李二,女,中共,教育,西窗口,西县,某校\n"
          "A03,张三,男,民建,经济,东窗口,东县,某厂\nA04,赵四,女,民盟,教育,西窗口,西县,某校\n"
          "A05,陈五,男,无党派,医卫,西窗口,东县,某院\nA06,孙六,女,民建,经济,东窗口,东县,某店\n")


def make_term(folder):
    """A small term with something in most tables: it fits into a few dozen pages."""
    for name, text in (("roster.csv", ROSTER), ("scheme.lua", SCHEME)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(text)
    for words in (["init", "--scheme", "scheme.lua", "--roster", "roster.csv"], ["plan"],
                  ["publish", "--basis", "会议"], ["file", "--with", "办公室"],
                  ["member", "leave", "A06", "--reason", "调离"], ["pin", "A01", "A03", "--reason", "分工"], ["plan"],
                  ["publish"], ["member", "set", "A05", "单位=别院", "--reason", "更正"], ["undo"],
                  ["window", "rename", "东窗口", "东岸", "--reason", "改名"]):
        done = program.run(*words, folder=folder, **NOW)
        if done.returncode != 0:
            sys.exit(f"{words}: {done.stderr.decode('utf-8')}")
    with contextlib.closing(sqlite3.connect(os.path.join(folder, "tongxin.db"))) as connection:
        connection.execute("VACUUM")  # few free pages: what is flipped is content


def spread(size):
    """Every offset once, near and far ones in turn."""
    stride = int(size * 0.6180339887) | 1
    while any(size % p == 0 and stride % p == 0 for p in range(2, size) if p * p <= size or p == size):
        stride += 2
    seen = set()
    at = 0
    while at not in seen:
        seen.add(at)
        yield at
        at = (at + stride) % size
    yield from (rest for rest in range(size) if rest not in seen)


def contents_of(folder):
    """What an export is: every file's bytes by its name."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as stream:
                found[os.path.relpath(path, folder)] = stream.read()
    return found


class Tampered(program.Case):
    @classmethod
    def setUpClass(cls):
        cls.whole = tempfile.mkdtemp(prefix="tongxin-")
        cls.addClassCleanup(shutil.rmtree, cls.whole)
        make_term(cls.whole)
        with open(os.path.join(cls.whole, "tongxin.db"), "rb") as stream:
            cls.bytes = stream.read()

    def setUp(self):
        super().setUp()
        self.put(self.bytes)

    def put(self, content):
        # The next flip starts from a clean folder: a journal of the last one would be played back.
        for name in os.listdir(self.folder):
            if name.startswith("tongxin.db"):
                os.remove(self.path(name))
        with open(self.path("tongxin.db"), "wb") as stream:
            stream.write(content)

    def run_it(self, *words, what=""):
        """No signal, no report of a sanitizer, and a sentence wherever it fails."""
        done = program.run(*words, folder=self.folder, **NOW)
        err = done.stderr.decode("utf-8")
        self.assertIn(done.returncode, (0, 1, 2, 3), f"{what}: {words}: {err}")
        self.assertNotIn("Sanitizer", err, what)
        self.assertNotIn("runtime error", err, what)
        if done.returncode != 0:
            self.assertRegex(err, r"\w", f"{what}: {words} fails without a sentence")
        return done.returncode, err

    def export(self, what=""):
        out = self.path("out")
        shutil.rmtree(out, ignore_errors=True)
        status, err = self.run_it("export", "out", what=what)
        self.assertEqual(status, 0, f"{what}: verify finds nothing, but export: {err}")
        return contents_of(out)

    def verify_says(self, words):
        status, err = self.run_it("verify", what=words)
        self.assertNotEqual(status, 0, f"verify misses: {words}")
        return err

    # ---- bytes ----

    def offsets(self):
        if SECONDS is None:
            yield from range(0, len(self.bytes), STEP)
            return
        end = time.monotonic() + SECONDS
        for offset in spread(len(self.bytes)):
            if time.monotonic() > end:
                return
            yield offset

    def test_a_flipped_byte_is_found_or_does_no_harm(self):
        whole = self.export()
        tried = harmless = 0
        missed = []
        for offset in self.offsets():
            bits = FLIPS[tried % len(FLIPS)]
            what = f"byte {offset} xor {bits:#x}"
            content = bytearray(self.bytes)
            content[offset] ^= bits
            self.put(content)
            status, _ = self.run_it("verify", what=what)
            tried += 1
            if status != 0:
                continue
            harmless += 1
            if self.export(what) != whole:
                missed.append(what)
        print(f"{tried} of {len(self.bytes)} bytes flipped: {tried - harmless} found, {harmless} harmless", flush=True)
        self.assertEqual(missed, [], "verify says all is well, and the export is another")
        self.assertGreater(tried - harmless, tried // 10)

    def test_other_commands_survive_flipped_bytes(self):
        words = (["log"], ["members"], ["show"], ["history"], ["pins"], ["plan"], ["undo"], [], ["rerun", "2"], ["diff"])
        for turn, offset in enumerate(range(13, len(self.bytes), max(1, len(self.bytes) // 120))):
            content = bytearray(self.bytes)
            content[offset] ^= 0xFF
            self.put(content)
            self.run_it(*words[turn % len(words)], what=f"byte {offset}")

    def test_a_file_cut_off_anywhere_is_found(self):
        size = len(self.bytes)
        for length in (1, 15, 99, 100, 511, 4095, 4096, 4097, size // 2, size - 4096, size - 1):
            self.put(self.bytes[:length])
            self.verify_says(f"cut off at {length}")

    def test_pages_that_change_places_are_found(self):
        page = int.from_bytes(self.bytes[16:18], "big")
        pages = [self.bytes[at:at + page] for at in range(0, len(self.bytes), page)]
        for one in range(1, len(pages) - 1, 3):
            mixed = list(pages)
            mixed[one], mixed[one + 1] = mixed[one + 1], mixed[one]
            self.put(b"".join(mixed))
            self.verify_says(f"pages {one + 1} and {one + 2} changed places")

    # ---- another program that speaks SQL ----

    def change(self, *statements, without_triggers=True, restore=True):
        """Changes the file; triggers are put back afterwards, so that the schema is as it was."""
        with contextlib.closing(sqlite3.connect(self.path("tongxin.db"), isolation_level=None)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
                                          "ORDER BY rowid").fetchall()
            if without_triggers:
                for name, _ in triggers:
                    connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                sql, values = statement if isinstance(statement, tuple) else (statement, ())
                self.assertNotEqual(connection.execute(sql, values).rowcount, 0, f"{sql} changes nothing")
            if without_triggers and restore:
                for _, sql in triggers:
                    connection.execute(sql)

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(self.path("tongxin.db"))) as connection:
            return connection.execute(sql, values).fetchall()

    def found(self, *statements, said=None, **more):
        """The statements are done, and verify finds it."""
        self.put(self.bytes)
        self.change(*statements, **more)
        err = self.verify_says(statements)
        if said:
            self.assertRegex(err, said)

    def test_a_file_that_was_not_changed_is_as_it_was_written(self):
        self.change()  # triggers dropped and made again: the same file
        self.assertEqual(self.run_it("verify")[0], 0)

    def test_triggers_refuse_to_change_what_is_append_only(self):
        for table in ("log", "content", "plan", "plan_content", "plan_stage", "plan_pair"):
            column = self.ask(f"SELECT name FROM pragma_table_info('{table}')")[0][0]
            for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                with self.assertRaisesRegex(sqlite3.DatabaseError, "append only", msg=sql):
                    self.change(sql, without_triggers=False)
            with contextlib.closing(sqlite3.connect(self.path("tongxin.db"), isolation_level=None)) as connection:
                connection.execute("PRAGMA recursive_triggers = ON")
                with self.assertRaisesRegex(sqlite3.DatabaseError, "append only"):
                    connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        self.assertEqual(self.run_it("verify")[0], 0)

    def test_a_replaced_entry_is_found(self):
        # Without recursive triggers, which another program has to ask for, REPLACE deletes unseen.
        columns = [row[0] for row in self.ask("SELECT name FROM pragma_table_info('log')")]
        chosen = ", ".join("'别人'" if column == "who" else column for column in columns)
        self.found(f"INSERT OR REPLACE INTO log SELECT {chosen} FROM log WHERE number = 3", said="Entry 3 of the log",
                   without_triggers=False)

    def test_every_column_of_every_entry_is_in_the_chain(self):
        entries = self.ask("SELECT max(number) FROM log")[0][0]
        for column, value in (("at", "'2022-01-15T09:00:01'"), ("who", "who || 'x'"), ("action", "'plan '"),
                              ("subject", "subject || '1'"), ("reason", "reason || '。'"),
                              ("version", "coalesce(version, 6) + 1"), ("version", "iif(version IS NULL, 0, NULL)"),
                              ("detail", "detail || ' '"), ("changes", "CAST(changes || x'00' AS BLOB)"), ("before", "hash"),
                              ("hash", "replace(hash, substr(hash, 1, 1), 'e') || ''"), ("undoes", "iif(undoes IS NULL, 1, NULL)"),
                              ("who", "who || char(0)"), ("reason", "reason || char(0) || '别的'")):
            for number in (1, entries // 2, entries):
                if column == "hash" and self.ask("SELECT substr(hash, 1, 1) FROM log WHERE number = ?", number)[0][0] == "e":
                    continue
                with self.subTest(column=column, value=value, number=number):
                    self.found((f"UPDATE log SET {column} = {value} WHERE number = ?", (number,)))

    def test_an_entry_that_is_gone_is_found_also_the_last(self):
        entries = self.ask("SELECT max(number) FROM log")[0][0]
        for number in (1, entries // 2, entries):
            with self.subTest(number=number):
                self.found("PRAGMA foreign_keys = OFF", ("DELETE FROM log WHERE number = ?", (number,)))

    def test_an_added_entry_is_found(self):
        columns = [row[0] for row in self.ask("SELECT name FROM pragma_table_info('log')")]
        entries = self.ask("SELECT max(number) FROM log")[0][0]

        def copy(number, source):
            return (f"INSERT INTO log SELECT {', '.join('?' if c == 'number' else c for c in columns)} FROM log "
                    "WHERE number = ?", (number, source))
        self.found(copy(entries + 1, entries), said=f"Entry {entries + 1} of the log")
        self.found(copy(0, 1))
        self.found("UPDATE log SET undoes = NULL", "UPDATE log SET number = number + 1000 WHERE number > 3",
                   "UPDATE log SET number = number - 999 WHERE number > 3", copy(4, 3), said="Entry 4 of the log")

    def test_entries_that_change_places_are_found(self):
        self.found("UPDATE log SET number = 1000 WHERE number = 3", "UPDATE log SET number = 3 WHERE number = 4",
                   "UPDATE log SET number = 4 WHERE number = 1000", said="Entry 3 of the log")

    def test_every_changed_row_of_every_table_is_found(self):
        for sql in ("UPDATE plan SET made_by = 'zhao' WHERE version = 1", "UPDATE plan SET status = 'feasible'",
                    "UPDATE plan SET base = NULL WHERE version = 2", "UPDATE plan SET pairs = pairs + 1",
                    "UPDATE plan_stage SET value = value + 1", "UPDATE plan_stage SET bound = bound - 1",
                    "UPDATE plan_pair SET source = 'A02' WHERE source = 'A01'",
                    "DELETE FROM plan_pair WHERE version = 1 AND number = (SELECT max(number) FROM plan_pair WHERE version = 1)",
                    "DELETE FROM plan_content WHERE version = 1 AND name = 'settings'",
                    "UPDATE plan_state SET basis = '另一次会议' WHERE version = 1",
                    "UPDATE plan_state SET state = 'discarded' WHERE version = 2",
                    "UPDATE filing SET office = '别处'", "DELETE FROM filing", "DELETE FROM pin",
                    "UPDATE pin SET member = 'A04'", "UPDATE pin SET until = '2022-12-31'",
                    "UPDATE member SET name = '王二' WHERE id = 'A01'", "UPDATE member SET leaving = NULL",
                    "UPDATE window SET name = '北岸' WHERE name = '东岸'", "UPDATE term SET title = '别届'",
                    "UPDATE term SET settings = '{\"max_load\":\"9\"}'", "UPDATE given_id SET last = last + 1",
                    "INSERT INTO answer VALUES ('王一，某厂', 'A01')",
                    "INSERT INTO further_column VALUES (1, '民族')"):
            with self.subTest(sql=sql):
                self.found(sql)

    def test_a_changed_text_that_a_version_was_made_from_is_found(self):
        for name, old, new in (("roster", "陈五", "陈伍"), ("windows", "西窗口", "北窗口"), ("scheme", "cover = 1", "cover = 2"),
                               ("plan", "A03", "A04"), ("pins", "分工", "分功")):
            (hash_, content), = self.ask("SELECT content.hash, bytes FROM content JOIN plan_content USING (hash) "
                                         "WHERE version = 2 AND name = ?", name)
            changed = content.replace(old.encode(), new.encode(), 1)
            self.assertNotEqual(changed, content, name)
            with self.subTest(part=name, hash="kept"):
                self.found(("UPDATE content SET bytes = ? WHERE hash = ?", (changed, hash_)), said=hash_[:12])
            with self.subTest(part=name, hash="made anew"):
                self.found(*self.anew(hash_, changed))
            with self.subTest(part=name, hash="removed"):
                self.found("PRAGMA foreign_keys = OFF", ("DELETE FROM content WHERE hash = ?", (hash_,)))

    def anew(self, hash_, changed):
        """What somebody does who knows how contents are kept: all that points to the text is moved along."""
        new = hashlib.sha256(changed).hexdigest()
        moved = [("INSERT INTO content VALUES (?, ?)", (new, changed)),
                 ("UPDATE plan_content SET hash = ? WHERE hash = ?", (new, hash_))]
        if self.ask("SELECT 1 FROM term WHERE scheme = ?", hash_):
            moved.append(("UPDATE term SET scheme = ? WHERE scheme = ?", (new, hash_)))
        return moved + [("DELETE FROM content WHERE hash = ?", (hash_,))]

    def test_a_cell_of_a_column_that_is_gone_is_told_by_every_command(self):
        self.put(self.bytes)
        self.change("INSERT INTO further_column VALUES (1, '民族')", "INSERT INTO further_cell VALUES ('A01', 99, '汉')")
        for words in (["members"], ["plan"], ["export", "--xlsx", "members.xlsx"], ["member", "show", "A01"], ["verify"]):
            self.assertNotEqual(self.run_it(*words)[0], 0, words)

    def test_a_text_that_nobody_kept_is_found(self):
        text = "又一份办法".encode()
        self.found(("INSERT INTO content VALUES (?, ?)", (hashlib.sha256(text).hexdigest(), text)))

    def test_a_changed_schema_is_found(self):
        self.found("CREATE TABLE more (one TEXT)", said="schema")
        self.found("CREATE TRIGGER more AFTER INSERT ON log BEGIN DELETE FROM pin; END", said="schema")
        self.found("DROP INDEX member_by_name", said="schema")
        self.found("CREATE VIEW more AS SELECT 1", said="schema")
        self.found("DROP TABLE answer", said="schema")
        self.found(("UPDATE pin SET reason = reason", ()), restore=False, said="schema")  # triggers left out


def main():
    global STEP, SECONDS
    for option in ("--step", "--seconds"):
        if option in sys.argv:
            at = sys.argv.index(option)
            value = int(sys.argv[at + 1])
            del sys.argv[at:at + 2]
            if option == "--step":
                STEP = value
            else:
                SECONDS = value
    program.main()


if __name__ == "__main__":
    main()
