/* Reader of .xlsx (and .xlsm, .et of today): a zip of XML parts. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/book.h"
#include "roster/xlsx_sheet.h"

/* A relationship of a part. */
struct relation {
    const char *id, *type; /* type: its last word, "worksheet" */
    const char *part;
};

struct relations {
    const void *owner;
    const char *source;
    struct error *error;
    int count;
    struct relation *item; /* [count] */
};

enum { RELATIONS_MOST = 10000 };

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static enum status relation_start(void *context, const char *name, const struct attributes *attributes)
{
    struct relations *relations = context;
    size_t size;
    const char *mode = part_attribute(attributes, "TargetMode", &size);
    if (!is(name, "Relationship") || (mode && size == 8 && memcmp(mode, "External", 8) == 0) ||
        relations->count == RELATIONS_MOST)
        return STATUS_OK;
    struct relation *grown =
        talloc_realloc(relations->owner, relations->item, struct relation, (unsigned)relations->count + 1);
    char *id = part_attribute_copy(relations->owner, attributes, "Id");
    char *type = part_attribute_copy(relations->owner, attributes, "Type");
    char *target = part_attribute_copy(relations->owner, attributes, "Target");
    char *part = target ? package_resolve(relations->owner, relations->source, target) : NULL;
    if (grown)
        relations->item = grown;
    if (!grown || !id || !type || !part)
        return error_add_memory(relations->error);
    const char *slash = strrchr(type, '/');
    relations->item[relations->count++] = (struct relation){id, slash ? slash + 1 : type, part};
    return STATUS_OK;
}

/* Reads the relationships of the part `source` ("" for the whole package). */
static enum status read_relations(struct workbook *workbook, const char *source, struct relations *relations)
{
    static const struct part_handler handler = {relation_start, NULL, NULL};
    *relations =
        (struct relations){.owner = workbook->owner, .source = source, .error = workbook->build.error};
    const char *slash = strrchr(source, '/');
    int folder = slash ? (int)(slash - source) + 1 : 0;
    char *part = talloc_asprintf(workbook->owner, "%.*s_rels/%s.rels", folder, source, source + folder);
    if (!part)
        return error_add_memory(workbook->build.error);
    return package_read(&workbook->package, part, &handler, relations);
}

static const struct relation *find_relation(const struct relations *relations, const char *id,
                                            const char *type)
{
    for (int i = 0; i < relations->count; i++)
        if ((!id || is(relations->item[i].id, id)) && (!type || is(relations->item[i].type, type)))
            return &relations->item[i];
    return NULL;
}

/* ---- the list of sheets ---- */

struct listed {
    const char *name, *id;
    bool hidden;
};

struct list {
    struct workbook *workbook;
    int count;
    struct listed *sheet; /* [count] */
};

static enum status list_start(void *context, const char *name, const struct attributes *attributes)
{
    struct list *list = context;
    struct workbook *workbook = list->workbook;
    if (is(name, "workbookPr"))
        workbook->date1904 = part_attribute_true(attributes, "date1904");
    if (!is(name, "sheet") || list->count > BOOK_SHEETS)
        return STATUS_OK;
    struct listed *grown =
        talloc_realloc(workbook->owner, list->sheet, struct listed, (unsigned)list->count + 1);
    if (!grown)
        return error_add_memory(workbook->build.error);
    list->sheet = grown;
    char *state = part_attribute_copy(workbook->owner, attributes, "state");
    struct listed *listed = &list->sheet[list->count++];
    *listed = (struct listed){.name = part_attribute_copy(workbook->owner, attributes, "name"),
                              .hidden = state && strstr(state, "idden")};
    /* sheetId has another prefix than id has: by local names they differ. */
    listed->id = part_attribute_copy(workbook->owner, attributes, "id");
    return state && listed->name && listed->id ? STATUS_OK : error_add_memory(workbook->build.error);
}

/* A sheet whose part is not in the file is empty, and said to be lost. */
static enum status read_listed(struct workbook *workbook, const struct relations *relations,
                               const struct listed *listed)
{
    const struct relation *found = find_relation(relations, listed->id, NULL);
    if (found && !is(found->type, "worksheet"))
        return STATUS_OK; /* a chart on a sheet of its own has no cells */
    if (found && package_has(&workbook->package, found->part))
        return workbook_read_sheet(workbook, found->part, listed->name, listed->hidden);
    enum status status = build_sheet(&workbook->build, listed->name, listed->hidden);
    if (status == STATUS_OK)
        workbook->build.sheet->lost = true;
    return status == STATUS_OK ? build_end(&workbook->build) : status;
}

