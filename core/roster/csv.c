#include "roster/csv.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/encoding.h"
#include "roster/separator.h"
#include "roster/tidy.h"

/* Cells are cut out of the text where it lies: a cell never grows, so its NUL always has room. */
struct parser {
    struct csv_table *table;
    struct error *error;
    char *at, *end; /* *end is NUL, and no NUL stands before it */
    char separator;
    const char *const *headings; /* words that headings of such a table use */
    bool stops[256];             /* characters that end a cell without quotation marks */
    int row;                     /* of the record at hand */
    const char **cell;
    size_t cells, cell_room;
    size_t *first; /* [rows] the first cell of each row */
    size_t row_room;
    bool is_foreign; /* written by another program: with marks of its own */
    bool faulty;     /* text stood after a closing quotation mark */
};

static struct place place_of(const struct parser *parser, int column)
{
    const struct csv_table *table = parser->table;
    const char *heading = NULL;
    if (table->rows > 0 && column >= 1 && column <= table->row[0].cells)
        heading = parser->cell[column - 1];
    return (struct place){.file = table->file, .row = parser->row, .column = column, .heading = heading};
}

static enum status refuse(const struct parser *parser, int column, const char *message, int limit)
{
    const struct place place = place_of(parser, column);
    return error_add(parser->error, STATUS_INPUT, &place, message, limit);
}

/* The end of a cell without quotation marks. */
static void scan_plain(struct parser *parser)
{
    const unsigned char *at = (const unsigned char *)parser->at;
    while (!parser->stops[*at])
        at++;
    parser->at = (char *)(size_t)at;
}

/* Moves text[0..size) down to `to`, a line break of any kind becoming LF. Returns where it ends now. */
static char *move_down(char *to, const char *text, size_t size)
{
    if (!memchr(text, '\r', size)) {
        memmove(to, text, size);
        return to + size;
    }
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\r')
            *to++ = text[i];
        else if (i + 1 == size || text[i + 1] != '\n')
            *to++ = '\n';
    }
    return to;
}

/* Reads a cell in quotation marks; at the end parser->at stands behind it. *end: where its text ends. */
static enum status read_quoted(struct parser *parser, int column, char **end)
{
    char *to = ++parser->at;
    for (;;) {
        char *quote = memchr(parser->at, '"', (size_t)(parser->end - parser->at));
        if (!quote)
            return refuse(
                parser, column,
                _("The quotation mark that opens this cell is never closed, so the rest of the file would be "
                  "one cell. Close it, or take it out."),
                0);
        to = move_down(to, parser->at, (size_t)(quote - parser->at));
        parser->at = quote + 1;
        if (*parser->at != '"')
            break;
        *to++ = '"';
        parser->at++;
    }
    *end = to;
    const char *after = parser->at;
    scan_plain(parser);
    while (after < parser->at && *after == ' ')
        after++;
    if (after == parser->at)
        return STATUS_OK;
    struct place place = place_of(parser, column);
    place.value = talloc_strndup(parser->error, after, (size_t)(parser->at - after));
    error_add(
        parser->error, STATUS_INPUT, &place,
        _("Text stands after the closing quotation mark of this cell. Write a quotation mark inside a cell "
          "twice (\"\"), or check whether an earlier one was not closed."));
    parser->faulty = true;
    return STATUS_OK;
}

static bool too_long(const char *text, const char *end)
{
    return end - text > CSV_CELL_CHARACTERS && text_count(text) > CSV_CELL_CHARACTERS;
}

static enum status add_cell(struct parser *parser, const char *text)
{
    if (parser->cells == CSV_CELLS)
        return refuse(parser, 0,
                      _("The file has more than %d cells. Please check that it is the right one, and delete "
                        "the columns "
                        "and rows that are not needed."),
                      CSV_CELLS);
    if (parser->cells == parser->cell_room) {
        size_t room = parser->cell_room ? 2 * parser->cell_room : 1024;
        const char **grown = talloc_realloc(parser->table, parser->cell, const char *, room);
        if (!grown)
            return error_add_memory(parser->error);
        parser->cell = grown;
        parser->cell_room = room;
    }
    parser->cell[parser->cells++] = text;
    return STATUS_OK;
}

/* What the marks of systems make a text of, without them: "=""T001""" and 'T001. An apostrophe behind which
 * others follow is one of a text in such marks, and stays. */
