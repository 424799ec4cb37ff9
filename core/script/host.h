/* What the files of the scheme host share while one scheme is read: the run, its declarations, and the Lua
 * objects (sets, views, comparisons). Nobody outside core/script's scheme files includes this. */
#ifndef TONGXIN_SCRIPT_HOST_H
#define TONGXIN_SCRIPT_HOST_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"
#include "model/scheme.h"
#include "script/script.h"
#include "script/words.h"

/* ---- the run ---- */

/* What `expect`, `when` or `points` says: a comparison, or a function kept in Lua's registry. */
enum condition_kind { CONDITION_FUNCTION, CONDITION_SAME, CONDITION_DIFFER, CONDITION_BOTH };
struct condition {
    enum condition_kind kind;
    int column;    /* of a comparison */
    int reference; /* of a function */
};

/* The groups of one column: its distinct cells. Owned by the host. */
struct group_list {
    int column;
    int count;
    const char *const *name; /* [count] bytewise */
};

/* A field as the scheme gave it; which part counts is said by the field's type. */
struct field_value {
    bool given;
    int32_t number;     /* COUNT, POINTS, WEIGHT, SHORTFALL (0: true was written), FLAG */
    bool is_function;   /* what may be a function is one (condition); of TARGETS_OR_TWO: a predicate */
    struct range range; /* RANGE */
    struct condition condition;
    bool ends[PAIR_ENDS];            /* BALANCE */
    enum pair_end end;               /* END, PER */
    enum limit_per per;              /* PER: with TEAM either is_function, or `indices` holds the attribute */
    const char *text;                /* TEXT, RELATION */
    int count;                       /* of the list that counts */
    const char **texts;              /* [count] TEXTS, RELATIONS; [2 * count] PAIRS */
    int *indices;                    /* [count] MEMBERS, TARGETS: ascending; COLUMN, COLUMNS */
    enum target_kind kind;           /* TARGETS */
    const struct group_list *groups; /* TARGETS that are groups */
    const struct set_reads *reads;   /* MEMBERS, TARGETS: what the set goes by; NULL: nothing */
};

/* s:WORD "name" { ... } */
struct declaration {
    const struct word *word;
    struct origin origin;
    const char *subject;      /* how faults call it: relation "liaison" */
    bool complete;            /* its { ... } came */
    struct declaration *base; /* what it replaces; it stands until the { ... } came. NULL: nothing */
    int order;    /* its place among all: that of what it replaces, or of the removed of its name */
    bool amended; /* its origin is where it was amended last */
    bool broken;  /* it has a fault: what depends on it is not looked at */
    struct field_value *value; /* [word_fields] */
    int index;                 /* in scheme->relation, cover or rule */
};

/* A column of the roster that the scheme reads, and where it says so. */
struct host_need {
    struct need need;
    const char *file;
    int line;
};

/* A column of --pairs. */
struct pair_column {
    const char *name; /* what scripts call it, p.cost */
    int column;       /* index into pair_table.heading; -1 where a scheme is looked at without the file */
    enum value_type type;
};

struct pair_index;
struct compared_column;
struct missed;
struct set_reads;
struct reads;
struct trace;

/* Nanoseconds that are ample for one question (a call with its views takes 1000 to 1500, a comparison without
 * Lua and a pair that is looked up in a table some 50): what host->earned grows by. */
enum { EARNED_BY_CALL = 5000, EARNED_BY_COMPARISON = 500, EARNED_BY_PAIR = 200 };

