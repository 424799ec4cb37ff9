#include "base/language.h"
#include "planning/check_parts.h"

static bool outside(int count, int64_t lo, int64_t hi)
{
    return count < lo || (hi < UNLIMITED && count > hi);
}

void check_loads(struct checker *checker, int r)
{
    const struct relation *relation = &checker->scheme->relation[r];
    for (int i = 0; i < relation->sources; i++) {
        int count = checker->load[r][i];
        int32_t lo = checker->open[r] ? 0 : relation->load[i].lo;
        if (relation->load[i].points == 0 && outside(count, lo, relation->load[i].hi))
            checker_violate(checker, &relation->origin, 0,
                            _("%s contacts %d in “%s”; the number must be %s."),
                            check_person(checker, relation->source[i]), count, relation->origin.title,
                            check_range(checker, lo, relation->load[i].hi));
    }
}

static void wrong_cover(struct checker *checker, const struct origin *origin, const char *target, int count,
                        int64_t lo, int64_t hi)
{
    if (count == 0)
        checker_violate(checker, origin, 0, _("%s has nobody for “%s”; the number must be %s."), target,
                        origin->title, check_range(checker, lo, hi));
    else
        checker_violate(checker, origin, 0, _("%s is contacted by %d for “%s”; the number must be %s."),
                        target, count, origin->title, check_range(checker, lo, hi));
}

void check_covers(struct checker *checker, int r)
{
    const struct relation *relation = &checker->scheme->relation[r];
    for (int i = 0; i < relation->targets; i++) {
        int count = checker->covered[r][i];
        int32_t lo = checker->open[r] ? 0 : relation->cover[i].lo;
        if (relation->cover[i].points == 0 && outside(count, lo, relation->cover[i].hi))
            wrong_cover(checker, &relation->origin, check_target(checker, relation, relation->target[i]),
                        count, lo, relation->cover[i].hi);
    }
}

void check_shared_cover(struct checker *checker, const struct cover *cover)
{
    bool open = false;
    for (int k = 0; k < cover->relations; k++)
        open = open || checker->open[cover->relation[k]];
    for (int i = 0; i < cover->targets; i++) {
        int count = checker_cover_count(checker, cover, i);
        int64_t lo = open ? 0 : (int64_t)cover->times[i].lo - cover->shortfall;
        if (outside(count, lo, cover->times[i].hi))
            wrong_cover(checker, &cover->origin, check_person(checker, cover->target[i]), count, lo,
                        cover->times[i].hi);
    }
}
