/* The child's side: it shuts itself in, works, and says how that ended. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, setitimer, sigaltstack */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/language.h"
#include "script/cage.h"
#include "script/child_parts.h"
#include "script/transport.h"

enum {
    SECOND_ALARM = 100 * 1000, /* microseconds */
    LEAST = 10 * 1000,         /* microseconds worth an alarm */
    STACK = 64 * 1024,
};

struct child {
    const struct child_job *job;
    int pipe;
    const int64_t *earned; /* nanoseconds; NULL: nothing is earned */
    int64_t paid;          /* of *earned that was paid out or has lapsed */
    int64_t granted;       /* microseconds that were paid out */
    lua_State *L;
    const struct error *error; /* faults so far; NULL: none are told */
    int alarms;
    struct stream_writer out;
};

/* For the signal handler; there is one child in a process, and this process is it. */
static struct child this_child;

static bool put(void *target, const char *bytes, size_t size)
{
    const struct child *child = target;
    while (size > 0) {
        ssize_t written = write(child->pipe, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* ---- the alarm ---- */

/* Every 100 ms of processor time from `first` on; 0 turns it off. */
static void set_alarm(int64_t first)
{
    struct itimerval timer = {.it_value = {.tv_sec = first / 1000000, .tv_usec = first % 1000000}};
    if (first > 0)
        timer.it_interval.tv_usec = SECOND_ALARM;
    setitimer(ITIMER_PROF, &timer, NULL);
}

static void say_stopped(struct child *child, enum sandbox_limit limit, const char *file, int line)
{
    stream_put(&child->out, CHILD_STOPPED);
    stream_put(&child->out, limit);
    stream_put_text(&child->out, file);
    stream_put(&child->out, line);
    stream_flush(&child->out);
}

/* The place is found in two steps, so that a state caught in the middle of something costs the line and not
 * the reason. */
static _Noreturn void stop(struct child *child, enum sandbox_limit limit)
{
    const char *file;
    say_stopped(child, limit, NULL, 0);
    int line = child->L ? sandbox_place(child->L, &file) : 0;
    if (line > 0)
        say_stopped(child, limit, file, line);
    stream_put(&child->out, CHILD_DONE);
    stream_flush(&child->out);
    cage_leave();
}

static void tell_faults(struct child *child)
{
    if (!child->error)
        return;
    stream_put(&child->out, CHILD_FAULTS);
    transport_put_faults(&child->out, child->error);
}

/* Address space without use costs the machine nothing: where none is left, this process took it. */
static bool has_room(const struct child *child)
{
    size_t half = child->job->memory / 2;
    void *probe = mmap(NULL, half, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED)
        return false;
    munmap(probe, half);
    return true;
}

/* Between two instructions of Lua, or in its allocator: nothing of the host is half done. */
static void stop_calmly(void *argument, enum sandbox_limit limit)
{
    struct child *child = argument;
    set_alarm(0);
    tell_faults(child);
    /* What the host keeps for the script counts as the script's. */
    stop(child, limit == SANDBOX_MACHINE_MEMORY && !has_room(child) ? SANDBOX_MEMORY : limit);
}

static void on_step(lua_State *L, lua_Debug *step)
{
    (void)L;
    (void)step;
    stop_calmly(&this_child, SANDBOX_TIME);
}

/* What was earned since the last time, in microseconds, as far as it may be saved up and paid at all. */
static int64_t earned_anew(struct child *child)
{
    if (!child->earned)
        return 0;
    int64_t microseconds = (*child->earned - child->paid) / 1000 * cage_patience;
    int64_t most = child->job->grants_most * cage_patience - child->granted;
    child->paid = *child->earned;
    if (microseconds > child->job->microseconds * cage_patience)
        microseconds = child->job->microseconds * cage_patience;
    return microseconds < most ? microseconds : most;
}

/* Whether it may go on, since it has earned that. Nobody else writes to the pipe while the alarm is on. */
static bool pay(struct child *child)
{
    int64_t microseconds = earned_anew(child);
    if (microseconds < LEAST)
        return false;
    child->granted += microseconds;
    stream_put(&child->out, CHILD_GRANT);
    stream_put(&child->out, microseconds);
    stream_flush(&child->out);
    set_alarm(microseconds);
    return true;
}

/* The first alarm asks Lua to stop before its next instruction; where that does not come, because one call of
 * C lasts, the next one ends it here and now. */
static void on_alarm(int signal)
{
    (void)signal;
    struct child *child = &this_child;
    if (child->alarms == 0 && pay(child))
        return;
    if (child->alarms++ == 0 && child->L)
        lua_sethook(child->L, on_step, LUA_MASKCOUNT, 1);
    else
        stop(child, SANDBOX_TIME);
}

void child_watch(struct child *child, lua_State *L, const struct error *error)
{
    if (!child)
        return;
    child->error = error;
    child->L = L;
    sandbox_end_at_limit(L, stop_calmly, child);
}

void child_pay(struct child *child, const int64_t *earned)
{
    if (child)
        child->earned = earned;
}

/* ---- memory outside Lua ---- */

void child_blame_memory(struct child *child)
{
    if (!child || has_room(child))
        return;
    set_alarm(0);
    stop(child, SANDBOX_MEMORY);
}

/* Where there is no memory left, it is for want of memory. Otherwise the signal comes once more and ends the
 * process, which its parent tells. */
static void on_bad_access(int signal)
{
    (void)signal;
    child_blame_memory(&this_child);
}

/* ---- from beginning to end ---- */

void child_tell(struct child *child, const struct error *error,
                void (*write)(struct stream_writer *writer, const void *argument), const void *argument)
{
    set_alarm(0); /* what remains is as long as the result, and the parent's to bound */
    child->error = error;
    tell_faults(child);
    if (error->status == STATUS_OK) {
        stream_put(&child->out, CHILD_RESULT);
        write(&child->out, argument);
    }
}

static int compare_bytes(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

/* What the C library looks up in files when it is first needed: the catalogue of messages with its conversion
 * (a sentence that it has and one that it lacks, so that every catalogue is opened), and the machine's
 * memory, which qsort asks for. */
static void open_what_opens_late(void)
{
    static const char *const sentences[] = {"The machine has too little memory for this.", "\x01"};
    static char bytes[4096];
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        gettext(sentences[i]);
    qsort(bytes, sizeof bytes, 1, compare_bytes);
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    sigset_t alarm;
    sigemptyset(&action.sa_mask);
    sigaction(SIGPROF, &action, NULL);
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGPROF);
    sigprocmask(SIG_UNBLOCK, &alarm, NULL);
    static char stack[STACK];
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    action = (struct sigaction){.sa_handler = on_bad_access, .sa_flags = (int)SA_RESETHAND | SA_ONSTACK};
    if (cage_limits_memory && sigaltstack(&other, NULL) == 0)
        sigaction(SIGSEGV, &action, NULL);
    signal(SIGPIPE, SIG_DFL); /* nobody reads any more: nothing is left to do */
}

void child_work(const struct child_job *job, int pipe)
{
    struct child *child = &this_child;
    int64_t time = job->microseconds * cage_patience;
    int seconds = (int)((time + job->grants_most * cage_patience) / 1000000) + 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* the child is of no use without its parent */
    *child = (struct child){.job = job, .pipe = pipe, .out = {.put = put, .target = child}};
    open_what_opens_late();
    catch_signals();
    int trouble = cage_close(pipe, job->memory, seconds);
    if (trouble) {
        stream_put(&child->out, CHILD_CAGE_FAILED);
        stream_put(&child->out, trouble);
    } else {
        set_alarm(time);
        job->work(child, job->argument);
    }
    stream_put(&child->out, CHILD_DONE);
    stream_flush(&child->out);
    cage_leave();
}
