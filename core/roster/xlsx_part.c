#include "roster/xlsx_part.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>
#include <talloc.h>
#include <zip.h>

#include "base/language.h"
#include "roster/book.h"

enum {
    CHUNK = 1 << 16,
    END_RECORD = 22,          /* bytes of the end of a zip's directory without its comment */
    COMMENT_MOST = 65535,     /* that may follow */
    ENTRIES_MOST = 10000,     /* of the directory; a workbook with 1,000 sheets has some 2,000 */
    DIRECTORY_MOST = 4 << 20, /* bytes */
};

/* ---- attributes: five pointers each: name, prefix, namespace, value, its end ---- */

const char *part_attribute(const struct attributes *attributes, const char *name, size_t *size)
{
    for (int i = 0; i < attributes->count; i++) {
        const unsigned char **item = attributes->item + 5 * (size_t)i;
        if (strcmp((const char *)item[0], name) == 0) {
            *size = (size_t)(item[4] - item[3]);
            return (const char *)item[3];
        }
    }
    *size = 0;
    return NULL;
}

char *part_attribute_copy(const void *owner, const struct attributes *attributes, const char *name)
{
    size_t size;
    const char *value = part_attribute(attributes, name, &size);
    return talloc_strndup(owner, value ? value : "", size);
}

int64_t part_attribute_number(const struct attributes *attributes, const char *name)
{
    size_t size;
    const char *value = part_attribute(attributes, name, &size);
    int64_t number = 0;
    if (!value || size == 0 || size > 15)
        return -1;
    for (size_t i = 0; i < size; i++) {
        if (value[i] < '0' || value[i] > '9')
            return -1;
        number = 10 * number + (value[i] - '0');
    }
    return number;
}

bool part_attribute_true(const struct attributes *attributes, const char *name)
{
    size_t size;
    const char *value = part_attribute(attributes, name, &size);
    return value && ((size == 1 && *value == '1') || (size == 4 && memcmp(value, "true", 4) == 0) ||
                     (size == 2 && memcmp(value, "on", 2) == 0));
}

/* ---- the zip ---- */

static enum status refuse_zip(const struct package *package)
{
    const struct place place = {.file = package->file};
    return error_add(
        package->error, STATUS_INPUT, &place,
        _("The workbook is damaged or was not copied whole. Please ask for it once more, or open "
          "it and save it anew as .xlsx."));
}

static unsigned little(const unsigned char *at, int bytes)
{
    unsigned number = 0;
    while (bytes-- > 0)
        number = number << 8 | at[bytes];
    return number;
}

/* libzip takes memory for as many entries as the directory claims, so what the end record claims is looked at
 * first: every one of them, since libzip may take any. */
static bool is_directory_sane(const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t lowest = size > END_RECORD + COMMENT_MOST ? size - END_RECORD - COMMENT_MOST : 0;
    bool found = false;
    for (size_t i = size >= END_RECORD ? size - END_RECORD + 1 : 0; i-- > lowest;) {
        if (memcmp(bytes + i, "PK\005\006", 4) != 0)
            continue;
        found = true;
        if (little(at + i + 10, 2) > ENTRIES_MOST || little(at + i + 12, 4) > DIRECTORY_MOST)
            return false;
    }
    return found;
}

enum status package_open(struct package *package, const char *file, const char *bytes, size_t size,
                         struct error *error)
{
    *package = (struct package){.file = file, .error = error};
    if (!is_directory_sane(bytes, size))
        return refuse_zip(package);
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &why);
    package->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (source && !package->zip)
        zip_source_free(source);
    zip_error_fini(&why);
    return package->zip ? STATUS_OK : refuse_zip(package);
}

void package_close(struct package *package)
{
    if (package->zip)
        zip_discard(package->zip);
    package->zip = NULL;
}

bool package_has(const struct package *package, const char *part)
{
    return zip_name_locate(package->zip, part, ZIP_FL_NOCASE) >= 0;
}

/* ---- XML ---- */

struct parse {
    struct package *package;
    const char *part;
    const struct part_handler *handler;
    void *context;
    xmlParserCtxtPtr parser;
    enum status status;
    bool has_doctype;
};