static char *bare_text(char *text, char *end)
{
    size_t size = (size_t)(end - text);
    if (size >= 3 && text[0] == '=' && text[1] == '"' && end[-1] == '"' &&
        memchr(text + 2, '"', size - 2) == end - 1) {
        end[-1] = '\0';
        return text + 2;
    }
    bool marked = size >= 2 && text[0] == '\'' && !memchr(text + 1, '\'', size - 1);
    return marked ? text + 1 : text;
}

/* Reads one cell and what ends it; *more: a further cell of this row follows. */
static enum status read_cell(struct parser *parser, int column, bool *more)
{
    bool marked = parser->is_foreign && parser->at[0] == '=' && parser->at[1] == '"';
    parser->at += marked; /* ="0571": how systems write what is to stay a text */
    char *text = parser->at, *end = text;
    if (column > CSV_COLUMNS)
        return refuse(
            parser, column,
            _("This row has more than %d columns, which no such table needs. Please check that this is the "
              "right file and that its rows end in line breaks."),
            CSV_COLUMNS);
    if (*text == '"') {
        text++;
        enum status status = read_quoted(parser, column, &end);
        if (status != STATUS_OK)
            return status;
    } else {
        scan_plain(parser);
        end = parser->at;
    }
    char last = *parser->at;
    *more = last == parser->separator;
    if (parser->at < parser->end)
        parser->at++;
    if (last == '\r' && *parser->at == '\n')
        parser->at++;
    *end = '\0';
    char *bare = parser->is_foreign ? bare_text(text, end) : text;
    parser->table->marks += marked || bare != text;
    text = bare;
    if (too_long(text, end))
        return refuse(
            parser, column,
            _("This cell holds more than %d characters, which no spreadsheet can. Please check that this is "
              "the right file and that an opening quotation mark is closed where its cell ends."),
            CSV_CELL_CHARACTERS);
    return add_cell(parser, text);
}

/* Keeps the cells from `first` on as a row, or drops them where all are blank. */
static enum status end_row(struct parser *parser, size_t first)
{
    struct csv_table *table = parser->table;
    size_t headings = table->rows > 0 ? (size_t)table->row[0].cells : 0, kept = parser->cells;
    while (kept > first && (!*parser->cell[kept - 1] || tidy_is_blank(parser->cell[kept - 1])))
        kept--;
    parser->cells = kept;
    if (kept == first)
        return STATUS_OK;
    while (parser->cells - first < headings) {
        static const char empty[] = "";
        enum status status = add_cell(parser, empty);
        if (status != STATUS_OK)
            return status;
    }
    if ((size_t)table->rows == parser->row_room) {
        size_t room = parser->row_room ? 2 * parser->row_room : 256;
        struct csv_row *rows = talloc_realloc(table, table->row, struct csv_row, room);
        size_t *starts = talloc_realloc(table, parser->first, size_t, room);
        table->row = rows ? rows : table->row;
        parser->first = starts ? starts : parser->first;
        if (!rows || !starts)
            return error_add_memory(parser->error);
        parser->row_room = room;
    }
    parser->first[table->rows] = first;
    table->row[table->rows++] = (struct csv_row){.row = parser->row, .cells = (int)(parser->cells - first)};
    return STATUS_OK;
}

static enum status read_row(struct parser *parser)
{
    const char *begin = parser->at;
    size_t first = parser->cells;
    bool more = true;
    if (++parser->row > CSV_ROWS)
        return refuse(parser, 0, _("The file has more than %d rows. Please check that it is the right one."),
                      CSV_ROWS);
    for (int column = 1; more; column++) {
        enum status status = read_cell(parser, column, &more);
        if (status != STATUS_OK)
            return status;
    }
    if (parser->at - begin > CSV_ROW_BYTES)
        return refuse(
            parser, 0,
            _("This row is longer than %d bytes. Please check that this is the right file and that its rows "
              "end in line breaks."),
            CSV_ROW_BYTES);
    return end_row(parser, first);
}

static enum status read_rows(struct parser *parser)
{
    while (parser->at < parser->end) {
        enum status status = read_row(parser);
        if (status != STATUS_OK)
            return status;
    }
    struct csv_table *table = parser->table;
    if (table->rows == 0) {
        const struct place place = {.file = table->file};
        return error_add(parser->error, STATUS_INPUT, &place,
                         _("The file is empty. Please check that it is the right one and was saved."));
    }
    assert(parser->first); /* there is one for each row */
    for (int r = 0; r < table->rows; r++)
        table->row[r].cell = parser->cell + parser->first[r];
    talloc_free(parser->first);
    return parser->faulty ? STATUS_INPUT : STATUS_OK;
}

