#define _GNU_SOURCE /* memmem */
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

/* Where text that is no data begins: behind a byte order mark, blanks, comments and an XML declaration. */
static size_t text_begin(const char *bytes, size_t size)
{
    static const char *const skipped[][2] = {{"<!--", "-->"}, {"<?xml", "?>"}};
    size_t at = begins(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    for (bool more = true; more;) {
        more = false;
        while (at < size && bytes[at] && strchr(" \t\r\n", bytes[at]))
            at++;
        for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++) {
            if (!begins(bytes + at, size - at, skipped[i][0], strlen(skipped[i][0])))
                continue;
            const char *end = memmem(bytes + at, size - at, skipped[i][1], strlen(skipped[i][1]));
            at = end ? (size_t)(end - bytes) + strlen(skipped[i][1]) : size;
            more = end != NULL;
        }
    }
    return at;
}

static bool starts_with(const char *bytes, size_t size, const char *const *word)
{
    for (; *word; word++)
        if (size >= strlen(*word) && strncasecmp(bytes, *word, strlen(*word)) == 0)
            return true;
    return false;
}

/* A page of the web, also one saved with its pictures (MHTML), which begins as a letter does. */
static bool is_page(const char *bytes, size_t size)
{
    static const char *const tags[] = {"<html",  "<!doctype html", "<table", "<meta", "<head", "<body",
                                       "<style", "<script",        "<div",   "<tr",   "<td",   "<center",
                                       "<title", "<font",          "<br",    "<p>",   "<span", "<base",
                                       "<link",  "<thead",         "<tbody", NULL};
    static const char *const letters[] = {"MIME-Version:",
                                          "From: <Saved by",
                                          "Content-Type: multipart/related",
                                          "Snapshot-Content-Location:",
                                          "Content-Type: text/html",
                                          NULL};
    size_t at = text_begin(bytes, size);
    return starts_with(bytes + at, size - at, tags) || starts_with(bytes + at, size - at, letters) ||
           (begins(bytes + at, size - at, "From:", 5) &&
            memmem(bytes, size < 4096 ? size : 4096, "MIME-Version:", 13));
}

/* Narrows UTF-16 so far that tags can be seen; other bytes stay as they are. */
static size_t narrow(const char *bytes, size_t size, char *out, size_t room)
{
    bool little = begins(bytes, size, "\xFF\xFE", 2), big = begins(bytes, size, "\xFE\xFF", 2);
    size_t length = 0;
    if (!little && !big && size >= 4 && bytes[0] == '<' && !bytes[1])
        little = true;
    size_t step = little || big ? 2 : 1, at = (little || big) && bytes[0] != '<' ? 2 : 0;
    for (; at + step <= size && length < room; at += step)
        out[length++] = bytes[at + (big ? 1 : 0)];
    return length;
}

static const char *what_text_it_is(const char *bytes, size_t size)
{
    static const char *const xml[] = {"<?xml", "<workbook", "<ss:workbook", NULL};
    static const char *const letter[] = {"{\\rtf", NULL};
    char head[4096];
    size_t length = narrow(bytes, size, head, sizeof head);
    if (is_page(head, length))
        return _("This is a web page, whatever its name says. Please open it in a spreadsheet program, save "
                 "it as .xlsx, and name that file.");
    if (begins_with_word(head, length, xml))
        return _("This is an XML file, not a workbook. Please open it in a spreadsheet program, save it as "
                 ".xlsx, and name that file.");
    if (begins_with_word(head, length, letter))
        return _("This is a text document, not a table. Please copy the table into a workbook and save it as "
                 ".xlsx.");
    return NULL;
}

static bool is_picture(const char *bytes, size_t size)
{
    return begins(bytes, size, "\x89PNG", 4) || begins(bytes, size, "\xFF\xD8\xFF", 3) ||
           begins(bytes, size, "GIF8", 4) || begins(bytes, size, "II*\0", 4) ||
           begins(bytes, size, "MM\0*", 4) ||
           (begins(bytes, size, "BM", 2) && size > 14 && !bytes[6] && !bytes[7] && !bytes[8] && !bytes[9]) ||
           (begins(bytes, size, "RIFF", 4) && size > 12 && memcmp(bytes + 8, "WEBP", 4) == 0);
}

static bool is_archive(const char *bytes, size_t size)
{
    return begins(bytes, size, "Rar!", 4) || begins(bytes, size, "7z\xBC\xAF", 4) ||
           begins(bytes, size, "\x1F\x8B", 2) || begins(bytes, size, "BZh", 3) ||
           begins(bytes, size,
                  "\xFD"
                  "7zXZ",
                  5) ||
           begins(bytes, size, "MSCF", 4) || (size > 262 && memcmp(bytes + 257, "ustar", 5) == 0);
}

/* A workbook of the programs before Excel 5, which wrote its records straight into the file. */
static const char *old_workbook(const char *bytes, size_t size)
{
    if (begins(bytes, size, "\x09\0\x04\0", 4) || begins(bytes, size, "\x09\0\x06\0", 4))
        return "Excel 2";
    if (begins(bytes, size, "\x09\x02\x06\0", 4))
        return "Excel 3";
    return begins(bytes, size, "\x09\x04\x06\0", 4) ? "Excel 4" : NULL;
}

static bool is_nothing(const char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at++)
        if (bytes[at])
            return false;
    return true;
}

/* The sentence for what the bytes are, or NULL. */
static const char *what_it_is(const char *bytes, size_t size)
{
    if (is_nothing(bytes, size))
        return _("The file is empty. Please check that it is the right one and was saved.");
    if (begins(bytes, size, "%PDF-", 5) || memmem(bytes, size < 1024 ? size : 1024, "\n%PDF-", 6))
        return _("This is a PDF, not a table. Please ask for the list as a workbook, or copy it into one and "
                 "save it as .xlsx.");
    if (is_picture(bytes, size))
        return _("This is a picture, not a table. Please ask for the list as a workbook (.xlsx).");
    if (is_archive(bytes, size))
        return _("This is a packed archive. Please unpack it and name the workbook that is inside.");
    if (begins(bytes, size, "SQLite format 3", 16))
        return _("This is a database (a term file, perhaps), not a list. Please name the list itself.");
    return what_text_it_is(bytes, size);
}

enum status foreign_file_refuse(const char *file, const char *bytes, size_t size, struct error *error)
{
    const struct place place = {.file = file};
    const char *version = old_workbook(bytes, size);
    if (version)
        return error_add(error, STATUS_INPUT, &place,
                         _("This workbook was saved by %s, a format that is read no longer. Please open it, "
                           "save it as .xlsx, and name that file."),
                         version);
    const char *sentence = what_it_is(bytes, size);
    return sentence ? error_add(error, STATUS_INPUT, &place, "%s", sentence) : STATUS_OK;
}
