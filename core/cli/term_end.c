#include "cli/term_end.h"

bool term_target(struct term *term, const char *word, struct term_end *end)
{
    *end = (struct term_end){.member = -1};
    int window = members_find_window(term->members, word);
    if (window >= 0) {
        end->window = term->members->window[window].number;
        end->id = term->members->window[window].name;
        return true;
    }
    end->member = term_member(term, word);
    if (end->member < 0)
        return false;
    end->id = term->members->member[end->member].value[ATTRIBUTE_ID];
    return true;
}
