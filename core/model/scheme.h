/* A scheme (办法) as the core knows it: what a county's Lua script declared, evaluated on one roster.
 * Plain data without any Lua: sets are lists of indices, rules are integers per candidate pair. core/script
 * makes it in a child process (nothing here points into an interpreter);
 * core/planning turns it into a problem. Shapes: scripts/README.md. All of it is owned by the scheme (one
 * talloc tree). */
#ifndef TONGXIN_MODEL_SCHEME_H
#define TONGXIN_MODEL_SCHEME_H

#include <stdbool.h>
#include <stdint.h>

#include "model/roster.h"

#define UNLIMITED INT32_MAX

/* From lo to hi, both included; hi may be UNLIMITED. */
struct range {
    int32_t lo, hi;
    int32_t points; /* 0: must hold; else in principle: each unit outside costs so much in "principle" */
};

/* Who declared something: its name (what `extends` replaces), its words for people, its place. */
struct origin {
    const char *name;   /* "same-county" */
    const char *title;  /* for people; the name where the scheme says none */
    const char *clause; /* of the measure, "" where none is cited */
    const char *file;   /* the scheme's file name, "jinhua-2022.lua" */
    int line;
};

/* What the office may change where there is no plan (`relax`): one setting each. */
enum relaxable {
    RELAX_LOAD = 1,       /* relation: the load's bounds */
    RELAX_COVER = 2,      /* relation: the cover's bounds */
    RELAX_SHORTFALL = 4,  /* cover: targets may fall short */
    RELAX_MIN = 8,        /* limit: less may do */
    RELAX_MAX = 16,       /* limit: more may be */
    RELAX_PRINCIPLE = 32, /* a hard rule may become one in principle */
    RELAX_ALL = 63,
};

/* The two ends of a pair. */
enum pair_end { END_SOURCE, END_TARGET, PAIR_ENDS };

/* A group is what has the same cell in a column: all of one 街道. A window is a group with a table of its
 * own.
 */
enum target_kind { TARGET_MEMBER, TARGET_WINDOW, TARGET_GROUP };

/* 联系类别: who may contact whom, with how much load. */
struct relation {
    struct origin origin;
    const char **also; /* [also_count] other titles it goes by in files */
    int also_count;
    const char **was; /* [was_count] what plans made by an earlier scheme call it: names or titles that the
                       * scheme has no more */
    int was_count;
    int sources;
    const int *source; /* [sources] members, ascending */
    enum target_kind target_kind;
    int targets;
    const int *target; /* [targets] members, windows or places in group[], ascending */
    int group_column;  /* TARGET_GROUP: the column whose groups they are; else -1 */
    int groups;
    const char *const *group; /* [groups] TARGET_GROUP: names of all groups of the column, bytewise */
    int within_count;
    const int *within; /* [within_count] columns: a pair must have equal non-empty cells in one of them */
    const struct range *load;  /* [sources] pairs of this relation a source must and may have */
    const struct range *cover; /* [targets] pairs of this relation a target must and may have */
    bool balance[PAIR_ENDS];   /* the pairs of each source (target) are squared and summed in "balance" */
    const int32_t *share;  /* [sources], or [targets] where only these are balanced; NULL: all carry alike.
                            * Someone of share w counts scheme.share_scale / w times his square */
    int contacts_per_year; /* 0 where the scheme says none */
    int pairs;             /* candidate pairs by from, to and within, ascending by (source, target) */
    const int *pair_source, *pair_target; /* [pairs] member; member, window or group */
    int relax;                            /* of enum relaxable */
};

/* 全覆盖: these targets, so many times, by these relations together. */
struct cover {
    struct origin origin;
    int targets;
    const int *target; /* [targets] members, ascending */
    int relations;
    const int *relation;       /* [relations] */
    const struct range *times; /* [targets] */
    int32_t shortfall;         /* units a target may fall short, counted in the stage "coverage"; 0: hard */
    int relax;                 /* of enum relaxable */
};

/* A rule kind's number is its place in planning's list of kinds (planning/rules/rules.h). */
enum rule_kind {
    RULE_FORBID,
    RULE_REQUIRE,
    RULE_MUST,
    RULE_PRINCIPLE,
    RULE_PREFER,
    RULE_LINK,
    RULE_LIMIT,
    RULE_TOGETHER,
    RULE_APART,
    RULE_KINDS
};