struct host {
    lua_State *L;
    int64_t earned; /* nanoseconds of time for questions answered so far */
    const struct script_request *request;
    struct roster *roster; /* needs give its columns names and types; all others only read it */
    struct error *error;
    const char *file;                 /* whom faults are about while no script runs: see host_file */
    const struct script_bases *bases; /* the scheme's text and what it extends */
    bool *extended;                   /* [bases->texts] has extended another one */
    struct reuse *reuse;              /* what was removed and amended; NULL: nothing */
    struct params *params;            /* NULL: none */
    int needs, pair_columns;
    struct host_need *need;          /* [needs] */
    struct pair_column *pair_column; /* [pair_columns] */
    struct declaration *self;        /* scheme { ... }; NULL until it comes */
    const char *stages_file;
    int stages_line; /* 0 until s:stages comes */
    int stages, declarations, orders;
    bool stages_broken;
    bool files_unsound;               /* a column that is read is missing, or has faults: no rule is asked */
    bool pairs_told;                  /* that the relations have more candidate pairs than there may be */
    bool loaded;                      /* the script has run: its functions are asked, nothing is declared */
    const char **stage;               /* [stages] */
    struct declaration **declaration; /* [declarations] in their order */
    char *described[2];               /* what host_describe returned last */
    struct scheme *scheme;            /* made by resolve_scheme */
    bool *relation_broken;            /* [scheme->relations] */
    struct declaration **rule;        /* [scheme->rules] */
    struct group_list **group_list;   /* [group_lists] one a column that was asked for */
    int group_lists, traces, references, comparisons;
    struct trace **trace;    /* [traces] in the order made */
    struct trace **trace_of; /* [references] the first of each function */
    struct reads *reads;     /* what was read so far (reads.h) */
    const struct pair_index *pair_rows;
    int missing;
    struct missed *missed;             /* [missing] what an outer file took away, see blame.h */
    struct compared_column **compared; /* [comparisons] */
};

/* What a scheme may make of the host's memory, which Lua's own count does not see. */
enum { DECLARATIONS_MOST = 1000, FAULTS_MOST = 500 };

struct host *host_of(lua_State *L);

/* Puts the words into the environment of scripts. Runs inside sandbox_protect. */
void host_install(struct host *host);

/* The file of the script that runs, or host->file where none does: that of the declaration at hand. */
const char *host_file(struct host *host);

/* Adds a fault at that line of host_file; the run goes on, to find the others. Past FAULTS_MOST it says once
 * that there are more. */
