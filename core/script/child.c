/* The parent's side: it starts the child, reads what comes and says what became of it. */
#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "script/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "script/cage.h"
#include "script/child_parts.h"
#include "script/transport.h"

enum {
    PIPE_SIZE = 1 << 20, /* a million values come through in fewer turns (measured) */
    GRACE = 400 * 1000,  /* microseconds after the child's own alarm: two of its alarms, and slack */
    RESULT_TIME = 10 * 1000 * 1000, /* of the child, to hand over a result, once it is there */
    LOOK = 200,                     /* milliseconds from one look at the child's clock to the next */
    LOOKS_IDLE = 300, /* in which that clock stood still: a minute of ours, not of a machine asleep */
    FAREWELL = 1000   /* milliseconds from the last word to the end */
};

struct parent {
    const struct child_job *job;
    pid_t child;
    int pipe;
    clockid_t clock; /* the child's processor time; only where has_clock */
    bool has_clock;
    int64_t until; /* microseconds on that clock */
    int64_t granted;
    int64_t seen;               /* on that clock at the last look */
    int idle;                   /* looks since it moved */
    bool late, starved, closed; /* the time was over; it got none; the child closed the pipe */
    bool done, stopped;         /* its last word came; it said that it stopped the script */
    enum sandbox_limit limit;
    struct place place; /* where the script was stopped */
    struct error *found;
};

