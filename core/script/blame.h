/* Whom a fault is laid to where a scheme extends another one: what an outer file replaced, amended, removed
 * or listed is mended there, and never in the file that it took over. Between the files of the scheme host
 * only.
 */
#ifndef TONGXIN_SCRIPT_BLAME_H
#define TONGXIN_SCRIPT_BLAME_H

#include "script/host.h"

/* Where a fault about a declaration is told, and what the declaration is called there. */
struct blame {
    const char *file;
    int line;
    const char *subject; /* relation "liaison", with its place where that is another file's */
};

/* The place file:line where its file extends that of the declaration, else the declaration itself. `file` may
 * be NULL. The subject is owned by the host. */
struct blame blame_place(struct host *host, const struct declaration *declaration, const char *file,
                         int line);

/* The same with the place of the relation of that index: what the declaration takes it for may have changed.
 */
struct blame blame_relation(struct host *host, const struct declaration *declaration, int relation);

/* The same with whichever of the declaration's relations stands in the outermost file. */
struct blame blame_relations(struct host *host, const struct declaration *declaration, const int *relation,
                             int relations);

/* Adds the fault at that place. */
void blame_fault(struct host *host, const struct blame *blame, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Faults from number `first` on that stand in the declaration's file are told at `blame` instead, where that
 * is another one: they come of what that file changed. */
void blame_move(struct host *host, int first, const struct declaration *declaration,
                const struct blame *blame);

/* A stage that s:stages of an outer file leaves out, or a relation that it removes, and who misses it. */
struct missed {
    bool stage;
    const char *name, *file; /* where it was taken away */
    int line;
    char *names; /* of the first who miss it */
    int count;
};

/* The declaration misses what `missed` names; all who do are one fault, which blame_tell adds. */
void blame_missing(struct host *host, const struct declaration *declaration, const struct missed *missed);
void blame_tell(struct host *host);

/* The relation's declaration. */
const struct declaration *blame_declaration(const struct host *host, int relation);

#endif
