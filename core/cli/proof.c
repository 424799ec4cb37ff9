#include "cli/proof.h"

#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "proof/proof_check.h"

enum { COLUMNS = 5 };

static const char *how(enum proof_outcome outcome)
{
    switch (outcome) {
    case PROOF_VERIFIED:
        return _("integer potentials, pair by pair");
    case PROOF_WRONG:
        return _("as the file says");
    case PROOF_OPEN:
        return _("none: the search had ended early");
    case PROOF_RESOLVED:
    case PROOF_TRUSTED:
    case PROOF_OUTCOMES:
        break;
    }
    return _("solved once more in another form");
}

static const char *word_of(enum proof_outcome outcome)
{
    switch (outcome) {
    case PROOF_VERIFIED:
        return _("verified");
    case PROOF_RESOLVED:
        return _("re-solved");
    case PROOF_TRUSTED:
        return _("trusted");
    case PROOF_OPEN:
        return _("open");
    case PROOF_WRONG:
    case PROOF_OUTCOMES:
        break;
    }
    return _("does not hold");
}

static void print_rows(const struct proof_result *result)
{
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, (unsigned)(COLUMNS * (result->rows + 1)));
    int at = 0;
    cell[at++] = _("Stage");
    cell[at++] = _("Parts");
    cell[at++] = _("Possible pairs");
    cell[at++] = _("Proof");
    cell[at++] = _("Result");
    for (int i = 0; i < result->rows; i++) {
        const struct proof_row *row = &result->row[i];
        cell[at++] = text_printable(owner, stages_word(row->stage));
        cell[at++] = talloc_asprintf(owner, "%d", row->parts);
        cell[at++] = talloc_asprintf(owner, "%d", row->pairs);
        cell[at++] = how(row->outcome);
        cell[at++] = word_of(row->outcome);
    }
    const struct text_table table = {COLUMNS, result->rows + 1, align, cell};
    terminal_table(stdout, &table);
    talloc_free(owner);
}

/* What the words in the last column mean, each where it stands there. */
static void print_meanings(const struct proof_result *result)
{
    bool met[PROOF_OUTCOMES] = {false};
    for (int i = 0; i < result->rows; i++)
        met[result->row[i].outcome] = true;
    if (met[PROOF_VERIFIED] || met[PROOF_RESOLVED] || met[PROOF_TRUSTED] || met[PROOF_OPEN])
        putchar('\n');
    if (met[PROOF_VERIFIED])
        puts(_("Verified: additions of whole numbers show that no plan is better; no solver took part."));
    if (met[PROOF_RESOLVED])
        puts(_("Re-solved: written down in another form and solved once more, it came to the same value."));
    if (met[PROOF_TRUSTED])
        puts(_("Trusted: solving it once more came to no end, so that the solver's word is all there is. A "
               "longer --time-limit may help."));
    if (met[PROOF_OPEN])
        puts(_("Open: the plan itself does not claim that these stages are proven."));
}

enum status proof_print(struct invocation *invocation, const struct inputs *inputs,
                        const struct named_plan *named, const struct pair *pair, int pairs,
                        const struct proof_wish *wish)
{
    struct proof_result *result;
    if (!named->proof) {
        putchar('\n');
        prose(stdout,
              _("This plan carries no proof. Plans that tongxin solve -o writes do, and lines that rebalance "
                "takes, but not what was changed by hand."));
        return STATUS_NO;
    }
    enum status status = proof_check(invocation->owner, inputs->roster, inputs->scheme, pair, pairs,
                                     inputs->previous, inputs->previous_pairs, inputs->previous_file != NULL,
                                     named, wish->seconds, &result, invocation->error);
    if (status != STATUS_OK)
        return status;
    putchar('\n');
    if (result->rows > 0) {
        print_rows(result);
        print_meanings(result);
    }
    if (result->capped && result->faults == 0)
        prose(
            stdout,
            _("In the stage “%s” this plan was allowed %lld; the stages behind it are as good as they can be "
              "with that."),
            stages_word(result->capped), (long long)result->at_most);
    if (result->faults > 0 && result->rows > 0)
        putchar('\n');
    if (result->faults > 0)
        puts(_("The proof does not hold:"));
    for (int i = 0; i < result->faults; i++)
        puts(text_printable(invocation->owner, result->fault[i]));
    return result->faults > 0 ? STATUS_NO : STATUS_OK;
}
