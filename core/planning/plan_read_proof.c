/* The member "proof" of a plan: line by line, each of them value by value, so that no long list is a tree. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/plan_json.h"
#include "planning/plan_parts.h"

/* What stands between two braces, before it is known what it is. */
struct draft_line {
    struct proof *proof;
    const char *digest;
    struct proof_part part;
    struct proof_line line;
    int nodes, node_room, potential_room, words;
    const char *key;          /* the list being read */
    unsigned seen;            /* bits of the keys met */
    int part_room, line_room; /* of the proof's lists */
};

enum proof_key { PAIRS, PART, PAIR, FROM, TO, STAGE, POTENTIALS, VALUE, BOUND, AT_MOST, PROOF_KEYS };
static const char *const proof_keys[PROOF_KEYS] = {"pairs", "part",       "pair",  "from",  "to",
                                                   "stage", "potentials", "value", "bound", "at_most"};

static bool no_memory(struct json_walk *walk)
{
    error_add_memory(walk->error);
    return false;
}

static bool read_word(struct json_walk *walk, struct draft_line *draft, const char *key, const char **word)
{
    walk_blanks(walk);
    size_t at = walk->at;
    json_t *value;
    if (walk_peek(walk) == '{' || walk_peek(walk) == '[')
        return walk_fault(walk, at, NULL, _("“%s” must be a text in double quotes here."), key) &&
               walk_skip(walk);
    if (!walk_element(walk, &value))
        return false;
    bool on = true;
    if (json_is_string(value))
        *word = talloc_strdup(draft->proof, json_string_value(value));
    else
        on = walk_fault(walk, at, NULL, _("“%s” must be a text in double quotes here."), key);
    bool lacks_memory = json_is_string(value) && !*word;
    json_decref(value);
    return lacks_memory ? no_memory(walk) : on;
}

static bool read_whole(struct json_walk *walk, const char *key, int64_t *number)
{
    walk_blanks(walk);
    size_t at = walk->at;
    json_t *value;
    if (walk_peek(walk) == '{' || walk_peek(walk) == '[')
        return walk_fault(walk, at, NULL, _("“%s” must be a whole number here."), key) && walk_skip(walk);
    if (!walk_element(walk, &value))
        return false;
    bool is_whole = json_is_integer(value);
    *number = is_whole ? json_integer_value(value) : 0;
    json_decref(value);
    return is_whole || walk_fault(walk, at, NULL, _("“%s” must be a whole number here."), key);
}

static bool read_pair_word(struct json_walk *walk, void *data)
{
    struct draft_line *draft = data;
    const char *rest = NULL;
    int n = draft->words++;
    return read_word(walk, draft, draft->key, n < PAIR_WORDS ? &draft->part.pair[n] : &rest);
}

static bool read_node(struct json_walk *walk, void *data)
{
    struct draft_line *draft = data;
    if (draft->nodes == draft->node_room) {
        int room = draft->node_room ? 2 * draft->node_room : 64;
        const char **grown = talloc_realloc(draft->proof, draft->part.node, const char *, (unsigned)room);
        if (!grown)
            return no_memory(walk);
        draft->part.node = grown;
        draft->node_room = room;
    }
    draft->part.node[draft->nodes] = "";
    return read_word(walk, draft, draft->key, &draft->part.node[draft->nodes++]);
}

static bool read_potential(struct json_walk *walk, void *data)
{
    struct draft_line *draft = data;
    struct proof_line *line = &draft->line;
    if (line->potentials == draft->potential_room) {
        int room = draft->potential_room ? 2 * draft->potential_room : 64;
        int64_t *grown = talloc_realloc(draft->proof, line->potential, int64_t, (unsigned)room);
        if (!grown)
            return no_memory(walk);
        line->potential = grown;
        draft->potential_room = room;
    }
    return read_whole(walk, draft->key, &line->potential[line->potentials++]);
}

static bool read_list(struct json_walk *walk, struct draft_line *draft,
                      bool (*element)(struct json_walk *walk, void *data))
{
    if (walk_peek(walk) == '[')
        return walk_list(walk, element, draft);
    return walk_fault(walk, walk->at, NULL, _("“%s” must be a list in square brackets here."), draft->key) &&
           walk_skip(walk);
}

static bool read_number_of_part(struct json_walk *walk, struct draft_line *draft)
{
    int64_t number = 0;
    size_t at = walk->at;
    if (!read_whole(walk, draft->key, &number))
        return false;
    if (number < PROOF_WHOLE || number > INT32_MAX)
        return walk_fault(walk, at, NULL, _("“%s” must be a whole number from 0 on here."), draft->key);
    draft->part.number = draft->line.part = (int)number;
    return true;
}

static bool read_nodes(struct json_walk *walk, struct draft_line *draft, bool sources)
{
    if (sources && draft->nodes > 0)
        return walk_fault(walk, walk->at, NULL, _("“from” must stand before “to” here.")) && walk_skip(walk);
    int before = draft->nodes;
    if (!read_list(walk, draft, read_node))
        return false;
    *(sources ? &draft->part.from : &draft->part.to) = draft->nodes - before;
    return true;
}

