#include "cli/pins_now.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/prose.h"
#include "planning/pins.h"

static const char *bare_name(const struct term *term, const char *id)
{
    int member = members_find(term->members, id);
    return member < 0 ? id : term->members->member[member].value[ATTRIBUTE_NAME];
}

/* Whether a member at either end is not in the roster; *id is who. */
static bool has_left(const struct roster *roster, const struct pin_record *pin, const char **id)
{
    bool source_left = roster_member(roster, pin->source) < 0;
    *id = source_left ? pin->source : pin->target;
    return source_left || (pin->is_member && roster_member(roster, pin->target) < 0);
}

/* The pair went along to somebody else, or to another window, and cannot be there. */
static const char *say_moved(const struct term *term, const struct pin_record *pin)
{
    const void *owner = term->invocation->owner;
    bool source_moved = strcmp(pin->source, pin->source_given) != 0;
    if (!source_moved && pin->window)
        return talloc_asprintf(owner, _("%s was put together into %s, where the scheme does not allow it"),
                               pin->target_given, pin->target);
    const char *given = source_moved ? pin->source_given : pin->target_given;
    const char *now = source_moved ? pin->source : pin->target;
    return talloc_asprintf(owner, _("%s left, and the scheme does not allow it to the successor %s"),
                           bare_name(term, given), bare_name(term, now));
}

/* Whether an end is somebody else than it was given, or another window. */
static bool has_moved(const struct pin_record *pin)
{
    return strcmp(pin->source, pin->source_given) != 0 ||
           (pin->window ? pin->window_now != pin->window : strcmp(pin->target, pin->target_given) != 0);
}

/* Why the pin is over, or NULL. */
static const char *why_over(const struct term *term, const struct roster *roster, const struct scheme *scheme,
                            const struct pin_record *pin)
{
    const void *owner = term->invocation->owner;
    const char *left;
    if (has_left(roster, pin, &left))
        return talloc_asprintf(owner, _("%s left"), bare_name(term, left));
    if (pin->window && roster_window(roster, pin->target) < 0)
        return talloc_asprintf(owner, _("%s was closed"), pin->target);
    if (!scheme)
        return NULL;
    if (*pin->relation && scheme_relation_was(scheme, pin->relation, 0) < 0)
        return talloc_asprintf(owner, _("the scheme has no relation “%s” any more"), pin->relation);
    const struct pin asked = {
        .forbids = pin->forbids, .relation = pin->relation, .source = pin->source, .target = pin->target};
    bool known, moved = has_moved(pin);
    bool possible = pins_allowed(scheme, roster, &asked, &known) > 0;
    if (!known && !pin->is_member && !pin->window)
        return talloc_asprintf(owner, _("there is no group “%s” any more"), pin->target);
    return moved && !possible ? say_moved(term, pin) : NULL;
}

enum status pins_now(struct term *term, const struct roster *roster, const struct scheme *scheme,
                     struct pin_record **pin, int *pins)
{
    enum status status = pins_read(term->invocation->owner, term->store, term->members, term->now.date, pin,
                                   pins, term->invocation->error);
    for (int i = 0; status == STATUS_OK && i < *pins; i++)
        (*pin)[i].over = why_over(term, roster, scheme, &(*pin)[i]);
    return status;
}

const char *pins_words(const struct term *term, const struct pin_record *pin)
{
    const char *source_id = pin->over && pin->source_given ? pin->source_given : pin->source;
    const char *target_id = pin->over && pin->target_given ? pin->target_given : pin->target;
    int source = members_find(term->members, source_id);
    int target = pin->is_member ? members_find(term->members, target_id) : -1;
    return talloc_asprintf(term->invocation->owner, _("%s with %s"),
                           source < 0 ? source_id : term_name(term, source),
                           target < 0 ? target_id : term_name(term, target));
}

void pins_print_over(FILE *out, const struct term *term, const struct pin_record *pin, int pins)
{
    char *list = talloc_strdup(term->invocation->owner, "");
    for (int i = 0; list && i < pins; i++)
        if (pin[i].over && !pin[i].ended)
            list = talloc_asprintf_append(list, _("%s%s (%s)"), *list ? _(", ") : "",
                                          pins_words(term, &pin[i]), pin[i].over);
    if (list && *list)
        prose(out, _("Of what was fixed by hand this has ended and does not count: %s."), list);
}
