/* A plan that is asked about, in a file or in a term: what explain, options and drill read first. */
#ifndef TONGXIN_CLI_ASKED_H
#define TONGXIN_CLI_ASKED_H

#include <stdio.h>

#include "cli/inputs.h"
#include "planning/takeover.h"

struct asked {
    struct inputs inputs;
    const char *plan, *time_limit, *db, *version; /* as given */
    bool json;
    /* as read */
    double seconds;
    struct asked_term *term; /* NULL: files are asked about */
    bool has_previous;
    struct pair *pair;
    int pairs;
    struct question *question; /* NULL until asked_open */
    int joined; /* members who are in it besides those of the version: asked_words (asked_joined.h) */
    int near;   /* question.near of the version without them */
};

/* The rows of these options for options_read. */
#define ASKED_OPTIONS(asked)                                                                              \
    {"scheme", 0, &(asked)->inputs.scheme_name, NULL}, {"roster", 0, &(asked)->inputs.roster_file, NULL}, \
        {"sheet", 0, &(asked)->inputs.sheet, NULL}, {"windows", 0, &(asked)->inputs.windows_file, NULL},  \
        {"columns", 0, NULL, NULL, &(asked)->inputs.columns},                                             \
        {"pairs", 0, &(asked)->inputs.pairs_file, NULL}, {"set", 0, NULL, NULL, &(asked)->inputs.set},    \
        {"previous", 0, &(asked)->inputs.previous_file, NULL}, {"plan", 0, &(asked)->plan, NULL},         \
        {"db", 0, &(asked)->db, NULL}, {"version", 0, &(asked)->version, NULL},                           \
        {"json", 0, NULL, &(asked)->json},                                                                \
    {                                                                                                     \
        "time-limit", 0, &(asked)->time_limit, NULL                                                       \
    }

/* Reads roster, scheme and plan, or the version of the term; the options must have been read. */
enum status asked_read(struct invocation *invocation, struct asked *asked);

/* Works out what the best plans are worth. */
enum status asked_open(struct invocation *invocation, struct asked *asked);

/* Which version of the term it is; nothing where files are asked about. */
void asked_heading(FILE *out, const struct asked *asked);
/* The same in one sentence, "" where files are asked about. Owned by `owner`; NULL where memory ran out. */
const char *asked_version(const void *owner, const struct asked *asked);

/* Whom the word means (named_whom); a window may be called as it is called now. False with a fault. */
bool asked_named(const struct invocation *invocation, const struct asked *asked, const char *word,
                 struct whom *whom);

/* The options that name the term again; NULL where files are asked about. */
const char *asked_term_options(const struct asked *asked);

/* "便利 -3、均衡 +2" or "no stage is worse"; owned by `owner`. */
char *asked_price(const void *owner, const struct question *question, const struct priced *priced);

/* Of a list that is not the best by the scheme: that it is told of as it is, and what the best comes to.
 * False where memory ran out. */
bool asked_say_better(FILE *out, const void *owner, const struct question *question);

/* "何燕国 JH0356". Owned by `owner`. */
char *asked_member(const void *owner, const struct roster *roster, int member);
/* The same, or the name of a window or group. */
char *asked_whom(const void *owner, const struct question *question, struct whom whom);
/* As files and commands name him: the id, or the name of a window or group. */
const char *asked_whom_id(const struct question *question, struct whom whom);
/* The same of a roster and scheme alone. */
const char *whom_id(const struct roster *roster, const struct scheme *scheme, struct whom whom);
/* "A、B": who contacts him in the plan; "" where nobody does. */
char *asked_contacts(const void *owner, const struct question *question, struct whom whom);

#endif