static bool read_key(struct json_walk *walk, const char *key, size_t at, void *data)
{
    struct draft_line *draft = data;
    int k = 0;
    while (k < PROOF_KEYS && strcmp(proof_keys[k], key) != 0)
        k++;
    if (k == PROOF_KEYS)
        return walk_skip(walk);
    if (draft->seen & 1u << k)
        return walk_fault(walk, at, key, _("The key “%s” stands here a second time. Please keep one."),
                          key) &&
               walk_skip(walk);
    draft->seen |= 1u << k;
    draft->key = proof_keys[k];
    switch ((enum proof_key)k) {
    case PAIRS:
        return read_word(walk, draft, key, &draft->digest);
    case PART:
        return read_number_of_part(walk, draft);
    case PAIR:
        return read_list(walk, draft, read_pair_word);
    case FROM:
    case TO:
        return read_nodes(walk, draft, k == FROM);
    case STAGE:
        return read_word(walk, draft, key, &draft->line.stage);
    case POTENTIALS:
        draft->line.potentials = 0;
        return read_list(walk, draft, read_potential);
    case VALUE:
        return read_whole(walk, key, &draft->line.value);
    case AT_MOST:
        draft->line.capped = true;
        return read_whole(walk, key, &draft->line.at_most);
    case BOUND:
    case PROOF_KEYS:
        break;
    }
    return read_whole(walk, key, &draft->line.bound);
}

static bool has(const struct draft_line *draft, unsigned wanted)
{
    return (draft->seen & wanted) == wanted;
}

static void *grown(const void *owner, void *list, int count, int *room, size_t size)
{
    if (count < *room)
        return list;
    *room = *room ? 2 * *room : 16;
    return talloc_realloc_size(owner, list, (size_t)*room * size);
}

/* Puts what was read where it belongs: what it is the keys tell. */
static bool keep_line(struct json_walk *walk, struct draft_line *draft, size_t at)
{
    struct proof *proof = draft->proof;
    if (has(draft, 1u << PAIRS) && draft->seen == 1u << PAIRS) {
        if (proof->digest)
            return walk_fault(walk, at, NULL, _("The key “%s” stands here a second time. Please keep one."),
                              "pairs");
        proof->digest = draft->digest;
        return true;
    }
    if (has(draft, 1u << PART | 1u << PAIR | 1u << FROM | 1u << TO) && draft->words == PAIR_WORDS &&
        draft->part.number != PROOF_WHOLE) {
        struct proof_part *list =
            grown(proof, proof->part, proof->parts, &draft->part_room, sizeof *proof->part);
        if (!list)
            return no_memory(walk);
        proof->part = list;
        proof->part[proof->parts++] = draft->part;
        return true;
    }
    if (has(draft, 1u << PART | 1u << STAGE) && (!draft->line.capped || draft->line.part == PROOF_WHOLE) &&
        (has(draft, 1u << VALUE | 1u << BOUND) ||
         (has(draft, 1u << POTENTIALS) && draft->line.part != PROOF_WHOLE))) {
        struct proof_line *list =
            grown(proof, proof->line, proof->lines, &draft->line_room, sizeof *proof->line);
        if (!list)
            return no_memory(walk);
        proof->line = list;
        proof->line[proof->lines++] = draft->line;
        return true;
    }
    return walk_fault(walk, at, NULL,
                      _("This line of the proof lacks something. A part has part (from 1), pair (three "
                        "texts), from and to; a stage has part, stage, and potentials or value and bound (of "
                        "all parts together, part 0: value and bound)."));
}

static bool read_line(struct json_walk *walk, void *data)
{
    struct draft_line *all = data;
    struct draft_line draft = {.proof = all->proof, .part_room = all->part_room, .line_room = all->line_room};
    draft.line.potentials = -1;
    walk_blanks(walk);
    size_t at = walk->at;
    if (walk_peek(walk) != '{')
        return walk_fault(walk, at, NULL, _("A line of the proof must be an object in braces.")) &&
               walk_skip(walk);
    int faults = walk->faults;
    if (!walk_object(walk, read_key, &draft))
        return false;
    if (walk->faults > faults)
        return true;
    if (!keep_line(walk, &draft, at))
        return false;
    all->part_room = draft.part_room;
    all->line_room = draft.line_room;
    return true;
}

bool plan_read_proof(struct json_walk *walk, struct named_plan *plan)
{
    struct draft_line all = {.proof = talloc_zero(plan, struct proof)};
    if (!all.proof)
        return no_memory(walk);
    plan->proof = all.proof;
    if (walk_peek(walk) == '[')
        return walk_list(walk, read_line, &all);
    return walk_fault(walk, walk->at, NULL, _("“%s” must be a list in square brackets here."), "proof") &&
           walk_skip(walk);
}
