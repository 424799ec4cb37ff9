/* The commands: one file each. A command parses its own options, calls the modules and prints; nothing below
 * prints. */
#ifndef TONGXIN_CLI_COMMAND_H
#define TONGXIN_CLI_COMMAND_H

#include <stdbool.h>

#include "base/error.h"

/* What main hands to a command. */
struct invocation {
    const void *owner;   /* talloc context of the whole run */
    int argc;            /* the command's words after its name */
    char **argv;         /* argv[0] is the command's name; argv[argc] is NULL */
    struct error *error; /* faults; main prints them and takes the exit status from the command */
    bool checks_scheme;  /* a scheme's faults are what the command was asked for */
    bool made;           /* a change of a term is made and kept, whatever comes after */
};

struct command {
    const char *name;        /* of one word or two: "solve", "scheme check" */
    const char *summary;     /* one line; English, translated where shown */
    const char *const *help; /* lines of `tongxin help NAME`, NULL-terminated, likewise */
    enum status (*run)(struct invocation *invocation);
};

extern const struct command command_solve, command_check, command_report, command_scheme_check, command_help;
extern const struct command command_rebalance;
extern const struct command command_explain;
extern const struct command command_options;
extern const struct command command_drill;
extern const struct command command_init;
extern const struct command command_import;
extern const struct command command_plan;
extern const struct command command_roster_tidy;
extern const struct command command_roster_template;
extern const struct command command_export;
extern const struct command command_window_list;
extern const struct command command_window_rename;
extern const struct command command_window_merge;
extern const struct command command_window_split;
extern const struct command command_verify;
extern const struct command command_backup;
extern const struct command command_members;
extern const struct command command_member_show;
extern const struct command command_member_add;
extern const struct command command_member_set;
extern const struct command command_member_move;
extern const struct command command_member_leave;
extern const struct command command_member_return;
extern const struct command command_member_exempt;
extern const struct command command_member_replace;
extern const struct command command_rerun;
extern const struct command command_pairs_import;
extern const struct command command_pin;
extern const struct command command_forbid;
extern const struct command command_unpin;
extern const struct command command_pins;
extern const struct command command_edit;
extern const struct command command_restore;
extern const struct command command_diff;
extern const struct command command_publish;
extern const struct command command_discard;
extern const struct command command_file;
extern const struct command command_history;
extern const struct command command_show;
extern const struct command command_log;
extern const struct command command_undo;

/* NULL-terminated. */
extern const struct command *const commands[];

/* The command that word[0..words) begin with, or NULL; *taken: how many of them name it. */
const struct command *command_find(char *const *word, int words, int *taken);

/* A fault (STATUS_INPUT): there is no such command; with the one that was perhaps meant. */
enum status command_unknown(struct error *error, char *const *word, int words);

/* Prints the command's help to standard output. */
void command_print_help(const struct command *command);
/* What `tongxin` alone says. */
void command_print_overview(void);

#endif
