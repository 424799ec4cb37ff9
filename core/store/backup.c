#define _GNU_SOURCE /* mkostemp */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "store/db.h"
#include "store/verify.h"

/* Copies the pages. Another program that writes meanwhile makes the copy begin anew, not mix. */
static enum status copy_pages(struct store *store, const char *file, struct error *error)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(to, "main", store->db, "main") : NULL;
    if (backup) {
        do
            code = sqlite3_backup_step(backup, -1);
        while (code == SQLITE_BUSY && sqlite3_sleep(100) > 0);
        sqlite3_backup_finish(backup);
        code = code == SQLITE_DONE ? SQLITE_OK : code;
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(to);
    }
    sqlite3_close(to);
    return code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
}

static enum status verify_copy(const char *file, struct verified *verified, struct error *error)
{
    struct store *copy;
    enum status status = store_open(NULL, file, STORE_READ, &copy, error);
    if (status != STATUS_OK)
        return status;
    status = store_verify(copy, verified, error);
    talloc_free(copy);
    return status;
}

static int sync_name(const char *name, int flags)
{
    int fd = open(name, flags | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int failed = fsync(fd), kept = errno;
    close(fd);
    errno = kept;
    return failed && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

static enum status put_in_place(const char *temporary, const char *file, struct error *error)
{
    char *folder = talloc_strdup(error, file);
    if (!folder)
        return error_add_memory(error);
    if (sync_name(temporary, O_RDONLY) != 0 || rename(temporary, file) != 0 ||
        sync_name(dirname(folder), O_RDONLY | O_DIRECTORY) != 0)
        return error_add_errno(error, file, errno);
    talloc_free(folder);
    return STATUS_OK;
}

static bool is_same_file(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

enum status store_backup(struct store *store, const char *file, struct verified *verified,
                         struct error *error)
{
    const struct place place = {.file = file};
    if (is_same_file(store->file, file))
        return error_add(error, STATUS_INPUT, &place,
                         _("This is the term file itself. Please name another file for the backup."));
    char *temporary = talloc_asprintf(error, "%s.XXXXXX", file);
    int fd = temporary ? mkostemp(temporary, O_CLOEXEC) : -1;
    if (fd < 0)
        return temporary ? error_add_errno(error, file, errno) : error_add_memory(error);
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask); /* mkostemp alone would leave it to nobody else */
    close(fd);
    enum status status = copy_pages(store, temporary, error);
    if (status == STATUS_OK)
        status = verify_copy(temporary, verified, error);
    if (status == STATUS_OK)
        status = put_in_place(temporary, file, error);
    if (status != STATUS_OK)
        unlink(temporary);
    talloc_free(temporary);
    return status;
}
