#!/usr/bin/env python3
"""A scheme that replaces, amends, or removes and declares again anything of its base by the very same, in any order,
is the base: every byte of the plan is the same. By chance; the seed is printed where it fails.

    test_replaced.py TONGXIN [ROUNDS [SEED]]
"""
import os
import random
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import program  # noqa: E402

ROUNDS, SEED = 8, 20260101
BASES = {"jinhua-2022": (9, []), "county-model": (7, ["--set", "max_load=6"])}  # fewest declarations; settings


def past_braces(text, at):
    """Behind the brace that closes the one at `at`."""
    depth = 0
    while True:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            return at


def blocks(text):
    """(word, name, the text from its brace to the last) of each declaration; and the rest, which makes the sets."""
    found, rest, at = [], "", 0
    text = re.sub(r"^ *--.*\n", "", text, flags=re.M)
    for match in re.finditer(r'^(s:(\w+) ("[^"]+")?|local s = scheme|local p = params)\s*(?=\{)', text, re.M):
        end = past_braces(text, match.end())
        if match[3]:
            found.append((match[2], match[3][1:-1], text[match.end():end]))
        rest += text[at:match.start()]
        at = end
    return found, rest + text[at:]


def variants(word, name, body):
    """Ways to say once more what the base says."""
    again = f's:{word} "{name}" {body}\n'
    made = [again, f's:remove "{name}"\n{again}']
    if word == "relation":
        own = re.sub(r"from = [^,]*(\{[^}]*\})?[^,]*,\s*to = [^,]*?(\{[^}]*\})?,",
                     f'from = s:from "{name}", to = s:to "{name}",', body, count=1)
        assert own != body, body
        made += [f's:{word} "{name}" {own}\n',
                 f's:amend "{name}" {{ to = s:to "{name}", from = s:from "{name}" }}\n',
                 f'local kept_from, kept_to = s:from "{name}", s:to "{name}"\ns:remove "{name}"\n'
                 + f's:{word} "{name}" {own}\n'.replace(f's:from "{name}"', "kept_from").replace(
                     f's:to "{name}"', "kept_to")]
    title = re.search(r'title = "[^"]*"', body)
    if title:
        made.append(f's:amend "{name}" {{ {title[0]} }}\n')
    return made


def extending(base, text, chance):
    found, sets = blocks(text)
    name = re.search(r'scheme \{\s*name\s*= "([^"]+)"', text)[1]
    title = re.search(r'title\s*= "([^"]+)"', text)[1]
    chosen = chance.sample(found, chance.randint(1, len(found)))
    lines = [chance.choice(variants(*one)) for one in chosen]
    params = "local p = { max_load = 6 }\n" if "params {" in text else ""
    return f'{params}local s = extends "{base}" {{ name = "{name}", title = "{title}" }}\n{sets}' + "".join(
        f"do\n{line}end\n" for line in lines)


class Replaced(program.Case):
    def plan(self, scheme, settings):
        return self.succeeds("solve", "--scheme", scheme, "--roster", os.path.join(program.JINHUA, "roster.csv"),
                             "--json", *settings, folder=self.folder)

    def test_what_is_replaced_by_itself_gives_the_same_bytes(self):
        for base, (fewest, settings) in BASES.items():
            with open(os.path.join(program.TREE, "scripts", "schemes", base + ".lua"), encoding="utf-8") as file:
                text = file.read()
            self.assertGreaterEqual(len(blocks(text)[0]), fewest)
            expected = self.plan(base, settings)
            for i in range(ROUNDS if base == "jinhua-2022" else max(ROUNDS // 4, 1)):
                seed = SEED + i
                chance = random.Random(seed)
                middle = extending(base, text, chance)
                with open(self.path("middle.lua"), "w", encoding="utf-8") as file:
                    file.write(middle)
                outer = extending("middle.lua", text, chance)
                with open(self.path("outer.lua"), "w", encoding="utf-8") as file:
                    file.write(outer)
                for scheme in ("middle.lua", "outer.lua"):
                    got = self.plan(scheme, settings)
                    self.assertEqual(got, expected, f"{base}, seed {seed}, {scheme}:\n{middle}\n{outer}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        ROUNDS = int(sys.argv.pop(2))
    if len(sys.argv) > 2:
        SEED = int(sys.argv.pop(2))
    program.main()
