/* What the parts of the reader of old workbooks share. Used by biff.c, biff_text.c, biff_sheet.c. */
#ifndef TONGXIN_ROSTER_BIFF_INTERNAL_H
#define TONGXIN_ROSTER_BIFF_INTERNAL_H

#include <stdint.h>

#include "roster/biff.h"
#include "roster/little.h"
#include "roster/xlsx_number.h"

/* Numbers of records. */
enum {
    RECORD_FORMULA = 0x0006,
    RECORD_BOF2 = 0x0009,
    RECORD_EOF = 0x000A,
    RECORD_DATE1904 = 0x0022,
    RECORD_FILEPASS = 0x002F,
    RECORD_FONT = 0x0031,
    RECORD_CONTINUE = 0x003C,
    RECORD_CODEPAGE = 0x0042,
    RECORD_BOUNDSHEET = 0x0085,
    RECORD_MULRK = 0x00BD,
    RECORD_RSTRING = 0x00D6,
    RECORD_XF = 0x00E0,
    RECORD_MERGEDCELLS = 0x00E5,
    RECORD_SST = 0x00FC,
    RECORD_LABELSST = 0x00FD,
    RECORD_NUMBER = 0x0203,
    RECORD_LABEL = 0x0204,
    RECORD_BOOLERR = 0x0205,
    RECORD_STRING = 0x0207,
    RECORD_ROW = 0x0208,
    RECORD_BOF3 = 0x0209,
    RECORD_RK = 0x027E,
    RECORD_BOF4 = 0x0409,
    RECORD_FORMAT = 0x041E,
    RECORD_BOF = 0x0809,
};

struct record {
    unsigned id;
    size_t at, size; /* of its content */
};

/* A place in the records from which texts are read, across CONTINUE. */
struct source {
    size_t at, left; /* in the record at hand */
};

/* A run of a text: from this UTF-16 unit (before Excel 97: byte) on, in this font. */
struct text_font {
    uint16_t at, font;
};

struct text {
    size_t at; /* in biff->pool, a NUL behind it */
    uint32_t first_run, runs;
};

struct style {
    uint16_t font, format;
    struct number_format shows;
    bool struck;
};

struct listed_sheet {
    size_t at;
    bool hidden, is_sheet;
    char *name;
};

struct biff {
    const void *owner;
    const struct biff_sink *sink;
    const unsigned char *bytes;
    size_t size;
    enum biff_end end; /* BIFF_DONE as long as all is well */
    int version;       /* 5 (Excel 5 and 95) or 8 */
    unsigned codepage; /* 0: not said */
    bool date1904;
    bool bare; /* nothing is said of who made it: by a program that works no formulas out */
    unsigned fonts, formats, styles, texts, runs, sheets;
    size_t font_room, format_room, style_room, text_room, run_room, sheet_room;
    bool *struck; /* [fonts] */
    struct format_code {
        unsigned id;
        char *code;
    } * format;          /* [formats] */
    struct style *style; /* [styles] */
    struct text *text;   /* [texts] those of the table of texts come first */
    struct text_font *run;
    char *pool;
    size_t pool_size, pool_room;
    unsigned shared; /* texts of the table of texts */
    struct listed_sheet *sheet;
};

/* Ends with this, unless there was another end before. Returns false. */
bool biff_fail(struct biff *biff, enum biff_end end);

/* Room for one more item of *array, which doubles. Returns false where memory ran out. */
bool biff_grow(struct biff *biff, void *array, size_t item, size_t count, size_t *room);

/* The record at *at, and passes it. Returns false at the end of the stream. */
bool biff_next(const struct biff *biff, size_t *at, struct record *record);

/* Reads a text of the kind that cells have: its length in 2 bytes (or 1), its characters, its runs. The text
 * is added to biff->text. Returns false where it is not whole. */
bool biff_read_text(struct biff *biff, struct source *source, int length_bytes);

/* Reads runs of the kind that stands behind a text (RSTRING), and gives them to the last text. */
bool biff_read_runs(struct biff *biff, struct source *source);

bool biff_read_shared(struct biff *biff, const struct record *record);

/* The text of which nothing is struck through but in a cell that is: what is left, or NULL where that is all
 * of it. Owned by biff->owner. */
const char *biff_left(struct biff *biff, const struct text *text, bool cell_struck);

/* Reads the sheet whose records begin at `at`, and hands its cells to the sink. */
bool biff_read_sheet(struct biff *biff, size_t at);

#endif
