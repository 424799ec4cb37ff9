#include "store/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"

/* The bytes of a database file that SQLite locks (www.sqlite.org/src/file/src/os.h). */
enum {
    PENDING_BYTE = 0x40000000,
    RESERVED_BYTE = PENDING_BYTE + 1,
    SHARED_FIRST = PENDING_BYTE + 2,
    SHARED_SIZE = 510,
    MOST_DESCRIPTORS = 1024,
};

struct holder {
    bool no_locks; /* the drive grants none */
    bool writes;   /* else it reads */
    pid_t process; /* 0: nobody on this machine */
    char program[64];
};

/* SQLite's own descriptor of the file. Opening and closing one of our own would drop the locks of this
 * process (POSIX says so). */
static int descriptor_of(const char *file)
{
    struct stat wanted, seen;
    if (stat(file, &wanted) != 0)
        return -1;
    for (int fd = 0; fd < MOST_DESCRIPTORS; fd++)
        if (fstat(fd, &seen) == 0 && seen.st_dev == wanted.st_dev && seen.st_ino == wanted.st_ino)
            return fd;
    return -1;
}

static bool is_locked(int fd, short kind, off_t first, off_t size, struct holder *holder)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = first, .l_len = size};
    if (fcntl(fd, F_GETLK, &lock) != 0) {
        holder->no_locks = errno == ENOLCK || errno == ENOTSUP || errno == EINVAL;
        return false;
    }
    if (lock.l_type == F_UNLCK)
        return false;
    holder->process = lock.l_pid > 0 ? lock.l_pid : 0;
    return true;
}

static void read_program(struct holder *holder)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%ld/comm", (long)holder->process);
    FILE *file = fopen(name, "re");
    if (!file)
        return;
    if (fgets(holder->program, sizeof holder->program, file))
        holder->program[strcspn(holder->program, "\n")] = '\0';
    fclose(file);
}

static void find(const struct store *store, struct holder *holder)
{
    int fd = descriptor_of(store->path);
    if (fd < 0)
        return;
    holder->writes = is_locked(fd, F_RDLCK, PENDING_BYTE, 1, holder) ||
                     is_locked(fd, F_RDLCK, RESERVED_BYTE, 1, holder) ||
                     is_locked(fd, F_RDLCK, SHARED_FIRST, SHARED_SIZE, holder);
    if (!holder->writes && !holder->no_locks && sqlite3_db_readonly(store->db, "main") == 0)
        is_locked(fd, F_WRLCK, SHARED_FIRST, SHARED_SIZE, holder);
    if (holder->process > 0)
        read_program(holder);
}

enum status holder_tell(const struct store *store, struct error *error)
{
    const struct place place = {.file = store->file};
    struct holder holder = {.writes = false};
    find(store, &holder);
    if (holder.no_locks)
        return error_add(
            error, STATUS_MACHINE, &place,
            _("The drive that this file is on does not lock files (a network drive, perhaps), so it cannot "
              "be "
              "kept from two programs writing at once. Nothing was changed. Please copy the file to a disk "
              "of this computer and work there."));
    if (holder.program[0] == '\0')
        return error_add(
            error, STATUS_MACHINE, &place,
            _("Another program is writing to this file and did not finish within five seconds. Nothing "
              "was changed; try again when it is done."));
    if (holder.writes)
        return error_add(
            error, STATUS_MACHINE, &place,
            _("The program %s (process %ld) is writing to this file and did not finish within five seconds. "
              "Nothing was changed; try again when it is done."),
            holder.program, (long)holder.process);
    return error_add(
        error, STATUS_MACHINE, &place,
        _("The program %s (process %ld) is reading this file and did not finish within five seconds. "
          "Nothing was changed; try again when it is done."),
        holder.program, (long)holder.process);
}
