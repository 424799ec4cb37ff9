#include "store/term_guard.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/files_read.h"
#include "store/db.h"

/* https://www.sqlite.org/fileformat2.html, 1.3: the magic, and the application's number, big-endian. */
enum { HEADER = 100, APPLICATION_AT = 68 };
static const char magic[] = "SQLite format 3";

bool store_is_term(const char *file)
{
    unsigned char header[HEADER];
    struct stat seen;
    if (stat(file, &seen) != 0 || !S_ISREG(seen.st_mode))
        return false;
    if (files_read_is_held(&seen))
        return true; /* and must not be opened again */
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd < 0 ? -1 : pread(fd, header, sizeof header, 0);
    if (fd >= 0)
        close(fd);
    if (got != HEADER || memcmp(header, magic, sizeof magic) != 0)
        return false;
    const unsigned char *number = header + APPLICATION_AT;
    return ((unsigned)number[0] << 24 | (unsigned)number[1] << 16 | (unsigned)number[2] << 8 | number[3]) ==
           APPLICATION_ID;
}

bool store_is_journal(const char *name)
{
    static const char *const endings[] = {"-journal", "-wal", "-shm"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length <= ending || strcmp(name + length - ending, endings[i]) != 0)
            continue;
        char *file = talloc_strndup(NULL, name, length - ending);
        bool is = file && store_is_term(file);
        talloc_free(file);
        return is;
    }
    return false;
}
