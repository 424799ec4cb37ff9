"""Old workbooks (.xls) written record by record, in every way that the format allows: BIFF8 and BIFF5, texts in a
table of texts that is cut anywhere, rich and pronounced, numbers of each kind, formulas with what they gave."""
import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


# ---- the container ----

def entry(name, kind, first, size, child=FREE, left=FREE, right=FREE):
    wide = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack("<64sHBBIII16sI16sIQ", wide, len(wide), kind, 1, left, right, child, b"", 0, b"", first, size)


def compound(streams, sector=512, extra_storage=()):
    """A compound file of these streams [(name, bytes)]; small ones lie in the stream of small ones. extra_storage:
    streams of an embedded object, which are no streams of the document."""
    shift = {512: 9, 4096: 12}[sector]
    everything = list(streams) + list(extra_storage)
    sectors, chains, mini, mini_next = [], [], b"", []

    def put(data):
        first = len(sectors)
        parts = [data[i:i + sector].ljust(sector, b"\0") for i in range(0, len(data), sector)]
        for i, part in enumerate(parts):
            sectors.append(part)
            chains.append(first + i + 1 if i + 1 < len(parts) else END)
        return first if parts else END

    firsts = []
    for _, data in everything:
        if len(data) < 4096:
            first, count = len(mini_next), (len(data) + 63) // 64
            mini += data.ljust(64 * count, b"\0")
            mini_next += [first + i + 1 if i + 1 < count else END for i in range(count)]
            firsts.append(first)
        else:
            firsts.append(put(data))
    mini_first = put(mini)
    mini_table = b"".join(struct.pack("<I", n) for n in mini_next)
    table_first, table_sectors = put(mini_table), (len(mini_table) + sector - 1) // sector
    entries = [entry("Root Entry", 5, mini_first, len(mini), 1)]
    top = len(streams) + (1 if extra_storage else 0)
    for i, ((name, data), first) in enumerate(zip(streams, firsts)):
        entries.append(entry(name, 2, first, len(data), right=i + 2 if i + 1 < top else FREE))
    if extra_storage:
        entries.append(entry("MBD00001", 1, 0, 0, child=len(entries) + 1))
        for i, ((name, data), first) in enumerate(zip(extra_storage, firsts[len(streams):])):
            entries.append(entry(name, 2, first, len(data), right=len(entries) + 1 if i + 1 < len(extra_storage) else FREE))
    directory = put(b"".join(entries).ljust(-(-128 * len(entries) // sector) * sector, b"\0"))
    per = sector // 4
    tables = 0
    while len(sectors) + tables > per * tables:
        tables += 1
    assert tables <= 109
    where = list(range(len(sectors), len(sectors) + tables))
    chains += [FAT] * tables
    chains += [FREE] * (per * tables - len(chains))
    fat = struct.pack(f"<{len(chains)}I", *chains)
    header = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3 if shift == 9 else 4, 0xFFFE, shift, 6)
              + bytes(6) + struct.pack("<IIIIIIIIII", 0, tables, directory, 0, 4096, table_first, table_sectors, END, 0,
                                       where[0]))
    header += struct.pack("<108I", *(where[1:] + [FREE] * (109 - len(where))))
    return header.ljust(sector, b"\0") + b"".join(sectors) + fat


# ---- texts ----

class Rich:
    """A text with runs [(from UTF-16 unit, font)], pronounced or not."""

    def __init__(self, text, runs=(), phonetic=b""):
        self.text, self.runs, self.phonetic = text, list(runs), phonetic


def is_wide(text):
    return any(ord(c) > 255 for c in text)


def pieces(value, length_bytes=2):
    """A text as (bytes, may be cut between characters of this width or 0): head, characters, what stands behind."""
    rich = value if isinstance(value, Rich) else Rich(value)
    wide = is_wide(rich.text)
    units = rich.text.encode("utf-16-le") if wide else rich.text.encode("latin-1")
    flags = wide | (4 if rich.phonetic else 0) | (8 if rich.runs else 0)
    head = struct.pack("<HB" if length_bytes == 2 else "<BB", len(units) // (2 if wide else 1), flags)
    if rich.runs:
        head += struct.pack("<H", len(rich.runs))
    if rich.phonetic:
        head += struct.pack("<I", len(rich.phonetic))
    return [(head, 0), (units, 2 if wide else 1), (b"".join(struct.pack("<HH", *run) for run in rich.runs), 4),
            (rich.phonetic, 1)]


def plain(value, length_bytes=2):
    return b"".join(part for part, _ in pieces(value, length_bytes))


def shared_table(texts, room):
    """SST, cut into CONTINUE wherever `room` bytes are full: amid the characters of a text these say anew how wide
    they are."""
    records, now = [], struct.pack("<II", len(texts), len(texts))
    for text in texts:
        for index, (part, width) in enumerate(pieces(text)):
            is_text = index == 1
            if width == 0 and len(now) + len(part) > room:
                records.append(now)
                now = b""
            while len(now) + len(part) > room and width:
                fits = (room - len(now)) // width * width
                if is_text and fits == len(part):
                    break
                now, part = now + part[:fits], part[fits:]
                records.append(now)
                now = struct.pack("<B", width == 2) if is_text and part else b""
                if not part:
                    break
            now += part
    records.append(now)
    return b"".join(record(0x00FC if i == 0 else 0x003C, content) for i, content in enumerate(records))


# ---- cells ----

class Formula:
    def __init__(self, value, flags=0):
        self.value, self.flags = value, flags


class Label(str):
    """A text that stands in its cell, not in the table of texts."""


def small(value):
    """The number in 30 bits, or None."""
    for hundredth in (0, 1):
        scaled = value * 100 if hundredth else value
        if scaled == int(scaled) and -(1 << 29) <= scaled < 1 << 29 and (not hundredth or scaled / 100 == value):
            return (int(scaled) & 0x3FFFFFFF) << 2 | 2 | hundredth
    bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    return None if bits & 0x3FFFFFFFF else bits >> 32


class Writer:
    """version 8 or 5. styles: [(font, format id)]; fonts: [struck]; formats: {id: code}."""

    def __init__(self, version=8, styles=((0, 0),), fonts=(False,), formats=None, codepage=None, room=8224, date1904=False):
        self.version, self.styles, self.fonts, self.formats = version, styles, fonts, formats or {}
        self.codepage = codepage or (1200 if version == 8 else 936)
        self.room, self.date1904 = room, date1904
        self.texts = []
        self.encoding = {936: "gbk", 1252: "cp1252", 950: "big5", 932: "cp932", 10008: "gb2312"}.get(self.codepage, "cp1252")

    def text(self, value, length_bytes=2):
        if self.version == 8:
            return plain(value, length_bytes)
        coded = value.encode(self.encoding)
        return struct.pack("<H" if length_bytes == 2 else "<B", len(coded)) + coded

    def formula(self, head, value):
        result, after = value.value, b""
        if isinstance(result, bool):
            out = struct.pack("<BBBBHH", 1, 0, result, 0, 0, 0xFFFF)
        elif isinstance(result, str) and result in ERRORS:
            out = struct.pack("<BBBBHH", 2, 0, ERRORS[result], 0, 0, 0xFFFF)
        elif isinstance(result, str):
            out = struct.pack("<BBBBHH", 0 if result else 3, 0, 0, 0, 0, 0xFFFF)
            after = record(0x0207, self.text(result)) if result else b""
        else:
            out = struct.pack("<d", result)
        return record(0x0006, head + out + struct.pack("<HIH", value.flags, 0, 3) + b"\x1e\x01\x00") + after

    def cell(self, row, column, value, style=0):
        head = struct.pack("<HHH", row, column, style)
        if isinstance(value, Formula):
            return self.formula(head, value)
        if isinstance(value, bool):
            return record(0x0205, head + struct.pack("<BB", value, 0))
        if isinstance(value, str) and value in ERRORS:
            return record(0x0205, head + struct.pack("<BB", ERRORS[value], 1))
        if isinstance(value, (str, Rich)):
            if self.version == 8 and not isinstance(value, Label):
                self.texts.append(value)
                return record(0x00FD, head + struct.pack("<I", len(self.texts) - 1))
            if isinstance(value, Rich):
                runs = b"".join(struct.pack("<BB", *run) for run in value.runs)
                return record(0x00D6, head + self.text(value.text) + struct.pack("<B", len(value.runs)) + runs)
            return record(0x0204, head + self.text(value))
        rk = small(value)
        if rk is not None and (row + column) % 3:
            return record(0x027E, head + struct.pack("<I", rk))
        return record(0x0203, head + struct.pack("<d", value))

    def row_cells(self, row, cells):
        """cells: {column: (value, style)}. Neighbours that are small numbers share a record."""
        out, columns = b"", sorted(cells)
        while columns:
            run = [columns.pop(0)]
            while columns and columns[0] == run[-1] + 1 and row % 2:
                run.append(columns.pop(0))
            numbers = [cells[c][0] for c in run]
            if len(run) > 1 and all(type(n) in (int, float) and small(n) is not None for n in numbers):
                out += record(0x00BD, struct.pack("<HH", row, run[0]) + b"".join(
                    struct.pack("<HI", cells[c][1], small(cells[c][0])) for c in run) + struct.pack("<H", run[-1]))
            else:
                out += b"".join(self.cell(row, c, *cells[c]) for c in run)
        return out

    def sheet(self, rows, hidden=(), merges=(), chart=False):
        """rows: {row: {column: (value, style)}}; merges: [(first row, last row, first column, last column)]."""
        out = self.bof(0x10)
        for row in sorted(set(rows) | set(hidden)):
            out += record(0x0208, struct.pack("<HHHHHHHH", row, 0, 256, 255, 0, 0, 0x20 if row in hidden else 0, 15))
        out += b"".join(self.row_cells(row, rows[row]) for row in rows)
        if chart:  # a chart is a stream of records of its own within the sheet
            out += self.bof(0x20) + record(0x0203, struct.pack("<HHHd", 0, 0, 0, 99)) + record(0x000A)
        if merges:
            out += record(0x00E5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<HHHH", *m) for m in merges))
        return out + record(0x000A)

    def bof(self, kind):
        if self.version == 8:
            return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))
        return record(0x0809, struct.pack("<HHHH", 0x0500, kind, 0x0DBB, 0x07CC))

    def stream(self, sheets, locked=False):
        """sheets: [(name, state, bytes of its records)]"""
        head = self.bof(0x05)
        if locked:
            head += record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678))
        head += record(0x0042, struct.pack("<H", self.codepage)) + record(0x0022, struct.pack("<H", self.date1904))
        for struck in self.fonts:
            head += record(0x0031, struct.pack("<HHHHHBBBB", 200, 8 if struck else 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
                           + self.text("Arial", 1))
        for number, code in self.formats.items():
            head += record(0x041E, struct.pack("<H", number) + self.text(code, 2 if self.version == 8 else 1))
        for font, form in self.styles:
            head += record(0x00E0, struct.pack("<HH", font, form) + bytes(16 if self.version == 8 else 12))
        shared = shared_table(self.texts, self.room) if self.version == 8 else b""
        names = [self.text(name, 1) for name, _, _ in sheets]
        at = len(head) + sum(10 + len(name) for name in names) + len(shared) + 4
        listed = b""
        for name, (_, state, content) in zip(names, sheets):
            listed += record(0x0085, struct.pack("<IBB", at, state, 0) + name)
            at += len(content)
        return head + listed + shared + record(0x000A) + b"".join(content for _, _, content in sheets)

    def book(self, sheets, sector=512, locked=False):
        stream = self.stream(sheets, locked)
        return compound([("Workbook" if self.version == 8 else "Book", stream), ("\5SummaryInformation", b"x" * 300)], sector)
