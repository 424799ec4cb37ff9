/* HTML that stands by itself: no scripts, nothing loaded from elsewhere. On paper it follows GB/T 9704: A4,
 * the type area, 22 lines of 28 characters, page numbers at the foot (on a landscape page at the left edge,
 * where the foot of the upright page is). */
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "base/text.h"
#include "report/render.h"

static const char mark[] = "<meta name=\"generator\" content=\"Tongxin\">";

/* Rows that merged cells tie together stay on one page up to this many; longer ones may break. */
enum { TOGETHER_MOST = 12 };

static const char style_of_all[] =
    "html{font-family:\"仿宋_GB2312\",\"FangSong_GB2312\",\"仿宋\",\"FangSong\",\"STFangsong\",\"Noto Serif "
    "CJK SC\",serif;"
    "font-size:16pt;line-height:28.95pt;letter-spacing:-.21pt;color:#000;background:#fff}\n"
    "body{margin:0}\n"
    "h1{font:22pt/35pt "
    "\"方正小标宋_GBK\",\"方正小标宋简体\",\"FZXiaoBiaoSong-B05S\",\"华文中宋\",\"STZhongsong\","
    "\"Noto Serif CJK SC\",serif;text-align:center;letter-spacing:0;margin:0 0 "
    "28.95pt;text-wrap:balance;break-after:avoid}\n"
    ".label{font-family:\"黑体\",\"SimHei\",\"STHeiti\",\"Noto Sans CJK "
    "SC\",sans-serif;text-indent:0;margin:0 0 28.95pt}\n"
    "h2,h3,h4{font-size:16pt;line-height:28.95pt;font-weight:normal;margin:0;text-indent:2em;break-after:"
    "avoid}\n"
    "h2{font-family:\"黑体\",\"SimHei\",\"STHeiti\",\"Noto Sans CJK SC\",sans-serif}\n"
    "h3{font-family:\"楷体_GB2312\",\"楷体\",\"KaiTi\",\"STKaiti\",\"Noto Serif CJK SC\",serif}\n"
    "h4{font-weight:bold}\n"
    "p{margin:0;text-indent:2em;text-align:justify}\n"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;margin:7pt 0 14pt;font-size:10.5pt;"
    "line-height:16pt;letter-spacing:0}\n"
    "th,td{border:.75pt solid #000;padding:3pt 4pt;vertical-align:middle;font-weight:normal;text-align:left;"
    "overflow-wrap:anywhere}\n"
    "td{word-break:keep-all}\n" /* a window's or person's name goes whole to the next line */
    "th{font-family:\"黑体\",\"SimHei\",\"STHeiti\",\"Noto Sans CJK "
    "SC\",sans-serif;text-align:center;text-wrap:balance}\n"
    "td p,th p{text-indent:0;text-align:inherit}\n"
    "thead{display:table-header-group}\n"
    "tr,.together{break-inside:avoid}\n"
    "tbody:last-child>tr:last-child,tbody:last-child:has(>tr:only-child){break-before:avoid}\n" /* a sum is
                                                                                                   not left
                                                                                                   alone */
    ".l,p.l{text-align:left}.c,p.c{text-align:center}.r,p.r{text-align:right}p.c,p.r,p.l{text-indent:0}\n"
    ".b{font-weight:bold}\n"
    ".name{white-space:nowrap}.two{letter-spacing:1em;margin-right:-1em}\n"
    ".k{display:inline-block}\n" /* a link of a list joined by 、 goes whole to the next line where it fits */
    ".break{break-after:page}\n";

static const char style_of_portrait[] =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}\n"
    "@page:right{@bottom-right{content:\"— \" counter(page) \" —\";font:14pt \"宋体\",\"SimSun\",\"STSong\","
    "\"Noto Serif CJK SC\",serif;vertical-align:top;padding:7mm 1em 0 0}}\n"
    "@page:left{@bottom-left{content:\"— \" counter(page) \" —\";font:14pt \"宋体\",\"SimSun\",\"STSong\","
    "\"Noto Serif CJK SC\",serif;vertical-align:top;padding:7mm 0 0 1em}}\n"
    "@media screen{html{background:#eee}body{box-sizing:border-box;width:210mm;min-height:297mm;margin:8mm "
    "auto;"
    "padding:37mm 26mm 35mm 28mm;background:#fff}.break{border-bottom:1px dashed #999;margin:1em 0}}\n";

static const char style_of_landscape[] =
    "@page{size:A4 landscape;margin:28mm 37mm 26mm 35mm}\n"
    "@page:right{@left-bottom{content:\"— \" counter(page) \" —\";font:14pt \"宋体\",\"SimSun\",\"STSong\","
    "\"Noto Serif CJK SC\",serif;writing-mode:vertical-rl;text-align:right;vertical-align:middle;padding:0 0 "
    "1em}}\n"
    "@page:left{@left-top{content:\"— \" counter(page) \" —\";font:14pt \"宋体\",\"SimSun\",\"STSong\","
    "\"Noto Serif CJK SC\",serif;writing-mode:vertical-rl;text-align:left;vertical-align:middle;padding:1em "
    "0 0}}\n"
    "@media screen{html{background:#eee}body{box-sizing:border-box;width:297mm;min-height:210mm;margin:8mm "
    "auto;"
    "padding:28mm 37mm 26mm 35mm;background:#fff}.break{border-bottom:1px dashed #999;margin:1em 0}}\n";

