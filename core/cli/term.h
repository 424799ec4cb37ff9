/* What commands on a term file begin with: which file, who works on it, and when. */
#ifndef TONGXIN_CLI_TERM_H
#define TONGXIN_CLI_TERM_H

#include "cli/command.h"
#include "store/members.h"
#include "store/store.h"

/* An open term. Everything belongs to the invocation's owner. */
struct term {
    struct invocation *invocation;
    struct store *store;
    const char *file; /* as the user named it, or as it is usual */
    const char *who;  /* TONGXIN_USER, else the login */
    struct now now;
    struct term_record record;
    struct term_members *members; /* NULL until term_read_members */
    char *said;                   /* by term_say; NULL: nothing */
    int same;                     /* by term_keep_plan: the draft that the plan was; 0: it was none */
};

/* The term file's name: what --db said, else TONGXIN_DB, else tongxin.db in this folder. */
const char *term_file(const char *db);

/* Who and when, for a term whose file is opened or made by other means. */
enum status term_identify(struct invocation *invocation, struct term *term);

/* Opens the term. Where there is no file the fault says how to begin. */
enum status term_open(struct invocation *invocation, const char *db, enum store_access access,
                      struct term *term);

/* Reads members and windows into term->members, anew where they were read before. */
enum status term_read_members(struct term *term);

/* Begins a change; then term_commit, or term_give_up where something was refused. */
enum status term_begin(struct term *term);

/* What most commands begin with: opens the term, to write begins a change at once, and reads members and
 * windows.
 */
enum status term_enter(struct invocation *invocation, const char *db, enum store_access access,
                       struct term *term);

/* Says a sentence about the change that has begun: it is printed when the change is kept, and never where it
 * is not. */
void term_say(struct term *term, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Ends a change with its entry in the log. reason, detail (a JSON object) may be NULL. */
enum status term_commit(struct term *term, const char *action, const char *subject, const char *reason,
                        const char *detail);
/* The same for a change that takes back the entry `undoes`. */
enum status term_commit_undo(struct term *term, const char *subject, const char *reason, int64_t undoes);
void term_give_up(struct term *term);

/* The file's name as it is typed in a shell, owned by the invocation's owner. */
const char *term_file_word(const struct term *term);

/* The options that next commands must repeat: "", or " --db FILE" where the file is not the usual one. */
const char *term_options(const struct term *term);

/* Finds a member by id or name among all that ever were: index into term->members->member, or -1 with a
 * fault. Namesakes are asked about on a terminal, otherwise listed (STATUS_INPUT). Those who left are found
 * where no present member is meant. */
int term_member(struct term *term, const char *word);

/* Finds an open window by name or full name: index into term->members->window, or -1 with a fault that names
 * the nearest. */
int term_window(struct term *term, const char *word);

/* "何燕国 JH0356", owned by the invocation's owner. */
const char *term_name(const struct term *term, int member);

#endif