static enum status read_sheets(struct workbook *workbook, const char *main_part)
{
    static const struct part_handler handler = {list_start, NULL, NULL};
    struct list list = {.workbook = workbook};
    struct relations relations;
    enum status status = package_read(&workbook->package, main_part, &handler, &list);
    if (status == STATUS_OK)
        status = read_relations(workbook, main_part, &relations);
    if (status != STATUS_OK)
        return status;
    const struct relation *texts = find_relation(&relations, NULL, "sharedStrings");
    const struct relation *styles = find_relation(&relations, NULL, "styles");
    /* What is listed and not there is read as if it were not listed. */
    if (texts && package_has(&workbook->package, texts->part))
        status = workbook_read_texts(workbook, texts->part);
    if (styles && status == STATUS_OK && package_has(&workbook->package, styles->part))
        status = workbook_read_styles(workbook, styles->part);
    for (int i = 0; i < list.count && status == STATUS_OK; i++)
        status = read_listed(workbook, &relations, &list.sheet[i]);
    return status;
}

/* ---- the file ---- */

/* What a zip that is no workbook is. */
static enum status refuse_package(struct workbook *workbook)
{
    const struct place place = {.file = workbook->package.file};
    const char *sentence = _("This is a packed archive without a workbook in it. Please unpack it and name "
                             "the workbook that is inside.");
    if (package_has(&workbook->package, "word/document.xml"))
        sentence =
            _("This is a Word document, not a workbook. Please copy its table into a workbook and save "
              "it as .xlsx.");
    else if (package_has(&workbook->package, "ppt/presentation.xml"))
        sentence = _("This is a presentation, not a workbook. Please copy its table into a workbook and save "
                     "it as .xlsx.");
    else if (package_has(&workbook->package, "xl/workbook.bin"))
        sentence = _("This is a binary workbook (.xlsb). Please open it, save it as .xlsx, and name that "
                     "file.");
    else if (package_has(&workbook->package, "OFD.xml"))
        sentence =
            _("This is an OFD document, not a table. Please ask for the list as a workbook, or copy it "
              "into one and save it as .xlsx.");
    else if (package_has(&workbook->package, "content.xml"))
        sentence = _("This is a document of the OpenDocument format (.ods, .odt). Please open it, save it as "
                     ".xlsx, and name that file.");
    else if (package_has(&workbook->package, "[Content_Types].xml"))
        sentence = _("The workbook is damaged or was not copied whole. Please ask for it once more, or open "
                     "it and save it anew as .xlsx.");
    return error_add(workbook->build.error, STATUS_INPUT, &place, "%s", sentence);
}

static enum status read_package(struct workbook *workbook)
{
    struct relations relations;
    if (!package_has(&workbook->package, "_rels/.rels"))
        return refuse_package(workbook);
    enum status status = read_relations(workbook, "", &relations);
    if (status != STATUS_OK)
        return status;
    const struct relation *main_part = find_relation(&relations, NULL, "officeDocument");
    if (!main_part || package_has(&workbook->package, "word/document.xml") ||
        package_has(&workbook->package, "ppt/presentation.xml") ||
        package_has(&workbook->package, "xl/workbook.bin"))
        return refuse_package(workbook);
    status = read_sheets(workbook, main_part->part);
    if (status == STATUS_OK && workbook->build.book->sheets == 0)
        return refuse_package(workbook);
    return status;
}

static enum status xlsx_read(struct book *book, char *bytes, size_t size, const char *const *headings,
                             struct error *error)
{
    (void)headings;
    void *scratch = talloc_new(book);
    struct workbook workbook = {.build = {.book = book, .error = error}, .owner = scratch};
    if (!scratch)
        return error_add_memory(error);
    enum status status = package_open(&workbook.package, book->file, bytes, size, error);
    if (status == STATUS_OK)
        status = read_package(&workbook);
    package_close(&workbook.package);
    talloc_free(bytes);
    talloc_free(scratch);
    if (status != STATUS_OK)
        book->sheets = 0;
    return status;
}

static bool xlsx_sniff(const char *bytes, size_t size)
{
    return size >= 4 && (memcmp(bytes, "PK\003\004", 4) == 0 || memcmp(bytes, "PK\005\006", 4) == 0);
}

const struct book_reader reader_xlsx = {"xlsx", xlsx_sniff, xlsx_read};
