/* Members and windows of a term as the template's workbook, which import and init read back. */
#ifndef TONGXIN_STORE_TERM_WORKBOOK_H
#define TONGXIN_STORE_TERM_WORKBOOK_H

#include "roster/workbook_write.h"
#include "store/members.h"

/* All members, those who left included, and all windows, those that were closed included. Owned by `owner`;
 * its texts are those of `members`. */
enum status term_workbook(const void *owner, const struct term_members *members,
                          struct workbook_content *content, struct error *error);

#endif
