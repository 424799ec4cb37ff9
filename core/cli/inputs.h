/* What several commands read first: roster, windows, scheme, a previous plan. */
#ifndef TONGXIN_CLI_INPUTS_H
#define TONGXIN_CLI_INPUTS_H

#include "cli/columns.h"
#include "cli/command.h"
#include "cli/options.h"
#include "model/pair_table.h"
#include "model/plan.h"
#include "planning/ended.h"
#include "planning/repair.h"
#include "roster/roster_read.h"
#include "script/script.h"

struct inputs {
    /* as given on the command line; NULL: not given */
    const char *scheme_name, *roster_file, *windows_file, *previous_file, *pairs_file;
    const char *sheet;          /* of the roster's workbook, the only one to be read */
    struct option_list set;     /* NAME=VALUE, each */
    struct option_list columns; /* COLUMN=HEADING, each */
    bool no_scheme;             /* the command goes without one where none is named */
    bool no_roster;             /* the command goes without one: the scheme is run on an empty one */
    /* as read */
    struct roster *roster;        /* where it is there already, it is not read */
    struct column_names names;    /* which heading is which */
    bool lacks_are_asked;         /* the command sees to `lacks` itself */
    struct lacks *lacks;          /* what the scheme reads and the roster lacks; NULL: not looked for */
    struct roster_report *report; /* how the roster was read; NULL without one */
    struct pair_table *pairs;     /* NULL: not given */
    struct scheme *scheme;
    struct pair *previous; /* bound; ends that left the roster are left out */
    int previous_pairs;
    struct carried carried; /* what was left out */
    int repair;             /* roster and scheme are those under this repair; 0: as given */
    struct rerun rerun;     /* how the scheme is run anew on a changed roster */
    /* The scheme run anew with one parameter other than it is; NULL where that cannot be asked. */
    enum status (*set_anew)(const struct inputs *inputs, const void *owner, const struct script_setting *set,
                            struct scheme **scheme, struct error *error);
    const char *command; /* the command, to be given again with --repair; NULL: solve with these inputs */
    const char *term;    /* " --db FILE" as commands on the term need it, or ""; NULL: not on a term */
    struct script_request request; /* of the scheme */
    struct script_text text;
};

/* Reads what is given: --scheme is needed, and --roster unless no_roster says otherwise. Faults go to the
 * invocation's error; as many as can be told in one run. */
enum status inputs_read(struct invocation *invocation, struct inputs *inputs);

/* The options that name the inputs, as they must be written again in a next command. Owned by the invocation.
 */
char *inputs_options(const struct invocation *invocation, const struct inputs *inputs);

/* A word as a shell reads it back: quoted where it needs to be. Owned by `owner`. */
char *shell_word(const void *owner, const char *word);

/* Says on the standard error stream that the script's texts held what is not seen. */
void inputs_tell_unseen(const struct script_text *text);

/* What stands for any roster: the built-in columns and nobody. NULL where memory ran out. */
struct roster *inputs_empty_roster(const void *owner);

#endif
