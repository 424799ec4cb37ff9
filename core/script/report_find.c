#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "script/report_script.h"

enum { TEXT_MOST = 256 * 1024 }; /* bytes: Lua's parser is quadratic in places */

static enum status complain_unknown(const char *wanted, struct error *error)
{
    enum { NAMES_MOST = 64 };
    const char *names[NAMES_MOST];
    int count = 0;
    char *listed = talloc_strdup(error, "");
    for (const struct embedded_file *file = embedded_reports; listed && file->name && count < NAMES_MOST;
         file++) {
        const char *ending = strstr(file->name, ".lua");
        names[count] =
            talloc_strndup(error, file->name, ending ? (size_t)(ending - file->name) : strlen(file->name));
        if (!names[count])
            return error_add_memory(error);
        listed = talloc_asprintf_append(listed, "%s%s", count ? _(", ") : "", names[count]);
        count++;
    }
    if (!listed)
        return error_add_memory(error);
    const struct place place = {.file = wanted};
    const char *nearest = text_nearest(wanted, names, count);
    if (nearest)
        return error_add(
            error, STATUS_INPUT, &place,
            _("There is no such file and no report of that name. Did you mean “%s”? There are: %s."), nearest,
            listed);
    return error_add(
        error, STATUS_INPUT, &place,
        _("There is no such file and no report of that name. Please name a file, or one of: %s."), listed);
}

static const struct embedded_file *find_embedded(const char *name)
{
    const struct embedded_file *file = embed_find(embedded_reports, name);
    char *with_ending = file ? NULL : talloc_asprintf(NULL, "%s.lua", name);
    if (with_ending)
        file = embed_find(embedded_reports, with_ending);
    talloc_free(with_ending);
    return file;
}

static bool is_file(const char *path)
{
    struct stat found;
    return strcmp(path, "-") == 0 || (stat(path, &found) == 0 && !S_ISDIR(found.st_mode));
}

enum status script_find_report(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error)
{
    if (is_file(wanted)) {
        const char *slash = strrchr(wanted, '/');
        char *bytes;
        enum status status = file_read(owner, wanted, TEXT_MOST, &bytes, &text->size, error);
        if (status != STATUS_OK)
            return status;
        text->bytes = bytes;
        text->file = talloc_strdup(owner, slash ? slash + 1 : wanted);
    } else {
        const struct embedded_file *file = find_embedded(wanted);
        if (!file)
            return complain_unknown(wanted, error);
        text->bytes = file->bytes;
        text->size = file->size;
        text->file = talloc_strdup(owner, file->name);
    }
    return text->file ? STATUS_OK : error_add_memory(error);
}
