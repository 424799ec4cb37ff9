#include "cli/term_end.h"

/* The group of that name as the scheme has it, or NULL. */
static const char *find_group(const struct scheme *scheme, const char *word)
{
    for (int r = 0; scheme && r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        int place = relation->target_kind == TARGET_GROUP ? relation_group(relation, word) : -1;
        if (place >= 0)
            return relation->group[place];
    }
    return NULL;
}

bool term_target(struct term *term, const struct scheme *scheme, const char *word, struct term_end *end)
{
    *end = (struct term_end){.member = -1};
    int window = members_find_window(term->members, word);
    if (window >= 0) {
        end->window = term->members->window[window].number;
        end->id = term->members->window[window].name;
        return true;
    }
    end->member = members_find(term->members, word);
    if (end->member < 0 && (end->id = find_group(scheme, word)) != NULL)
        return true;
    end->member = term_member(term, word);
    if (end->member < 0)
        return false;
    end->id = term->members->member[end->member].value[ATTRIBUTE_ID];
    return true;
}
