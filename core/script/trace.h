/* What a function of a pair answered, remembered by what it read. Between the files of the scheme host only.
 *
 * A trace holds a decision tree: each node is a read (an attribute of one end, a column of the pair's row),
 * each branch a value that it gave, each leaf an answer. A rule's function depends on nothing but what it
 * reads (README.md says why), so the same values lead it to the same next read and the same answer, and a
 * leaf is exact for every pair that reaches it. trace_table.c asks about all pairs of a relation at once:
 * ends that read alike form a class, and answers are tabled by pair of classes. */
#ifndef TONGXIN_SCRIPT_TRACE_H
#define TONGXIN_SCRIPT_TRACE_H

#include "script/branches.h"
#include "script/host.h"

/* Whose value is read: one of the two ends, or the row of the pair in --pairs. */
enum { PLACE_ROW = PAIR_ENDS, PLACES };

enum read_what {
    READ_CELL,  /* a member's cell in a column */
    READ_PART,  /* whether that cell's list holds a text */
    READ_FIELD, /* a window's or group's field, enum view_field */
    READ_COLUMN /* of the row */
};

struct read {
    int place;
    enum read_what what;
    int column;
    const char *part; /* READ_PART */
    const int *code;  /* equal codes: equal values; by index of the end, or by number of the row, 0: no row */
    int64_t call;     /* which call read it last */
};

/* Whom a question is about: both ends and the number of the row (0: the file says nothing of the pair). */
struct ends {
    int index[PLACES];
};

enum { NODE_NEW = -1, NODE_ANSWER = -2 };
struct node {
    int read; /* or one of the above */
    int32_t answer;
};

/* What may be asked: yes or no, or a whole number within lo..hi. */
struct question {
    bool is_number;
    int32_t lo, hi;
};

struct trace {
    struct host *host;
    struct trace *next; /* of the same function */
    const struct declaration *declaration;
    const char *field;
    int reference; /* of the function, in Lua's registry */
    struct question question;
    struct end kind[PAIR_ENDS];    /* without index */
    bool has_row;                  /* the function gets p */
    const struct pair_index *rows; /* of p; NULL: no pair has a row */
    int reads, steps;
    struct read *read; /* [reads] in the order in which they came up */
    int *step;         /* [steps] the reads of the running call */
    int nodes;
    struct node *node;
    struct branches *branches; /* (node, code) to node */
    bool full;                 /* nothing more is learnt: what the tree does not know is asked each time */
    int64_t pairs, cases, calls;
    int64_t known; /* answered by the tree */
};

/* The trace of that function, question and kind of ends; made where it is new. NULL where memory ran out. */
struct trace *trace_of(struct host *host, const struct trace *wanted);

/* What is remembered of the pair: false where nothing is. */
bool trace_knows(struct trace *trace, const struct ends *ends, int32_t *answer);

/* A call begins, reads, and gave its answer. trace_read is false where memory ran out. trace_learn is so too;
 * `impure` is set where the function read something else than the last time although it had read the same. */
void trace_begin(struct trace *trace);
bool trace_read(struct trace *trace, int place, enum read_what what, int column, const char *part);
bool trace_learn(struct trace *trace, const struct ends *ends, int32_t answer, bool *impure);

/* The codes of what is to be read, owned by the trace; NULL where memory ran out. */
const int *trace_codes(struct trace *trace, const struct read *read);

/* How many ends of that kind there are. */
int trace_ends(const struct roster *roster, const struct end *kind);

/* The rule's values are there: what its functions answered is needed no more, only counted. */
void traces_forget(struct host *host, const struct declaration *declaration);

/* Writes the figures of all traces into scheme->trace, in the order of rules. May raise. */
void traces_report(struct host *host);

#endif