/* Microseconds of processor time that the child has taken; -1: the machine does not say. */
static int64_t taken(const struct parent *parent)
{
    struct timespec time;
    if (!parent->has_clock || clock_gettime(parent->clock, &time) != 0)
        return -1;
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Nothing came for a while. The child ends by itself when its time is over; where it cannot, it is ended. A
 * clock that stands still is one that is asked no more, of a child that waits for a processor: that is
 * waited for, though not for ever. */
static bool is_over(struct parent *parent)
{
    int64_t now = taken(parent);
    parent->late = now > parent->until;
    parent->idle = now != parent->seen ? 0 : parent->idle + 1;
    parent->seen = now;
    parent->starved = parent->idle > LOOKS_IDLE * cage_patience;
    return parent->late || parent->starved;
}

static ptrdiff_t fill(void *source, char *bytes, size_t room)
{
    struct parent *parent = source;
    for (;;) {
        struct pollfd wanted = {.fd = parent->pipe, .events = POLLIN};
        int ready = poll(&wanted, 1, LOOK);
        if ((ready < 0 && errno == EINTR) || (ready == 0 && !is_over(parent)))
            continue;
        if (ready <= 0)
            return -1;
        ssize_t got = read(parent->pipe, bytes, room);
        if (got < 0 && errno == EINTR)
            continue;
        parent->closed = got <= 0;
        return got;
    }
}

/* ---- what the child says ---- */

static void take_grant(struct parent *parent, struct stream_reader *in)
{
    int64_t more = stream_get(in, 0, parent->job->grants_most * cage_patience - parent->granted);
    parent->granted += more;
    parent->until += more;
}

static void take_stop(struct parent *parent, struct stream_reader *in)
{
    parent->limit = (enum sandbox_limit)stream_get(in, SANDBOX_TIME, SANDBOX_MACHINE_MEMORY);
    const char *file = stream_get_text_or_null(in, parent->found, STREAM_RAW, STREAM_TEXT_MOST);
    parent->place = (struct place){.file = file, .row = (int)stream_get(in, 0, INT32_MAX)};
    parent->stopped = in->trouble == STREAM_FINE;
}

static void take_cage(struct parent *parent, struct stream_reader *in)
{
    int trouble = (int)stream_get(in, 0, INT32_MAX);
    error_add(parent->found, STATUS_MACHINE, NULL,
              _("This machine cannot shut a script in (%s), so none is run. It takes Linux with seccomp."),
              strerror(trouble));
}

static void take_messages(struct parent *parent, struct stream_reader *in)
{
    while (in->trouble == STREAM_FINE && !parent->done) {
        switch ((enum child_message)stream_get(in, CHILD_CAGE_FAILED, CHILD_DONE)) {
        case CHILD_CAGE_FAILED:
            if (in->trouble == STREAM_FINE)
                take_cage(parent, in);
            break;
        case CHILD_GRANT:
            take_grant(parent, in);
            break;
        case CHILD_FAULTS:
            transport_get_faults(in, parent->found);
            break;
        case CHILD_STOPPED:
            take_stop(parent, in);
            break;
        case CHILD_RESULT:
            parent->until = taken(parent) + RESULT_TIME * cage_patience;
            parent->job->take(in, parent->job->argument, parent->found);
            if (parent->found->status != STATUS_OK)
                return; /* whoever took it left off somewhere in the middle */
            break;
        case CHILD_DONE:
            parent->done = true;
            break;
        }
        if (parent->found->status == STATUS_MACHINE)
            return;
    }
}

/* ---- what became of it ---- */

static void add_time_fault(struct parent *parent, const struct place *place)
{
    /* The same on every machine: not what was earned until then, but what could have been. */
    int64_t most = parent->job->grants_most * cage_patience;
    bool all = most > 0 && parent->granted == most;
    int64_t tenths = (parent->job->microseconds * cage_patience + (all ? most : 0)) / 100000;
    error_add(
        parent->found, STATUS_INPUT, place,
        _("The script takes longer than %d.%d seconds and was stopped here. Please look for a loop that "
          "never ends, or for work that is done over and over."),
        (int)(tenths / 10), (int)(tenths % 10));
}

static void add_stop(struct parent *parent)
{
    if (!parent->place.file)
        parent->place.file = parent->job->file;
    if (parent->limit == SANDBOX_TIME)
        add_time_fault(parent, &parent->place);
    else if (parent->limit == SANDBOX_MEMORY)
        error_add(parent->found, STATUS_INPUT, &parent->place,
                  _("The script needs more than %zu MiB of memory and was stopped here. Please look for a "
                    "list or text that grows without end."),
                  (size_t)SANDBOX_MEMORY_MOST >> 20);
    else
        error_add_memory(parent->found);
}

/* The child ended without its last word. */
static void add_death(struct parent *parent, int status)
{
    const struct place place = {.file = parent->job->file};
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        add_time_fault(parent, &place);
    else if (WIFSIGNALED(status))
        error_add(parent->found, STATUS_MACHINE, &place,
                  _("The process in which the script runs was ended by signal %d (%s). If it happens again, "
                    "please report it with the script."),
                  WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        error_add(parent->found, STATUS_MACHINE, &place,
                  _("The process in which the script runs ended before its work was done. If it happens "
                    "again, please report it with the script."));
}

static void add_trouble(struct parent *parent, enum stream_trouble trouble, int status)
{
    const struct place place = {.file = parent->job->file};
    if (parent->stopped)
        add_stop(parent);
    else if (parent->found->status != STATUS_OK || (parent->done && trouble == STREAM_FINE))
        return;
    else if (trouble == STREAM_NO_MEMORY)
        error_add_memory(parent->found);
    else if (parent->late)
        add_time_fault(parent, &place);
    else if (parent->starved)
        error_add(
            parent->found, STATUS_MACHINE, NULL,
            _("The process in which the script runs got no processor time for a minute. Please try again "
              "when the machine has less to do."));
    else if (trouble == STREAM_SHORT)
        add_death(parent, status);
    else
        error_add(
            parent->found, STATUS_MACHINE, &place,
            _("What the process of the script handed back does not hold together, so it is not used. If "
              "it happens again, please report it with the script."));
}

/* ---- from beginning to end ---- */

/* Lets a child that has said its last word go, and ends any other; one that is gone already minds neither. */
static int end_child(const struct parent *parent)
{
    int status = 0;
    struct pollfd gone = {.fd = parent->pipe, .events = POLLIN};
    if (parent->done)
        poll(&gone, 1, FAREWELL * cage_patience);
    if (parent->done || !parent->closed)
        kill(parent->child, SIGKILL);
    while (waitpid(parent->child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static void watch(struct parent *parent)
{
    struct stream_reader *in = talloc_zero(parent->found, struct stream_reader);
    parent->has_clock = clock_getcpuclockid(parent->child, &parent->clock) == 0;
    parent->until = (parent->job->microseconds + GRACE) * cage_patience;
    if (in) {
        in->fill = fill;
        in->source = parent;
        take_messages(parent, in);
    }
    int status = end_child(parent);
    close(parent->pipe);
    add_trouble(parent, in ? in->trouble : STREAM_NO_MEMORY, status);
}

/* In the order of lines; faults of one line stay in the order found. */
static void hand_over(const struct error *from, struct error *to)
{
    int last = -1;
    for (;;) {
        int next = -1;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row > last && (next < 0 || from->fault[i].place.row < next))
                next = from->fault[i].place.row;
        if (next < 0)
            return;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row == next)
                error_add(to, from->status, &from->fault[i].place, "%s", from->fault[i].message);
        last = next;
    }
}

static enum status complain_start(struct error *error)
{
    return error_add(error, STATUS_MACHINE, NULL, _("No process could be started for the script: %s."),
                     strerror(errno));
}

enum status child_run(const struct child_job *job, struct error *error)
{
    int ends[2];
    if (pipe(ends) != 0)
        return complain_start(error);
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE); /* where it is not to be had, the usual size does */
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        child_work(job, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return complain_start(error);
    }
    struct parent parent = {.job = job, .child = child, .pipe = ends[0], .found = error_new(error)};
    if (!parent.found) {
        kill(child, SIGKILL);
        close(ends[0]);
        waitpid(child, NULL, 0);
        return error_add_memory(error);
    }
    watch(&parent);
    enum status status = parent.found->status;
    hand_over(parent.found, error);
    talloc_free(parent.found);
    return status;
}
