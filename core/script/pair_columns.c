/* pairs = { ... }: the columns of --pairs, by name and type. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/pairs_read.h"
#include "script/typed_columns.h"

/* The index of the heading in the file; -1 where there is no file; -2 with a fault. */
static int find_column(struct host *host, int line, const struct typed_column *column)
{
    const struct pair_table *pairs = host->request->pairs;
    if (!pairs)
        return -1;
    int found = pairs_find_heading(pairs, column->heading);
    if (found >= 0)
        return found;
    const char *nearest = text_nearest(column->heading, pairs->heading, pairs->columns);
    if (nearest)
        host_fault(host, line, _("%s has no column “%s”, which pairs.%s asks for. Did you mean “%s”?"),
                   pairs->file, column->heading, column->name, nearest);
    else
        host_fault(host, line,
                   _("%s has no column “%s”, which pairs.%s asks for. Please add it to the file, or correct "
                     "the heading."),
                   pairs->file, column->heading, column->name);
    return -2;
}

/* What is declared already: 1 the same, 0 nothing, -1 with a fault. */
static int compare_earlier(struct host *host, int line, const struct typed_column *column, int found)
{
    for (int i = 0; i < host->pair_columns; i++) {
        const struct pair_column *earlier = &host->pair_column[i];
        bool same_name = strcmp(earlier->name, column->name) == 0;
        bool same_column = earlier->column == found && found >= 0;
        if (same_name && earlier->column == found && earlier->type == column->type)
            return 1;
        if (!same_name && !same_column)
            continue;
        host_fault(host, line,
                   _("pairs.%s, the column “%s”, does not go with pairs.%s. Please keep one name, one column "
                     "and one type for each."),
                   column->name, column->heading, earlier->name);
        return -1;
    }
    return 0;
}

static bool add_column(struct host *host, int line, const struct typed_column *column)
{
    int found = find_column(host, line, column);
    int earlier = compare_earlier(host, line, column, found);
    if (earlier != 0)
        return earlier > 0;
    struct pair_column *grown =
        talloc_realloc(host, host->pair_column, struct pair_column, (unsigned)host->pair_columns + 1);
    if (!grown) {
        error_add_memory(host->error);
        return false;
    }
    host->pair_column = grown;
    /* A column that is missing stays a name: what rules say of it should not be told as further faults. */
    grown[host->pair_columns++] =
        (struct pair_column){.name = column->name, .column = found >= 0 ? found : -1, .type = column->type};
    if (found >= 0)
        host->files_unsound |=
            pairs_type_column(host->request->pairs, found, column->type, host->error) != STATUS_OK;
    host->files_unsound |= found == -2;
    return found >= -1;
}

bool pair_columns_read(struct host *host, int line, int index)
{
    struct typed_column *column;
    int columns;
    bool ok = typed_columns_read(host, host, "pairs", line, index, &column, &columns);
    if (columns > 0 && !host->request->pairs && !host->request->no_roster) {
        host_fault(
            host, line,
            _("The scheme reads what a file says of single pairs (“%s”). Please give the file: --pairs "
              "FILE."),
            column[0].heading);
        ok = false;
    }
    for (int i = 0; i < columns; i++)
        ok = add_column(host, line, &column[i]) && ok;
    return ok;
}

void pair_columns_check(struct host *host)
{
    const struct pair_table *pairs = host->request->pairs;
    if (!pairs || host->pair_columns > 0 || !host->self || host->self->broken)
        return;
    const char *heading = pairs->columns > 0 ? pairs->heading[0] : "...";
    host->file = host->self->origin.file;
    host_fault(host, host->self->origin.line,
               _("--pairs %s is given, but the scheme reads nothing of it. Please name its columns: scheme { "
                 "pairs = { a_name = \"%s\" } }; or leave --pairs out."),
               pairs->file, heading);
}
