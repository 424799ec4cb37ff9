"""Relations by chance: who may contact whom; then, around a planned set of pairs, how many each has."""
import meaning
from bounds import Bounds
from people import BUILT_IN
from phrases import Set
from scheme import Declaration, Range, Scheme

PAIRS_LEAST, PAIRS_MOST = 3, 14


class Relations:
    """Draws the relations of a scheme. `note` counts what occurs."""

    def __init__(self, rng, people, phrases, features, note):
        self.rng, self.people, self.phrases, self.features, self.note = rng, people, phrases, features, note
        self.bounds = Bounds(rng, phrases, features)
        self.scheme = Scheme(people, [])
        self.declared = 0

    def chance(self, feature, probability):
        return feature in self.features and self.rng.random() < probability

    def declare(self, word, **said):
        """A declaration with a name, and mostly a title, of its own; unmistakable within any text."""
        self.declared += 1
        title = f"规定{self.declared}号" if self.rng.random() < 0.8 else ""
        fields = {"clause": f'"第{self.declared}条"'} if self.rng.random() < 0.5 else {}
        return Declaration(word, f"r{self.declared}x", title, fields, said)

    def local(self, chosen):
        """The set, perhaps by a local's name."""
        if self.rng.random() < 0.6:
            return chosen
        name = f"set{len(self.scheme.local_sets) + 1}"
        self.scheme.local_sets.append((name, chosen.lua))
        return Set(name, chosen.ends)

    def group_column(self):
        names = ["county", "sector", "unit", "party", "role"]
        names += [n.name for n in self.people.needs if n.type in ("text", "list")] * 2
        return self.rng.choice(names)

    def heading(self, attribute):
        """A column by its name in scripts or by its heading."""
        headings = {**BUILT_IN, **{n.name: n.heading for n in self.people.needs}}
        return attribute if self.rng.random() < 0.5 else headings[attribute]

    def target(self, kind):
        if kind == "window":
            return self.phrases.windows(), ""
        if kind == "group":
            column = self.group_column()
            return self.phrases.groups(column, self.heading(column)), column
        return self.local(self.phrases.members(5)), ""

    def within(self, kind, column):
        if kind == "window":
            return ["window"]
        if kind == "group":
            return [column]
        types = ["text", "integer", "date"] + ["list"] * ("within-lists" in self.features)
        names = self.phrases.attributes(*types)
        return self.rng.sample(names, self.rng.choice([1, 1, 2]))

    def relation(self, kind):
        found = self.declare("relation", kind=kind, within=[], balance=set(), share={}, load={}, cover={})
        source = self.local(self.phrases.members(4))
        target, column = self.target(kind)
        found.meaning.update(source=source, target=target, column=column)
        found.fields.update({"from": source.lua, "to": target.lua})
        if self.chance("within", 0.35):
            found.meaning["within"] = self.within(kind, column)
            words = [f'"{self.phrases.named(name)}"' for name in found.within]
            found.fields["within"] = words[0] if len(words) == 1 else "{ " + ", ".join(words) + " }"
        found.meaning["load"] = {id(end): Range() for end in source.ends}
        found.meaning["cover"] = {id(end): Range() for end in target.ends}
        return found

    def kinds(self):
        """What the relations lead to. Links need a relation to members and one to windows or groups."""
        others = [kind for kind in ("window", "group") if kind + "s" in self.features]
        if others and self.rng.random() < 0.55:
            kinds = ["member", self.rng.choice(others)]
            if self.rng.random() < 0.2:
                kinds.append(self.rng.choice(["member", *others]))
        else:
            kinds = ["member"] * self.rng.choice([1, 1, 2, 2, 3])
        self.rng.shuffle(kinds)
        return kinds

    def draw(self):
        """A scheme of relations with few enough candidate pairs."""
        while True:
            self.scheme.local_sets.clear()
            self.declared = 0
            relations = [self.relation(kind) for kind in self.kinds()]
            if len(relations) > 1 and self.rng.random() < 0.45:    # the same people once more
                relations[1].meaning["source"] = relations[0].source
                relations[1].fields["from"] = relations[0].fields["from"]
                relations[1].meaning["load"] = {id(end): Range() for end in relations[1].source.ends}
            pairs = [candidate[0] for candidate in meaning.candidates_of(relations)]
            if PAIRS_LEAST <= len(pairs) <= PAIRS_MOST and (set(pairs) == set(relations) or self.rng.random() < 0.1):
                break
        self.scheme.relations = relations
        for relation in relations:
            self.note("relation to " + relation.kind + "s")
            if relation.within:
                self.note("within")
                if any(self.people.type_of(name) == "list" for name in relation.within):
                    self.note("within a list")
            if any(m.exempt for m in relation.source.ends + relation.target.ends if hasattr(m, "exempt")):
                self.note("exempt ends")
        return self.scheme

    # How many each has

    def number(self, relation, name, ends, kind, count):
        soft = 0.3 if "in-principle" in self.features else 0
        text, ranges, by_function = self.bounds.ranges(ends, kind, count, soft)
        beyond = any(not r.points and r.lo > len(relation.source.ends) for r in ranges.values())
        if all(r == Range() for r in ranges.values()) or name == "cover" and beyond:
            return  # more than there are sources is a fault of the scheme
        relation.fields[name] = text
        relation.meaning[name] = ranges
        what = f"{name} of a relation"
        self.note(what + (" by function" if by_function else ""))
        if any(r.points for r in ranges.values()):
            self.note(what + " in principle")

    def share(self, relation, ends, kind):
        text, shares, _ = self.bounds.by_end(
            ends, kind, lambda some: self.rng.choice([1, 1, 2, 3, 4, 6]), str, functions=1)
        relation.fields["share"] = text if text.startswith("function") else f"function() return {text} end"
        relation.meaning["share"] = shares
        self.note("share")

    def balance(self, relation):
        if self.rng.random() > 0.45:
            return
        sides = {"source"}
        if self.chance("balance-target", 0.5):
            sides = self.rng.choice([{"target"}, {"source", "target"}])
        relation.meaning["balance"] = sides
        relation.fields["balance"] = {
            ("source",): self.rng.choice(["true", '"source"']) if "balance-target" in self.features else "true",
            ("target",): '"target"'}.get(tuple(sides), '{ "source", "target" }')
        for side in sides:
            self.note("balance of " + side + "s")
        if len(sides) == 1 and self.chance("share", 0.45):
            ends, kind = (relation.source.ends, "member") if sides == {"source"} else (
                relation.target.ends, relation.kind)
            self.share(relation, ends, kind)

    def complete(self, means, planned):
        """Loads, covers and balance. `planned` is a set of places that they allow, or None."""
        for relation in self.scheme.relations:
            def count(**end):
                return None if planned is None else len(planned & set(means.places([relation], **end)))
            if self.rng.random() < 0.55:
                self.number(relation, "load", relation.source.ends, "member", lambda end: count(source=end))
            if self.rng.random() < 0.4:
                self.number(relation, "cover", relation.target.ends, relation.kind, lambda end: count(target=end))
            self.balance(relation)
            self.note("relation")
