/* What words on the command line mean on a roster: ids, names, windows, relations. */
#ifndef TONGXIN_CLI_NAMED_H
#define TONGXIN_CLI_NAMED_H

#include "cli/command.h"
#include "model/scheme.h"

/* The member of that id or name, or -1 with a fault: namesakes are listed, a name that is nearly right is
 * told. */
int named_member(const struct invocation *invocation, const struct roster *roster, const char *word);

/* Whom (or what) the scheme lets people contact, by that word: a window or group where some relation leads to
 * such, else a member. False with a fault. */
bool named_whom(const struct invocation *invocation, const struct roster *roster, const struct scheme *scheme,
                const char *word, struct whom *whom);

/* Whose pairs a word means: a window, a relation or a member. The others are -1. */
struct named_part {
    int window, relation, member;
};
bool named_part(const struct invocation *invocation, const struct roster *roster, const struct scheme *scheme,
                const char *word, struct named_part *part);

#endif
