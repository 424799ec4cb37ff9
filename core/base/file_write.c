#define _GNU_SOURCE /* O_CLOEXEC and mkostemp */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interruption.h"
#include "base/language.h"

enum { LINKS_MOST = 40, BLOCK = 1 << 20 /* bytes between two looks for a signal */ };

/* ---- what is meant ---- */

/* The link's text, relative to the folder that the link is in; NULL with errno. */
static char *follow(const void *owner, const char *name)
{
    char text[PATH_MAX];
    ssize_t length = readlink(name, text, sizeof text - 1);
    if (length < 0)
        return NULL;
    text[length] = '\0';
    const char *slash = *text == '/' ? NULL : strrchr(name, '/');
    return slash ? talloc_asprintf(owner, "%.*s/%s", (int)(slash - name), name, text)
                 : talloc_strdup(owner, text);
}

/* The number of one of the program's own descriptors (/dev/stdout leads to such a name), else -1. */
static int descriptor_of(const char *name)
{
    static const char *const folders[] = {"/proc/self/fd/", "/dev/fd/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t length = strlen(folders[i]);
        char *end;
        long number = strncmp(name, folders[i], length) == 0 ? strtol(name + length, &end, 10) : -1;
        if (number >= 0 && number < INT_MAX && name[length] && !*end)
            return (int)number;
    }
    return -1;
}

bool file_is_descriptor(const char *target)
{
    return descriptor_of(target) >= 0;
}

char *file_target(const void *owner, const char *name)
{
    char *target = talloc_strdup(owner, name);
    for (int links = 0; target && descriptor_of(target) < 0; links++) {
        struct stat seen;
        if (lstat(target, &seen) != 0 || !S_ISLNK(seen.st_mode))
            return target;
        char *next = links < LINKS_MOST ? follow(owner, target) : NULL;
        if (links == LINKS_MOST)
            errno = ELOOP;
        int errnum = errno;
        talloc_free(target);
        errno = errnum;
        target = next;
    }
    return target;
}

/* ---- writing ---- */

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size < BLOCK ? size : BLOCK);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes += put;
        size -= (size_t)put;
        if (interruption_waits()) {
            errno = EINTR;
            return -1;
        }
    }
    return 0;
}

/* A device or a pipe has no name to replace, and what is one of the program's own descriptors is written
 * through it, behind what was printed. */
static int write_directly(const char *name, const char *bytes, size_t size)
{
    int own = descriptor_of(name);
    fflush(stdout);
    int fd = own >= 0 ? dup(own) : open(name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return -1;
    int failed = write_all(fd, bytes, size);
    int kept = errno;
    close(fd);
    errno = kept;
    return failed;
}

/* mkostemp alone would always make 0600. */
static mode_t mode_for(const struct stat *replaced, bool is_private)
{
    if (is_private)
        return 0600;
    if (replaced)
        return replaced->st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

int file_sync_folder(const char *name)
{
    char *copy = strdup(name);
    if (!copy)
        return ENOMEM;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int errnum = fd < 0 ? errno : 0;
    free(copy);
    if (fd < 0)
        return errnum;
    /* Some file systems (network drives) cannot sync a folder; the rename itself is done. */
    errnum = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
    close(fd);
    return errnum;
}

/* A short name, which also fits beside a file whose own name is as long as names can be. */
static char *temporary_beside(const void *owner, const char *name)
{
    const char *slash = strrchr(name, '/');
    return talloc_asprintf(owner, "%.*stongxin.new-XXXXXX", slash ? (int)(slash - name) + 1 : 0, name);
}

static enum status cannot_make(const char *name, int errnum, struct error *error)
{
    const struct place place = {.file = name};
    if (errnum == ENOENT)
        return error_add(error, STATUS_INPUT, &place,
                         _("The folder of this file does not exist. Please create it, or name another one."));
    return error_add_errno(error, name, errnum);
}

/* Between a hold and its release: the temporary file is there, and gone again or renamed. */
static enum status replace(const char *name, const char *target, const struct stat *replaced,
                           const char *bytes, size_t size, bool is_private, struct error *error)
{
    char *temporary = temporary_beside(error, target);
    if (!temporary)
        return error_add_memory(error);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) {
        int errnum = errno;
        talloc_free(temporary);
        return cannot_make(name, errnum, error);
    }
    int failed = fchmod(fd, mode_for(replaced, is_private)) || write_all(fd, bytes, size) || fsync(fd);
    int errnum = errno;
    if (close(fd) && !failed) {
        failed = 1;
        errnum = errno;
    }
    if (!failed && rename(temporary, target)) {
        failed = 1;
        errnum = errno;
    }
    if (failed)
        unlink(temporary);
    else
        failed = (errnum = file_sync_folder(target)) != 0;
    talloc_free(temporary);
    return failed ? error_add_errno(error, name, errnum) : STATUS_OK;
}

static enum status write_as(const char *name, const char *bytes, size_t size, bool is_private,
                            struct error *error)
{
    struct stat seen;
    char *target = file_target(error, name);
    if (!target)
        return errno == ENOMEM ? error_add_memory(error) : error_add_errno(error, name, errno);
    bool there = stat(target, &seen) == 0;
    enum status status = STATUS_OK;
    if (descriptor_of(target) >= 0 || (there && !S_ISREG(seen.st_mode) && !S_ISDIR(seen.st_mode))) {
        if (write_directly(target, bytes, size))
            status = error_add_errno(error, name, errno);
    } else if (there && S_ISDIR(seen.st_mode)) {
        status = error_add_errno(error, name, EISDIR);
    } else {
        interruption_hold();
        status = replace(name, target, there ? &seen : NULL, bytes, size, is_private, error);
        interruption_release();
    }
    talloc_free(target);
    return status;
}

enum status file_write(const char *name, const char *bytes, size_t size, struct error *error)
{
    return write_as(name, bytes, size, false, error);
}

enum status file_write_private(const char *name, const char *bytes, size_t size, struct error *error)
{
    return write_as(name, bytes, size, true, error);
}
