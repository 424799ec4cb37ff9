#include "script/bundle.h"

#include <jansson.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"

/* Whole files as a JSON text: a scheme that is not UTF-8 is no bundle. */
static json_t *pack(const struct script_bases *bases)
{
    json_t *texts = json_array(), *extensions = json_array();
    for (int i = 0; i < bases->texts; i++) {
        const struct script_text *text = &bases->text[i];
        json_array_append_new(texts,
                              json_pack("{s:s, s:s%}", "file", text->file, "text", text->bytes, text->size));
    }
    for (int i = 0; i < bases->extensions; i++) {
        const struct extension *extension = &bases->extension[i];
        json_array_append_new(extensions, json_pack("{s:i, s:i, s:s}", "from", extension->from, "to",
                                                    extension->to, "wanted", extension->wanted));
    }
    return json_pack("{s:o, s:o}", "texts", texts, "extends", extensions);
}

enum status script_bundle(const void *owner, const struct script_text *text, char **bytes, size_t *size,
                          struct error *error)
{
    *bytes = NULL;
    struct error *found = error_new(owner);
    struct script_bases *bases = found ? extends_find(owner, text, found) : NULL;
    if (!bases)
        return error_add_memory(error);
    extends_order_faults(bases, found, error);
    if (found->status != STATUS_OK)
        return found->status;
    json_t *bundle = pack(bases);
    char *dumped = bundle ? json_dumps(bundle, JSON_INDENT(1)) : NULL;
    enum status status = STATUS_OK;
    if (dumped && json_array_size(json_object_get(bundle, "texts")) == (size_t)bases->texts) {
        *bytes = talloc_asprintf(owner, "%s\n", dumped);
        *size = *bytes ? strlen(*bytes) : 0;
    }
    if (!dumped || !*bytes) {
        const struct place place = {.file = text->file};
        status =
            error_add(error, STATUS_INPUT, &place,
                      _("The scheme is not UTF-8 throughout, or holds a NUL, and cannot be kept. Save it as "
                        "UTF-8."));
    }
    free(dumped);
    json_decref(bundle);
    talloc_free(bases);
    return status;
}

static bool take_texts(struct script_bases *bases, const json_t *texts)
{
    size_t count = json_array_size(texts);
    bases->text = talloc_zero_array(bases, struct script_text, (unsigned)count);
    for (size_t i = 0; bases->text && i < count; i++) {
        const json_t *entry = json_array_get(texts, i);
        const char *file = json_string_value(json_object_get(entry, "file"));
        const json_t *bytes = json_object_get(entry, "text");
        if (!file || !json_is_string(bytes))
            return false;
        struct script_text *text = &bases->text[bases->texts++];
        text->file = talloc_strdup(bases, file);
        text->size = json_string_length(bytes);
        text->bytes = talloc_strndup(bases, json_string_value(bytes), text->size);
        if (!text->file || !text->bytes)
            return false;
    }
    return bases->text && count > 0;
}

static bool take_extensions(struct script_bases *bases, const json_t *extensions)
{
    size_t count = json_array_size(extensions);
    bases->extension = talloc_zero_array(bases, struct extension, (unsigned)count);
    for (size_t i = 0; bases->extension && i < count; i++) {
        const json_t *entry = json_array_get(extensions, i);
        const json_t *from = json_object_get(entry, "from"), *to = json_object_get(entry, "to");
        const char *wanted = json_string_value(json_object_get(entry, "wanted"));
        if (!json_is_integer(from) || !json_is_integer(to) || !wanted)
            return false;
        json_int_t first = json_integer_value(from), second = json_integer_value(to);
        /* What a text extends stands behind it: there is no going round in a circle. */
        if (first < 0 || second <= first || second >= bases->texts)
            return false;
        const struct extension extension = {(int)first, (int)second, talloc_strdup(bases, wanted)};
        if (!extension.wanted)
            return false;
        bases->extension[bases->extensions++] = extension;
    }
    return bases->extension != NULL;
}

enum status script_unbundle(const void *owner, const char *file, const char *bytes, size_t size,
                            struct script_text *text, struct script_bases **bases, struct error *error)
{
    json_error_t fault;
    json_t *bundle = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &fault);
    struct script_bases *made = talloc_zero(owner, struct script_bases);
    bool sound = bundle && made && take_texts(made, json_object_get(bundle, "texts")) &&
                 take_extensions(made, json_object_get(bundle, "extends"));
    json_decref(bundle);
    if (!sound) {
        const struct place place = {.file = file};
        talloc_free(made);
        return error_add(error, STATUS_INPUT, &place, _("The scheme that is kept here cannot be read."));
    }
    *text = made->text[0];
    *bases = made;
    return STATUS_OK;
}
