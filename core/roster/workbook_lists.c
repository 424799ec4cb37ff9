#include "roster/workbook_lists.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "roster/codes.h"
#include "roster/csv.h"

enum { ROOM_BELOW = 20, WINDOWS_LAST = 500 };

/* Which list of data/codes stands under which heading; `attribute`: what the members say is added. */
static const struct {
    const char *name, *file, *meaning, *kind;
    int attribute;
} sources[] = {
    {"党派", "parties.csv", "party", NULL, -1},
    {"界别", "sectors.csv", "spelling", NULL, ATTRIBUTE_SECTOR},
    {"民族", "nations.csv", "spelling", NULL, -1},
    {"性别", "template_words.csv", "spelling", "gender", -1},
    {"免联系理由", "template_words.csv", "spelling", "exempt", ATTRIBUTE_EXEMPT},
    {"县市区", NULL, NULL, NULL, ATTRIBUTE_COUNTY},
    {"政协职务", "template_words.csv", "spelling", "post", ATTRIBUTE_POST},
    {"离任原因", "template_words.csv", "spelling", "leaving", -1},
    {"类别", "template_words.csv", "spelling", "kind", -1},
    {"是", "template_words.csv", "spelling", "yes", -1},
    {"别名", NULL, NULL, NULL, -1},
    {"标准写法", NULL, NULL, NULL, -1},
};
enum { LISTS = sizeof sources / sizeof *sources };

static bool append_word(struct workbook_lists *lists, struct workbook_list *list, const char *word)
{
    list->word = talloc_realloc(lists, list->word, const char *, (unsigned)list->count + 1);
    if (!list->word)
        return false;
    list->word[list->count++] = word;
    return true;
}

static bool add_word(struct workbook_lists *lists, struct workbook_list *list, const char *word)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->word[i], word) == 0)
            return true;
    return append_word(lists, list, word);
}

static enum status fill_list(struct workbook_lists *lists, int l, const struct workbook_content *content,
                             struct error *error)
{
    struct workbook_list *list = &lists->list[l];
    struct codes *codes = NULL;
    *list = (struct workbook_list){.name = sources[l].name};
    if (sources[l].file &&
        codes_read(lists, sources[l].file, sources[l].meaning, sources[l].kind, &codes, error) != STATUS_OK)
        return error->status;
    for (int i = 0; codes && i < codes->count; i++)
        if (!add_word(lists, list, codes->meaning[i]))
            return error_add_memory(error);
    const char *last = "";
    for (int m = 0; sources[l].attribute >= 0 && m < content->members; m++) {
        const char *word = content->member[m][sources[l].attribute];
        if (*word && strcmp(word, last) != 0 && !add_word(lists, list, word))
            return error_add_memory(error);
        last = word;
    }
    return STATUS_OK;
}

/* What stands in the office's own sheet 代码 under the list's heading. Spellings and what they stand for go
 * by row, so that these columns keep words that stand there twice. */
static bool add_own(struct workbook_lists *lists, struct workbook_list *list, const struct csv_table *own)
{
    bool by_row = strcmp(list->name, "别名") == 0 || strcmp(list->name, "标准写法") == 0;
    for (int c = 0; own->rows > 0 && c < own->row[0].cells; c++) {
        if (strcmp(own->row[0].cell[c], list->name) != 0)
            continue;
        for (int r = 1; r < own->rows; r++) {
            const char *word = c < own->row[r].cells ? own->row[r].cell[c] : "";
            if (*word && !(by_row ? append_word(lists, list, word) : add_word(lists, list, word)))
                return false;
        }
    }
    return true;
}

enum status workbook_lists_make(const void *owner, const struct workbook_content *content,
                                struct workbook_lists **lists, struct error *error)
{
    struct workbook_lists *made = talloc_zero(owner, struct workbook_lists);
    if (made)
        made->list = talloc_zero_array(made, struct workbook_list, LISTS);
    if (!made || !made->list)
        return error_add_memory(error);
    enum status status = STATUS_OK;
    for (int l = 0; l < LISTS && status == STATUS_OK; l++) {
        status = fill_list(made, l, content, error);
        if (status == STATUS_OK && content->lists && !add_own(made, &made->list[l], content->lists))
            status = error_add_memory(error);
        made->count++;
    }
    *lists = made;
    return status;
}

void workbook_list_range(const struct workbook_lists *lists, const char *name, char *range, size_t size)
{
    char letter[8];
    if (strcmp(name, "窗口") == 0) {
        snprintf(range, size, "=窗口!$A$2:$A$%d", WINDOWS_LAST);
        return;
    }
    int l = 0;
    while (l < lists->count - 1 && strcmp(lists->list[l].name, name) != 0)
        l++;
    lxw_col_to_name(letter, (lxw_col_t)l, LXW_FALSE);
    snprintf(range, size, "=代码!$%s$2:$%s$%d", letter, letter, lists->list[l].count + 1 + ROOM_BELOW);
}
