/* Plans in files: JSON (ARCHITECTURE.md) written and read pair by pair, and CSV tables of pairs, read. */
#ifndef TONGXIN_PLANNING_PLAN_FILE_H
#define TONGXIN_PLANNING_PLAN_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/plan.h"

/* Reads a plan file, JSON or CSV as its first character tells, into *plan (owned by `owner`). */
enum status plan_read(const void *owner, const char *file, struct named_plan **plan, struct error *error);

/* The same for bytes in memory; `file` is only named in faults. */
enum status plan_parse(const void *owner, const char *file, const char *bytes, size_t size,
                       struct named_plan **plan, struct error *error);

/* What a pair's end may be when a named plan meets a roster. */
enum bind_unknown {
    BIND_REFUSE, /* an unknown member or window is a fault */
    BIND_LEAVE,  /* a previous plan: pairs whose source or target left the roster are left out; relations
                  * answer to what they were, too; JSON, which no one writes by hand: those whose relation is
                  * gone, too */
    BIND_KEPT,   /* a previous plan that a term keeps: whatever cannot be bound is left out and never a fault;
                  * pairs that fell together are one, and nobody contacts himself */
};

/* Finds relations (by name, title or `also`), members (by id, else by an unambiguous name) and windows.
 * *pair (owned by `owner`) holds *pairs bound pairs, each once, in the order of the file; row[i] is their
 * row, where `row` is not NULL. An unknown relation, an id whose name is another person's, and a name that
 * two members bear are faults. */
enum status plan_bind(const void *owner, const struct named_plan *named, const struct scheme *scheme,
                      const struct roster *roster, enum bind_unknown unknown, struct pair **pair, int *pairs,
                      int **row, struct error *error);

/* Whether a file that begins so is a plan that plan_to_json wrote: its first keys, in their order.
 * NUL-terminated, PLAN_MARK_WITHIN bytes are enough. */
bool plan_is_ours(const char *begin);
enum { PLAN_MARK_WITHIN = 4096 };

/* The plan as JSON text, owned by `owner`: the keys of ARCHITECTURE.md, one pair a line. */
char *plan_to_json(const void *owner, const struct plan *plan, const struct scheme *scheme,
                   const struct roster *roster, size_t *size);

#endif