/* What a row of a limit counts: the pairs of one source or target, of a team of them, or all. */
enum limit_per { LIMIT_END, LIMIT_TEAM, LIMIT_ALL };

/* A pair that a row counts. */
struct counted_pair {
    int slot;      /* place of its relation in rule.relation */
    int candidate; /* of that relation */
    int32_t weight;
};

/* One row of a limit: so much of these pairs. */
struct limit_row {
    enum limit_per per;
    int end;            /* LIMIT_END: the source, or the target (as the rule's first relation numbers them) */
    const char *team;   /* LIMIT_TEAM: what the scheme's function answered, as text; else "" */
    const char *part;   /* the cell that `by` splits off; "" where nothing is split */
    struct range range; /* points are the rule's */
    int pairs;
    const struct counted_pair *pair; /* [pairs] each once */
};

/* Members (or windows, groups) that go together or apart, ascending. */
struct end_set {
    int count;
    const int *end;
};

/* A rule that no scheme declares: a pair that somebody fixed by hand. Its origin has no file, and all of this
 * in its title. */
struct pinned {
    const char *source, *target; /* as they were named: ids of members, names of windows or groups */
    const char *what;            /* for people: which pair is pinned, or forbidden */
    const char *reason, *by;     /* why; who and when. "" where what is kept does not tell them apart */
};

struct rule {
    enum rule_kind kind;
    struct origin origin;
    int relations;
    const int *relation; /* [relations] what it is on, ascending */
    int stage;           /* index into scheme.stage; -1: hard */
    int32_t points;      /* link: per linked pair; limit: per unit outside */
    int to;              /* link: the relation whose pairs open it; -1 otherwise */
    /* [relations][pairs of that relation]: forbid, require: 1 where ruled out; must: 1 where needed;
     * principle: points where broken, else 0; prefer: points earned. NULL for all others. */
    const int32_t *const *value;
    enum pair_end end; /* limit: whose rows they are; together, apart: which end the sets are of */
    int rows;
    const struct limit_row *row; /* [rows] limit */
    int sets;
    const struct end_set *set; /* [sets] together: one partner for all; apart: no partner has two of a set */
    int relax;                 /* of enum relaxable */
    const struct pinned *pinned; /* NULL: the scheme's own rule */
};

/* What the host remembered of a rule's function (`--verbose`). */
struct traced {
    struct origin origin; /* of the rule */
    const char *field;    /* "when", "points" */
    const char *reads;    /* "a.unit, b.unit": what it read, as the script names it */
    int64_t pairs;        /* asked about */
    int64_t cases;        /* distinct values of what was read */
    int64_t calls;        /* into Lua */
};

/* A number, text or yes/no that the office may set (`--set max_load=3`, shown by `--params`). */
enum parameter_type { PARAMETER_INTEGER, PARAMETER_FLAG, PARAMETER_TEXT };
struct parameter {
    const char *name, *title;
    enum parameter_type type;
    int32_t lo, hi; /* of an integer */
    int choices;    /* of a text; 0: any */
    const char *const *choice;
    const char *usual, *value; /* as text; flags are "true" and "false" */
    const char *file;
    int line;
};

/* A further column of the roster that the scheme reads, and how (`needs`). */
struct need {
    const char *name;    /* what scripts call it, "born" */
    const char *heading; /* in the roster, "出生年月" */
    int column;          /* index into roster.column */
    enum value_type type;
};

/* A column that a declaration reads, or a text that it looks for there. */
struct scheme_read {
    struct origin origin; /* of the declaration */
    const char *file;     /* where it reads: the declaration's place, or that of a set that it uses */
    int line;
    bool of_set;
    enum target_kind kind; /* TARGET_WINDOW: a field of windows, else a column of the roster */
    int column;            /* index into roster.column; of windows: name, full name, kind, order from 0 */
    const char *value;     /* NULL: the column as such */
    bool is_wish;          /* points of convenience alone depend on it */
};

/* What a stage measures: the built-in names coverage, principle, change, balance, preference, fewest, or
 * one's own. */
struct scheme_stage {
    const char *name;
    bool more_is_better; /* preference, and own stages that hold only `prefer` and `link` */
    bool implied;        /* fewest where s:stages does not place it: it is the last one then */
};

