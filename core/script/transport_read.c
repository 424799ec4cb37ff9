/* A scheme on its way in: everything but relations and rules (transport_relation.c, transport_rule.c). */
#include <string.h>
#include <talloc.h>

#include "script/transport_parts.h"

void transport_get_origin(struct scheme_reading *reading, struct origin *origin)
{
    struct stream_reader *in = reading->in;
    origin->name = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    origin->title = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    origin->clause = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    origin->file = stream_get_text(in, reading->scheme, STREAM_CELL); /* as the user named it */
    origin->line = (int)stream_get(in, 0, INT32_MAX);
}

void transport_get_range(struct scheme_reading *reading, struct range *range)
{
    range->lo = (int32_t)stream_get(reading->in, 0, UNLIMITED);
    range->hi = (int32_t)stream_get(reading->in, range->lo, UNLIMITED);
    range->points = (int32_t)stream_get(reading->in, 0, INT32_MAX);
}

static void get_cover(struct scheme_reading *reading, struct cover *cover)
{
    struct stream_reader *in = reading->in;
    transport_get_origin(reading, &cover->origin);
    cover->targets = (int)stream_get(in, 0, reading->roster->members);
    cover->target = stream_get_ascending(in, reading->scheme, cover->targets, reading->roster->members);
    cover->relations = (int)stream_get(in, 0, reading->scheme->relations);
    cover->relation = stream_get_ascending(in, reading->scheme, cover->relations, reading->scheme->relations);
    struct range *times = talloc_zero_array(reading->scheme, struct range, (unsigned)cover->targets);
    if (!times)
        stream_no_memory(in);
    for (int i = 0; i < cover->targets && in->trouble == STREAM_FINE; i++)
        transport_get_range(reading, &times[i]);
    cover->times = times;
    cover->shortfall = (int32_t)stream_get(in, 0, INT32_MAX);
    cover->relax = (int)stream_get(in, 0, RELAX_ALL);
    for (int i = 0; i < cover->relations && in->trouble == STREAM_FINE; i++)
        if (reading->scheme->relation[cover->relation[i]].target_kind != TARGET_MEMBER)
            stream_refuse(in);
}

static void get_parameter(struct scheme_reading *reading, struct parameter *parameter)
{
    struct stream_reader *in = reading->in;
    parameter->name = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    parameter->title = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    parameter->type = (enum parameter_type)stream_get(in, PARAMETER_INTEGER, PARAMETER_TEXT);
    parameter->lo = (int32_t)stream_get(in, INT32_MIN, INT32_MAX);
    parameter->hi = (int32_t)stream_get(in, parameter->lo, INT32_MAX);
    parameter->choices = (int)stream_get(in, 0, LISTED_MOST);
    const char **choice = NULL;
    for (int i = 0; i < parameter->choices && in->trouble == STREAM_FINE; i++) {
        const char **grown = stream_room(in, reading->scheme, choice, i, parameter->choices, sizeof *choice);
        if (!grown)
            return;
        choice = grown;
        choice[i] = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    }
    parameter->choice = choice;
    parameter->usual = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    parameter->value = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    parameter->file = stream_get_text(in, reading->scheme, STREAM_CELL);
    parameter->line = (int)stream_get(in, 0, INT32_MAX);
}

static void get_traced(struct scheme_reading *reading, struct traced *traced)
{
    struct stream_reader *in = reading->in;
    transport_get_origin(reading, &traced->origin);
    traced->field = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    traced->reads = stream_get_text(in, reading->scheme, STREAM_SHOWN);
    traced->pairs = stream_get(in, 0, INT64_MAX);
    traced->cases = stream_get(in, 0, INT64_MAX);
    traced->calls = stream_get(in, 0, INT64_MAX);
}

static void get_read(struct scheme_reading *reading, struct scheme_read *read)
{
    struct stream_reader *in = reading->in;
    transport_get_origin(reading, &read->origin);
    read->file = stream_get_text(in, reading->scheme, STREAM_CELL);
    read->line = (int)stream_get(in, 0, INT32_MAX);
    read->of_set = stream_get_flag(in);
    read->kind = (enum target_kind)stream_get(in, TARGET_MEMBER, TARGET_WINDOW);
    read->column = (int)stream_get(
        in, 0, read->kind == TARGET_MEMBER ? reading->roster->columns - 1 : WINDOW_FIELDS_MOST);
    if (stream_get_flag(in))
        read->value = stream_get_text(in, reading->scheme, STREAM_CELL);
    read->is_wish = stream_get_flag(in);
}

/* The number of things to come and room for them, [*count] of `size` bytes, zeroed. */
static void *get_list(struct scheme_reading *reading, int most, int *count, size_t size)
{
    int wanted = (int)stream_get(reading->in, 0, most);
    void *list = talloc_zero_array(reading->scheme, char, (unsigned)((size_t)wanted * size));
    if (!list)
        stream_no_memory(reading->in);
    *count = list ? wanted : 0;
    return list;
}

