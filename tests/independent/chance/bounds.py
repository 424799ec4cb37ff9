"""Numbers of pairs by chance: loads, covers, times, shares, and how a scheme writes them."""
from phrases import Function, Said, choice
from rows import ENDLESS
from scheme import Range


def range_lua(rng, bounds):
    """A range as its author might write it."""
    lo, hi, points = bounds
    if lo == hi and not points:
        return str(lo)
    if hi >= ENDLESS:
        text = f"min = {lo}"
    elif lo == 0 and rng.random() < 0.5:
        text = f"max = {hi}"
    else:
        text = rng.choice([f"{lo}, {hi}", f"min = {lo}, max = {hi}"])
    return "{ " + text + (f", points = {points}" if points else "") + " }"


def range_by_chance(rng, counts, tight=0.5):
    """A range that holds these counts; with counts None, any."""
    if counts is None:
        lo = rng.choice([0, 0, 0, 1, 1, 2])
        return Range(lo, rng.choice([lo, lo + 1, lo + 1, lo + 2, ENDLESS]))
    least, most = (min(counts), max(counts)) if counts else (0, rng.choice([0, 1, 2]))
    lo = least if rng.random() < tight else rng.randint(0, least)
    hi = most if rng.random() < tight else rng.choice([most + 1, most + 1, ENDLESS])
    return Range(lo, hi)


def in_principle(rng):
    lo = rng.choice([0, 1, 1, 2])
    return Range(lo, rng.choice([lo, lo, lo + 1, ENDLESS]), rng.choice([1, 1, 2, 3, 7]))


class Bounds:
    """Draws a value for each end of a set: the same for all, or by a function of the end."""

    def __init__(self, rng, phrases, features):
        self.rng, self.phrases, self.features = rng, phrases, features

    def by_end(self, ends, kind, draw, write, functions=0.4):
        """draw(ends) gives a value for some ends; (Lua text, {id(end): value}, whether a function says it)"""
        if "functions" not in self.features or self.rng.random() > functions:
            value = draw(ends)
            return write(value), {id(end): value for end in ends}, False
        view = self.rng.choice("mx")
        condition = self.phrases.about(view, kind)
        some = [end for end in ends if condition.value({view: end})]
        rest = [end for end in ends if not any(end is other for other in some)]
        one, two = draw(some), draw(rest)
        said = choice(condition, Said(write(one), lambda v: one), Said(write(two), lambda v: two))
        if self.rng.random() < 0.3:
            text = f"function({view}) if {condition.lua} then return {write(one)} end return {write(two)} end"
        else:
            text = f"function({view}) return {said.lua} end"
        asked = Function(text, lambda end: said.value({view: end})).asked
        return text, {id(end): asked(end) for end in ends}, True

    def ranges(self, ends, kind, count, soft):
        """Ranges that hold count(end), which is None where any will do; `soft`: how often in principle."""
        def draw(some):
            if self.rng.random() < soft:
                return in_principle(self.rng)
            counts = [count(end) for end in some]
            return range_by_chance(self.rng, None if None in counts else counts)

        def write(bounds):
            # The unlimited range has no short form of its own.
            return range_lua(self.rng, bounds)
        return self.by_end(ends, kind, draw, write)
