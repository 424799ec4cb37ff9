#include "script/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

const int cage_patience = 1;
const bool cage_limits_memory = true;

/* Address space in use, in bytes; 0 where the machine does not say. */
static size_t size_now(void)
{
    char text[64];
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0)
        close(file);
    if (got <= 0)
        return 0;
    text[got] = '\0';
    return (size_t)strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* Never above what the process may have already. */
static int limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return errno;
    struct rlimit wanted = {soft < now.rlim_max ? soft : now.rlim_max,
                            hard < now.rlim_max ? hard : now.rlim_max};
    return setrlimit(resource, &wanted) == 0 ? 0 : errno;
}

static int limit_resources(size_t memory, int seconds)
{
    size_t size = size_now();
    if (size == 0)
        return ENOSYS;
    int trouble = limit(RLIMIT_AS, size + memory, size + memory);
    if (!trouble)
        trouble = limit(RLIMIT_CPU, (rlim_t)seconds, (rlim_t)seconds + 1);
    if (!trouble)
        trouble = limit(RLIMIT_FSIZE, 0, 0);
    if (!trouble)
        trouble = limit(RLIMIT_NPROC, 0, 0);
    return trouble ? trouble : limit(RLIMIT_CORE, 0, 0);
}

/* libseccomp's numbers are negative errnos. */
static int allow_calls(scmp_filter_ctx filter, int pipe)
{
    static const int allowed[] = {
        SCMP_SYS(brk),
        SCMP_SYS(mmap),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(madvise),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(setitimer),
        SCMP_SYS(clock_gettime) /* where the kernel does not answer it without a call */,
    };
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        int trouble = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
        if (trouble)
            return -trouble;
    }
    return -seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                             SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)pipe));
}

int cage_close(int pipe, size_t memory, int seconds)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return ENOMEM;
    int trouble = allow_calls(filter, pipe);
    if (!trouble)
        trouble = limit_resources(memory, seconds);
    if (!trouble)
        trouble = -seccomp_load(filter);
    /* The filter itself stays: freeing it is not worth a call. */
    return trouble;
}

void cage_leave(void)
{
    _exit(0);
}
