/* Changing single members inside a change of the term (term_begin), with all that the roster's reader checks.
 */
#ifndef TONGXIN_CLI_MEMBER_CHANGE_H
#define TONGXIN_CLI_MEMBER_CHANGE_H

#include "cli/term.h"
#include "roster/roster_row.h"

/* A present member by id or name: index into term->members->member; -1 with a fault where the member is
 * unknown or has left. */
int member_present(struct term *term, const char *word);

/* Adds a member with these cells; `id` NULL: the next one. *added is the id. */
enum status member_add(struct term *term, const char *id, const struct said_cell *cell, int cells,
                       const char *date, const char **added);

/* Puts these cells over what is known of the member, and says each change (term_say). *changed: how many. */
enum status member_change(struct term *term, int member, const struct said_cell *cell, int cells,
                          int *changed);

/* Whether the column is 任职日期, 离任日期 or 离任原因, which can be corrected of those who left, too. */
bool member_is_tenure(const char *heading);

/* Marks the member as having left; `successor` is an id or NULL. A day before the day of joining is a fault,
 * one that lies ahead is kept: the member counts until then. */
enum status member_leave(struct term *term, int member, const char *date, const char *reason,
                         const char *successor);

/* Says that, in the past or in the future. */
void member_say_leaving(struct term *term, int member, const char *date, const char *reason);

/* Somebody who left, or is to leave, is a member again, from `date` on (NULL: as if nothing had been), with
 * these cells over what is known. What changes is said. */
enum status member_return(struct term *term, int member, const char *date, const struct said_cell *cell,
                          int cells);

#endif
