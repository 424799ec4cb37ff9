/* Keeping a version of the plan. */
#ifndef TONGXIN_CLI_TERM_KEEP_H
#define TONGXIN_CLI_TERM_KEEP_H

#include "cli/term_case.h"

/* Work that belongs to the same change. */
struct term_keep_more {
    enum status (*work)(struct term *term, const struct plan_version *version, void *data);
    void *data;
    const char *subject, *reason, *detail;
};

/* Adds the version, with the parts of `made`, to the term in one change, logged as `action`. `entry` is the
 * log's last entry when the case was made: where somebody has changed the term since, nothing is kept
 * (STATUS_INPUT). The term's scheme and settings become those of the case. `more` (may be NULL) does further
 * work in the same change. version: origin and base are given, version->version is set.
 * A plan that is the newest draft is not kept twice: term->same and version->version are that draft then, and
 * nothing is changed. */
enum status term_keep_plan(struct term *term, int64_t entry, const struct term_case *made,
                           const struct plan *plan, struct plan_version *version, const char *action,
                           const struct term_keep_more *more);

#endif
