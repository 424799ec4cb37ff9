#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/files_read.h"
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

/* A pipe or a device may keep silent for ever; what comes through one is read where that is asked for. */
static enum status refuse_special(const char *name, mode_t mode, struct error *error)
{
    const struct place place = {.file = name};
    if (S_ISDIR(mode))
        return error_add_errno(error, name, EISDIR);
    return error_add(error, STATUS_INPUT, &place,
                     _("This is no file but a pipe or a device, which is not read. Please name a file, or "
                       "write - to read from standard input."));
}

static enum status refuse_held(const char *name, struct error *error)
{
    const struct place place = {.file = name};
    return error_add(error, STATUS_INPUT, &place,
                     _("This is the term file itself, which is no list. Please name another file."));
}

enum status file_read(const void *owner, const char *name, size_t most, char **bytes, size_t *size,
                      struct error *error)
{
    struct stat seen;
    if (strcmp(name, "-") == 0) {
        files_read_note(STDIN_FILENO);
        return read_all(owner, STDIN_FILENO, name, most, bytes, size, error);
    }
    if (stat(name, &seen) == 0 && files_read_is_held(&seen))
        return refuse_held(name, error);
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe would wait for a writer */
    if (fd < 0)
        return error_add_errno(error, name, errno);
    enum status status = STATUS_OK;
    if (fstat(fd, &seen) != 0)
        status = error_add_errno(error, name, errno);
    else if (!S_ISREG(seen.st_mode))
        status = refuse_special(name, seen.st_mode, error);
    files_read_note(fd);
    if (status == STATUS_OK)
        status = read_all(owner, fd, name, most, bytes, size, error);
    close(fd);
    return status;
}