static void write_byte(struct growing_text *output, char byte)
{
    switch (byte) {
    case '&':
        growing_add(output, "&amp;");
        break;
    case '<':
        growing_add(output, "&lt;");
        break;
    case '>':
        growing_add(output, "&gt;");
        break;
    case '"':
        growing_add(output, "&quot;");
        break;
    default:
        growing_add_bytes(output, &byte, 1);
    }
}

static void write_text(struct growing_text *output, const char *text)
{
    for (; *text; text++)
        write_byte(output, *text);
}

static bool has_two_characters(const char *name)
{
    size_t length, size = strlen(name);
    if (text_count(name) != 2)
        return false;
    return text_decode(name, size, &length) >= 0x3400 &&
           text_decode(name + length, size - length, &length) >= 0x3400;
}

static const char list_comma[] = "、";

/* The text, cut behind each 、 into links of a list. */
static void write_links(struct growing_text *output, const char *text)
{
    const char *comma;
    for (; (comma = strstr(text, list_comma)) != NULL; text = comma + sizeof list_comma - 1) {
        for (; text < comma; text++)
            write_byte(output, *text);
        growing_print(output, "%s</span><span class=\"k\">", list_comma);
    }
    write_text(output, text);
}

static void write_run(struct growing_text *output, const struct run *run, bool links)
{
    if (run->kind == RUN_NAME) {
        growing_add(output,
                    has_two_characters(run->text) ? "<span class=\"name two\">" : "<span class=\"name\">");
        write_text(output, run->text);
        growing_add(output, "</span>");
    } else if (links) {
        write_links(output, run->text);
    } else {
        write_text(output, run->text);
    }
}

/* `cell`: the paragraph stands in a table, whose narrow columns break lists between their links. */
static void write_runs(struct growing_text *output, const struct paragraph *paragraph, bool cell)
{
    bool links = false;
    for (int r = 0; cell && r < paragraph->runs; r++)
        links |= paragraph->run[r].kind == RUN_TEXT && strstr(paragraph->run[r].text, list_comma);
    growing_add(output, links ? "<span class=\"k\">" : "");
    for (int r = 0; r < paragraph->runs; r++)
        write_run(output, &paragraph->run[r], links);
    growing_add(output, links ? "</span>" : "");
}

/* The attribute class="..." for alignment, weight and one more class, or nothing. */
static void write_classes(struct growing_text *output, enum align align, bool bold, const char *more)
{
    static const char *const letters[] = {"", "l", "c", "r"};
    const char *parts[] = {letters[align], bold ? "b" : "", more};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!*parts[i])
            continue;
        growing_add(output, any ? " " : " class=\"");
        growing_add(output, parts[i]);
        any = true;
    }
    growing_add(output, any ? "\"" : "");
}

static void write_paragraph(struct growing_text *output, const char *tag, const struct paragraph *paragraph,
                            bool cell)
{
    growing_print(output, "<%s", tag);
    write_classes(output, paragraph->align, paragraph->bold, "");
    growing_add(output, ">");
    write_runs(output, paragraph, cell);
    growing_print(output, "</%s>", tag);
}

static void write_cell(struct growing_text *output, const struct table_cell *cell, bool heading,
                       enum align inherited)
{
    const char *tag = heading ? "th" : "td";
    enum align align = cell->align != ALIGN_INHERIT ? cell->align : heading ? ALIGN_INHERIT : inherited;
    growing_print(output, "<%s", tag);
    if (cell->columns > 1)
        growing_print(output, " colspan=\"%d\"", cell->columns);
    if (cell->rows > 1)
        growing_print(output, " rowspan=\"%d\"", cell->rows);
    write_classes(output, align, cell->bold, "");
    growing_add(output, ">");
    bool plain =
        cell->paragraphs == 1 && cell->paragraph[0].align == ALIGN_INHERIT && !cell->paragraph[0].bold;
    for (int p = 0; p < cell->paragraphs; p++) {
        if (plain)
            write_runs(output, &cell->paragraph[p], true);
        else
            write_paragraph(output, "p", &cell->paragraph[p], true);
    }
    growing_print(output, "</%s>", tag);
}

static void write_row(struct growing_text *output, const struct table *table, const struct table_place *place,
                      int r)
{
    const struct table_row *row = &table->row[r];
    growing_add(output, "<tr>");
    for (int c = 0, at = 0; c < row->cells; c++) {
        while (place[r * table->columns + at].row != r || place[r * table->columns + at].cell != c)
            at++;
        write_cell(output, &row->cell[c], r < table->header_rows, table->column[at].align);
    }
    growing_add(output, "</tr>\n");
}

