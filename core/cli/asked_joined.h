/* Members who are not in the version that is asked about, since they joined after it, and those who have left
 * since. */
#ifndef TONGXIN_CLI_ASKED_JOINED_H
#define TONGXIN_CLI_ASKED_JOINED_H

#include "cli/asked.h"

/* Whom a word on the command line means. */
struct asked_word {
    struct whom whom; /* as asked->inputs.roster numbers them, once asked_words is done */
    int joined;       /* index into the term's members, of one who joined since; -1 */
};

/* Finds what the words mean in the version, or among those who joined since: then roster, scheme, pairs and
 * previous pairs of `asked` become those of the version with these members besides (asked->joined). A window,
 * group or member for word[0], members for the others; NULL words are passed over. False with a fault. */
bool asked_words(struct invocation *invocation, struct asked *asked, const char *const *word, int words,
                 struct asked_word *found);

/* Says of each of them who joined since, or has left meanwhile, that it is so, when, and why; nothing where
 * neither is. Returns whether somebody has left. */
bool asked_say_joined(FILE *out, const struct asked *asked, const struct asked_word *found, int words);

#endif
