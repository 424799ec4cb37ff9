/* What SQLite says went wrong, as a sentence for people. */
#include <errno.h>
#include <string.h>

#include "base/language.h"
#include "store/db.h"
#include "store/holder.h"

static enum status not_writable(const struct place *place, int code, struct error *error)
{
    if (code == SQLITE_READONLY_ROLLBACK)
        return error_add(
            error, STATUS_MACHINE, place,
            _("A change of this file was broken off half way and has to be undone before it is read; the "
              "file "
              "or its folder cannot be written. Please copy the file, together with the one beside it whose "
              "name ends in -journal, to a folder of your own and open it there."));
    return error_add(
        error, STATUS_MACHINE, place,
        _("The file, or the folder it is in, cannot be written. Nothing was changed. Please see to "
          "the permissions, or copy the file to a folder of your own."));
}

static enum status full_disk(const struct place *place, struct error *error)
{
    return error_add(error, STATUS_MACHINE, place,
                     _("The disk is full. Nothing was changed; make room and try again."));
}

static bool is_about_locks(int code)
{
    return code == SQLITE_IOERR_LOCK || code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_RDLOCK ||
           code == SQLITE_IOERR_CHECKRESERVEDLOCK;
}

static enum status failed_disk(const struct store *store, const struct place *place, int code,
                               struct error *error)
{
    int errnum = sqlite3_system_errno(store->db);
    if (code == SQLITE_IOERR_NOMEM)
        return error_add_memory(error);
    if (is_about_locks(code))
        return error_add(
            error, STATUS_MACHINE, place,
            _("The drive that this file is on does not lock files (a network drive, perhaps), so it cannot "
              "be "
              "kept from two programs writing at once. Nothing was changed. Please copy the file to a disk "
              "of this computer and work there."));
    if (code == SQLITE_IOERR_WRITE && errnum == EFBIG)
        return error_add(error, STATUS_MACHINE, place,
                         _("The file would pass the size that this account may write. Nothing was changed."));
    if (code == SQLITE_IOERR_WRITE && errnum == EDQUOT)
        return full_disk(place, error);
    if (code == SQLITE_IOERR_DELETE && (errnum == EACCES || errnum == EPERM || errnum == EROFS))
        return not_writable(place, SQLITE_READONLY, error);
    return error_add(
        error, STATUS_MACHINE, place,
        _("Reading or writing failed (%s). Nothing was changed. The disk may be full, at its limit "
          "for one file, or damaged."),
        sqlite3_errstr(code));
}

static enum status cannot_open(const struct store *store, const struct place *place, struct error *error)
{
    int errnum = sqlite3_system_errno(store->db);
    /* The journal of a write: the file itself was open by then. */
    if (sqlite3_db_readonly(store->db, "main") == 0 &&
        (errnum == EACCES || errnum == EPERM || errnum == EROFS))
        return not_writable(place, SQLITE_READONLY, error);
    return error_add(error, STATUS_MACHINE, place,
                     _("The file cannot be opened (%s). Please see to the permissions of the file and of its "
                       "folder."),
                     errnum ? strerror(errnum) : sqlite3_errmsg(store->db));
}

enum status db_fault(const struct store *store, int code, struct error *error)
{
    const struct place place = {.file = store->file};
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return error_add_memory(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return holder_tell(store, error);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return not_writable(&place, code, error);
    case SQLITE_FULL:
        return full_disk(&place, error);
    case SQLITE_IOERR:
        return failed_disk(store, &place, code, error);
    case SQLITE_CANTOPEN:
        return cannot_open(store, &place, error);
    case SQLITE_NOTADB:
        return error_add(
            error, STATUS_INPUT, &place,
            _("This is no term file of tongxin. Please name another with --db, or make one: tongxin "
              "init"));
    case SQLITE_CORRUPT:
        return error_add(error, STATUS_MACHINE, &place,
                         _("The file is damaged (%s). Please go back to the last backup."),
                         sqlite3_errmsg(store->db));
    default:
        return error_add(error, STATUS_MACHINE, &place, _("The database reports: %s. Nothing was changed."),
                         sqlite3_errmsg(store->db));
    }
}
