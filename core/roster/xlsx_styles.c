#include "roster/xlsx_sheet.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"

enum { STYLES_MOST = 100000 };

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

struct styles {
    struct workbook *workbook;
    int codes;
    struct {
        int id;
        struct number_format format;
    } * code; /* [codes] */
    int fonts;
    bool *struck; /* [fonts] */
    bool of_cells, of_fonts;
};

static enum status add_code(struct styles *styles, const struct attributes *attributes)
{
    int64_t id = part_attribute_number(attributes, "numFmtId");
    char *code = part_attribute_copy(styles->workbook->owner, attributes, "formatCode");
    void *grown = talloc_realloc_size(styles->workbook->owner, styles->code,
                                      ((unsigned)styles->codes + 1) * sizeof *styles->code);
    if (!code || !grown)
        return error_add_memory(styles->workbook->build.error);
    styles->code = grown;
    if (id >= 0 && id < INT32_MAX && styles->codes < STYLES_MOST) {
        styles->code[styles->codes].id = (int)id;
        styles->code[styles->codes++].format = number_format((int)id, code);
    }
    return STATUS_OK;
}

static enum status add_font(struct styles *styles)
{
    unsigned count = (unsigned)styles->fonts;
    if (count == STYLES_MOST)
        return STATUS_OK;
    if ((count & (count - 1)) == 0) {
        bool *grown = talloc_realloc(styles->workbook->owner, styles->struck, bool, count ? 2 * count : 1);
        if (!grown)
            return error_add_memory(styles->workbook->build.error);
        styles->struck = grown;
    }
    styles->struck[styles->fonts++] = false;
    return STATUS_OK;
}

static void strike_font(const struct styles *styles, const struct attributes *attributes)
{
    size_t size;
    if (styles->fonts > 0)
        styles->struck[styles->fonts - 1] =
            !part_attribute(attributes, "val", &size) || part_attribute_true(attributes, "val");
}

static struct number_format format_of(const struct styles *styles, int id)
{
    for (int i = 0; i < styles->codes; i++)
        if (styles->code[i].id == id)
            return styles->code[i].format;
    return number_format(id, NULL);
}

static enum status refuse_count(struct workbook *workbook)
{
    const struct place place = build_place(&workbook->build, 0, -1);
    return error_add(workbook->build.error, STATUS_INPUT, &place,
                     _("The workbook has more than %d cell styles: it is damaged."), STYLES_MOST);
}

static enum status add_style(struct styles *styles, const struct attributes *attributes)
{
    struct workbook *workbook = styles->workbook;
    int64_t id = part_attribute_number(attributes, "numFmtId"),
            font = part_attribute_number(attributes, "fontId");
    if (workbook->styles == STYLES_MOST)
        return refuse_count(workbook);
    if (workbook->styles == workbook->style_room) {
        size_t room = workbook->style_room ? 2 * workbook->style_room : 64;
        struct cell_style *grown = talloc_realloc(workbook->owner, workbook->style, struct cell_style, room);
        if (!grown)
            return error_add_memory(workbook->build.error);
        workbook->style = grown;
        workbook->style_room = room;
    }
    workbook->style[workbook->styles++] =
        (struct cell_style){format_of(styles, id < 0 || id > INT32_MAX ? 0 : (int)id),
                            font >= 0 && font < styles->fonts && styles->struck[font]};
    return STATUS_OK;
}

static enum status styles_start(void *context, const char *name, const struct attributes *attributes)
{
    struct styles *styles = context;
    if (is(name, "cellXfs"))
        styles->of_cells = true;
    else if (is(name, "fonts"))
        styles->of_fonts = true;
    else if (is(name, "font") && styles->of_fonts)
        return add_font(styles);
    else if (is(name, "strike") && styles->of_fonts)
        strike_font(styles, attributes);
    else if (is(name, "numFmt") && styles->codes < STYLES_MOST)
        return add_code(styles, attributes);
    else if (is(name, "xf") && styles->of_cells)
        return add_style(styles, attributes);
    return STATUS_OK;
}

static enum status styles_end(void *context, const char *name)
{
    struct styles *styles = context;
    if (is(name, "cellXfs"))
        styles->of_cells = false;
    else if (is(name, "fonts"))
        styles->of_fonts = false;
    return STATUS_OK;
}

enum status workbook_read_styles(struct workbook *workbook, const char *part)
{
    static const struct part_handler handler = {styles_start, styles_end, NULL};
    struct styles styles = {.workbook = workbook};
    return package_read(&workbook->package, part, &handler, &styles);
}
