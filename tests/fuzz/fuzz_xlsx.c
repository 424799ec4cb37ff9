/* Any bytes are a book whose sheets keep their promises, or faults with messages; and so are the parts of a
 * workbook that a zip of stored parts is made of here, since few random bytes pass a checksum. The layout
 * works on what comes of either. */
#define _GNU_SOURCE /* memmem */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <zip.h>

#include "base/text.h"
#include "roster/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(int holds)
{
    if (!holds)
        abort();
}

static void check_faults(const struct error *error, enum status status)
{
    must(status == STATUS_OK || status == STATUS_INPUT);
    must((status == STATUS_OK) == (error->count == 0));
    for (int i = 0; i < error->count; i++)
        must(*error->fault[i].message != '\0');
}

static void check_table(const struct csv_table *table, bool is_regular)
{
    for (int r = 0; r < table->rows; r++) {
        const struct csv_row *row = &table->row[r];
        must(r == 0 || row->row > table->row[r - 1].row);
        must(!is_regular || row->cells >= table->row[0].cells);
        for (int c = 0; c < row->cells; c++)
            must(row->cell[c] &&
                 text_valid_until(row->cell[c], strlen(row->cell[c])) == strlen(row->cell[c]));
    }
}

static void lay_out(const void *owner, const struct book *book)
{
    static struct codes *roster, *windows;
    struct error *error = error_new(owner);
    if (!roster)
        must(codes_read(NULL, "headings.csv", "field", "roster", &roster, error) == STATUS_OK &&
             codes_read(NULL, "headings.csv", "field", "windows", &windows, error) == STATUS_OK);
    const struct layout_request request = {
        .roster = roster, .windows = windows, .key = "name", .members = true};
    struct layout *layout;
    /* Cells at fault are told, and the table is laid out all the same, so that nothing else goes untold. */
    enum status status = layout_find(owner, book, &request, &layout, error);
    must(status == STATUS_OK || (status == STATUS_INPUT && error->count > 0));
    for (int i = 0; i < error->count; i++)
        must(*error->fault[i].message != '\0');
    for (int t = 0; layout && t < layout->tables; t++)
        check_table(layout->table[t].table, true);
}

static void read_book(const void *owner, const char *bytes, size_t size)
{
    static const char *const headings[] = {"编号", "姓名", NULL};
    struct error *error = error_new(owner);
    struct book *book;
    enum status status = book_parse(owner, "in", bytes, size, headings, &book, error);
    check_faults(error, status);
    must(status != STATUS_OK || book);
    for (int s = 0; book && s < book->sheets; s++)
        check_table(book->sheet[s].table, false);
    if (book)
        lay_out(owner, book);
}

/* The bytes as parts of a workbook: cut at each line "%%", in this order. */
static void pack(const void *owner, const uint8_t *bytes, size_t size, char **packed, size_t *packed_size)
{
    static const char *const names[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
                                        "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
    static const char *const usual[] = {
        "<worksheet/>", "<sst/>", "<styleSheet/>",
        "<workbook><sheets><sheet name='a' r:id='1' xmlns:r='r'/></sheets></workbook>",
        "<Relationships><Relationship Id='1' Type='/worksheet' Target='worksheets/sheet1.xml'/><Relationship "
        "Id='2' "
        "Type='/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='3' Type='/styles' "
        "Target='styles.xml'/>"
        "</Relationships>"};
    static const char top[] = "<Relationships><Relationship Id='1' Type='/officeDocument' "
                              "Target='xl/workbook.xml'/></Relationships>";
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &why);
    must(zip != NULL);
    zip_file_add(zip, "_rels/.rels", zip_source_buffer(zip, top, sizeof top - 1, 0), 0);
    const char *at = (const char *)bytes, *end = at + size;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *cut = at ? memmem(at, (size_t)(end - at), "%%", 2) : NULL;
        size_t length = at ? (size_t)((cut ? cut : end) - at) : strlen(usual[i]);
        zip_int64_t index =
            zip_file_add(zip, names[i], zip_source_buffer(zip, at ? at : usual[i], length, 0), 0);
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
        at = cut ? cut + 2 : NULL;
    }
    must(zip_close(zip) == 0);
    must(zip_source_open(source) == 0);
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    *packed = talloc_array(owner, char, stat.size);
    *packed_size = stat.size;
    must(zip_source_read(source, *packed, stat.size) == (zip_int64_t)stat.size);
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    void *owner = talloc_new(NULL);
    char *packed;
    /* Old workbooks go to another process, which is too slow for here and has its own test. */
    if (size == 0 || bytes[0] != 0xD0)
        read_book(owner, (const char *)bytes, size);
    pack(owner, bytes, size, &packed, &size);
    read_book(owner, packed, size);
    talloc_free(owner);
    return 0;
}
