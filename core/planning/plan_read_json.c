#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "planning/plan_json.h"
#include "planning/plan_parts.h"

/* What reading a plan needs besides the walk. */
struct reader {
    struct named_plan *plan;
    struct plan_texts texts;
    int room;      /* of plan->pair */
    int number;    /* elements met in the list of pairs */
    unsigned seen; /* bits of KEYS met at the top */
};

enum key { KEY_SCHEME, KEY_STATUS, KEY_STAGES, KEY_PAIRS, KEY_PROOF, KEY_CONFLICT, KEYS };
static const char *const keys[KEYS] = {"scheme", "status", "stages", "pairs", "proof", "conflict"};

/* The text of member `key`; NULL, with a fault, where it is missing or no text. */
static const char *need_text(struct json_walk *walk, size_t at, const json_t *object, const char *key,
                             bool *on)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value) && *json_string_value(value))
        return json_string_value(value);
    if (!value)
        *on = walk_fault(walk, at, NULL, _("The key “%s” is missing here. Please add it."), key);
    else if (json_is_string(value))
        *on = walk_fault(walk, at, NULL, _("“%s” is empty here. Please fill it in."), key);
    else
        *on = walk_fault(walk, at, NULL, _("“%s” must be a text in double quotes here."), key);
    return NULL;
}

/* A copy of the text; `last` is the same field of the pair before, which it often repeats. */
static const char *keep(struct reader *reader, const char *text, const char *last)
{
    return last && strcmp(text, last) == 0 ? last : plan_text_keep(&reader->texts, text, strlen(text));
}

static bool add_pair(struct json_walk *walk, struct reader *reader, const char *relation, const char *source,
                     const char *target)
{
    struct named_pair *pair = plan_add_pair(reader->plan, &reader->room);
    if (pair) {
        const struct named_pair *last = reader->plan->pairs > 1 ? pair - 1 : NULL;
        pair->row = reader->number;
        pair->relation = keep(reader, relation, last ? last->relation : NULL);
        pair->source = keep(reader, source, last ? last->source : NULL);
        pair->target = keep(reader, target, NULL);
        if (pair->relation && pair->source && pair->target)
            return true;
    }
    error_add_memory(walk->error);
    return false;
}

/* Reads the next element, which must be an object: into *object, NULL where it is none or a fault was found
 * in it. Returns whether to go on. */
static bool read_object(struct json_walk *walk, const char *otherwise, json_t **object)
{
    char first = walk_peek(walk);
    size_t at = walk->at;
    if (!walk_element(walk, object))
        return false;
    if (first == '{')
        return true;
    json_decref(*object);
    *object = NULL;
    return walk_fault(walk, at, NULL, "%s", otherwise);
}

static bool read_pair(struct json_walk *walk, void *data)
{
    struct reader *reader = data;
    walk_blanks(walk);
    size_t at = walk->at;
    json_t *object = NULL;
    reader->number++;
    bool go_on = read_object(walk, _("A pair must be an object in braces, with relation, source and target."),
                             &object);
    if (!object)
        return go_on;
    bool on = true;
    const char *relation = need_text(walk, at, object, "relation", &on);
    const char *source = on ? need_text(walk, at, object, "source", &on) : NULL;
    const char *target = on ? need_text(walk, at, object, "target", &on) : NULL;
    const json_t *window = json_object_get(object, "window");
    if (on && window && !json_is_string(window) && !json_is_null(window))
        on = walk_fault(walk, at, NULL, _("“%s” must be a text in double quotes or null here."), "window");
    const json_t *kept = json_object_get(object, "kept");
    if (on && kept && !json_is_boolean(kept))
        on = walk_fault(walk, at, NULL, _("“%s” must be true or false here."), "kept");
    if (relation && source && target && on)
        on = add_pair(walk, reader, relation, source, target);
    json_decref(object);
    return on;
}

/* The whole number of member `key`; 0, with a fault, where it is none. */
static int64_t need_number(struct json_walk *walk, size_t at, const json_t *object, const char *key, bool *on)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_integer(value))
        return json_integer_value(value);
    if (!value)
        *on = walk_fault(walk, at, NULL, _("The key “%s” is missing here. Please add it."), key);
    else
        *on = walk_fault(walk, at, NULL, _("“%s” must be a whole number here."), key);
    return 0;
}

static bool stage_twice(struct json_walk *walk, const struct named_plan *plan, size_t at, const char *name,
                        bool *on)
{
    for (int i = 0; i < plan->stages; i++)
        if (strcmp(plan->stage[i].name, name) == 0) {
            *on = walk_fault(walk, at, name, _("The stage “%s” stands here a second time. Please keep one."),
                             name);
            return true;
        }
    return false;
}