static void get_needs(struct scheme_reading *reading)
{
    struct stream_reader *in = reading->in;
    struct scheme *scheme = reading->scheme;
    scheme->need = get_list(reading, DECLARED_MOST, &scheme->needs, sizeof *scheme->need);
    int columns = reading->roster->columns; /* a roster that is not named yet gets the columns it lacks */
    for (int i = 0; i < scheme->needs && in->trouble == STREAM_FINE; i++) {
        scheme->need[i].name = stream_get_text(in, scheme, STREAM_SHOWN);
        scheme->need[i].heading = stream_get_text(in, scheme, STREAM_CELL);
        scheme->need[i].column = (int)stream_get(in, 0, columns);
        columns += scheme->need[i].column == columns;
        scheme->need[i].type = (enum value_type)stream_get(in, VALUE_TEXT, VALUE_LIST);
    }
}

static void get_head(struct scheme_reading *reading)
{
    struct stream_reader *in = reading->in;
    struct scheme *scheme = reading->scheme;
    scheme->name = stream_get_text(in, scheme, STREAM_SHOWN);
    scheme->title = stream_get_text(in, scheme, STREAM_SHOWN);
    scheme->source = stream_get_text(in, scheme, STREAM_SHOWN);
    scheme->file = stream_get_text(in, scheme, STREAM_CELL);
    scheme->share_scale = (int32_t)stream_get(in, 1, 2520);
    scheme->stage = get_list(reading, DECLARED_MOST, &scheme->stages, sizeof *scheme->stage);
    for (int i = 0; i < scheme->stages && in->trouble == STREAM_FINE; i++) {
        scheme->stage[i].name = stream_get_text(in, scheme, STREAM_SHOWN);
        scheme->stage[i].more_is_better = stream_get_flag(in);
        scheme->stage[i].implied = stream_get_flag(in);
    }
    scheme->parameter = get_list(reading, DECLARED_MOST, &scheme->parameters, sizeof *scheme->parameter);
    for (int i = 0; i < scheme->parameters && in->trouble == STREAM_FINE; i++)
        get_parameter(reading, &scheme->parameter[i]);
}

static void get_body(struct scheme_reading *reading)
{
    struct stream_reader *in = reading->in;
    struct scheme *scheme = reading->scheme;
    scheme->relation = get_list(reading, DECLARED_MOST, &scheme->relations, sizeof *scheme->relation);
    for (int i = 0; i < scheme->relations && in->trouble == STREAM_FINE; i++)
        transport_get_relation(reading, &scheme->relation[i]);
    scheme->cover = get_list(reading, DECLARED_MOST, &scheme->covers, sizeof *scheme->cover);
    for (int i = 0; i < scheme->covers && in->trouble == STREAM_FINE; i++)
        get_cover(reading, &scheme->cover[i]);
    scheme->rule = get_list(reading, DECLARED_MOST, &scheme->rules, sizeof *scheme->rule);
    for (int i = 0; i < scheme->rules && in->trouble == STREAM_FINE; i++)
        transport_get_rule(reading, &scheme->rule[i]);
    scheme->trace = get_list(reading, LISTED_MOST / 1000, &scheme->traces, sizeof *scheme->trace);
    for (int i = 0; i < scheme->traces && in->trouble == STREAM_FINE; i++)
        get_traced(reading, &scheme->trace[i]);
    scheme->read = get_list(reading, LISTED_MOST / 1000, &scheme->reads, sizeof *scheme->read);
    for (int i = 0; i < scheme->reads && in->trouble == STREAM_FINE; i++)
        get_read(reading, &scheme->read[i]);
}

struct scheme *transport_get_scheme(struct stream_reader *reader, const void *owner,
                                    const struct roster *roster, const struct transport_adopter *adopter,
                                    struct error *error)
{
    struct scheme_reading reading = {reader, talloc_zero(owner, struct scheme), roster, 0};
    if (!reading.scheme) {
        stream_no_memory(reader);
        return NULL;
    }
    if (!stream_get_flag(reader))
        stream_refuse(reader);
    get_needs(&reading);
    bool adopted = true;
    if (adopter->adopt && reader->trouble == STREAM_FINE)
        adopted = adopter->adopt(adopter->argument, reading.scheme->needs, reading.scheme->need, error) ==
                  STATUS_OK;
    if (adopted)
        get_head(&reading);
    if (adopted && reader->trouble == STREAM_FINE)
        get_body(&reading);
    if (adopted && reader->trouble == STREAM_FINE)
        return reading.scheme;
    talloc_free(reading.scheme);
    return NULL;
}
