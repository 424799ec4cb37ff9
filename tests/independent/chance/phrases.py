"""What a scheme can say, by chance: conditions, numbers and sets, each as Lua text and as the same thing in Python.

A `Said` holds both: `lua`, and `value(views)`, where `views` maps the names of a function's parameters to what they
stand for. Sets are worked out at once: a `Set` holds its Lua text and its ends.
"""
from dataclasses import dataclass
from typing import Any, Callable

from people import BUILT_IN, LISTS, ORDER_LAST, POOLS, Group, Member, Window

TEXTS = ("gender", "sector", "window", "county", "unit", "post")


@dataclass
class Said:
    lua: str
    value: Callable[[dict], Any]


@dataclass
class Function:
    """`function(a, b) ... end`; `asked` says its value for such ends."""
    lua: str
    asked: Callable[..., Any]


@dataclass
class Comparison:
    """same, differ, both: two empty cells are never the same; lists are the same where they share a part."""
    word: str
    attribute: str
    lua: str

    def asked(self, one, other, _=None):
        mine, theirs = one.parts(self.attribute), other.parts(self.attribute)
        if self.word == "both":
            return bool(mine) and bool(theirs)
        return bool(set(mine) & set(theirs)) == (self.word == "same")


@dataclass
class Set:
    lua: str
    ends: list

    def __contains__(self, end):
        return any(end is other for other in self.ends)


def quoted(text):
    return f'"{text}"'


def listed(texts):
    return quoted(texts[0]) if len(texts) == 1 else "{ " + ", ".join(map(quoted, texts)) + " }"


def function(parameters, said, rng):
    """A Lua function that answers `said`; now and then the view goes through a local first."""
    body = f"return {said.lua}"
    if rng.random() < 0.15:
        body = f"local answer = {said.lua}; return answer"
    names = parameters.replace(" ", "").split(",")
    return Function(f"function({parameters}) {body} end",
                    lambda *views: said.value(dict(zip(names, views))))


def choice(condition, then, otherwise):
    """`c and x or y` where x is a number or a table, which Lua never takes for false."""
    return Said(f"({condition.lua}) and {then.lua} or {otherwise.lua}",
                lambda v: then.value(v) if condition.value(v) else otherwise.value(v))


def constant(lua, value):
    return Said(lua, lambda v: value)


