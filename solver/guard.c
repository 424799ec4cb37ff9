#include "solver/guard.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* GLPK 5.0's primal simplex can turn in circles for ever, saying "numerical instability" every time round. An
 * honest run says so a few times at most. */
enum { COMPLAINTS = 1000 };

struct guard {
    jmp_buf out;
    int complaints;
    char last[200], before[200]; /* GLPK's last two lines: the cause stands before "Error detected in file" */
};

static int keep_line(void *info, const char *text)
{
    struct guard *guard = info;
    memcpy(guard->before, guard->last, sizeof guard->last);
    snprintf(guard->last, sizeof guard->last, "%.*s", (int)strcspn(text, "\n"), text);
    if (strstr(text, "numerical instability") && ++guard->complaints > COMPLAINTS)
        longjmp(guard->out, 1);
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
