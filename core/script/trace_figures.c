/* What traces have seen, in words and numbers, for people who write schemes (`--verbose`). */
#include <talloc.h>

#include "script/trace.h"

/* How the function calls its argument: a, b, p. */
static const char *argument_name(lua_State *L, const struct trace *trace, int place)
{
    static const char *const usual[PLACES] = {"a", "b", "p"};
    lua_rawgeti(L, LUA_REGISTRYINDEX, trace->reference);
    const char *name = lua_getlocal(L, NULL, place + 1); /* the function's own: it lasts as long as that */
    lua_pop(L, 1);
    return name ? name : usual[place];
}

static const char *column_name(const struct trace *trace, const struct read *read)
{
    static const char *const fields[] = {"name", "full_name", "kind", "order", "size"}; /* enum view_field */
    const struct host *host = trace->host;
    if (read->what == READ_FIELD)
        return fields[read->column];
    for (int i = 0; i < host->pair_columns && read->what == READ_COLUMN; i++)
        if (host->pair_column[i].column == read->column)
            return host->pair_column[i].name;
    const struct column *column = &host->roster->column[read->column];
    return column->attribute ? column->attribute : column->heading;
}

static char *write_read(char *text, lua_State *L, const struct trace *trace, const struct read *read)
{
    const char *argument = argument_name(L, trace, read->place);
    const char *separator = *text ? ", " : "";
    if (read->what == READ_PART)
        return talloc_asprintf_append(text, "%s%s:%s \"%s\"", separator, argument,
                                      read->column == ATTRIBUTE_PARTY ? "in_party" : "has_role", read->part);
    return talloc_asprintf_append(text, "%s%s.%s", separator, argument, column_name(trace, read));
}

/* By place, and for each in the order in which they came up. */
static char *write_reads(const void *owner, lua_State *L, const struct trace *trace)
{
    char *text = talloc_strdup(owner, "");
    for (int place = 0; place < PLACES; place++)
        for (int i = 0; i < trace->reads && text; i++)
            if (trace->read[i].place == place)
                text = write_read(text, L, trace, &trace->read[i]);
    return text;
}

void traces_report(struct host *host)
{
    struct scheme *scheme = host->scheme;
    scheme->trace = talloc_array(scheme, struct traced, (unsigned)host->traces);
    for (int i = 0; i < scheme->rules && scheme->trace; i++) {
        for (int k = 0; k < host->traces; k++) {
            const struct trace *trace = host->trace[k];
            if (trace->declaration != host->rule[i])
                continue;
            scheme->trace[scheme->traces++] = (struct traced){
                .origin = scheme->rule[i].origin,
                .field = talloc_strdup(scheme->trace, trace->field),
                .reads = write_reads(scheme->trace, host->L, trace),
                .pairs = trace->pairs,
                .cases = trace->cases,
                .calls = trace->calls,
            };
        }
    }
}