class Phrases:
    """Conditions and numbers about views of the given kind: "member", "window", "group", or "any" (reads nothing)."""

    def __init__(self, rng, people, features):
        self.rng, self.people, self.features = rng, people, features

    def attributes(self, *types):
        """Names of attributes of these types, built in or declared."""
        found = [name for name in (*TEXTS, *LISTS) if self.people.type_of(name) in types]
        return found + [need.name for need in self.people.needs if need.type in types]

    def named(self, attribute):
        """The attribute as a script may call it where a text names it: also by its Chinese heading."""
        if attribute in BUILT_IN and self.rng.random() < 0.2:
            return BUILT_IN[attribute]
        return attribute

    def read(self, view, attribute):
        if attribute in BUILT_IN and self.rng.random() < 0.15:
            return f'{view}["{BUILT_IN[attribute]}"]'
        return f"{view}.{attribute}"

    # Conditions about one view

    def about_list(self, view):
        name = self.rng.choice(self.attributes("list"))
        read, text = self.read(view, name), self.rng.choice(POOLS[name])
        count = self.rng.choice([1, 2])
        shapes = [
            Said(f"#{read} >= {count}", lambda v: len(v[view].get(name)) >= count),
            Said(f'{read}[1] == "{text}"', lambda v: v[view].get(name)[:1] == (text,))]
        if name in LISTS:
            word = {"party": "in_party", "role": "has_role"}[name]
            shapes += 3 * [Said(f'{view}:{word} "{text}"', lambda v: text in v[view].get(name))]
        return self.rng.choice(shapes)

    def about_number(self, view, names):
        name, bound = self.rng.choice(names), self.rng.choice([40, 45, 50])
        read, word = self.read(view, name), self.rng.choice(["<", "<=", ">", ">=", "=="])
        tests = {"<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y,
                 ">=": lambda x, y: x >= y, "==": lambda x, y: x == y}
        return Said(f"({read} ~= nil and {read} {word} {bound})",
                    lambda v: v[view].get(name) is not None and tests[word](v[view].get(name), bound))

    def about_date(self, view, name):
        read, year, month = self.read(view, name), self.rng.choice([1960, 1965, 1966]), self.rng.choice([3, 10])
        cut = self.rng.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-05"])

        def part(place, v):
            parts = v[view].get(name).split("-")
            return int(parts[place]) if len(parts) > place and parts[place] else 0
        return self.rng.choice([
            Said(f'{read} < "{cut}"', lambda v: v[view].get(name) < cut),
            Said(f'{read} >= "{cut}"', lambda v: v[view].get(name) >= cut),
            Said(f"(year({read}) or 0) < {year}", lambda v: part(0, v) < year),
            Said(f"(month({read}) or 0) == {month}", lambda v: part(1, v) == month),
            Said(f"(day({read}) or 0) > 5", lambda v: part(2, v) > 5)])

    def about_text(self, view, name, pool):
        read, text = self.read(view, name), self.rng.choice(pool)
        return self.rng.choice([
            Said(f'{read} == "{text}"', lambda v: v[view].get(name) == text),
            Said(f'{read} ~= "{text}"', lambda v: v[view].get(name) != text),
            Said(f'{read} ~= ""', lambda v: v[view].get(name) != "")])

    def about_order(self, view):
        last = self.rng.choice([1, 2, 3])
        return self.rng.choice([
            Said(f"{view}.order <= {last}", lambda v: v[view].get("order") <= last),
            Said(f"{view}.order == math.huge", lambda v: v[view].get("order") == ORDER_LAST)])

    def about_member(self, view):
        ages = [n.name for n in self.people.needs if n.type == "integer"]
        dates = [n.name for n in self.people.needs if n.type == "date"]
        text = self.rng.choice(self.attributes("text"))
        someone = self.rng.choice(self.people.members).id
        shapes = [lambda: self.about_list(view), lambda: self.about_order(view),
                  lambda: Said(f'{view}.id == "{someone}"', lambda v: v[view].id == someone),
                  *3 * [lambda: self.about_text(view, text, POOLS[text])]]
        shapes += [lambda: self.about_number(view, ages)] * (2 * bool(ages))
        shapes += [lambda: self.about_date(view, dates[0])] * (2 * bool(dates))
        return self.rng.choice(shapes)()

    def about_window(self, view):
        names = [w.name for w in self.people.window_table or self.people.windows] or ["东窗"]
        shapes = [lambda: self.about_text(view, "name", names)]
        if self.people.window_table:
            shapes += [lambda: self.about_order(view), lambda: self.about_text(view, "kind", ["专委会", "县市区"])]
        return self.rng.choice(shapes)()

    def about_group(self, view):
        size = self.rng.choice([1, 2, 3])
        return self.rng.choice([
            Said(f"{view}.size >= {size}", lambda v: v[view].size >= size),
            Said(f"{view}.size == {size}", lambda v: v[view].size == size),
            self.about_text(view, "name", [*POOLS["street"], *POOLS["county"], *POOLS["sector"]])])

    def about(self, view, kind, depth=1):
        if depth and self.rng.random() < 0.3:
            return self.joined(self.about(view, kind, 0), self.about(view, kind, 0))
        said = {"member": self.about_member, "window": self.about_window, "group": self.about_group}[kind](view)
        return Said(f"not ({said.lua})", lambda v: not said.value(v)) if self.rng.random() < 0.15 else said

    def joined(self, left, right):
        word = self.rng.choice(["and", "or"])
        if word == "and":
            return Said(f"({left.lua}) and ({right.lua})", lambda v: left.value(v) and right.value(v))
        return Said(f"({left.lua}) or ({right.lua})", lambda v: left.value(v) or right.value(v))

    # Conditions and numbers about a pair

    def about_file(self):
        column = self.rng.choice(self.people.pair_columns)
        name, read, bound = column.name, f"p.{column.name}", self.rng.choice([0, 2, 5])
        return {
            "integer": lambda: Said(f"({read} ~= nil and {read} > {bound})",
                                    lambda v: v["p"][name] is not None and v["p"][name] > bound),
            "text": lambda: self.rng.choice([
                Said(f'{read} == "回避"', lambda v: v["p"][name] == "回避"),
                Said(f'{read} ~= ""', lambda v: v["p"][name] != "")]),
            "date": lambda: Said(f'{read} < "1965-03-05"', lambda v: v["p"][name] < "1965-03-05"),
            "list": lambda: self.rng.choice([
                Said(f"#{read} >= 1", lambda v: len(v["p"][name]) >= 1),
                Said(f'{read}[1] == "同乡"', lambda v: v["p"][name][:1] == ("同乡",))])}[column.type]()

    def of_two_members(self):
        text, words = self.rng.choice(self.attributes("text")), self.attributes("list")
        shapes = [Said(f"a.{text} == b.{text}", lambda v: v["a"].get(text) == v["b"].get(text)),
                  Said(f"a.{text} ~= b.{text}", lambda v: v["a"].get(text) != v["b"].get(text)),
                  Said("a.order < b.order", lambda v: v["a"].get("order") < v["b"].get("order"))]
        name = self.rng.choice(words)
        shapes.append(Said(f"#a.{name} > #b.{name}", lambda v: len(v["a"].get(name)) > len(v["b"].get(name))))
        if self.people.type_of("age") == "integer":
            shapes += 2 * [Said("(a.age or 0) > (b.age or 0)",
                                lambda v: (v["a"].get("age") or 0) > (v["b"].get("age") or 0))]
        return self.rng.choice(shapes)

    def of_pair(self, kind, with_file=True):
        """A condition about (a, b, p); b is of the kind, "any" where relations of several kinds are asked."""
        shapes = [lambda: self.about("a", "member")]
        if kind != "any":
            shapes += 2 * [lambda: self.about("b", kind)]
            shapes += 2 * [lambda: self.joined(self.about("a", "member", 0), self.about("b", kind, 0))]
        if kind == "member":
            shapes += 3 * [self.of_two_members]
        elif kind == "window":
            shapes += 2 * [lambda: Said("a.window == b.name", lambda v: v["a"].get("window") == v["b"].name)]
        if with_file and self.people.pair_columns:
            shapes += 3 * [self.about_file]
            shapes += [lambda: self.joined(self.about_file(), self.about("a", "member", 0))]
        return self.rng.choice(shapes)()

    def pair_function(self, said):
        return function("a, b, p" if "p." in said.lua else "a, b", said, self.rng)

    def comparison(self, kind):
        word = self.rng.choice(["same", "same", "same", "differ", "differ", "both"])
        names = self.attributes("text", "list", "integer", "date")
        if kind == "window" and self.rng.random() < 0.6:
            names = ["window"]
        name = self.rng.choice(names)
        written = self.named(name)
        return Comparison(word, name, f'{word} "{written}"')

    def condition(self, kind):
        """A comparison or a function: what `when` and `expect` hold."""
        return self.comparison(kind) if self.rng.random() < 0.4 else self.pair_function(self.of_pair(kind))

    def points(self, kind):
        """A whole number for each pair, of either sign."""
        low, high = self.rng.choice([(0, 1), (0, 2), (-2, 3), (1, 4), (-1000000, 999999)])
        shapes = [lambda: choice(self.of_pair(kind), constant(str(high), high), constant(str(low), low))] * 2
        if any(n.name == "age" for n in self.people.needs) and kind == "member":
            shapes += [lambda: Said("(a.age or 0) - (b.age or 0)",
                                    lambda v: (v["a"].get("age") or 0) - (v["b"].get("age") or 0))]
        shapes += [lambda name=column.name: Said(
            f"(p.{name} or 3) * {high}",
            lambda v: (3 if v["p"][name] is None else v["p"][name]) * high)
            for column in self.people.pair_columns if column.type == "integer" and high < 9] * 2
        return self.rng.choice(shapes)()

    def weight(self, kind):
        """A whole number from 0 for each pair."""
        if self.people.pair_columns and self.rng.random() < 0.5:
            return Said("p.cost or 1", lambda v: 1 if v["p"]["cost"] is None else v["p"]["cost"])
        low, high = self.rng.choice([(0, 1), (1, 2), (1, 3), (2, 3)])
        return choice(self.of_pair(kind), constant(str(high), high), constant(str(low), low))

    # Sets

    def attribute_filter(self):
        name = self.rng.choice(self.attributes("text", "list", "integer", "date"))
        there = self.people.values(name)
        if not there:
            return None
        values = self.rng.sample(there, min(len(there), self.rng.choice([1, 1, 2])))
        if self.people.type_of(name) == "integer":
            values = values[:1]
        written = str(values[0]) if self.people.type_of(name) == "integer" else listed(values)
        key = f'["{BUILT_IN[name]}"]' if name in BUILT_IN and self.rng.random() < 0.1 else name
        return name, f"{key} = {written}", lambda m: bool(set(m.parts(name)) & set(values))

    def plain_set(self):
        """One members { }, members() or members(function)."""
        shape = self.rng.random()
        if shape < 0.3:
            said = self.about("m", "member")
            asked = function("m", said, self.rng)
            return Set(f"members({asked.lua})", [m for m in self.people.present() if asked.asked(m)])
        if shape < 0.4:
            return Set("members()", self.people.present())
        fields = [f for f in (self.attribute_filter() for _ in range(self.rng.choice([1, 1, 2]))) if f]
        there = self.people.present()
        if "exempt" in self.features and self.rng.random() < 0.15:
            there = [m for m in self.people.members if m.exempt]
            fields.append(("exempt", "exempt = true", lambda m: True))
        if len({name for name, _, _ in fields}) < len(fields) or not fields:
            return Set("members()", self.people.present())
        return Set("members { " + ", ".join(text for _, text, _ in fields) + " }",
                   [m for m in there if all(test(m) for _, _, test in fields)])

    def by_ids(self, among, most):
        chosen = self.rng.sample(among, self.rng.randint(1, min(most, len(among))))
        return Set("members { id = " + listed([m.id for m in chosen]) + " }",
                   [m for m in among if m in chosen])

    def members(self, most, depth=1):
        """A set of 1 to `most` members."""
        for _ in range(12):
            found = self.plain_set()
            if depth and self.rng.random() < 0.35:
                found = combined(self.rng, found, self.members(most, 0))
            if 1 <= len(found.ends) <= most:
                return found
        return self.by_ids(self.people.present(), most)

    def windows(self):
        if self.rng.random() < 0.5:
            return Set("windows()", list(self.people.windows))
        if self.people.window_table and self.rng.random() < 0.4:
            kinds = self.rng.choice([["专委会"], ["县市区"], ["专委会", "县市区"]])
            return Set("windows { kind = " + listed(kinds) + " }",
                       [w for w in self.people.windows if w.kind in kinds])
        said = function("w", self.about("w", "window"), self.rng)
        return Set(f"windows({said.lua})", [w for w in self.people.windows if said.asked(w)])

    def groups(self, attribute, heading):
        """Groups of a column: all, some by name, or by a function of the group."""
        everyone, text = self.people.groups(attribute), quoted(heading)
        shape = self.rng.random()
        if shape < 0.5 or not everyone:
            return Set(f"groups {text}", everyone)
        if shape < 0.75:
            some = self.rng.sample(everyone, self.rng.randint(1, len(everyone)))
            return Set(f"groups({text}, {{ " + ", ".join(quoted(g.name) for g in some) + " })",
                       [g for g in everyone if g in some])
        said = function("g", self.about("g", "group"), self.rng)
        return Set(f"groups({text}, {said.lua})", [g for g in everyone if said.asked(g)])


def combined(rng, left, right):
    word = rng.choice("+-*")
    keep = {"+": lambda e: e in left or e in right, "-": lambda e: e in left and e not in right,
            "*": lambda e: e in left and e in right}[word]
    every = left.ends + [e for e in right.ends if e not in left]
    return Set(f"({left.lua} {word} {right.lua})", [e for e in every if keep(e)])


def kind_of(end):
    return {Member: "member", Window: "window", Group: "group"}[type(end)]
