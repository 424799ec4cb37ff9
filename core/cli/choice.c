#include "cli/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/terminal.h"

enum { ANSWER = 64 };

bool choice_can_ask(void)
{
    return isatty(STDIN_FILENO) && terminal_is_interactive(stderr);
}

static bool read_answer(char answer[ANSWER])
{
    if (!fgets(answer, ANSWER, stdin))
        return false;
    answer[strcspn(answer, "\r\n")] = '\0';
    return true;
}

int choice_pick(const char *question, const char *const *choice, int choices)
{
    char answer[ANSWER];
    fprintf(stderr, "%s\n", question);
    for (int i = 0; i < choices; i++)
        fprintf(stderr, "  %d  %s\n", i + 1, choice[i]);
    for (int again = 0; again < 3; again++) {
        fprintf(stderr, _("Please choose [1-%d], Enter leaves it: "), choices);
        fflush(stderr);
        if (!read_answer(answer))
            return CHOICE_END;
        if (!*answer)
            return CHOICE_NONE;
        char *end;
        long number = strtol(answer, &end, 10);
        if (!*end && number >= 1 && number <= choices)
            return (int)number - 1;
    }
    return CHOICE_NONE;
}

int choice_ask(struct invocation *invocation, const char *question, const char *const *choice, int choices,
               const char *remedy)
{
    int chosen = choice_can_ask() ? choice_pick(question, choice, choices) : -1;
    if (chosen >= 0)
        return chosen;
    char *list = talloc_strdup(invocation->owner, "");
    for (int i = 0; list && i < choices; i++)
        list = talloc_asprintf_append(list, "%s%s", i > 0 ? _("; ") : "", choice[i]);
    error_add(invocation->error, STATUS_INPUT, NULL, "%s %s%s%s", question, list ? list : "", _(". "),
              remedy);
    return -1;
}

bool choice_confirm(const char *question)
{
    char answer[ANSWER];
    if (!choice_can_ask())
        return false;
    fprintf(stderr, "%s ", question);
    fflush(stderr);
    if (!read_answer(answer))
        return false;
    return strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0 || strcmp(answer, "yes") == 0 ||
           strcmp(answer, "是") == 0;
}
