/* Two windows in a cell that holds one: 提案委、经济委. */
#ifndef TONGXIN_ROSTER_TWO_WINDOWS_H
#define TONGXIN_ROSTER_TWO_WINDOWS_H

#include "base/error.h"
#include "model/roster.h"

/* Adds a fault for each member whose window, none of the first `tabled` that a table of windows names, is
 * made of the names of others: one of them and something else in a list, or two one behind the other. A name
 * like 文化、文史和学习委, whose parts are no windows, is one. The roster need not be finished. Returns
 * STATUS_MACHINE where memory ran out. */
enum status two_windows_check(const struct roster *roster, int tabled, struct error *error);

#endif
