#include <stdint.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/check_parts.h"

static const char *or_nothing(struct checker *checker, const char *text)
{
    if (!text)
        checker->failed = true;
    return text ? text : "";
}

const char *check_person(struct checker *checker, int member)
{
    const struct member *person = &checker->roster->member[member];
    return or_nothing(checker, talloc_asprintf(checker->scratch, "%s %s", person->name, person->id));
}

const char *check_target(struct checker *checker, const struct relation *relation, int target)
{
    if (relation->target_kind == TARGET_MEMBER)
        return check_person(checker, target);
    const char *name = target_name(relation, checker->roster, target);
    if (relation->target_kind == TARGET_WINDOW)
        return or_nothing(
            checker, talloc_asprintf(checker->scratch, _("window %s"), window_word(checker->scratch, name)));
    return or_nothing(checker, talloc_asprintf(checker->scratch, _("group %s"), name));
}

const char *check_range(struct checker *checker, int64_t lo, int64_t hi)
{
    int least = lo > 0 ? (int)lo : 0, most = hi < UNLIMITED ? (int)hi : UNLIMITED;
    char *text;
    if (least == most)
        text = talloc_asprintf(checker->scratch, _("exactly %d"), least);
    else if (most == UNLIMITED)
        text = talloc_asprintf(checker->scratch, _("at least %d"), least);
    else if (least == 0)
        text = talloc_asprintf(checker->scratch, _("at most %d"), most);
    else
        text = talloc_asprintf(checker->scratch, _("%d to %d"), least, most);
    return or_nothing(checker, text);
}
