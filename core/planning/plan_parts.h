/* The two forms of a plan's file, read from bytes. Between the files plan_*.c only. */
#ifndef TONGXIN_PLANNING_PLAN_PARTS_H
#define TONGXIN_PLANNING_PLAN_PARTS_H

#include <stddef.h>

#include "base/error.h"
#include "model/plan.h"

/* Texts of a plan's pairs: they repeat so often that each lies in a large piece instead of its own
 * allocation. */
struct plan_texts {
    const void *owner;
    char *piece;
    size_t left;
};

/* A copy of text[0..size) that lives as long as the owner, or NULL where memory ran out. */
const char *plan_text_keep(struct plan_texts *texts, const char *text, size_t size);

/* Appends a zeroed pair to the plan; NULL where memory ran out. *room is the array's room, 0 at first. */
struct named_pair *plan_add_pair(struct named_plan *plan, int *room);

/* Fills `plan` (a talloc context that owns what is made) from the file's bytes; faults name plan->file. */
enum status plan_read_json(struct named_plan *plan, const char *bytes, size_t size, struct error *error);
enum status plan_read_csv(struct named_plan *plan, const char *bytes, size_t size, struct error *error);

/* Reads the value of the key "proof" into plan->proof. Like the functions of plan_json.h. */
struct json_walk;
bool plan_read_proof(struct json_walk *walk, struct named_plan *plan);

#endif
