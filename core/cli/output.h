/* Files that a command writes. All go through here, so that none of them is written over a term file, over
 * what the run reads, or over somebody else's file unasked. */
#ifndef TONGXIN_CLI_OUTPUT_H
#define TONGXIN_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "cli/command.h"

/* What is written; a file that is there already is replaced unasked only by its like. */
enum output_kind {
    OUTPUT_PLAN,     /* JSON, known by its first keys */
    OUTPUT_REPORT,   /* HTML, known by its generator; Markdown and CSV carry no mark */
    OUTPUT_WORKBOOK, /* known by the program that docProps/app.xml names */
    OUTPUT_MEMBERS,  /* the same, of a term: for its owner alone (0600) */
    OUTPUT_ANSWERS,  /* given to questions: what was there is read first, and goes on with */
    OUTPUT_BACKUP,   /* of a term, no mark; for its owner alone */
};

struct output {
    const char *name; /* as given; NULL: nothing is written */
    enum output_kind kind;
    bool force;           /* --force: a file without our mark may be replaced */
    bool agreed;          /* somebody said so of the file `replaced` */
    struct stat replaced; /* what output_check found, where `is_there` */
    bool is_there;        /* a regular file stands there */
    bool is_held; /* OUTPUT_BACKUP: what stands there is an earlier copy of the same term, and nothing is lost
                   */
};

/* The option row of --force. */
#define OUTPUT_FORCE(output)              \
    {                                     \
        "force", 0, NULL, &(output).force \
    }

/* Whether the file may be written, to be asked when everything has been read and before anything is changed
 * or takes long. Of a file that is there without our mark somebody is asked, on a terminal; else it is a
 * fault (STATUS_INPUT), as a term file, its journal, and a file that the run has read always are. */
enum status output_check(struct invocation *invocation, struct output *output);

/* Checks once more, and writes the file whole or not at all. */
enum status output_write(struct invocation *invocation, struct output *output, const char *bytes,
                         size_t size);

#endif
