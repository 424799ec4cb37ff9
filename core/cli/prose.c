#include "cli/prose.h"

#include <stdarg.h>
#include <talloc.h>

#include "base/text.h"
#include "cli/terminal.h"

enum { PARAGRAPH_WIDEST = 100 }; /* longer lines are hard to follow */

void prose(FILE *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(NULL, format, arguments);
    va_end(arguments);
    char *shown = text ? text_printable(text, text) : NULL;
    int width = terminal_width(out);
    if (shown)
        terminal_paragraph(out, shown, 0, 0, width < PARAGRAPH_WIDEST ? width : PARAGRAPH_WIDEST);
    talloc_free(text);
}
