#include "roster/workbook_mark.h"

#include <fcntl.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>
#include <zip.h>

#include "base/language.h"

static const char part[] = "docProps/app.xml", opening[] = "<Application>", closing[] = "</Application>",
                  program[] = "Tongxin";

enum { PART_MOST = 64 * 1024, TIME = 315532800 /* 1980-01-01, the earliest that a zip knows */ };

/* The part's text, owned by `owner`; NULL where there is none of a fitting size. */
static char *read_part(const void *owner, zip_t *zip)
{
    zip_stat_t found;
    if (zip_stat(zip, part, 0, &found) != 0 || !(found.valid & ZIP_STAT_SIZE) || found.size > PART_MOST)
        return NULL;
    char *text = talloc_zero_array(owner, char, (unsigned)found.size + 1);
    zip_file_t *from = text ? zip_fopen(zip, part, 0) : NULL;
    bool whole = from && zip_fread(from, text, found.size) == (zip_int64_t)found.size;
    if (from)
        zip_fclose(from);
    return whole ? text : NULL;
}

/* The text with another program's name in it. */
static char *renamed(const void *owner, const char *text)
{
    const char *from = text ? strstr(text, opening) : NULL, *to = from ? strstr(from, closing) : NULL;
    return to ? talloc_asprintf(owner, "%.*s%s%s%s", (int)(from - text), text, opening, program, to) : NULL;
}

static bool put_part(zip_t *zip, const char *text)
{
    zip_int64_t index = zip_name_locate(zip, part, 0);
    zip_source_t *source = index < 0 ? NULL : zip_source_buffer(zip, text, strlen(text), 0);
    if (!source)
        return false;
    if (zip_file_replace(zip, (zip_uint64_t)index, source, 0) != 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_mtime(zip, (zip_uint64_t)index, TIME, 0) == 0;
}

enum status workbook_mark(const char *file, struct error *error)
{
    void *scratch = talloc_new(NULL); /* the text is read when the zip is closed */
    zip_t *zip = zip_open(file, 0, NULL);
    char *text = zip ? renamed(scratch, read_part(scratch, zip)) : NULL;
    bool done = text && put_part(zip, text) && zip_close(zip) == 0;
    if (zip && !done)
        zip_discard(zip);
    talloc_free(scratch);
    return done ? STATUS_OK
                : error_add(error, STATUS_MACHINE, NULL, _("The workbook could not be written (%s)."), part);
}

/* Whether the file ends as libxlsxwriter and libzip end it: nothing was written behind it. */
static bool ends_well(const char *file)
{
    enum { END = 22 }; /* bytes of the last record of a zip without a comment */
    char last[END];
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    bool is = size >= END && pread(fd, last, END, size - END) == END && memcmp(last, "PK\5\6", 4) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}

bool workbook_is_ours(const char *file)
{
    if (!ends_well(file))
        return false;
    void *scratch = talloc_new(NULL);
    zip_t *zip = zip_open(file, ZIP_RDONLY, NULL);
    const char *text = zip ? read_part(scratch, zip) : NULL, *name = text ? strstr(text, opening) : NULL;
    bool is = name && strncmp(name + strlen(opening), program, strlen(program)) == 0 &&
              strncmp(name + strlen(opening) + strlen(program), closing, strlen(closing)) == 0;
    if (zip)
        zip_discard(zip);
    talloc_free(scratch);
    return is;
}
