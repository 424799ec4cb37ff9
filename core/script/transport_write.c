/* A scheme on its way out. What each number is, transport_read.c says in the same order. */
#include <string.h>

#include "script/transport.h"
#include "script/transport_parts.h"

uint64_t transport_pair_sum(const struct relation *relation)
{
    uint64_t sum = 0xCBF29CE484222325; /* FNV-1a, a pair at a time */
    for (int p = 0; p < relation->pairs; p++) {
        sum ^= (uint64_t)(uint32_t)relation->pair_source[p] << 32 | (uint32_t)relation->pair_target[p];
        sum *= 0x100000001B3;
    }
    return sum;
}

static void put_origin(struct stream_writer *out, const struct origin *origin)
{
    stream_put_text(out, origin->name);
    stream_put_text(out, origin->title);
    stream_put_text(out, origin->clause);
    stream_put_text(out, origin->file);
    stream_put(out, origin->line);
}

static void put_range(struct stream_writer *out, const struct range *range)
{
    stream_put(out, range->lo);
    stream_put(out, range->hi);
    stream_put(out, range->points);
}

static void put_numbers(struct stream_writer *out, const int32_t *numbers, int count)
{
    stream_put_block(out, numbers, (size_t)count * sizeof *numbers);
}

static void put_texts(struct stream_writer *out, const char *const *texts, int count)
{
    stream_put(out, count);
    for (int i = 0; i < count; i++)
        stream_put_text(out, texts[i]);
}

static void put_relation(struct stream_writer *out, const struct relation *relation)
{
    put_origin(out, &relation->origin);
    put_texts(out, relation->also, relation->also_count);
    put_texts(out, relation->was, relation->was_count);
    stream_put(out, relation->sources);
    put_numbers(out, relation->source, relation->sources);
    stream_put(out, relation->target_kind);
    if (relation->target_kind == TARGET_GROUP) {
        stream_put(out, relation->group_column);
        put_texts(out, relation->group, relation->groups);
    }
    stream_put(out, relation->targets);
    put_numbers(out, relation->target, relation->targets);
    stream_put(out, relation->within_count);
    put_numbers(out, relation->within, relation->within_count);
    for (int i = 0; i < relation->sources; i++)
        put_range(out, &relation->load[i]);
    for (int i = 0; i < relation->targets; i++)
        put_range(out, &relation->cover[i]);
    for (int end = 0; end < PAIR_ENDS; end++)
        stream_put(out, relation->balance[end]);
    stream_put(out, relation->share != NULL);
    if (relation->share)
        put_numbers(out, relation->share,
                    relation->balance[END_SOURCE] ? relation->sources : relation->targets);
    stream_put(out, relation->contacts_per_year);
    stream_put(out, relation->relax);
    stream_put(out, relation->pairs);
    uint64_t sum = transport_pair_sum(relation);
    stream_put_block(out, &sum, sizeof sum);
}

static void put_cover(struct stream_writer *out, const struct cover *cover)
{
    put_origin(out, &cover->origin);
    stream_put(out, cover->targets);
    put_numbers(out, cover->target, cover->targets);
    stream_put(out, cover->relations);
    put_numbers(out, cover->relation, cover->relations);
    for (int i = 0; i < cover->targets; i++)
        put_range(out, &cover->times[i]);
    stream_put(out, cover->shortfall);
    stream_put(out, cover->relax);
}

static void put_row(struct stream_writer *out, const struct limit_row *row)
{
    stream_put(out, row->per);
    stream_put(out, row->per == LIMIT_END ? row->end : 0);
    stream_put_text(out, row->team ? row->team : "");
    stream_put_text(out, row->part ? row->part : "");
    put_range(out, &row->range);
    stream_put(out, row->pairs);
    stream_put_block(out, row->pair, (size_t)row->pairs * sizeof *row->pair);
}

