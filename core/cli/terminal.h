/* What people see: tables that align, faults, progress. */
#ifndef TONGXIN_CLI_TERMINAL_H
#define TONGXIN_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT };

/* A table of text: two spaces before it and between columns, no frame. The last column is of free length:
 * where it would pass the terminal's edge it goes on below itself. */
struct text_table {
    int columns, rows;
    const enum align *align; /* [columns] */
    const char *const *cell; /* [rows][columns]; the first row is the heading */
};
void terminal_table(FILE *out, const struct text_table *table);

/* Prints a paragraph whose lines end before column `width`; the first begins at column `begin` (the cursor is
 * there), the others are indented to `indent`. Lines break between words of Latin text and between Chinese
 * characters; never before closing or behind opening punctuation, nor between a number and its measure word
 * or a name and its id. */
void terminal_paragraph(FILE *out, const char *text, int begin, int indent, int width);

/* Prints a line of help; where it passes the terminal's edge it goes on below its last column. */
void terminal_help_line(FILE *out, const char *text);

/* Prints all faults to `out`: a table for each spreadsheet, file:line: for scripts, the sentence alone
 * otherwise. */
void terminal_faults(FILE *out, const struct error *error);

/* The same for `scheme check`, where nothing else was to be done: a script's slips of writing stand apart,
 * since everything else can only be looked at when the writing is right. */
void terminal_check_faults(FILE *out, const struct error *error);

/* Columns of the terminal behind `out`, 80 where it is none. */
int terminal_width(FILE *out);
bool terminal_is_interactive(FILE *out);

#endif
