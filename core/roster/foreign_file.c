#include "roster/foreign_file.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"

static bool begins(const char *bytes, size_t size, const char *mark, size_t length)
{
    return size >= length && memcmp(bytes, mark, length) == 0;
}

/* Text that begins with one of the words, blanks and a byte order mark aside, whatever its capitals. */
static bool begins_with_word(const char *bytes, size_t size, const char *const *word)
{
    size_t at = begins(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < size && strchr(" \t\r\n", bytes[at]) && bytes[at])
        at++;
    for (; *word; word++)
        if (size - at >= strlen(*word) && strncasecmp(bytes + at, *word, strlen(*word)) == 0)
            return true;
    return false;
}

/* The sentence for what the bytes are, or NULL. */
static const char *what_it_is(const char *bytes, size_t size)
{
    static const char *const page[] = {"<html", "<!doctype html", "<table", "<meta", NULL};
    static const char *const xml[] = {"<?xml", "<workbook", NULL};
    static const char *const letter[] = {"{\\rtf", NULL};
    if (begins(bytes, size, "%PDF-", 5))
        return _("This is a PDF, not a table. Please ask for the list as a workbook, or copy it into one and "
                 "save it as .xlsx.");
    if (begins(bytes, size, "\x89PNG", 4) || begins(bytes, size, "\xFF\xD8\xFF", 3) ||
        begins(bytes, size, "GIF8", 4))
        return _("This is a picture, not a table. Please ask for the list as a workbook (.xlsx).");
    if (begins(bytes, size, "Rar!", 4) || begins(bytes, size, "7z\xBC\xAF", 4) ||
        begins(bytes, size, "\x1F\x8B", 2))
        return _("This is a packed archive. Please unpack it and name the workbook that is inside.");
    if (begins_with_word(bytes, size, page))
        return _("This is a web page, whatever its name says. Please open it in a spreadsheet program, save "
                 "it as .xlsx, and name that file.");
    if (begins_with_word(bytes, size, xml))
        return _("This is an XML file, not a workbook. Please open it in a spreadsheet program, save it as "
                 ".xlsx, and name that file.");
    if (begins_with_word(bytes, size, letter))
        return _("This is a text document, not a table. Please copy the table into a workbook and save it as "
                 ".xlsx.");
    return NULL;
}

enum status foreign_file_refuse(const char *file, const char *bytes, size_t size, struct error *error)
{
    const struct place place = {.file = file};
    const char *sentence = what_it_is(bytes, size);
    return sentence ? error_add(error, STATUS_INPUT, &place, "%s", sentence) : STATUS_OK;
}
