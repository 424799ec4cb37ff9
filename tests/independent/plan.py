"""A plan held against the measure, by plain counting: no rows, no solver.

`read_plan` reads the JSON of `tongxin solve --json`; `faults` names what the measure forbids; `values` counts the
stages. model.py shares with it only the reading of the roster and the numbers of 一（二）.
"""
from collections import Counter

from model import BRANCHES, HEAD_ROLES, OWN_WINDOW, RELATIONS, SAME_COUNTY, SAME_SECTOR, TITLES

BY_LEADERS = ("heads", "unaffiliated", "religious")


def read_plan(document):
    """The pairs (relation, source, target) of a plan in the order of the document."""
    return [(TITLES[pair["relation"]], pair["source"], pair["target"]) for pair in document["pairs"]]


def belongs(relation, member):
    """Is this member, who is no leader, one whom the relation reaches?"""
    if relation == "sector_head":
        return member.in_party
    if member.in_party:
        return False
    return {"heads": bool(member.roles & HEAD_ROLES), "unaffiliated": member.sector == "无党派",
            "religious": member.sector == "宗教界", "liaison": True}[relation]


def faults_of_pair(pair, by_id, leaders, windows):
    relation, source, target = pair
    if source not in by_id or by_id[source].exempt:
        return [f"{pair}: the source is not one who contacts"]
    if (source in leaders) != (relation != "liaison"):
        return [f"{pair}: leaders carry no liaison, and others nothing else"]
    if relation == "branch":
        return [] if target in windows else [f"{pair}: no such window"]
    if target not in by_id or by_id[target].exempt or target in leaders or not belongs(relation, by_id[target]):
        return [f"{pair}: the target is not one of those whom the relation reaches"]
    if relation == "liaison" and not by_id[source].in_party:
        return [f"{pair}: the source is no Party member"]
    if relation == "liaison" and by_id[source].window != by_id[target].window:
        return [f"{pair}: not of one window"]
    return []


def faults(members, windows, pairs):
    """A sentence for each thing of 一（二） that the plan breaks."""
    by_id = {m.id: m for m in members}
    leaders = {m.id for m in members if "党组成员" in m.roles and not m.exempt}
    found = [] if len(set(pairs)) == len(pairs) else ["a pair stands twice"]
    for pair in pairs:
        found += faults_of_pair(pair, by_id, leaders, windows)
    carried = Counter((relation, source) for relation, source, _ in pairs)
    reached = Counter((relation, target) for relation, _, target in pairs)
    for leader in sorted(leaders):
        if not BRANCHES[0] <= carried["branch", leader] <= BRANCHES[1]:
            found.append(f"{leader} has {carried['branch', leader]} branches")
        for relation, load in RELATIONS.items():
            if carried[relation, leader] != load:
                found.append(f"{leader} has {carried[relation, leader]} of {relation}")
    for window in windows:
        if reached["branch", window] != 1:
            found.append(f"{window} has {reached['branch', window]} leaders")
    for member in members:
        if member.exempt or member.id in leaders:
            continue
        if member.in_party and reached["sector_head", member.id] > 1:
            found.append(f"{member.id} is the sector head of several leaders")
        times = sum(reached[relation, member.id] for relation in BY_LEADERS + ("liaison",))
        if not member.in_party and times != 1:
            found.append(f"{member.id} is covered {times} times")
    return found


def values(members, pairs, previous=None):
    """The stages' values of a plan without faults, in their order."""
    by_id = {m.id: m for m in members}
    own = {(source, target) for relation, source, target in pairs if relation == "branch"}
    loads = Counter((relation, source) for relation, source, _ in pairs if relation in ("branch", "liaison"))
    points, worth = 0, 0
    for relation, source, target in pairs:
        if relation == "branch":
            continue
        one, other = by_id[source], by_id[target]
        if relation == "liaison":
            points += bool(one.unit) and one.unit == other.unit
            worth += SAME_COUNTY * (bool(one.county) and one.county == other.county)
            worth += SAME_SECTOR * (bool(one.sector) and one.sector == other.sector)
        else:
            points += relation == "sector_head" and "界别党员负责人" not in other.roles
            worth += OWN_WINDOW * ((source, other.window) in own)
    result = {"principle": points}
    if previous is not None:
        lived = {m.window for m in members if not m.exempt}
        here = {(relation, source, target) for relation, source, target in previous
                if source in by_id and (target in lived if relation == "branch" else target in by_id)}
        result["change"] = len(here - set(pairs))
    result["balance"] = sum(load * load for load in loads.values())
    result["preference"] = worth
    return result
