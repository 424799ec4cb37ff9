#include "solver/guard.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

struct guard {
    jmp_buf out;
    char last[200], before[200]; /* GLPK's last two lines: the cause stands before "Error detected in file" */
};

static int keep_line(void *info, const char *text)
{
    struct guard *guard = info;
    memcpy(guard->before, guard->last, sizeof guard->last);
    snprintf(guard->last, sizeof guard->last, "%.*s", (int)strcspn(text, "\n"), text);
    return 1; /* nothing goes to the terminal */
}

static void give_up(void *info)
{
    struct guard *guard = info;
    longjmp(guard->out, 1);
}

bool guard_run(void (*work)(void *context), void *context, char *message, size_t size)
{
    struct guard guard;
    memset(&guard, 0, sizeof guard);
    glp_term_out(GLP_ON); /* needed for the hook to see the text of an error */
    glp_term_hook(keep_line, &guard);
    glp_error_hook(give_up, &guard);
    if (setjmp(guard.out)) {
        snprintf(message, size, "GLPK: %s", guard.before[0] ? guard.before : guard.last);
        glp_error_hook(NULL, NULL);
        glp_term_hook(NULL, NULL);
        glp_free_env();
        return false;
    }
    work(context);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return true;
}

void guard_close(void)
{
    glp_free_env();
}
