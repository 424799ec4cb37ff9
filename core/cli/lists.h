/* Reading one list or several as one roster: what import, init and roster tidy share. */
#ifndef TONGXIN_CLI_LISTS_H
#define TONGXIN_CLI_LISTS_H

#include "cli/goes_by.h"
#include "cli/inputs.h"
#include "cli/inquiry.h"
#include "roster/roster_join.h"

struct lists_request {
    struct goes_by by;        /* what the scheme goes by */
    struct option_list files; /* at least one */
    const char *windows, *sheet;
    int alsos;
    const char *
        *also; /* [alsos], NULL behind: sheets wanted that would not be taken in; filled by lists_read */
    struct option_list columns; /* --columns COLUMN=HEADING, each */
    struct column_names
        names;            /* which heading is which: as known so far, then with what is said and answered */
    bool columns_taken;   /* --columns and --answers went into `names` */
    const char *answers;  /* --answers FILE: doubts answered there, and answers given are kept there; NULL */
    struct answers given; /* the answers of that file, and those given since */
    bool answers_taken;   /* they were read */
    const struct roster *known; /* the term's members, who have ids; NULL: none */
    const char *prefix;
    int64_t last;
    const char
        *today;  /* who leaves behind this day is a member still; NULL: whoever has a 离任日期 has left */
    bool tidied; /* --tidied */
    bool quiet;  /* say nothing of what was read */
};

struct lists {
    struct roster *roster;
    struct roster_report **report; /* [files] */
    int given;                     /* ids that were given */
    int64_t last;
    const char *prefix;
};

/* Reads the files and joins them. A single file in which everybody has an id is read as it stands. Doubts are
 * asked on a terminal; otherwise they are listed, with STATUS_INPUT. */
enum status lists_read(struct invocation *invocation, struct lists_request *request, struct lists *lists);

/* Asks on a terminal which heading is a column that the scheme reads and the lists lack; what was answered
 * goes into request->names and to the file of answers. True where something was: then the lists are to be
 * read anew. */
struct lacks;
bool lists_ask(struct invocation *invocation, struct lists_request *request, const struct lacks *lacks);

#endif