void host_fault(struct host *host, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The field of that name, or NULL where the scheme did not give it. */
const struct field_value *declaration_value(const struct declaration *declaration, const char *field);

/* The text of the field of that name, or NULL. */
const char *declaration_text(const struct declaration *declaration, const char *field);

/* What the value at `index` is, in the reader's language: "a table". Valid until the next call but one. */
const char *host_describe(lua_State *L, int index);

/* Reads the table at `index` into declaration->value; every fault names the declaration's line. */
void field_read_all(struct host *host, struct declaration *declaration, int index);

/* Reads the fields that the table at `index` gives over those the declaration has; faults name `line`. */
void field_amend(struct host *host, struct declaration *declaration, int index, int line);

/* Reads a text or a list of texts at `index`; NULL where it is neither. Owned by `owner`. */
const char **field_read_texts(struct host *host, const void *owner, int index, int *count);

/* Reads n, { min, max }, { min = n } or { max = n } at `index`; false with a fault where it is none. */
bool field_read_range(struct host *host, const struct declaration *declaration, const char *field, int index,
                      struct range *range);

/* For words that make or declare something: raises once the script has run, when only functions of rules are
 * asked. What they made would count for some pairs and not for others. */
void host_refuse_late(lua_State *L, const char *word);

/* ---- objects of the script ---- */

/* A set of members, windows or groups, a userdata of Lua. */
struct set {
    enum target_kind kind;
    const struct group_list *groups; /* where it is one of groups */
    const struct set_reads *reads;   /* what it goes by (reads.h); NULL: nothing */
    bool broken; /* its making had a fault: complaints that follow from it would only confuse */
    int count;
    int index[]; /* [count] ascending */
};
struct set *set_test(lua_State *L, int index); /* NULL where the value is no set */
void set_install(lua_State *L);                /* members, windows, groups */
void groups_install(lua_State *L);
/* A new set on top of the stack with room for that many; it is empty. */
struct set *set_push(lua_State *L, enum target_kind kind, int room);
/* Keeps those of whom the function at `index` says yes. */
void set_keep_answered(struct host *host, struct set *set, int index, const char *word, int line);
/* The groups of that column, made once; NULL where memory ran out. */
const struct group_list *set_groups(struct host *host, int column);
/* Pushes the set that a field gave; NULL: a broken one. */
void set_push_value(lua_State *L, const struct field_value *value);

/* One end of a pair, or the one that a function is asked about. */
struct end {
    enum target_kind kind;
    int index; /* member, window, or place in group[] */
    /* TARGET_GROUP only: */
    int group_column, groups;
    const char *const *group; /* [groups] names, bytewise */
};

/* The ends of a relation's pairs. */
struct end end_source(int member);
struct end end_target(const struct relation *relation, int index);
struct end host_end(enum pair_end end, const struct relation *relation, int index);

/* Fields of windows (all but size) and groups (name and size). */
enum view_field { VIEW_NAME, VIEW_FULL_NAME, VIEW_KIND, VIEW_ORDER, VIEW_SIZE };

/* A read-only view of a member, window or group; it answers only during the call that it was made for. */
void view_install(lua_State *L);
bool view_test(lua_State *L, int index); /* whether the value is a view */

/* A call of a function of the script. */
struct call {
    const char *subject; /* what is asked, for faults */
    int count;           /* 1 or 2 */
    const struct end *end;
    struct trace *trace; /* notes what is read; NULL */
    bool has_row;        /* the function gets p, too */
    int row;             /* its number in --pairs, from 1; 0: none */
};

/* Calls the function on top of the stack with views of the ends, and leaves the function and one result.
 * Where it fails: a fault, completed by the subject and who was looked at, false, and both are gone. */
bool view_run(struct host *host, const struct call *call);
/* Reads a yes or no from what view_run left, and pops both: 1, 0, or -1 with a fault where it is neither. The
 * fault has the function's line, or `line` where that is unknown. */
int view_answer(struct host *host, const struct call *call, int line);

/* The same for a call that is not traced; pops the function and leaves one result. */
bool view_call(struct host *host, const char *subject, int count, const struct end *end);
/* For a yes or no: 1, 0, or -1 where it failed or answered neither. `line` is for a fault about the answer
 * where the function's own line is unknown. */
int view_ask(struct host *host, const char *subject, int line, int count, const struct end *end);

/* Completes the faults from number `first` on by the subject and who was looked at. */
void view_complete_faults(struct host *host, int first, const char *subject, int count,
                          const struct end *end);

/* The line where the function on top of the stack begins, and its file as host->file; or `otherwise`. */
int view_function_line(lua_State *L, int otherwise);

/* Name and id of a member, name of a window or group. Owned by `owner`. */
const char *view_person(const void *owner, const struct roster *roster, const struct end *end);

/* p: what --pairs says of the pair; a view like the others. */
void pair_view_install(lua_State *L);
void pair_view_push(lua_State *L, struct trace *trace, int row);
void pair_view_end(lua_State *L, int index); /* the call is over */

/* Where the rows of the pairs with that kind of target are. *rows is NULL where no pair has one; owned by the
 * host. False where memory ran out. */
bool pair_rows(struct host *host, const struct end *kind, const struct pair_index **rows);
/* The number of the pair's row from 1, or 0. `rows` may be NULL. */
int pair_row_of(const struct pair_index *rows, int source, int target);

/* same, differ, both. */
void comparison_install(lua_State *L);
bool comparison_test(lua_State *L, int index,
                     struct condition *condition); /* false where the value is none */

/* A comparison made ready for one kind of pair: codes of both ends, and what codes of lists have in common.
 */
struct compared {
    enum condition_kind kind;
    const int *one, *other;               /* codes by index of the end; 0: empty */
    const struct compared_column *column; /* of a list; NULL: equal codes are the same */
};
bool comparison_prepare(struct host *host, const struct condition *condition, const struct end *one,
                        const struct end *other, struct compared *compared); /* false: memory ran out */
bool comparison_holds(const struct compared *compared, int one, int other);

/* The attribute that scripts call `name`, by its English name or its Chinese heading, or -1. */
int attribute_find(const struct roster *roster, const char *name);
/* A whole sentence about the attribute that does not exist, with the nearest name. Owned by `owner`. */
char *attribute_complaint(const void *owner, const struct roster *roster, const char *name);

/* ---- without a roster (request->no_roster) ---- */

/* Asks the function on top of the stack, which it pops, of somebody who has no cells: misspelt attributes are
 * faults. */
void probe_function(struct host *host, const char *subject, int count, const struct end *nobody);
/* The same for the functions of all declarations that have no fault. Runs inside sandbox_protect. */
void probe_declarations(struct host *host);

/* ---- after the script ---- */

/* Turns the declarations into host->scheme (owned by `owner`); faults go to host->error. */
void resolve_scheme(struct host *host, const void *owner);
/* A fault for each declaration that was left out although nothing was said; runs last. */
void resolve_check_whole(struct host *host);
/* One relation: its sets and its candidate pairs. */
/* What `relax` names, of enum relaxable; a fault where it is none of what this word can relax. */
int resolve_relax(struct host *host, struct declaration *declaration);

void resolve_relation(struct host *host, struct declaration *declaration);
/* Files name a relation by its name, its title or another title: a fault where two answer to the same. */
void resolve_titles(struct host *host);
/* A fault where `was` names what the scheme has still. */
void resolve_was(struct host *host);
/* Index of the relation of that name, or -1 with a fault; marks the declaration broken where the relation is.
 */
int resolve_name(struct host *host, struct declaration *declaration, const char *name);
/* The relations that `on` or `by` names, ascending and without repetition. "all" leaves out the relation
 * `except`, and for a cover those that lead to windows. Owned by the scheme. */
int *resolve_names(struct host *host, struct declaration *declaration, const char *field, int except,
                   int *count);
/* Copies under `owner` of what a declaration says; a missing list is empty, a missing range has no bound. */
struct origin resolve_origin(const void *owner, const struct declaration *declaration);
int *resolve_indices(const void *owner, const struct field_value *value);
struct range *resolve_ranges(const void *owner, const struct field_value *value, int count);
/* The stages and which one each rule belongs to. */
void resolve_stages(struct host *host);
/* Faults for targets of the cover that none of its relations leads to. Needs the cover's times. */
void resolve_reach(struct host *host, const struct declaration *declaration);
/* Asks the functions that say loads and covers. Runs inside sandbox_protect, before evaluate_rules. */
void evaluate_ranges(struct host *host);
/* Asks the functions that say shares; runs after evaluate_ranges. */
void evaluate_shares(struct host *host);
/* Fills the values, rows and sets of all rules that have no fault. Runs inside sandbox_protect. */
void evaluate_rules(struct host *host);
/* The parts of that which stand in files of their own; a fault stops the one rule. False: memory ran out. */
bool evaluate_pairs(struct host *host, struct declaration *declaration, const struct rule *rule,
                    int32_t **values);
bool evaluate_limit(struct host *host, struct declaration *declaration, struct rule *rule);
bool evaluate_sets(struct host *host, struct declaration *declaration, struct rule *rule);
/* The ends that the rule's relations have, ascending, without those that `only` (NULL: all) lacks. Owned by
 * `owner`; NULL where memory ran out. */
int *ends_among(const void *owner, const struct scheme *scheme, const struct rule *rule, enum pair_end end,
                const struct field_value *only, int *count);

#endif
