#include "store/holder.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"

/* The byte that SQLite locks from the beginning of a change on (its os.h: RESERVED_BYTE). */
enum { RESERVED_BYTE = 0x40000001 };

static void program_of(int process, char name[64])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", process);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(name, 64, file))
        snprintf(name, 64, "?");
    name[strcspn(name, "\n")] = '\0';
    if (file)
        fclose(file);
}

char *holder_of(const void *owner, const char *file)
{
    char name[64];
    int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = RESERVED_BYTE, .l_len = 1};
    int known = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
    close(fd);
    if (!known)
        return NULL;
    program_of((int)lock.l_pid, name);
    return talloc_asprintf(owner, _("process %d, %s"), (int)lock.l_pid, name);
}
