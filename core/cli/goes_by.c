#include "cli/goes_by.h"

#include <talloc.h>

#include "cli/inputs.h"
#include "planning/blanks.h"

struct goes_by goes_by_scheme(struct invocation *invocation, const struct script_request *request)
{
    struct goes_by found = {NULL, NULL};
    struct error *unheard = error_new(invocation->owner);
    struct scheme *scheme = NULL;
    struct script_request alone = *request;
    alone.roster = inputs_empty_roster(invocation->owner);
    alone.no_roster = true;
    if (!unheard || !alone.roster ||
        script_load_scheme(invocation->owner, &alone, &scheme, unheard) != STATUS_OK)
        return found;
    scheme_goes_by(scheme, ATTRIBUTE_PARTY, &found.party);
    scheme_goes_by(scheme, ATTRIBUTE_WINDOW, &found.window);
    return found;
}

struct goes_by goes_by_name(struct invocation *invocation, const char *name, int settings,
                            const struct script_setting *setting)
{
    struct error *unheard = error_new(invocation->owner);
    struct script_text text;
    if (!name || !unheard || script_find_scheme(invocation->owner, name, &text, unheard) != STATUS_OK)
        return (struct goes_by){NULL, NULL};
    return goes_by_scheme(invocation,
                          &(struct script_request){.text = &text, .settings = settings, .setting = setting});
}
