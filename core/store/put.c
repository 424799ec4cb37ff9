#define _GNU_SOURCE /* renameat2, O_CLOEXEC */
#include "store/put.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"

enum { MOST_LEFT_OVER = 10000 };

enum status put_taken(const char *name, struct error *error)
{
    const struct place place = {.file = name};
    return error_add(error, STATUS_INPUT, &place,
                     _("This file exists already. Please name another with --db; nothing was changed."));
}

static enum status cannot_make(const char *name, int errnum, struct error *error)
{
    const struct place place = {.file = name};
    switch (errnum) {
    case ENOENT:
        return error_add(error, STATUS_INPUT, &place,
                         _("The folder of this file does not exist. Please create it, or name another one."));
    case EACCES:
    case EPERM:
    case EROFS:
        return error_add(
            error, STATUS_MACHINE, &place,
            _("The folder of this file cannot be written. Nothing was changed. Please see to the "
              "permissions, or name a file in a folder of your own."));
    default:
        return error_add_errno(error, name, errnum);
    }
}

enum status put_begin(const void *owner, const char *name, char **temporary, struct error *error)
{
    for (int number = 1; number < MOST_LEFT_OVER; number++) {
        char *tried = talloc_asprintf(owner, "%s.new-%d", name, number);
        if (!tried)
            return error_add_memory(error);
        int fd = open(tried, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) {
            close(fd);
            *temporary = tried;
            return STATUS_OK;
        }
        int errnum = errno;
        talloc_free(tried);
        if (errnum != EEXIST)
            return cannot_make(name, errnum, error);
    }
    return cannot_make(name, EEXIST, error);
}

/* Some file systems do not know RENAME_NOREPLACE: a second name for the file, which is never made where
 * something stands, then the first one goes. Those that know no second names either (FAT, many network
 * drives) leave a check beforehand. */
static int rename_where_free(const char *temporary, const char *name)
{
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, name, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return errno;
    if (link(temporary, name) == 0)
        return unlink(temporary) == 0 ? 0 : errno;
    if (errno == EEXIST)
        return EEXIST;
    if (access(name, F_OK) == 0)
        return EEXIST;
    return rename(temporary, name) == 0 ? 0 : errno;
}

enum status put_end(const char *temporary, const char *name, bool replace, struct error *error)
{
    int errnum = 0;
    if (!replace)
        errnum = rename_where_free(temporary, name);
    else if (rename(temporary, name) != 0)
        errnum = errno;
    if (errnum == EEXIST)
        return put_taken(name, error);
    if (errnum == 0) {
        errnum = file_sync_folder(name);
        if (errnum != 0 && !replace)
            unlink(name); /* where nothing stood: a failure leaves nothing */
    }
    return errnum == 0 ? STATUS_OK : error_add_errno(error, name, errnum);
}

void put_away(const char *temporary)
{
    char *journal = talloc_asprintf(NULL, "%s-journal", temporary);
    if (journal)
        unlink(journal);
    talloc_free(journal);
    unlink(temporary);
}