/* A NUL byte in text ends many a program's reading of it, so what stands behind it would be lost unseen. */
static enum status refuse_nul(struct parser *parser, const char *text, const char *nul)
{
    struct place place = {.file = parser->table->file};
    separator_locate(text, (size_t)(nul - text), parser->headings, &place.row, &place.column);
    return error_add(
        parser->error, STATUS_INPUT, &place,
        _("A NUL byte stands here; text has none. The file is damaged or no table of text: save it anew as "
          "“CSV UTF-8”, or ask for it once more."));
}

/* An empty table under `owner`, or NULL with a fault. */
static struct csv_table *new_table(const void *owner, const char *file, struct error *error)
{
    struct csv_table *made = talloc_zero(owner, struct csv_table);
    if (made && (made->file = talloc_strdup(made, file)))
        return made;
    talloc_free(made);
    error_add_memory(error);
    return NULL;
}

/* Programs of DOS end a text with Ctrl-Z. Returns the size without it. */
static size_t without_end_mark(char *text, size_t size)
{
    size_t end = size;
    while (end > 0 && memchr("\x1A\r\n", text[end - 1], 3))
        end--;
    const char *mark = memchr(text + end, '\x1A', size - end);
    size = mark ? (size_t)(mark - text) : size;
    text[size] = '\0';
    return size;
}

/* Fills the table from bytes that it owns. */
static enum status parse(struct csv_table *table, char *bytes, size_t size, const char *const *headings,
                         bool is_foreign, struct error *error)
{
    struct decoded decoded;
    enum status status = encoding_decode(table, table->file, bytes, size, headings, &decoded, error);
    if (status != STATUS_OK)
        return status;
    table->encoding = decoded.encoding;
    struct parser parser = {.table = table, .error = error, .at = decoded.text};
    if (is_foreign)
        decoded.size = without_end_mark(decoded.text, decoded.size);
    parser.end = decoded.text + decoded.size;
    parser.headings = headings;
    parser.is_foreign = is_foreign;
    parser.separator = separator_tell(decoded.text, decoded.size, headings);
    parser.stops[(unsigned char)parser.separator] = true;
    parser.stops['\n'] = parser.stops['\r'] = parser.stops['\0'] = true;
    const char *nul = memchr(decoded.text, '\0', decoded.size);
    return nul ? refuse_nul(&parser, decoded.text, nul) : read_rows(&parser);
}

/* Hands the table over, or frees it where reading could not go on to its end. */
static enum status hand_over(struct csv_table *made, enum status status, struct csv_table **table)
{
    bool whole = made->rows > 0 && made->row[0].cell;
    if (status == STATUS_OK || (status == STATUS_INPUT && whole))
        *table = made;
    else
        talloc_free(made);
    return status;
}

enum status csv_read(const void *owner, const char *file, const char *const *headings,
                     struct csv_table **table, struct error *error)
{
    char *bytes;
    size_t size;
    *table = NULL;
    struct csv_table *made = new_table(owner, file, error);
    if (!made)
        return STATUS_MACHINE;
    enum status status = file_read(made, file, CSV_FILE_BYTES, &bytes, &size, error);
    if (status == STATUS_OK)
        status = parse(made, bytes, size, headings, false, error);
    return hand_over(made, status, table);
}

enum status csv_parse(const void *owner, const char *file, const char *bytes, size_t size,
                      const char *const *headings, struct csv_table **table, struct error *error)
{
    *table = NULL;
    struct csv_table *made = new_table(owner, file, error);
    if (!made)
        return STATUS_MACHINE;
    char *copy = talloc_array(made, char, size + 1);
    if (!copy) {
        talloc_free(made);
        return error_add_memory(error);
    }
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return hand_over(made, parse(made, copy, size, headings, false, error), table);
}

enum status csv_take(const void *owner, const char *file, char *bytes, size_t size,
                     const char *const *headings, struct csv_table **table, struct error *error)
{
    *table = NULL;
    struct csv_table *made = new_table(owner, file, error);
    if (!made)
        return STATUS_MACHINE;
    talloc_steal(made, bytes);
    return hand_over(made, parse(made, bytes, size, headings, true, error), table);
}
