#include "cli/columns.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/inputs.h"
#include "roster/tidy.h"

static void refuse_two(struct invocation *invocation, const struct column_name *one, const char *field)
{
    error_add(invocation->error, STATUS_INPUT, NULL,
              _("--columns says that “%s” is the column “%s”, and that it is “%s”. Please keep one."),
              one->heading, one->field, field);
}

enum status columns_said(struct invocation *invocation, const struct option_list *said,
                         struct column_names *names)
{
    for (int i = 0; i < said->count; i++) {
        const char *equals = strchr(said->value[i], '=');
        if (!equals || equals == said->value[i]) {
            error_add(invocation->error, STATUS_INPUT, NULL,
                      _("--columns takes COLUMN=HEADING, such as 单位=工作单位及职务, not “%s”."),
                      said->value[i]);
            continue;
        }
        char *field = text_trim(invocation->owner, said->value[i], (size_t)(equals - said->value[i]));
        char *heading = text_trim(invocation->owner, equals + 1, strlen(equals + 1));
        if (!field || !heading)
            return error_add_memory(invocation->error);
        const struct column_name *earlier = *heading ? column_names_find(names, heading) : NULL;
        if (earlier && !earlier->kept && strcmp(earlier->field, field) != 0)
            refuse_two(invocation, earlier, field);
        else if (!column_names_add(invocation->owner, names, field, heading, false))
            return error_add_memory(invocation->error);
    }
    return invocation->error->status;
}

/* The heading of the lists that comes nearest, or NULL. */
static const char *nearest(const struct invocation *invocation, const char *heading,
                           struct roster *const *roster, int rosters)
{
    int count = 0;
    const char **all = NULL;
    for (int r = 0; r < rosters; r++)
        for (int c = 0; c < roster[r]->columns; c++) {
            if (roster[r]->column[c].missing)
                continue;
            all = talloc_realloc(invocation->owner, all, const char *, (unsigned)count + 1);
            if (!all)
                return NULL;
            all[count++] = roster[r]->column[c].heading;
        }
    return all ? text_nearest(heading, all, count) : NULL;
}

enum status columns_are_met(struct invocation *invocation, const struct column_names *names,
                            struct roster *const *roster, int rosters)
{
    for (int i = 0; names && i < names->count; i++) {
        const struct column_name *name = &names->name[i];
        if (name->met || name->kept || name->answered || !*name->heading)
            continue;
        const char *near = nearest(invocation, name->heading, roster, rosters);
        const struct place place = {.file = roster[0]->file};
        if (near)
            error_add(invocation->error, STATUS_INPUT, &place,
                      _("--columns %s=%s: there is no heading “%s” here. The nearest is “%s”."), name->field,
                      name->heading, name->heading, near);
        else
            error_add(invocation->error, STATUS_INPUT, &place,
                      _("--columns %s=%s: there is no heading “%s” here. Please write it as the list does."),
                      name->field, name->heading, name->heading);
    }
    return invocation->error->status;
}

char *columns_options(const void *owner, const struct column_names *names)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; text && i < names->count; i++) {
        const char *word = talloc_asprintf(text, "%s=%s", names->name[i].field, names->name[i].heading);
        char *quoted = word && !names->name[i].kept ? shell_word(text, word) : NULL;
        if (quoted)
            text = talloc_asprintf_append(text, " --columns %s", quoted);
    }
    return text;
}
