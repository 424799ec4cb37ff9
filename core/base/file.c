#define _GNU_SOURCE /* O_CLOEXEC and mkostemp */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"

static enum status read_all(const void *owner, int fd, const char *name, size_t most, char **bytes,
                            size_t *size, struct error *error)
{
    size_t room = 1 << 16, used = 0;
    char *buffer = talloc_array(owner, char, room + 1);
    while (buffer) {
        ssize_t got = read(fd, buffer + used, room - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int errnum = errno;
            talloc_free(buffer);
            return error_add_errno(error, name, errnum);
        }
        used += (size_t)got;
        if (got == 0) {
            buffer[used] = '\0';
            *bytes = buffer;
            *size = used;
            return STATUS_OK;
        }
        if (used > most) {
            talloc_free(buffer);
            const struct place place = {.file = name};
            return error_add(error, STATUS_INPUT, &place,
                             _("The file is larger than %zu bytes, which is more than such a file can need. "
                               "Please check that it is the right one."),
                             most);
        }
        if (used == room) {
            room *= 2;
            char *grown = talloc_realloc(owner, buffer, char, room + 1);
            if (!grown)
                talloc_free(buffer);
            buffer = grown;
        }
    }
    return error_add_memory(error);
}

enum status file_read(const void *owner, const char *name, size_t most, char **bytes, size_t *size,
                      struct error *error)
{
    if (strcmp(name, "-") == 0)
        return read_all(owner, STDIN_FILENO, name, most, bytes, size, error);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_add_errno(error, name, errno);
    enum status status = read_all(owner, fd, name, most, bytes, size, error);
    close(fd);
    return status;
}

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

/* A device or a pipe (/dev/stdout) has no name to replace: it is written directly. */
static int is_special(const char *name)
{
    struct stat seen;
    return stat(name, &seen) == 0 && !S_ISREG(seen.st_mode) && !S_ISDIR(seen.st_mode);
}

static int write_directly(const char *name, const char *bytes, size_t size)
{
    int fd = open(name, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int failed = write_all(fd, bytes, size);
    int kept = errno;
    close(fd);
    errno = kept;
    return failed;
}

/* The mode of the file that is replaced, else what umask leaves of 0666: mkostemp alone would make 0600. */
static mode_t mode_for(const char *name)
{
    struct stat seen;
    if (stat(name, &seen) == 0)
        return seen.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int sync_folder(const char *name)
{
    char *copy = strdup(name);
    if (!copy)
        return -1;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0)
        return -1;
    int failed = fsync(fd);
    int kept = errno;
    /* Some file systems (network drives) cannot sync a folder; the rename itself is done. */
    if (failed && (errno == EINVAL || errno == ENOTSUP))
        failed = 0;
    close(fd);
    errno = kept;
    return failed;
}

enum status file_write(const char *name, const char *bytes, size_t size, struct error *error)
{
    if (is_special(name))
        return write_directly(name, bytes, size) ? error_add_errno(error, name, errno) : STATUS_OK;
    struct stat seen;
    if (stat(name, &seen) == 0 && S_ISDIR(seen.st_mode))
        return error_add_errno(error, name, EISDIR);
    char *temporary = talloc_asprintf(error, "%s.XXXXXX", name);
    if (!temporary)
        return error_add_memory(error);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) {
        int errnum = errno;
        talloc_free(temporary);
        if (errnum == ENOENT) {
            const struct place place = {.file = name};
            return error_add(
                error, STATUS_INPUT, &place,
                _("The folder of this file does not exist. Please create it, or name another one."));
        }
        return error_add_errno(error, name, errnum);
    }
    int failed = fchmod(fd, mode_for(name)) || write_all(fd, bytes, size) || fsync(fd);
    int errnum = errno;
    if (close(fd) && !failed) {
        failed = 1;
        errnum = errno;
    }
    if (!failed && rename(temporary, name)) {
        failed = 1;
        errnum = errno;
    }
    if (failed) {
        unlink(temporary);
        talloc_free(temporary);
        return error_add_errno(error, name, errnum);
    }
    talloc_free(temporary);
    return sync_folder(name) ? error_add_errno(error, name, errno) : STATUS_OK;
}

bool file_is_free(const char *name, struct error *error)
{
    const struct place place = {.file = name};
    struct stat seen;
    if (stat(name, &seen) != 0)
        return true;
    error_add(error, STATUS_INPUT, &place,
              _("This file exists already. Please name another one, or move it away; nothing was written."));
    return false;
}