static void put_rule(struct stream_writer *out, const struct rule *rule, const struct scheme *scheme)
{
    stream_put(out, rule->kind);
    put_origin(out, &rule->origin);
    stream_put(out, rule->relations);
    put_numbers(out, rule->relation, rule->relations);
    stream_put(out, rule->stage);
    stream_put(out, rule->points);
    stream_put(out, rule->relax);
    stream_put(out, rule->to);
    stream_put(out, rule->end);
    stream_put(out, rule->value != NULL);
    for (int r = 0; rule->value && r < rule->relations; r++)
        put_numbers(out, rule->value[r], scheme->relation[rule->relation[r]].pairs);
    stream_put(out, rule->rows);
    for (int i = 0; i < rule->rows; i++)
        put_row(out, &rule->row[i]);
    stream_put(out, rule->sets);
    for (int i = 0; i < rule->sets; i++) {
        stream_put(out, rule->set[i].count);
        put_numbers(out, rule->set[i].end, rule->set[i].count);
    }
}

static void put_needs(struct stream_writer *out, const struct scheme *scheme)
{
    stream_put(out, scheme->needs);
    for (int i = 0; i < scheme->needs; i++) {
        stream_put_text(out, scheme->need[i].name);
        stream_put_text(out, scheme->need[i].heading);
        stream_put(out, scheme->need[i].column);
        stream_put(out, scheme->need[i].type);
    }
}

static void put_parameter(struct stream_writer *out, const struct parameter *parameter)
{
    stream_put_text(out, parameter->name);
    stream_put_text(out, parameter->title ? parameter->title : "");
    stream_put(out, parameter->type);
    stream_put(out, parameter->lo);
    stream_put(out, parameter->hi);
    put_texts(out, parameter->choice, parameter->choices);
    stream_put_text(out, parameter->usual);
    stream_put_text(out, parameter->value);
    stream_put_text(out, parameter->file);
    stream_put(out, parameter->line);
}

static void put_traced(struct stream_writer *out, const struct traced *traced)
{
    put_origin(out, &traced->origin);
    stream_put_text(out, traced->field);
    stream_put_text(out, traced->reads);
    stream_put(out, traced->pairs);
    stream_put(out, traced->cases);
    stream_put(out, traced->calls);
}

static void put_read(struct stream_writer *out, const struct scheme_read *read)
{
    put_origin(out, &read->origin);
    stream_put_text(out, read->file);
    stream_put(out, read->line);
    stream_put(out, read->of_set);
    stream_put(out, read->kind);
    stream_put(out, read->column);
    stream_put(out, read->value != NULL);
    if (read->value)
        stream_put_text(out, read->value);
    stream_put(out, read->is_wish);
}

void transport_put_scheme(struct stream_writer *out, const struct scheme *scheme)
{
    stream_put(out, scheme_unset(scheme) == NULL);
    put_needs(out, scheme); /* first: what follows is read by the roster that they change */
    stream_put_text(out, scheme->name);
    stream_put_text(out, scheme->title);
    stream_put_text(out, scheme->source);
    stream_put_text(out, scheme->file);
    stream_put(out, scheme->share_scale);
    stream_put(out, scheme->stages);
    for (int i = 0; i < scheme->stages; i++) {
        stream_put_text(out, scheme->stage[i].name);
        stream_put(out, scheme->stage[i].more_is_better);
        stream_put(out, scheme->stage[i].implied);
    }
    stream_put(out, scheme->parameters);
    for (int i = 0; i < scheme->parameters; i++)
        put_parameter(out, &scheme->parameter[i]);
    stream_put(out, scheme->relations);
    for (int i = 0; i < scheme->relations; i++)
        put_relation(out, &scheme->relation[i]);
    stream_put(out, scheme->covers);
    for (int i = 0; i < scheme->covers; i++)
        put_cover(out, &scheme->cover[i]);
    stream_put(out, scheme->rules);
    for (int i = 0; i < scheme->rules; i++)
        put_rule(out, &scheme->rule[i], scheme);
    stream_put(out, scheme->traces);
    for (int i = 0; i < scheme->traces; i++)
        put_traced(out, &scheme->trace[i]);
    stream_put(out, scheme->reads);
    for (int i = 0; i < scheme->reads; i++)
        put_read(out, &scheme->read[i]);
}