static bool read_stage(struct json_walk *walk, void *data)
{
    struct named_plan *plan = ((struct reader *)data)->plan;
    walk_blanks(walk);
    size_t at = walk->at;
    json_t *object = NULL;
    bool go_on =
        read_object(walk, _("A stage must be an object in braces, with name, value and bound."), &object);
    if (!object)
        return go_on;
    bool on = true;
    int faults = walk->faults;
    struct stage_value stage = {0};
    const char *name = need_text(walk, at, object, "name", &on);
    stage.value = on ? need_number(walk, at, object, "value", &on) : 0;
    stage.bound = on ? need_number(walk, at, object, "bound", &on) : 0;
    if (name && on && walk->faults == faults && !stage_twice(walk, plan, at, name, &on)) {
        struct stage_value *grown =
            talloc_realloc(plan, plan->stage, struct stage_value, (unsigned)plan->stages + 1);
        stage.name = talloc_strdup(plan, name);
        if (grown && stage.name) {
            plan->stage = grown;
            plan->stage[plan->stages++] = stage;
        } else {
            error_add_memory(walk->error);
            on = false;
        }
    }
    json_decref(object);
    return on;
}

static bool read_text(struct json_walk *walk, const char *key, const char **text,
                      const struct named_plan *plan)
{
    walk_blanks(walk);
    size_t at = walk->at;
    if (walk_peek(walk) != '"')
        return walk_fault(walk, at, NULL, _("“%s” must be a text in double quotes here."), key) &&
               walk_skip(walk);
    json_t *value;
    if (!walk_element(walk, &value))
        return false;
    *text = talloc_strdup(plan, json_string_value(value));
    json_decref(value);
    if (*text)
        return true;
    error_add_memory(walk->error);
    return false;
}

static bool read_status(struct json_walk *walk, const struct named_plan *plan)
{
    walk_blanks(walk);
    size_t at = walk->at;
    const char *word = NULL;
    if (!read_text(walk, keys[KEY_STATUS], &word, plan))
        return false;
    if (!word)
        return true;
    for (int status = PLAN_OPTIMAL; status <= PLAN_INFEASIBLE; status++)
        if (strcmp(word, plan_status_word((enum plan_status)status)) == 0)
            return true;
    return walk_fault(
        walk, at, word,
        _("“%s” is no status of a plan. It is one of: optimal, feasible, none yet, infeasible."), word);
}

static bool read_list(struct json_walk *walk, const char *key, struct reader *reader,
                      bool (*element)(struct json_walk *walk, void *data))
{
    if (walk_peek(walk) == '[')
        return walk_list(walk, element, reader);
    return walk_fault(walk, walk->at, NULL, _("“%s” must be a list in square brackets here."), key) &&
           walk_skip(walk);
}

static bool read_member(struct json_walk *walk, const char *key, size_t at, void *data)
{
    struct reader *reader = data;
    int k = 0;
    while (k < KEYS && strcmp(keys[k], key) != 0)
        k++;
    if (k < KEYS && (reader->seen & 1u << k))
        return walk_fault(walk, at, key, _("The key “%s” stands here a second time. Please keep one."),
                          key) &&
               walk_skip(walk);
    if (k < KEYS)
        reader->seen |= 1u << k;
    switch (k) {
    case KEY_SCHEME:
        return read_text(walk, key, &reader->plan->scheme, reader->plan);
    case KEY_STATUS:
        return read_status(walk, reader->plan);
    case KEY_STAGES:
        return read_list(walk, key, reader, read_stage);
    case KEY_PAIRS:
        return read_list(walk, key, reader, read_pair);
    case KEY_PROOF:
        return plan_read_proof(walk, reader->plan);
    case KEY_CONFLICT:
        if (walk_peek(walk) != '{' &&
            !walk_fault(walk, walk->at, NULL, _("“%s” must be an object in braces here."), key))
            return false;
        return walk_skip(walk);
    default:
        return walk_skip(walk);
    }
}

enum status plan_read_json(struct named_plan *plan, const char *bytes, size_t size, struct error *error)
{
    struct reader reader = {.plan = plan, .texts = {.owner = plan}};
    struct json_walk walk = {.file = plan->file, .bytes = bytes, .size = size, .error = error};
    int before = error->count;
    plan->is_json = true;
    size_t valid = text_valid_until(bytes, size);
    char first = walk_peek(&walk);
    if (valid < size) {
        walk_fault(&walk, valid, NULL,
                   _("The file is not in UTF-8 here. Please save the plan in UTF-8, or write it once more."));
    } else if (first != '{') {
        walk_fault(&walk, walk.at, NULL, _("A plan must be one object in braces."));
    } else if (walk_object(&walk, read_member, &reader)) {
        walk_peek(&walk);
        if (walk.at < size)
            walk_fault(
                &walk, walk.at, NULL,
                _("There is more text after the end of the plan. Please remove it, or write the plan once "
                  "more."));
        if (!(reader.seen & 1u << KEY_PAIRS))
            walk_fault(&walk, 0, NULL, _("The plan has no list “%s”. Please check that the file is a plan."),
                       keys[KEY_PAIRS]);
    }
    return error->count > before ? error->status : STATUS_OK;
}
