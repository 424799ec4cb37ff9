/* Any bytes as an old workbook, and as the records within one: what is read is text, in order, within the
 * limits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/biff.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct seen {
    unsigned row, column;
    bool any;
};

static bool take_sheet(void *context, const char *name, bool hidden)
{
    struct seen *seen = context;
    (void)hidden;
    must(text_valid_until(name, strlen(name)) == strlen(name));
    seen->any = false;
    return true;
}

static bool take_cell(void *context, const struct biff_cell *cell)
{
    struct seen *seen = context;
    must(!seen->any || cell->row > seen->row || (cell->row == seen->row && cell->column > seen->column));
    must(text_valid_until(cell->text, strlen(cell->text)) == strlen(cell->text));
    must(!cell->left || text_valid_until(cell->left, strlen(cell->left)) == strlen(cell->left));
    *seen = (struct seen){cell->row, cell->column, true};
    return true;
}

static bool take_merge(void *context, const struct merge *merge)
{
    (void)context;
    must(merge->row > 0 && merge->column >= 0 && merge->rows > 0 && merge->columns > 0);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct seen seen = {0};
    const struct biff_sink sink = {&seen, take_sheet, take_cell, take_merge};
    char *copy = talloc_array(NULL, char, size + 1);
    must(copy != NULL);
    if (size > 0)
        memcpy(copy, bytes, size);
    biff_read(copy, copy, size, &sink);
    talloc_free(copy);
    return 0;
}
