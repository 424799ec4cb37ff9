/* What must never be written over: term files, and what SQLite keeps beside them. */
#ifndef TONGXIN_STORE_TERM_GUARD_H
#define TONGXIN_STORE_TERM_GUARD_H

#include <stdbool.h>

/* Whether the file is a term file, as its first bytes say; it need not be sound. */
bool store_is_term(const char *file);

/* Whether the name is that of a journal beside a term file (FILE-journal, FILE-wal, FILE-shm), be there one
 * or not: SQLite would take what stands there for its own. */
bool store_is_journal(const char *name);

#endif
