"""Small rosters by chance: members, windows, groups, what a file says of pairs, and an older plan; and how a rule
reads them (scripts/README.md: empty text "", empty order infinite, lists, dates as "1965-03-01")."""
import csv
import io
import math
from dataclasses import dataclass, field

ORDER_LAST = math.inf
BUILT_IN = {"gender": "性别", "party": "党派", "sector": "界别", "window": "窗口", "county": "县市区", "unit": "单位",
            "post": "政协职务", "role": "身份", "order": "排序"}
POOLS = {"gender": ["男", "女"], "sector": ["教育界", "经济界", "宗教界"], "window": ["东窗", "南窗", "西窗"],
         "county": ["城区", "兰县", "武县"], "unit": ["一中", "二院", "三厂"], "post": ["常委", "委员"],
         "party": ["中共", "民建", "民盟", "无党派"],
         "role": ["党组成员", "界别活动组组长", "专委会副主任", "界别党员负责人"],
         "street": ["甲街", "乙街", "丙街"], "skill": ["书法", "法律", "医疗"]}
LISTS = ("party", "role")
NAMES = "甲乙丙丁戊己庚辛壬癸"
KINDS = ["专委会", "县市区", ""]


@dataclass(eq=False)
class Member:
    id: str
    name: str
    cells: dict     # attribute -> text, tuple of texts, whole number or None; dates as texts
    exempt: str     # the reason, "" where there is none
    written: dict   # attribute -> the cell as the file has it

    def get(self, attribute):
        """What m.attribute reads in a scheme."""
        return {"id": self.id, "name": self.name}.get(attribute) or self.cells[attribute]

    def parts(self, attribute):
        """What the cell holds: nothing, one value, or the parts of a list."""
        value = self.cells[attribute]
        if isinstance(value, tuple):
            return value
        return () if value in ("", None, ORDER_LAST) else (value,)

    @property
    def key(self):
        return self.id


@dataclass(eq=False)
class Window:
    name: str
    kind: str = ""
    order: float = ORDER_LAST
    listed: bool = True     # whether it has members who are not exempt

    def get(self, attribute):
        return getattr(self, attribute)

    def parts(self, attribute):
        return (self.name,) if attribute == "window" else ()

    @property
    def key(self):
        return self.name


@dataclass(eq=False)
class Group:
    column: str
    name: str
    size: int

    def get(self, attribute):
        return getattr(self, attribute)

    def parts(self, attribute):
        return (self.name,) if attribute == self.column else ()

    @property
    def key(self):
        return self.name


@dataclass
class Column:
    """A column beyond the built-in ones, of the roster (`needs`) or of the file of pairs."""
    name: str
    heading: str
    type: str


@dataclass
class People:
    members: list
    windows: list               # those with members who are not exempt
    window_table: list = None   # all windows of --windows, or None
    needs: list = field(default_factory=list)
    pair_columns: list = field(default_factory=list)
    pair_rows: dict = field(default_factory=dict)       # (id, key) -> {name: value}
    pair_written: list = field(default_factory=list)    # rows of the file
    known_groups: dict = field(default_factory=dict)    # attribute -> its groups

    def type_of(self, attribute):
        if attribute in LISTS:
            return "list"
        if attribute == "order":
            return "order"
        return next((need.type for need in self.needs if need.name == attribute), "text")

    def present(self):
        return [m for m in self.members if not m.exempt]

    def values(self, attribute):
        """The distinct values (parts) that occur in the column, in their order."""
        return sorted({part for m in self.members for part in m.parts(attribute)})

    def groups(self, attribute):
        """The distinct cells of those who are not exempt; the same objects each time."""
        if attribute not in self.known_groups:
            names = sorted({part for m in self.present() for part in m.parts(attribute)}, key=str.encode)
            self.known_groups[attribute] = [
                Group(attribute, name, sum(name in m.parts(attribute) for m in self.present())) for name in names]
        return self.known_groups[attribute]

    def said(self, source, target):
        """What p.column reads for this pair."""
        empty = {"text": "", "date": "", "integer": None, "list": ()}
        row = self.pair_rows.get((source.key, target.key), {})
        return {column.name: row.get(column.name, empty[column.type]) for column in self.pair_columns}


def date_by_chance(rng):
    """(as a scheme reads it, as an office wrote it)"""
    year, month, day = rng.choice([1958, 1965, 1965, 1971]), rng.choice([3, 3, 10, 12]), rng.choice([1, 9, 21])
    shape = rng.randrange(9)
    if shape == 0:
        return f"{year}", f"{year}"
    if shape < 4:
        return f"{year}-{month:02}", rng.choice([f"{year}年{month}月", f"{year}.{month:02}", f"{year}{month:02}"])
    return f"{year}-{month:02}-{day:02}", rng.choice([
        f"{year}年{month}月{day}日", f"{year}.{month}.{day}", f"{year}/{month}/{day}", f"{year}-{month:02}-{day:02}",
        f"{year}{month:02}{day:02}"])


