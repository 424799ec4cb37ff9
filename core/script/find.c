/* Finding a script: a file's path, or the NAME of one that travels with the program. */
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "script/report_script.h"
#include "script/script.h"
#include "script/unseen.h"

enum {
    TEXT_MOST = 256 * 1024, /* bytes of a script: Lua's parser is quadratic in places (measured) */
    NAMES_MOST = 64,
};

/* What is looked for: the scripts that travel with the program, and how to say that there is none of that
 * name. */
struct kind {
    const struct embedded_file *list;
    const char *did_you_mean, *there_are; /* formats, not yet translated */
};

static enum status complain_unknown(const struct kind *kind, const char *wanted, const struct place *place,
                                    struct error *error)
{
    const char *names[NAMES_MOST];
    int count = 0;
    char *listed = talloc_strdup(error, "");
    for (const struct embedded_file *file = kind->list; listed && file->name && count < NAMES_MOST; file++) {
        size_t length = strlen(file->name);
        bool has_ending = length > 4 && strcmp(file->name + length - 4, ".lua") == 0;
        names[count] = talloc_strndup(error, file->name, has_ending ? length - 4 : length);
        if (!names[count])
            return error_add_memory(error);
        listed = talloc_asprintf_append(listed, "%s%s", count > 0 ? _(", ") : "", names[count]);
        count++;
    }
    if (!listed)
        return error_add_memory(error);
    const char *nearest = text_nearest(wanted, names, count);
    if (nearest)
        return error_add(error, STATUS_INPUT, place, _(kind->did_you_mean), nearest, listed);
    return error_add(error, STATUS_INPUT, place, _(kind->there_are), listed);
}

static const struct embedded_file *find_embedded(const struct embedded_file *list, const char *name)
{
    const struct embedded_file *file = embed_find(list, name);
    char *with_ending = file ? NULL : talloc_asprintf(NULL, "%s.lua", name);
    if (with_ending)
        file = embed_find(list, with_ending);
    talloc_free(with_ending);
    return file;
}

static bool is_file(const char *path)
{
    struct stat found;
    return strcmp(path, "-") == 0 || (stat(path, &found) == 0 && !S_ISDIR(found.st_mode));
}

static enum status read_text(const void *owner, const char *path, struct script_text *text,
                             struct error *error)
{
    const char *slash = strrchr(path, '/');
    char *bytes;
    *text = (struct script_text){0};
    enum status status = file_read(owner, path, TEXT_MOST, &bytes, &text->size, error);
    if (status != STATUS_OK)
        return status;
    text->bytes = bytes;
    text->file = talloc_strdup(owner, slash ? slash + 1 : path);
    text->path = talloc_strdup(owner, path);
    return text->file && text->path ? script_clean_text(owner, text, error) : error_add_memory(error);
}

static enum status take_embedded(const void *owner, const struct embedded_file *file,
                                 struct script_text *text, struct error *error)
{
    *text = (struct script_text){
        .file = talloc_strdup(owner, file->name), .bytes = file->bytes, .size = file->size};
    return text->file ? STATUS_OK : error_add_memory(error);
}

static enum status find(const void *owner, const struct kind *kind, const char *wanted,
                        struct script_text *text, struct error *error)
{
    if (is_file(wanted))
        return read_text(owner, wanted, text, error);
    const struct embedded_file *file = find_embedded(kind->list, wanted);
    const struct place place = {.file = wanted};
    return file ? take_embedded(owner, file, text, error) : complain_unknown(kind, wanted, &place, error);
}

static const struct kind schemes = {
    embedded_schemes,
    N_("There is no such file and no scheme of that name. Did you mean “%s”? There are: %s."),
    N_("There is no such file and no scheme of that name. Please name a file, or one of: %s."),
};

enum status script_find_scheme(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error)
{
    return find(owner, &schemes, wanted, text, error);
}

enum status script_find_base(const void *owner, const struct script_text *from, const char *wanted,
                             struct script_text *text, const struct place *place, struct error *error)
{
    /* A scheme that somebody sent opens nothing but what lies beside it. */
    if (strchr(wanted, '/') || *wanted == '.')
        return error_add(
            error, STATUS_INPUT, place,
            _("“extends” takes the plain name of a scheme that lies in the same folder or travels "
              "with the program, not a path (“%s”). Please put the other file beside this one."),
            wanted);
    /* Scripts that came with the program know only one another. */
    const char *slash = from->path ? strrchr(from->path, '/') : NULL;
    int folder = slash ? (int)(slash - from->path) + 1 : 0;
    char *path = from->path ? talloc_asprintf(owner, "%.*s%s", folder, from->path, wanted) : NULL;
    char *with_ending = path ? talloc_asprintf(owner, "%s.lua", path) : NULL;
    const struct embedded_file *file = find_embedded(embedded_schemes, wanted);
    if (path && is_file(path) && strcmp(path, "-") != 0)
        return read_text(owner, path, text, error);
    if (file)
        return take_embedded(owner, file, text, error);
    if (with_ending && is_file(with_ending))
        return read_text(owner, with_ending, text, error);
    return complain_unknown(&schemes, wanted, place, error);
}

enum status script_find_report(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error)
{
    static const struct kind kind = {
        embedded_reports,
        N_("There is no such file and no report of that name. Did you mean “%s”? There are: %s."),
        N_("There is no such file and no report of that name. Please name a file, or one of: %s."),
    };
    return find(owner, &kind, wanted, text, error);
}
