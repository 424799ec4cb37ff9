/* Whether a scheme leaves the number of pairs open (scheme_number_is_open). Only what is exact for every
 * source or target counts: a relation whose loads or covers all are, or relations whose targets all have an
 * exact duty that these relations share. Telling a fixed number open costs a stage that says nothing new; the
 * other way round never happens. */
#include <talloc.h>

#include "model/scheme.h"

enum number { NUMBER_OPEN, NUMBER_FIXED, NUMBER_FIXED_TOGETHER };

static bool is_exact(const struct range *range)
{
    return range->lo == range->hi && range->points == 0;
}

static bool all_exact(const struct range *range, int count)
{
    for (int i = 0; i < count; i++)
        if (!is_exact(&range[i]))
            return false;
    return true;
}

static bool leads_only_to(const struct relation *relation, const struct cover *cover)
{
    for (int i = 0; i < relation->targets; i++)
        if (index_in(cover->target, cover->targets, relation->target[i]) < 0)
            return false;
    return true;
}

/* The relations of the duty have a number that is fixed in sum: those that are open by themselves, too. */
static bool fixes_sum(const struct scheme *scheme, const struct cover *cover, const enum number *number)
{
    if (cover->shortfall > 0 || !all_exact(cover->times, cover->targets))
        return false;
    for (int k = 0; k < cover->relations; k++)
        if (number[cover->relation[k]] == NUMBER_FIXED_TOGETHER ||
            !leads_only_to(&scheme->relation[cover->relation[k]], cover))
            return false;
    return true;
}

static bool number_is_open(const struct scheme *scheme, enum number *number)
{
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (relation->pairs == 0 || all_exact(relation->load, relation->sources) ||
            all_exact(relation->cover, relation->targets))
            number[r] = NUMBER_FIXED;
    }
    for (int c = 0; c < scheme->covers; c++) {
        const struct cover *cover = &scheme->cover[c];
        if (!fixes_sum(scheme, cover, number))
            continue;
        for (int k = 0; k < cover->relations; k++)
            if (number[cover->relation[k]] == NUMBER_OPEN)
                number[cover->relation[k]] = NUMBER_FIXED_TOGETHER;
    }
    for (int r = 0; r < scheme->relations; r++)
        if (number[r] == NUMBER_OPEN)
            return true;
    return false;
}

bool scheme_number_is_open(const struct scheme *scheme)
{
    enum number *number = talloc_zero_array(NULL, enum number, (unsigned)scheme->relations + 1);
    bool open = !number || number_is_open(scheme, number);
    talloc_free(number);
    return open;
}
