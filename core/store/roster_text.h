/* A roster as one text and back: what every version of the plan keeps of the members it was made from.
 * Canonical: the same members give the same bytes, and reading gives back every cell as it was;
 * line breaks of CR LF become LF, and cells of blanks alone may become empty. */
#ifndef TONGXIN_STORE_ROSTER_TEXT_H
#define TONGXIN_STORE_ROSTER_TEXT_H

#include <stddef.h>

#include "base/error.h"
#include "model/roster.h"

/* The members as CSV (RFC 4180, UTF-8, LF): the usual headings, then the further ones; by id. The windows as
 * CSV: 窗口,全称,类别,排序; by name. Both owned by `owner`. */
enum status roster_to_text(const void *owner, const struct roster *roster, char **members,
                           size_t *members_size, char **windows, size_t *windows_size, struct error *error);

/* The other way: a finished roster, owned by `owner`. `file` names it for people. Text that roster_to_text
 * did not write is STATUS_INPUT. */
enum status roster_from_text(const void *owner, const char *file, const char *members, size_t members_size,
                             const char *windows, size_t windows_size, struct roster **roster,
                             struct error *error);

#endif