def cell_by_chance(rng, kind, pool, empty):
    """(value, as written) of a further column's cell"""
    if rng.random() < empty:
        return {"text": "", "date": "", "integer": None, "list": ()}[kind], ""
    if kind == "integer":
        number = rng.choice(pool)
        return number, str(number)
    if kind == "date":
        return date_by_chance(rng)
    if kind == "list":
        parts = tuple(rng.sample(pool, rng.choice([1, 1, 2])))
        return parts, "、".join(parts)
    text = rng.choice(pool)
    return text, text


def needs_by_chance(rng):
    needs = [Column("street", "街道", rng.choice(["text", "text", "list"])), Column("skill", "特长", "list"),
             Column("age", "年龄", "integer"), Column("born", "出生年月", "date")]
    return rng.sample(needs, rng.randint(1, 4))


def member_by_chance(rng, place, needs, exempt):
    cells, written = {}, {}
    for attribute, pool in POOLS.items():
        if attribute in BUILT_IN:
            text = "" if attribute not in ("party", "window") and rng.random() < 0.15 else rng.choice(pool)
            if attribute in LISTS:
                text = tuple(rng.sample(pool, 2)) if text and rng.random() < 0.2 else (text,) if text else ()
            if attribute == "role" and rng.random() < 0.3:
                text = ()
            cells[attribute] = text
            written[attribute] = "、".join(text) if attribute in LISTS else text
    for need in needs:
        pool = [38, 45, 45, 52, 60] if need.type == "integer" else POOLS.get(need.name)
        cells[need.name], written[need.name] = cell_by_chance(rng, need.type, pool, 0.2)
    number = rng.choice(["", 1, 2, 3, 7])
    cells["order"], written["order"] = (number if number else ORDER_LAST), str(number)
    reason = rng.choice(["长期在境外", "因病", "其他"]) if exempt and rng.random() < 0.15 else ""
    if reason and rng.random() < 0.5:
        cells["window"] = written["window"] = ""
    return Member(f"{rng.choice('AB')}{place}", rng.choice(NAMES) + f"某{place}", cells, reason, written)


def people_by_chance(rng, features):
    needs = needs_by_chance(rng) if "needs" in features and rng.random() < 0.7 else []
    count = rng.randint(4, 9)
    places = rng.sample(range(1, 13), count)    # A2 and A10: ids are in bytewise order
    members = [member_by_chance(rng, place, needs, "exempt" in features) for place in places]
    if all(m.exempt for m in members):
        members[0].exempt, members[0].cells["window"], members[0].written["window"] = "", "东窗", "东窗"
    names = sorted({m.cells["window"] for m in members} - {""})
    windows = [Window(name, listed=any(m.cells["window"] == name for m in members if not m.exempt)) for name in names]
    people = People(members, windows, needs=needs)
    if "windows-table" in features and rng.random() < 0.5:
        people.window_table = windows + [Window("空窗", listed=False)]
        for window in people.window_table:
            window.kind, window.order = rng.choice(KINDS), rng.choice([1, 2, 3, ORDER_LAST])
    people.windows = [window for window in windows if window.listed]
    return people


def pairs_by_chance(rng, people, ends):
    """Declares columns of the file of pairs and fills rows for some of the given (source, target)."""
    columns = [Column("cost", "费用", "integer"), Column("wish", "意愿", "integer"), Column("note", "说明", "text"),
               Column("since", "起始", "date"), Column("tag", "标签", "list")]
    people.pair_columns = columns[:1] + rng.sample(columns[1:], rng.randint(0, 4))
    pools = {"cost": list(range(10)), "wish": list(range(-5, 6)), "note": ["回避", "愿意"], "since": None,
             "tag": ["同乡", "同学"]}
    for source, target in dict.fromkeys(ends):
        if rng.random() < 0.2:
            continue
        said, row = {}, [source.id, source.name, target.key, target.name]
        for column in people.pair_columns:
            said[column.name], written = cell_by_chance(rng, column.type, pools[column.name], 0.15)
            row.append(written)
        people.pair_rows[source.key, target.key] = said
        people.pair_written.append(row)
    rng.shuffle(people.pair_written)


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def roster_csv(people):
    needs = {need.name: need.heading for need in people.needs}
    attributes = {**BUILT_IN, **needs}
    rows = [["编号", "姓名", *attributes.values(), "免联系理由"]]
    for member in people.members:
        rows.append([member.id, member.name, *(member.written[name] for name in attributes), member.exempt])
    return as_csv(rows)


def windows_csv(people):
    return as_csv([["窗口", "全称", "类别", "排序"]] + [
        [w.name, f"同心汇·{w.name}窗口", w.kind, "" if w.order == ORDER_LAST else str(w.order)]
        for w in people.window_table])


def pairs_csv(people):
    return as_csv([["联系人编号", "联系人", "联系对象编号", "联系对象"] + [c.heading for c in people.pair_columns]]
                  + people.pair_written)
