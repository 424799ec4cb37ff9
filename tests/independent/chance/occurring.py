"""What a full run must meet, by the feature that brings it; "" are those without one."""
OCCURRING = {
    "": ["optimal", "infeasible", "tied", "coupled", "tie by the rule", "rows shuffled", "relation", "relation to members",
         "load of a relation", "cover of a relation", "balance of sources", "number of pairs open",
         "decided by fewest"],
    "within": ["within"],
    "within-lists": ["within a list"],
    "exempt": ["exempt ends"],
    "windows": ["relation to windows"],
    "groups": ["relation to groups"],
    "pairs-file": ["pairs file", "pairs file read"],
    "needs": ["needs"],
    "windows-table": ["table of windows"],
    "functions": ["load of a relation by function", "cover of a relation by function"],
    "in-principle": ["load of a relation in principle", "cover of a relation in principle"],
    "balance-target": ["balance of targets"],
    "share": ["share"],
    "cover": ["cover", "cover by several", "times by function", "decided by cover"],
    "shortfall": ["shortfall", "shortfall limited"],
    "forbid": ["forbid", "forbid by comparison", "forbid by function", "decided by forbid"],
    "require": ["require", "require by comparison", "require by function", "decided by require"],
    "must": ["must", "must by condition", "decided by must"],
    "pair-lists": ["forbid by pairs", "must by pairs"],
    "principle": ["principle", "principle by comparison", "principle by function", "decided by principle"],
    "prefer": ["prefer", "prefer by condition", "prefer by function", "decided by prefer"],
    "link": ["link", "link for points", "link that must hold", "link to windows", "link to groups", "decided by link"],
    "limit": ["limit", "limit in principle", "limit per source", "limit per target", "limit per all",
              "limit per team by attribute", "limit per team by function", "limit by", "limit from", "limit to",
              "limit by weight", "limit by function of the end", "decided by limit"],
    "empty-selections": ["limit of a selection that is empty"],
    "together": ["together", "together by set", "together by predicate", "together of sources' partners",
                 "together of targets' partners", "decided by together"],
    "apart": ["apart", "apart by set", "apart by predicate", "apart of sources' partners", "apart of targets' partners",
              "decided by apart"],
    "stages": ["own stage", "stages in an order of one's own", "fewest before others"],
    "previous": ["previous plan", "a plan of more moves, and a false line of its proof"],
}


def wanted(features, kinds):
    """All that must occur with these features; `kinds` of damage always."""
    names = [name for feature, several in OCCURRING.items() if feature in ("", *features) for name in several]
    return names + ["damage: " + kind for kind in kinds] + ["damage: a stage's value falsified"]