/* The row behind those that merged cells tie to row r. */
static int end_of_group(const struct table *table, int r)
{
    int end = r + 1;
    for (; r < end; r++)
        for (int c = 0; c < table->row[r].cells; c++)
            if (r + table->row[r].cell[c].rows > end)
                end = r + table->row[r].cell[c].rows;
    return end;
}

static void write_widths(struct growing_text *output, const struct table *table)
{
    int sum = 0, before = 0;
    for (int c = 0; c < table->columns; c++)
        sum += table->column[c].width;
    growing_add(output, "<colgroup>");
    for (int c = 0; c < table->columns; c++) {
        /* differences of running shares: they add up to exactly 100 % */
        int share = (int)((10000LL * (before + table->column[c].width)) / sum - (10000LL * before) / sum);
        before += table->column[c].width;
        growing_print(output, "<col style=\"width:%d.%02d%%\">", share / 100, share % 100);
    }
    growing_add(output, "</colgroup>\n");
}

/* Rows of a body that merged cells tie together make a body of their own, so that a page may end between
 * them. */
static void write_bodies(struct growing_text *output, const struct table *table,
                         const struct table_place *place)
{
    bool open = false;
    for (int r = table->header_rows; r < table->rows;) {
        int end = end_of_group(table, r);
        bool together = end - r > 1 && end - r <= TOGETHER_MOST;
        if (open && together) {
            growing_add(output, "</tbody>\n");
            open = false;
        }
        if (!open)
            growing_add(output, together ? "<tbody class=\"together\">\n" : "<tbody>\n");
        open = true;
        for (; r < end; r++)
            write_row(output, table, place, r);
        if (together) {
            growing_add(output, "</tbody>\n");
            open = false;
        }
    }
    growing_add(output, open ? "</tbody>\n" : "");
}

static enum status write_table(struct growing_text *output, const struct table *table, struct error *error)
{
    struct table_place *place;
    enum status status = table_places(NULL, table, &place, error);
    if (status != STATUS_OK)
        return status;
    growing_add(output, "<table>\n");
    write_widths(output, table);
    if (table->header_rows > 0) {
        growing_add(output, "<thead>\n");
        for (int r = 0; r < table->header_rows; r++)
            write_row(output, table, place, r);
        growing_add(output, "</thead>\n");
    }
    write_bodies(output, table, place);
    growing_add(output, "</table>\n");
    talloc_free(place);
    return STATUS_OK;
}

static enum status write_block(struct growing_text *output, const struct block *block, struct error *error)
{
    static const char *const headings[] = {"h2", "h2", "h3", "h4"};
    switch (block->kind) {
    case BLOCK_HEADING:
        write_paragraph(output, headings[block->level >= 1 && block->level <= 3 ? block->level : 1],
                        block->paragraph, false);
        break;
    case BLOCK_PARAGRAPH:
        write_paragraph(output, "p", block->paragraph, false);
        break;
    case BLOCK_TABLE:
        return write_table(output, block->table, error);
    case BLOCK_PAGE_BREAK:
    case BLOCK_KINDS:
        growing_add(output, "<div class=\"break\"></div>");
        break;
    }
    growing_add(output, "\n");
    return STATUS_OK;
}

static void write_head(struct growing_text *output, const struct document *document)
{
    growing_add(output, "<!DOCTYPE html>\n<html lang=\"");
    write_text(output, document->language);
    growing_add(output, "\">\n<head>\n<meta charset=\"utf-8\">\n");
    growing_add(output, mark);
    growing_add(output, "\n"
                        "<meta http-equiv=\"Content-Security-Policy\" "
                        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    write_text(output, document->title);
    growing_add(output, "</title>\n<style>\n");
    growing_add(output, style_of_all);
    growing_add(output,
                document->orientation == ORIENTATION_LANDSCAPE ? style_of_landscape : style_of_portrait);
    growing_add(output, "</style>\n</head>\n<body>\n");
    if (*document->label) {
        growing_add(output, "<p class=\"label\">");
        write_text(output, document->label);
        growing_add(output, "</p>\n");
    }
    growing_add(output, "<h1>");
    write_text(output, document->title);
    growing_add(output, "</h1>\n");
}

enum status render_html(const void *owner, const struct document *document, char **bytes, size_t *size,
                        struct error *error)
{
    struct growing_text output = {.owner = owner};
    enum status status = STATUS_OK;
    write_head(&output, document);
    for (int b = 0; b < document->blocks && status == STATUS_OK; b++)
        status = write_block(&output, &document->block[b], error);
    growing_add(&output, "</body>\n</html>\n");
    return status == STATUS_OK ? growing_close(&output, bytes, size, error) : status;
}

bool render_is_ours(const char *begin)
{
    return strstr(begin, mark) != NULL;
}
