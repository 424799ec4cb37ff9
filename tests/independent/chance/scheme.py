"""A scheme in memory: declarations, each with its Lua fields (for the program) and its meaning (for meaning.py)."""
from collections import namedtuple
from dataclasses import dataclass, field

from rows import ENDLESS

USUAL = ["coverage", "principle", "change", "balance", "preference", "fewest"]


class Range(namedtuple("Range", "lo, hi, points")):
    """A number of pairs; with points it holds in principle only."""
    __slots__ = ()

    def __new__(cls, lo=0, hi=ENDLESS, points=0):
        return super().__new__(cls, lo, hi, points)


@dataclass(eq=False)
class Declaration:
    """One `s:word "name" { ... }`. `title` is "" where the name serves. What else it means is in `meaning`."""
    word: str
    name: str
    title: str = ""
    fields: dict = field(default_factory=dict)
    meaning: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["meaning"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def called(self):
        """How the program names it to people."""
        return self.title or self.name

    def lua(self):
        fields = [f'title = "{self.title}"'] if self.title else []
        fields += [f"{name} = {text}" for name, text in self.fields.items()]
        return f's:{self.word} "{self.name}" {{ ' + ", ".join(fields) + " }"


@dataclass
class Scheme:
    people: object
    relations: list
    covers: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    stages: list = field(default_factory=list)      # names in their order
    listed: bool = False                            # whether s:stages says them
    more: set = field(default_factory=set)          # stages of which more is better
    previous: list = None                           # (relation, id, key) or None
    order: list = None                              # the declarations as the file has them
    local_sets: list = field(default_factory=list)  # (name, Lua text)

    def declarations(self):
        return self.relations + self.covers + self.rules

    def lua(self):
        """The scheme as its author would have written it."""
        head = ['name = "by-chance"', 'title = "随机办法"']
        if self.people.needs:
            head.append("needs = { " + ", ".join(map(column_lua, self.people.needs)) + " }")
        if self.people.pair_columns:
            head.append("pairs = { " + ", ".join(map(column_lua, self.people.pair_columns)) + " }")
        lines = ["local s = scheme { " + ", ".join(head) + " }"]
        lines += [f"local {name} = {text}" for name, text in self.local_sets]
        lines += [declaration.lua() for declaration in self.order or self.declarations()]
        if self.listed:
            lines.append("s:stages { " + ", ".join(f'"{name}"' for name in self.stages) + " }")
        return "\n".join(lines) + "\n"


def column_lua(column):
    if column.type == "text" and column.name != "note":
        return f'{column.name} = "{column.heading}"'
    return f'{column.name} = {{ "{column.heading}", "{column.type}" }}'
