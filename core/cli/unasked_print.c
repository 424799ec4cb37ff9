#include "cli/unasked_print.h"

#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/stages.h"
#include "cli/terminal.h"

void unasked_print(FILE *out, const struct unasked *unasked)
{
    if (!unasked->possible || (unasked->counted && unasked->pairs <= 0))
        return;
    char *stage = text_printable(NULL, unasked->stage);
    char *text =
        unasked->counted
            ? talloc_asprintf(stage,
                              _("Pairs taken for their points in “%s” alone, which nothing else asks for: "
                                "%d. Where that is not meant, give the relation an upper bound in "
                                "the scheme (load = { max = ... }), or write \"fewest\" before \"%s\" in "
                                "s:stages."),
                              stages_word(stage), unasked->pairs, stage)
            : talloc_asprintf(stage,
                              _("The scheme leaves the number of pairs open, and “%s” may take pairs for "
                                "their points alone; there was no time to count them. An upper bound (load = "
                                "{ max = ... }), or \"fewest\" before \"%s\" in s:stages, prevents it."),
                              stages_word(stage), stage);
    terminal_paragraph(out, text, 0, 0, terminal_width(out));
    talloc_free(stage);
}

enum status unasked_try(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        double seconds, struct unasked *unasked, struct error *error)
{
    struct solve_request request = {.options = solver_defaults(), .without_reasons = true};
    struct plan *plan = NULL;
    *unasked = (struct unasked){.possible = false};
    if (!scheme_number_is_open(scheme))
        return STATUS_OK;
    request.options.seconds = seconds;
    enum status status = plan_solve(owner, roster, scheme, &request, &plan, error);
    if (status == STATUS_OK)
        status = unasked_count(roster, scheme, &request, plan, seconds, unasked, error);
    return status == STATUS_NO ? STATUS_OK : status;
}
