/* The mark by which a workbook of ours is known: it names the program that wrote it (docProps/app.xml). Who
 * fills it in with a spreadsheet program leaves that one's name there: such a file is people's work. */
#ifndef TONGXIN_ROSTER_WORKBOOK_MARK_H
#define TONGXIN_ROSTER_WORKBOOK_MARK_H

#include <stdbool.h>

#include "base/error.h"

/* Puts the mark into the workbook `file`, which libxlsxwriter has just written. */
enum status workbook_mark(const char *file, struct error *error);

/* Whether the file is a workbook that carries the mark. */
bool workbook_is_ours(const char *file);

#endif
