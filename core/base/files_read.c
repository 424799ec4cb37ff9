#include "base/files_read.h"

#include <stdlib.h>

struct known {
    dev_t device;
    ino_t inode;
    int held; /* how often it is open as a database */
};

static struct known *known;
static int count;
static bool is_whole = true;

static struct known *find(const struct stat *file)
{
    for (int i = 0; i < count; i++)
        if (known[i].device == file->st_dev && known[i].inode == file->st_ino)
            return &known[i];
    return NULL;
}

static struct known *note(const struct stat *file)
{
    struct known *found = find(file);
    if (found || !S_ISREG(file->st_mode))
        return found;
    if ((count & (count - 1)) == 0) {
        struct known *grown = realloc(known, (count ? 2 * (size_t)count : 1) * sizeof *known);
        if (!grown) {
            is_whole = false;
            return NULL;
        }
        known = grown;
    }
    known[count] = (struct known){file->st_dev, file->st_ino, 0};
    return &known[count++];
}

void files_read_note(int fd)
{
    struct stat seen;
    if (fstat(fd, &seen) == 0)
        note(&seen);
}

bool files_read_has(const struct stat *file)
{
    return find(file) || !is_whole;
}

void files_read_hold(const char *name)
{
    struct stat seen;
    struct known *noted = stat(name, &seen) == 0 ? note(&seen) : NULL;
    if (noted)
        noted->held++;
}

void files_read_let_go(const char *name)
{
    struct stat seen;
    struct known *noted = stat(name, &seen) == 0 ? find(&seen) : NULL;
    if (noted && noted->held > 0)
        noted->held--;
}

bool files_read_is_held(const struct stat *file)
{
    const struct known *found = find(file);
    return found && found->held > 0;
}
