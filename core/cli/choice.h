/* Asking people which one they mean. */
#ifndef TONGXIN_CLI_CHOICE_H
#define TONGXIN_CLI_CHOICE_H

#include "cli/command.h"

/* Shows the question and the numbered choices on a terminal and returns the index chosen. Where there is no
 * terminal to ask on, or nothing was chosen: -1 and a fault (STATUS_INPUT) that lists the choices and says
 * what to do. */
int choice_ask(struct invocation *invocation, const char *question, const char *const *choice, int choices,
               const char *remedy);

/* Whether there is a terminal to ask on. */
bool choice_can_ask(void);

enum { CHOICE_NONE = -1, CHOICE_END = -2 };

/* Shows the question and the choices and returns the index chosen; CHOICE_NONE: none was; CHOICE_END: nobody
 * answers any more. */
int choice_pick(const char *question, const char *const *choice, int choices);

/* Asks a question that is answered by yes or no; false where there is no terminal to ask on. */
bool choice_confirm(const char *question);

#endif
