#include "base/interruption.h"

#include <signal.h>
#include <stddef.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDING = sizeof ending / sizeof *ending };

static int holds;
static sigset_t before; /* the mask of the outermost hold */

void interruption_hold(void)
{
    sigset_t held;
    if (holds++ > 0)
        return;
    sigemptyset(&held);
    for (int i = 0; i < ENDING; i++)
        sigaddset(&held, ending[i]);
    sigprocmask(SIG_BLOCK, &held, &before);
}

void interruption_release(void)
{
    if (--holds == 0)
        sigprocmask(SIG_SETMASK, &before, NULL);
}

/* One that the caller of the program had blocked or ignored (nohup) would not end it. */
bool interruption_waits(void)
{
    sigset_t waiting;
    if (holds == 0 || sigpending(&waiting) != 0)
        return false;
    for (int i = 0; i < ENDING; i++) {
        struct sigaction action;
        if (sigismember(&waiting, ending[i]) == 1 && sigismember(&before, ending[i]) == 0 &&
            sigaction(ending[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            return true;
    }
    return false;
}