struct scheme {
    const char *name, *title, *source; /* "jinhua-2022", for people, the document */
    const char *file;                  /* file name for places */
    int relations, covers, rules, stages;
    struct relation *relation;
    struct cover *cover;
    struct rule *rule;
    struct scheme_stage *stage; /* in their order; an earlier stage is never traded for a later one */
    int32_t share_scale;        /* least common multiple of all shares, at most 2,520; 1 without shares */
    int needs, parameters, traces;
    struct need *need;
    struct parameter *parameter; /* in the order declared */
    struct traced *trace;        /* in the order of rules */
    int reads;
    struct scheme_read *read; /* what it reads of the roster, by declaration */
};

/* The first relation or cover whose sets and numbers were never filled in (an empty set is filled in), or
 * NULL. Planned or checked it would ask nothing of anybody, without a word. */
const struct origin *scheme_unset(const struct scheme *scheme);

/* Index of the stage of that name, or -1. */
int scheme_stage(const struct scheme *scheme, const char *name);

/* Whether two plans may differ in their number of pairs, as far as loads, covers and the duties across
 * relations tell: where they fix it, the stage "fewest" has nothing to choose and takes no part. */
bool scheme_number_is_open(const struct scheme *scheme);

/* Index of the relation of that name, title or other title, or -1. */
int scheme_relation(const struct scheme *scheme, const char *text);

/* The same for a plan that an earlier scheme made: where there is no such relation, the first one from index
 * `from` on that `was` of this name; or -1. Several were one where a relation was divided. */
int scheme_relation_was(const struct scheme *scheme, const char *text, int from);

/* Fills relation->pairs, pair_source and pair_target from its sets and columns; nobody contacts himself.
 * Owned by `owner`, 8 bytes a pair. Where the pairs would pass `most` nothing is allocated. */
enum enumeration { ENUMERATED = 1, ENUMERATION_NO_MEMORY = 0, ENUMERATION_TOO_MANY = -1 };
enum enumeration relation_enumerate(const void *owner, struct relation *relation, const struct roster *roster,
                                    int most);

/* Index of the candidate (source, target) of the relation (binary search), or -1. */
int relation_pair(const struct relation *relation, int source, int target);

/* Whether from, to and within allow the pair, worked out anew without the list of candidates. */
bool relation_allows(const struct relation *relation, const struct roster *roster, int source, int target);

/* Whether pairs of one relation count for a target as those of the other do: it is the same, or one cover
 * joins them.
 */
bool relations_share_cover(const struct scheme *scheme, int one, int other);

/* Index of `value` in the ascending list[0..count), or -1. */
int index_in(const int *list, int count, int value);

/* The window a pair belongs to: the window itself, else the target's; WINDOW_NONE where the target has none
 * or is a group. */
int pair_window(const struct relation *relation, const struct roster *roster, int target);

/* The window or group, as `to` numbers its targets, that the target of a pair is in; -1 where it is in none.
 * The column of `to`'s groups holds no lists. */
int pair_place(const struct relation *to, const struct relation *relation, const struct roster *roster,
               int target);

/* Whether the member's cell in the column is (a list cell: has) the group. */
bool member_in_group(const struct roster *roster, int column, const char *group, int member);

/* Whether the two members' cells in the column are filled and equal (lists: have a part in common). */
bool members_share(const struct roster *roster, int column, int one, int other);

/* Index of the relation's group of that name, or -1. */
int relation_group(const struct relation *relation, const char *name);

/* Groups of different columns have different numbers, those of one column the same ones in every relation. */
int scheme_group_number(const struct scheme *scheme, int relation, int group);
/* The first relation that leads to the group of that number, and its place there; NULL where there is none.
 */
const struct relation *scheme_group(const struct scheme *scheme, int number, int *group);

/* Who or what is contacted, whichever relation leads there. */
struct whom {
    enum target_kind kind;
    int number; /* member, window, or the group's number in the scheme */
};
struct whom whom_of(const struct scheme *scheme, int relation, int target);
/* How the relation numbers it among its targets, or -1: it leads to others. Whether it is one of its targets
 * is not asked. */
int whom_target(const struct scheme *scheme, int relation, struct whom whom);

/* How people and files name a target: a member's id, the name of a window or group. */
const char *target_id(const struct relation *relation, const struct roster *roster, int target);
/* The name of a member, window or group. */
const char *target_name(const struct relation *relation, const struct roster *roster, int target);

/* How often the square of the i-th source's load (target's cover) counts in the stage "balance". */
int32_t relation_balance_scale(const struct scheme *scheme, const struct relation *relation,
                               enum pair_end end, int i);

/* The word that declares rules of this kind in schemes. */
const char *rule_word(enum rule_kind kind);

#endif
