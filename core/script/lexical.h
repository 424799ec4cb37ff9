/* The lexical look: before Lua reads a script, all slips of writing are found at once (full-width marks,
 * `!=`, unquoted Chinese, unfinished texts, wrong encoding), each with its place and the right spelling.
 * Whatever it faults, Lua 5.4 would refuse too. */
#ifndef TONGXIN_SCRIPT_LEXICAL_H
#define TONGXIN_SCRIPT_LEXICAL_H

#include "base/error.h"
#include "script/script.h"

/* Adds a fault for each slip, in the order of the text: row, column in characters, the text at fault and its
 * line. STATUS_OK where there is none and the text can go to Lua, else STATUS_INPUT. A byte order mark is no
 * slip and counts as no column. Compiled Lua is left to the sandbox, which refuses it. */
enum status lexical_look(const struct script_text *text, struct error *error);

#endif
