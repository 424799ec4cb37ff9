#include "cli/term_absent.h"

#include "base/language.h"

enum status term_absent(struct term *term, int member, int version)
{
    const struct member_record *record = &term->members->member[member];
    const char *name = term_name(term, member), *id = record->value[ATTRIBUTE_ID];
    struct error *error = term->invocation->error;
    if (record->leaving)
        return error_add(error, STATUS_INPUT, NULL, _("%s left on %s (%s). Nothing was changed."), name,
                         record->leaving, record->leaving_reason ? record->leaving_reason : "");
    if (version == 0)
        return error_add(error, STATUS_INPUT, NULL, _("%s is not a member today. Nothing was changed."),
                         name);
    return error_add(error, STATUS_INPUT, NULL,
                     _("%s was added since version %d was made, so there is no pair of this member to be "
                       "changed. With whom and at what price: tongxin options %s%s. A version with this "
                       "member: tongxin plan%s. Nothing was changed."),
                     name, version, id, term_options(term), term_options(term));
}
