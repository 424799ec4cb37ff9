/* Which files this run has read, so that none of them is written over: known by device and inode, hence by
 * every name, link or path. Kept for the process, since what reads a file (a base of a scheme, a table named
 * in an option) knows nothing of what is written later. */
#ifndef TONGXIN_BASE_FILES_READ_H
#define TONGXIN_BASE_FILES_READ_H

#include <stdbool.h>
#include <sys/stat.h>

/* Notes the open file; what is no regular file is not noted. Where memory runs out the next question is
 * answered with yes for every file. */
void files_read_note(int fd);

/* Whether the file was read. */
bool files_read_has(const struct stat *file);

/* The same for a database that is open: until files_read_let_go nobody else may open it in this process,
 * since closing it once more would drop its locks (sqlite.org/howtocorrupt.html, 2.2). */
void files_read_hold(const char *name);
void files_read_let_go(const char *name);
bool files_read_is_held(const struct stat *file);

#endif
