/* Questions to people as data: shown and answered on a terminal, answered by a file (--answers), or listed by
 * a refusal, always the same ones. */
#ifndef TONGXIN_CLI_INQUIRY_H
#define TONGXIN_CLI_INQUIRY_H

#include "cli/command.h"
#include "roster/roster_join.h"

/* One answer that is possible. */
struct inquiry_choice {
    const char *value;   /* what the file of answers says */
    const char *text;    /* for people */
    const char *for_all; /* what answers all of the kind in the same way; NULL: nothing does */
};

struct inquiry {
    const char *key;  /* what the answer is remembered under */
    const char *kind; /* what an answer for all of the kind is remembered under; NULL: each has its own */
    const char *text; /* a sentence */
    int choices;
    struct inquiry_choice *choice; /* [choices] */
};

#define INQUIRY_YES "是"
#define INQUIRY_NO "否"

/* What was answered so far, and the file that keeps it. */
struct answers {
    const char *file; /* --answers FILE, or the one that was begun on the terminal; NULL: none */
    int count;
    struct join_answer *answer; /* [count] key and value */
};

/* Reads the file of answers (问题,编号), which need not be there yet; `file` NULL: no answers. */
enum status answers_read(struct invocation *invocation, const char *file, struct answers *answers);

/* The value under that key, or NULL. */
const char *answers_find(const struct answers *answers, const char *key);

/* The choice that the answers make, for this question or for all of its kind, or NULL. */
const struct inquiry_choice *inquiry_answered(const struct inquiry *inquiry, const struct answers *answers);

/* Adds an answer, instead of an earlier one under the same key. */
enum status answers_add(struct invocation *invocation, struct answers *answers, const char *key,
                        const char *value);

/* Writes the answers into their file; where nobody named one, into a new one of this folder, which is told.
 */
enum status answers_keep(struct invocation *invocation, struct answers *answers);

enum inquiry_outcome { INQUIRY_ANSWERED, INQUIRY_SKIPPED, INQUIRY_ENDED };

/* Asks on the terminal: the `number`th question of `of`, of whose kind there are `alike`. The answer is added
 * and kept in the file at once, so that it outlives whatever comes. Enter skips; the end of the input ends
 * all asking. */
enum inquiry_outcome inquiry_ask(struct invocation *invocation, const struct inquiry *inquiry, int number,
                                 int of, int alike, struct answers *answers);

/* Lists the questions on standard error, each with its choices and the line that answers it. */
enum status inquiry_list(struct invocation *invocation, const struct inquiry *inquiry, int inquiries);

#endif
