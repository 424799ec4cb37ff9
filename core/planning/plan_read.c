#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "base/language.h"
#include "planning/plan_file.h"
#include "planning/plan_parts.h"

enum {
    FILE_MOST = 256 * 1024 * 1024,
    PIECE = 64 * 1024,
};

const char *plan_text_keep(struct plan_texts *texts, const char *text, size_t size)
{
    if (size >= PIECE)
        return talloc_strndup(texts->owner, text, size);
    if (size >= texts->left) {
        texts->piece = talloc_array(texts->owner, char, PIECE);
        texts->left = texts->piece ? PIECE : 0;
        if (!texts->piece)
            return NULL;
    }
    char *copy = texts->piece;
    memcpy(copy, text, size);
    copy[size] = '\0';
    texts->piece += size + 1;
    texts->left -= size + 1;
    return copy;
}

struct named_pair *plan_add_pair(struct named_plan *plan, int *room)
{
    if (plan->pairs == *room) {
        int more = *room ? *room * 2 : 256;
        struct named_pair *grown = talloc_realloc(plan, plan->pair, struct named_pair, (unsigned)more);
        if (!grown)
            return NULL;
        plan->pair = grown;
        *room = more;
    }
    struct named_pair *pair = &plan->pair[plan->pairs++];
    *pair = (struct named_pair){"", "", "", "", "", 0};
    return pair;
}

/* The first byte that is neither blank nor part of a byte order mark; '\0' where there is none. */
static char first_byte(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!strchr(" \t\r\n\xEF\xBB\xBF\xFE\xFF", bytes[i]))
            return bytes[i];
    return '\0';
}

enum status plan_parse(const void *owner, const char *file, const char *bytes, size_t size,
                       struct named_plan **plan, struct error *error)
{
    struct named_plan *made = talloc_zero(owner, struct named_plan);
    if (!made)
        return error_add_memory(error);
    made->file = talloc_strdup(made, file);
    made->scheme = "";
    char first = first_byte(bytes, size);
    const struct place place = {.file = file};
    enum status status;
    if (!made->file)
        status = error_add_memory(error);
    else if (first == '\0')
        status =
            error_add(error, STATUS_INPUT, &place,
                      _("The file is empty. A plan is the JSON that tongxin solve writes, or a CSV table of "
                        "pairs."));
    else if (first == '{' || first == '[')
        status = plan_read_json(made, bytes, size, error);
    else
        status = plan_read_csv(made, bytes, size, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *plan = made;
    return STATUS_OK;
}

enum status plan_read(const void *owner, const char *file, struct named_plan **plan, struct error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    enum status status = file_read(owner, file, FILE_MOST, &bytes, &size, error);
    if (status == STATUS_OK)
        status = plan_parse(owner, file, bytes, size, plan, error);
    talloc_free(bytes);
    return status;
}
