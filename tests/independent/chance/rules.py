"""Covers and rules by chance, every kind in each of its forms. A hard rule that the planned pairs break is drawn
again, and left out after some attempts; where nothing is planned, everything stays."""
from bounds import range_by_chance, range_lua
from phrases import Function, Set, constant, function, kind_of
from rows import ENDLESS
from scheme import Range

OWN_LESS, OWN_MORE = ["回避", "次要"], ["就近", "意愿"]


class Rules:
    def __init__(self, relations, means, planned):
        self.relations, self.means, self.planned = relations, means, planned
        self.rng, self.phrases, self.features = relations.rng, relations.phrases, relations.features
        self.scheme, self.people, self.note = relations.scheme, relations.people, relations.note
        self.declare, self.chance = relations.declare, relations.chance

    def kept(self, declaration):
        """Whether the planned pairs keep it."""
        values = {name: 0 for name in ["coverage", "principle", "preference", *OWN_LESS, *OWN_MORE]}
        return self.planned is None or all(row.holds(self.planned, values) for row in self.means.rows(declaration))

    def try_to(self, draw, into, *notes):
        """The first of some attempts that says something, and that the planned pairs keep."""
        for _ in range(8):
            found = draw()
            if found is not None and self.kept(found):
                into.append(found)
                for note in [*notes, *found.meaning.get("notes", [])]:
                    self.note(note)
                return True
        return False

    def on(self, rule, among=None):
        """Draws the relations of a rule; (what the targets are, "any" where several kinds are)"""
        among = among or self.scheme.relations
        if among == self.scheme.relations and self.rng.random() < 0.35:
            chosen, text = list(among), '"all"'
        else:
            chosen = [r for r in among if self.rng.random() < 0.6] or [self.rng.choice(among)]
            text = names_lua([r.name for r in chosen])
        rule.meaning["on"] = chosen
        rule.fields["on"] = text
        kinds = {(r.kind, r.column) for r in chosen}
        return kinds.pop()[0] if len(kinds) == 1 else "any"

    def of_one_kind(self):
        """The relations that lead to the same kind of end as one of them."""
        first = self.rng.choice(self.scheme.relations)
        return [r for r in self.scheme.relations if (r.kind, r.column) == (first.kind, first.column)]

    # Covers

    def cover(self):
        by = [r for r in self.scheme.relations if r.kind == "member" and r.target.ends]
        if not by:
            return None
        found = self.declare("cover", shortfall=0)
        chosen = [r for r in by if self.rng.random() < 0.6] or [self.rng.choice(by)]
        every = len(chosen) == len([r for r in self.scheme.relations if r.kind == "member"])
        of = self.covered(chosen)
        if not of.ends:
            return None
        if self.chance("shortfall", 0.45):
            found.meaning["shortfall"] = self.rng.choice([1, 2, ENDLESS])
        spare = min(found.shortfall, 2)

        def draw(ends):
            if self.planned is None:
                return range_by_chance(self.rng, None)
            counts = [len(self.planned & set(self.means.places(chosen, target=end))) for end in ends]
            bounds = range_by_chance(self.rng, counts, 0.7)
            lo = min(bounds.lo + self.rng.randint(0, spare), bounds.hi) if spare else bounds.lo
            return Range(lo, bounds.hi)
        text, times, by_function = self.relations.bounds.by_end(
            of.ends, "member", draw, lambda bounds: range_lua(self.rng, bounds))
        if max(bounds.lo for bounds in times.values()) - found.shortfall > sum(len(r.source.ends) for r in chosen):
            return None     # more than there are sources is a fault of the scheme
        found.fields.update(of=of.lua, times=text,
                            by='"all"' if every and self.rng.random() < 0.5 else names_lua([r.name for r in chosen]))
        if found.shortfall:
            found.fields["shortfall"] = "true" if found.shortfall == ENDLESS else str(found.shortfall)
        notes = ["cover"] + ["cover by several"] * (len(chosen) > 1) + ["times by function"] * by_function
        notes += ["shortfall"] * bool(found.shortfall) + ["shortfall limited"] * (0 < found.shortfall < ENDLESS)
        found.meaning.update(of=of, by=chosen, times=times, notes=notes)
        return found

    def covered(self, chosen):
        """Some of those whom the relations lead to."""
        of = chosen[0].target
        for relation in chosen[1:]:
            ends = of.ends + [end for end in relation.target.ends if end not in of]
            of = Set(f"({of.lua} + {relation.target.lua})", ends)
        if self.rng.random() < 0.4:
            other = self.phrases.members(6)
            return Set(f"{of.lua} * {other.lua}", [end for end in of.ends if end in other])
        return of

    # Rules of single pairs

    def pair_list(self, rule, places):
        """`pairs` for some of these places; a target is named by its id or its name."""
        if not places:
            return False
        chosen = self.rng.sample(places, self.rng.randint(1, min(2, len(places))))
        pairs = sorted({tuple(end.key for end in self.means.candidates[place][1:]) for place in chosen})
        rule.meaning["pairs"] = pairs
        rule.fields["pairs"] = "{ " + ", ".join(f'{{ "{a}", "{b}" }}' for a, b in pairs) + " }"
        rule.meaning["notes"] = [rule.word + " by pairs"]
        return True

    def single(self, word):
        rule = self.declare(word, pairs=None, when=None, expect=None)
        kind = self.on(rule)
        if word in ("forbid", "must") and self.chance("pair-lists", 0.4 if word == "forbid" else 0.6):
            places = self.means.places(rule.on)
            if self.planned is not None:
                places = [place for place in places if (place in self.planned) == (word == "must")]
            return rule if self.pair_list(rule, places) else None
        fields = {"forbid": ["when"], "must": ["when"]}.get(word, ["expect"])
        if fields == ["expect"] and self.rng.random() < 0.4:
            fields.append("when")
        for name in fields:
            condition = self.phrases.condition(kind)
            if word == "must" and self.rng.random() < 0.7:
                condition = self.narrowed(rule, kind)
            rule.meaning[name], rule.fields[name] = condition, condition.lua
        how = " by condition" if word == "must" else " by comparison" if hasattr(condition, "word") else " by function"
        rule.meaning["notes"] = [word + how]
        rule.meaning["notes"] += ["pairs file read"] * any("p." in rule.fields[name] for name in fields)
        return rule

    def narrowed(self, rule, kind):
        """A condition that holds for the pairs of one source at most."""
        someone = self.rng.choice(self.rng.choice(rule.on).source.ends)
        said = self.phrases.of_pair(kind)
        said.lua, value = f'a.id == "{someone.id}" and ({said.lua})', said.value
        said.value = lambda v: v["a"].id == someone.id and value(v)
        return self.phrases.pair_function(said)

    def stage(self, rule, usual, own):
        """The stage of a soft rule: the usual one or one's own."""
        name = usual
        if self.chance("stages", 0.3):
            name = self.rng.choice(own)
            rule.fields["stage"] = f'"{name}"'
            rule.meaning.setdefault("notes", []).append("own stage")
        elif self.rng.random() < 0.1:
            rule.fields["stage"] = f'"{usual}"'
        rule.meaning["stage"] = name

    def principle(self):
        rule = self.single("principle")
        points = self.rng.choice([1, 1, 2, 3, 1000000])
        if points > 1 or self.rng.random() < 0.3:
            rule.fields["points"] = str(points)
        rule.meaning["points"] = points
        self.stage(rule, "principle", OWN_LESS)
        return rule

    def prefer(self):
        rule = self.declare("prefer", when=None, notes=[])
        kind = self.on(rule)
        by_function = self.rng.random() < 0.5
        if not by_function or self.rng.random() < 0.3:
            rule.meaning["when"] = self.phrases.condition(kind)
            rule.fields["when"] = rule.when.lua
        points = self.phrases.points(kind) if by_function else constant(*2 * [self.rng.choice([1, 2, 3, 5, -1, -2])])
        said = self.phrases.pair_function(points) if by_function else function("a, b", points, self.rng)
        rule.meaning["points"] = said
        rule.fields["points"] = said.lua if by_function else str(points.lua)
        rule.meaning["notes"] = ["prefer by function" if by_function else "prefer by condition"]
        rule.meaning["notes"] += ["pairs file read"] * any("p." in text for text in rule.fields.values())
        self.stage(rule, "preference", OWN_MORE)
        return rule

    # Rules of several pairs

    def link(self, hard):
        leading = [r for r in self.scheme.relations if r.kind != "member"]
        if "link-lists" not in self.features:
            leading = [r for r in leading if self.people.type_of(r.column) != "list"]
        among = [r for r in self.scheme.relations if r.kind == "member"]
        if not leading or not among:
            return None
        rule = self.declare("link", to=self.rng.choice(leading), points=0, stage="")
        self.on(rule, among)
        if self.rng.random() < 0.5 and hard:
            rule.meaning["on"] = [self.rng.choice(among)]
            rule.fields["on"] = names_lua([rule.on[0].name])
        rule.fields["to"] = f'"{rule.to.name}"'
        rule.meaning["notes"] = ["link that must hold" if hard else "link for points", "link to " + rule.to.kind + "s"]
        if not hard:
            rule.meaning["points"] = self.rng.choice([1, 2, 3])
            rule.fields["points"] = str(rule.points)
            self.stage(rule, "preference", OWN_MORE)
        if not any(self.means.opening(rule, *self.means.candidates[place][1:])
                   for place in self.means.places(rule.on)):
            return None
        return rule

    def of_set(self, rule, kind):
        """`of` a set of ends of the kind, or a predicate of two."""
        ends = [end for r in rule.on for end in (r.source if rule.per == "target" else r.target).ends]
        if self.rng.random() < 0.5:
            several = list({id(end): end for end in ends}.values())
            if len(several) < 2:
                return False
            chosen = self.set_of(self.rng.sample(several, self.rng.choice([2, 2, min(3, len(several))])))
            rule.meaning.update(set=chosen, predicate=None)
            rule.fields["of"] = chosen.lua
        else:
            if self.rng.random() < 0.5 and kind != "group":
                predicate = self.phrases.comparison(kind)
            else:
                said = self.two(kind)
                predicate = function("x, y", said, self.rng)
            rule.meaning.update(set=None, predicate=predicate)
            rule.fields["of"] = predicate.lua
        return bool(self.means.clashing(rule))

    def two(self, kind):
        """A condition about two ends x and y of a kind."""
        left, right = self.phrases.about("x", kind, 0), self.phrases.about("y", kind, 0)
        said = self.phrases.joined(left, right)
        if kind == "member" and self.rng.random() < 0.4:
            name = self.rng.choice(self.phrases.attributes("text"))
            said.lua = f'x.{name} ~= "" and x.{name} == y.{name}'
            said.value = lambda v: v["x"].get(name) != "" and v["x"].get(name) == v["y"].get(name)
        return said

    def set_of(self, ends):
        kind = kind_of(ends[0])
        names = ", ".join(f'"{end.key}"' for end in ends)
        if kind == "member":
            lua = f"members {{ id = {{ {names} }} }}"
            exempt = [end for end in ends if end.exempt]
            if exempt:
                lua = f"({lua} + members {{ id = {{ {names} }}, exempt = true }})"
        elif kind == "window":
            lua = f"windows {{ name = {{ {names} }} }}"
        else:
            lua = f'groups("{ends[0].column}", {{ {names} }})'
        return Set(lua, list(ends))

    def partners_rule(self, word):
        """together or apart"""
        rule = self.declare(word, per="source")
        kind = self.on(rule, self.of_one_kind())
        if self.rng.random() < 0.35:
            rule.meaning["per"], kind = "target", "member"
        if rule.per == "target" or self.rng.random() < 0.3:
            rule.fields["per"] = f'"{rule.per}"'
        if not self.of_set(rule, kind):
            return None
        rule.meaning["notes"] = [f"{word} of {rule.per}s' partners", word + (" by set" if rule.set else " by predicate")]
        return rule

    # Limits

    def limit_per(self, rule, kind):
        """Whose rows they are."""
        shape = self.rng.choice(["source"] * 3 + ["target"] * 2 * (kind != "any") + ["all"] * 2 + ["team"] * 4)
        rule.meaning.update(per="all" if shape == "all" else "team" if shape == "team" else "end", end="source")
        if shape == "target":
            rule.meaning["end"] = "target"
        if shape != "team":
            if shape != "source" or self.rng.random() < 0.5:
                rule.fields["per"] = f'"{shape}"'
            return "limit per " + shape
        rule.meaning["end"] = self.rng.choice(["source", "source", "source" if kind == "any" else "target"])
        end_kind = kind if rule.end == "target" else "member"
        if self.rng.random() < 0.5 and end_kind == "member":
            name = self.rng.choice(self.phrases.attributes("text", "list", "integer"))
            rule.meaning["team_of"] = lambda end: end.parts(name)
            rule.fields["per"] = f'{{ {rule.end} = "{self.phrases.named(name)}" }}'
            return "limit per team by attribute"
        team = self.team(end_kind)
        rule.meaning["team_of"] = lambda end: [answer for answer in [team.asked(end)] if answer is not None]
        bare = rule.end == "source" and self.rng.random() < 0.5
        rule.fields["per"] = team.lua if bare else f"{{ {rule.end} = {team.lua} }}"
        return "limit per team by function"

    def team(self, kind):
        """A function of an end that names its team: a text, a number, true or false; nil for none."""
        said = self.phrases.about("m", kind)
        text = {"member": self.rng.choice(self.phrases.attributes("text"))}.get(kind, "name")
        shape = self.rng.randrange(4)
        if shape == 0:
            return Function(f"function(m) return {said.lua} end", lambda m: ("is", bool(said.value({"m": m}))))
        if shape == 1:
            return Function(f"function(m) return ({said.lua}) and 1 or 2 end", lambda m: 1 if said.value({"m": m}) else 2)
        if shape == 2:
            return Function(f'function(m) if {said.lua} then return "甲组" end end',
                            lambda m: "甲组" if said.value({"m": m}) else None)
        return Function(f'function(m) return m.{text} ~= "" and m.{text} or nil end', lambda m: m.get(text) or None)

    def limit_selection(self, rule, kind):
        """from, to, by, weight"""
        notes = []
        if self.rng.random() < 0.25:
            chosen = self.phrases.members(self.rng.choice([1, 9, 9]))
            rule.meaning["chosen_from"], rule.fields["from"] = chosen, chosen.lua
            notes.append("limit from")
        ends = [end for r in rule.on for end in r.target.ends]
        if self.rng.random() < 0.25 and kind != "any" and ends:
            if kind == "member" and self.rng.random() < 0.6:
                chosen = self.phrases.members(9)
            else:
                several = list({id(end): end for end in ends}.values())
                chosen = self.set_of(self.rng.sample(several, self.rng.randint(1, len(several))))
            rule.meaning["chosen_to"], rule.fields["to"] = chosen, chosen.lua
            notes.append("limit to")
        other = "member" if rule.end == "target" else kind
        if self.rng.random() < 0.35 and other in ("member", "window"):
            names = self.phrases.attributes("text", "list", "integer") if other == "member" else ["window"]
            rule.meaning["by"] = self.rng.choice(names)
            rule.fields["by"] = f'"{self.phrases.named(rule.by)}"'
            notes.append("limit by")
        if self.rng.random() < 0.35:
            if self.rng.random() < 0.2:
                number = self.rng.choice([0, 2, 3])
                rule.meaning["weight"], rule.fields["weight"] = lambda a, b, p: number, str(number)
            else:
                said = self.phrases.pair_function(self.phrases.weight(kind))
                rule.meaning["weight"], rule.fields["weight"] = said.asked, said.lua
            notes += ["limit by weight"] + ["pairs file read"] * ("p." in rule.fields["weight"])
        return notes

    def limit(self):
        soft = self.rng.random() < 0.4
        rule = self.declare("limit", chosen_from=None, chosen_to=None, by="", weight=lambda a, b, p: 1, points=0,
                            stage="", bounds=Range(), bounds_of=lambda end: Range())
        kind = self.on(rule)
        if kind == "any" and self.rng.random() < 0.7:
            kind = self.on(rule, self.of_one_kind())
        notes = [self.limit_per(rule, kind)] + self.limit_selection(rule, kind)
        rows = self.means.rows(rule)
        nobody = any(self.selects_nobody(rule, relation) for relation in rule.on)
        if not rows or nobody and "empty-selections" not in self.features:
            return None
        notes += ["limit of a selection that is empty"] * nobody
        bounds = self.limit_bounds(rule, rows, soft)
        if rule.per == "end" and self.chance("functions", 0.3):
            self.bounds_by_function(rule, bounds, rule.end == "target" and kind or "member")
            notes.append("limit by function of the end")
        rule.meaning["notes"] = notes + ["limit in principle" if soft else "limit"]
        if soft:
            rule.meaning["points"] = self.rng.choice([1, 1, 2, 5])
            rule.fields["points"] = str(rule.points)
            self.stage(rule, "principle", OWN_LESS)
        return rule

    def selects_nobody(self, rule, relation):
        """Whether `from` or `to` leaves no source or no target of the relation."""
        return any(not any(selection is None or end in selection for end in ends)
                   for ends, selection in ((relation.source.ends, rule.chosen_from),
                                           (relation.target.ends, rule.chosen_to)))

    def limit_bounds(self, rule, rows, soft):
        """min, max or exactly; a hard one around the planned pairs."""
        sums = [sum(row.terms.get(place, 0) for place in self.planned or []) for row in rows]
        if soft or self.planned is None:
            lo = self.rng.choice([0, 0, 1, 1, 2])
            bounds = Range(lo, self.rng.choice([lo, lo + 1, lo + 2, ENDLESS if lo else 0]))
        else:
            lo = min(sums) if self.rng.random() < 0.6 else 0
            bounds = Range(lo, max(sums) if lo == 0 or self.rng.random() < 0.6 else ENDLESS)
        if bounds.lo == bounds.hi and self.rng.random() < 0.7:
            rule.fields["exactly"] = str(bounds.lo)
        else:
            if bounds.lo or bounds.hi >= ENDLESS:
                rule.fields["min"] = str(bounds.lo)
            if bounds.hi < ENDLESS:
                rule.fields["max"] = str(bounds.hi)
        rule.meaning.update(bounds=bounds, bounds_of=lambda end: bounds)
        return bounds

    def bounds_by_function(self, rule, bounds, kind):
        """One of min, max, exactly becomes a function that is looser for some ends."""
        condition = self.phrases.about("e", kind)
        name = self.rng.choice([name for name in ("min", "max", "exactly") if name in rule.fields])
        usual = int(rule.fields[name])
        other = {"min": max(0, usual - 1), "max": usual + 1, "exactly": usual + 1}[name]
        rule.fields[name] = f"function(e) return ({condition.lua}) and {other} or {usual} end"

        def bounds_of(end):
            number = other if condition.value({"e": end}) else usual
            if name == "exactly":
                return Range(number, number)
            return Range(number, bounds.hi) if name == "min" else Range(bounds.lo, number)
        rule.meaning["bounds_of"] = bounds_of


def names_lua(names):
    return f'"{names[0]}"' if len(names) == 1 else "{ " + ", ".join(f'"{name}"' for name in names) + " }"