static void settle(struct parse *parse, enum status status)
{
    if (status == STATUS_OK || parse->status != STATUS_OK)
        return;
    parse->status = status;
    xmlStopParser(parse->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **namespace, int count, int defaulted,
                     const xmlChar **item)
{
    struct parse *parse = context;
    (void)prefix, (void)uri, (void)namespaces, (void)namespace, (void)defaulted;
    const struct attributes attributes = {count, item};
    if (parse->handler->start && parse->status == STATUS_OK)
        settle(parse, parse->handler->start(parse->context, (const char *)name, &attributes));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct parse *parse = context;
    (void)prefix, (void)uri;
    if (parse->handler->end && parse->status == STATUS_OK)
        settle(parse, parse->handler->end(parse->context, (const char *)name));
}

static void on_text(void *context, const xmlChar *text, int size)
{
    struct parse *parse = context;
    if (parse->handler->text && parse->status == STATUS_OK)
        settle(parse, parse->handler->text(parse->context, (const char *)text, (size_t)size));
}

/* No workbook declares a document type; whoever does wants entities expanded or files fetched. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct parse *parse = context;
    (void)name, (void)external, (void)system;
    parse->has_doctype = true;
    xmlStopParser(parse->parser);
}

/* The sentence stands in our own fault. */
static void on_error(void *context, xmlErrorPtr error)
{
    (void)context, (void)error;
}

static enum status refuse_part(const struct parse *parse)
{
    const struct place place = {.file = parse->package->file};
    struct error *error = parse->package->error;
    if (parse->has_doctype)
        return error_add(error, STATUS_INPUT, &place,
                         _("The part %s of this workbook declares a document type, which no spreadsheet "
                           "program writes: the file may be meant to do harm. It was not read."),
                         parse->part);
    return error_add(error, STATUS_INPUT, &place,
                     _("The part %s of this workbook is damaged. Please ask for the file once more, or open "
                       "it and save it anew as .xlsx."),
                     parse->part);
}

static enum status refuse_size(const struct parse *parse)
{
    const struct place place = {.file = parse->package->file};
    return error_add(parse->package->error, STATUS_INPUT, &place,
                     _("The workbook unpacks to more than %d MiB (part %s), which no roster needs. Please "
                       "check that it is the right one."),
                     BOOK_UNPACKED_BYTES >> 20, parse->part);
}

static enum status feed(struct parse *parse, zip_file_t *from, char *chunk)
{
    for (;;) {
        zip_int64_t got = zip_fread(from, chunk, CHUNK);
        if (got < 0)
            return refuse_part(parse);
        parse->package->unpacked += got;
        if (parse->package->unpacked > BOOK_UNPACKED_BYTES)
            return refuse_size(parse);
        int failed = xmlParseChunk(parse->parser, chunk, (int)got, got == 0);
        if (parse->status != STATUS_OK)
            return parse->status;
        if (parse->has_doctype || failed)
            return refuse_part(parse);
        if (got == 0)
            return STATUS_OK;
    }
}

static enum status parse_part(struct parse *parse, zip_file_t *from)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .internalSubset = on_doctype,
                         .externalSubset = on_doctype,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .ignorableWhitespace = on_text,
                         .serror = on_error};
    char *chunk = talloc_array(NULL, char, CHUNK);
    parse->parser = chunk ? xmlCreatePushParserCtxt(&sax, parse, NULL, 0, NULL) : NULL;
    enum status status = STATUS_MACHINE;
    if (parse->parser) {
        xmlCtxtUseOptions(parse->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        parse->parser->sax->serror = on_error;
        status = feed(parse, from, chunk);
        if (parse->parser->myDoc)
            xmlFreeDoc(parse->parser->myDoc);
        xmlFreeParserCtxt(parse->parser);
    } else {
        error_add_memory(parse->package->error);
    }
    talloc_free(chunk);
    return status;
}

enum status package_read(struct package *package, const char *part, const struct part_handler *handler,
                         void *context)
{
    struct parse parse = {.package = package, .part = part, .handler = handler, .context = context};
    zip_stat_t stat;
    zip_file_t *from = NULL;
    zip_int64_t index = zip_name_locate(package->zip, part, ZIP_FL_NOCASE);
    if (index >= 0 && zip_stat_index(package->zip, (zip_uint64_t)index, 0, &stat) == 0) {
        /* What the directory claims is only a first hint: what comes is counted. */
        if ((stat.valid & ZIP_STAT_SIZE) && stat.size > BOOK_UNPACKED_BYTES)
            return refuse_size(&parse);
        from = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    }
    if (!from)
        return refuse_part(&parse);
    enum status status = parse_part(&parse, from);
    zip_fclose(from);
    return status;
}

/* ---- names of parts ---- */

/* Takes the last segment off, with the slash before it. */
static void drop_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    else
        *path = '\0';
}

char *package_resolve(const void *owner, const char *source, const char *target)
{
    char *path = talloc_strdup(owner, *target == '/' ? "" : source);
    if (path && *path)
        drop_last(path);
    while (path && *target) {
        size_t size = strcspn(target, "/\\");
        if (size == 2 && memcmp(target, "..", 2) == 0)
            drop_last(path);
        else if (size > 0 && !(size == 1 && *target == '.'))
            path = talloc_asprintf_append(path, "%s%.*s", *path ? "/" : "", (int)size, target);
        target += size + (target[size] != '\0');
    }
    return path;
}
