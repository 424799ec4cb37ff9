#include "cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

enum { NAMES_MOST = 32 };

static const struct option_row *find_row(const struct option_row *rows, const char *name, size_t length)
{
    for (; rows->name; rows++)
        if (strlen(rows->name) == length && memcmp(rows->name, name, length) == 0)
            return rows;
    return NULL;
}

static const struct option_row *find_letter(const struct option_row *rows, char letter)
{
    for (; rows->name; rows++)
        if (rows->letter == letter)
            return rows;
    return NULL;
}

/* Says so, with the option that was perhaps meant; that one is returned. */
static const struct option_row *unknown(struct invocation *invocation, const struct option_row *rows,
                                        bool is_long, const char *word, size_t length)
{
    const char *names[NAMES_MOST];
    int count = 0;
    while (count < NAMES_MOST && rows[count].name) {
        names[count] = rows[count].name;
        count++;
    }
    const char *dashes = is_long ? "--" : "-";
    char *name = talloc_strndup(invocation->owner, word, length);
    const char *nearest = name && is_long ? text_nearest(name, names, count) : NULL;
    if (!nearest) {
        error_add(invocation->error, STATUS_INPUT, NULL, _("There is no option %s%s. See: tongxin help %s"),
                  dashes, name, invocation->argv[0]);
        return NULL;
    }
    error_add(invocation->error, STATUS_INPUT, NULL, _("There is no option %s%s. Did you mean --%s?"), dashes,
              name, nearest);
    return find_row(rows, nearest, strlen(nearest));
}

static void add_value(struct invocation *invocation, struct option_list *list, const char *value)
{
    const char **grown =
        talloc_realloc(invocation->owner, list->value, const char *, (unsigned)list->count + 1);
    if (!grown) {
        error_add_memory(invocation->error);
        return;
    }
    list->value = grown;
    grown[list->count++] = value;
}

static void take_value(struct invocation *invocation, const struct option_row *row, const char *value)
{
    if (row->list) {
        add_value(invocation, row->list, value);
        return;
    }
    if (*row->value)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The option --%s is given twice. Please give it once."), row->name);
    *row->value = value;
}

/* One option at argv[i]; returns how many words it took. */
static int read_option(struct invocation *invocation, const struct option_row *rows, int i)
{
    const char *word = invocation->argv[i];
    bool is_long = word[1] == '-';
    const char *name = is_long ? word + 2 : word + 1;
    const char *equals = is_long ? strchr(name, '=') : NULL;
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *row = is_long       ? find_row(rows, name, length)
                                   : length == 1 ? find_letter(rows, name[0])
                                                 : NULL;
    if (!row) {
        /* What was meant takes its value all the same, so that one slip is not told as three. */
        row = unknown(invocation, rows, is_long, name, length);
        bool has_value = row && !row->flag && !equals && i + 1 < invocation->argc;
        if (row && row->value && !*row->value)
            *row->value = equals ? equals + 1 : has_value ? invocation->argv[i + 1] : "";
        return has_value ? 2 : 1;
    }
    if (row->flag) {
        if (equals)
            error_add(invocation->error, STATUS_INPUT, NULL, _("The option --%s takes no value."), row->name);
        *row->flag = true;
        return 1;
    }
    if (equals) {
        take_value(invocation, row, equals + 1);
        return 1;
    }
    if (i + 1 >= invocation->argc) {
        error_add(invocation->error, STATUS_INPUT, NULL, _("The option --%s needs a value after it."),
                  row->name);
        if (row->value)
            *row->value = "";
        return 1;
    }
    take_value(invocation, row, invocation->argv[i + 1]);
    return 2;
}

enum status options_read(struct invocation *invocation, const struct option_row *rows, const char **word,
                         int most, int *words)
{
    bool only_words = false;
    *words = 0;
    for (int i = 1; i < invocation->argc;) {
        const char *text = invocation->argv[i];
        if (!only_words && strcmp(text, "--") == 0) {
            only_words = true;
            i++;
        } else if (!only_words && text[0] == '-' && text[1] != '\0') {
            i += read_option(invocation, rows, i);
        } else {
            if (*words < most)
                word[(*words)++] = text;
            else
                error_add(invocation->error, STATUS_INPUT, NULL,
                          _("The word “%s” is one too many here. See: tongxin help %s"), text,
                          invocation->argv[0]);
            i++;
        }
    }
    return invocation->error->status;
}

enum status options_need(struct invocation *invocation, const char *value, const char *name,
                         const char *meaning)
{
    if (value && (*value || invocation->error->status != STATUS_OK))
        return STATUS_OK;
    return error_add(invocation->error, STATUS_INPUT, NULL, _("--%s is missing: %s."), name, meaning);
}

enum status seconds_read(struct invocation *invocation, const char *text, double *seconds)
{
    char *end;
    if (!text)
        return STATUS_OK;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0) || value > 1e6)
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--time-limit takes a number of seconds from 0 to 1000000, not “%s”."), text);
    *seconds = value;
    return STATUS_OK;
}
