#include "cli/doubts.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/choice.h"
#include "cli/inputs.h"

/* What answers all doubts of a kind, in the file of answers. Of several of one name each is its own. */
static const char *kind_key(const struct join_doubt *doubt)
{
    static const char *const keys[] = {[JOIN_SEVERAL] = NULL,
                                       [JOIN_TWICE] = "全部：同一名单里重复",
                                       [JOIN_UNITS_DIFFER] = "全部：单位写法不同",
                                       [JOIN_OTHERS_DIFFER] = "全部：其他内容不同",
                                       [JOIN_NAME_ALONE] = "全部：只有姓名相同"};
    return keys[doubt->kind];
}

#define SAME_PERSON "同"

static char *where(const void *owner, const struct join_doubt *doubt)
{
    if (doubt->sheet)
        return talloc_asprintf(owner, _("%s, sheet %s, row %d"), text_printable(owner, doubt->file),
                               text_printable(owner, doubt->sheet), doubt->row);
    return talloc_asprintf(owner, _("%s, row %d"), text_printable(owner, doubt->file), doubt->row);
}

/* What differs, each with both texts, then what agrees: that decides. */
static char *append_facts(char *text, const struct join_candidate *candidate)
{
    const char *between = "";
    for (int f = 0; text && f < candidate->facts; f++) {
        const struct join_fact *fact = &candidate->fact[f];
        if (fact->agrees)
            continue;
        text = talloc_asprintf_append(text, _("%s%s here “%s”, there “%s”"), *between ? between : "  ",
                                      attribute_heading(fact->attribute), fact->here, fact->there);
        between = _("; ");
    }
    bool first = true;
    for (int f = 0; text && f < candidate->facts; f++) {
        if (!candidate->fact[f].agrees)
            continue;
        text = talloc_asprintf_append(text, "%s%s", first ? _("  alike: ") : _(", "),
                                      attribute_heading(candidate->fact[f].attribute));
        first = false;
    }
    return text;
}

static char *who(const void *owner, const struct join_candidate *candidate)
{
    char *text = talloc_asprintf(owner, "%s %s", candidate->name, candidate->id);
    const char *const more[] = {candidate->sector, candidate->window, candidate->unit};
    for (int i = 0; text && i < 3; i++)
        if (*more[i])
            text = talloc_asprintf_append(text, "  %s", more[i]);
    if (text && candidate->left)
        text = talloc_asprintf_append(text, _("  (left %s)"), candidate->left);
    return append_facts(text, candidate);
}

static bool make_inquiry(const void *owner, const struct join_doubt *doubt, struct inquiry *inquiry)
{
    *inquiry = (struct inquiry){
        .key = doubt->key,
        .kind = kind_key(doubt),
        .text = talloc_asprintf(owner, _("%s: “%s%s%s”. Which member is that?"), where(owner, doubt),
                                doubt->name, *doubt->unit ? _(", ") : "", doubt->unit),
        .choices = doubt->candidates + 1,
        .choice = talloc_array(owner, struct inquiry_choice, (unsigned)doubt->candidates + 1)};
    if (!inquiry->text || !inquiry->choice)
        return false;
    bool of_kind = inquiry->kind && doubt->candidates == 1;
    for (int c = 0; c < doubt->candidates; c++)
        inquiry->choice[c] = (struct inquiry_choice){doubt->candidate[c].id, who(owner, &doubt->candidate[c]),
                                                     of_kind ? SAME_PERSON : NULL};
    inquiry->choice[doubt->candidates] =
        (struct inquiry_choice){JOIN_NEW, _("none of them: somebody new"), of_kind ? JOIN_NEW : NULL};
    return true;
}

struct inquiry *doubts_inquiries(const void *owner, const struct join_result *result)
{
    struct inquiry *inquiry = talloc_array(owner, struct inquiry, (unsigned)result->doubts + 1);
    for (int d = 0; inquiry && d < result->doubts; d++)
        if (!make_inquiry(owner, &result->doubt[d], &inquiry[d]))
            return NULL;
    return inquiry;
}

/* ---- answering ---- */

static bool is_skipped(const struct doubts_asked *asked, const char *key)
{
    for (int s = 0; s < asked->skips; s++)
        if (strcmp(asked->skipped[s], key) == 0)
            return true;
    return false;
}

static void skip(struct invocation *invocation, struct doubts_asked *asked, const char *key)
{
    const char **grown =
        talloc_realloc(invocation->owner, asked->skipped, const char *, (unsigned)asked->skips + 1);
    const char *copy = talloc_strdup(invocation->owner, key);
    asked->ended = !grown || !copy;
    if (asked->ended)
        return;
    asked->skipped = grown;
    grown[asked->skips++] = copy;
}

static int count_alike(const struct inquiry *inquiry, int inquiries, const char *kind)
{
    int alike = 0;
    for (int i = 0; kind && i < inquiries; i++)
        alike += inquiry[i].kind && strcmp(inquiry[i].kind, kind) == 0;
    return alike;
}

/* Answers for all of a kind become answers of each, so that they are remembered as such. */
static bool take_kinds(struct invocation *invocation, const struct inquiry *inquiry, int inquiries,
                       struct answers *answers)
{
    bool found = false;
    for (int i = 0; i < inquiries; i++) {
        const struct inquiry_choice *choice =
            answers_find(answers, inquiry[i].key) ? NULL : inquiry_answered(&inquiry[i], answers);
        found =
            found || (choice && answers_add(invocation, answers, inquiry[i].key, choice->value) == STATUS_OK);
        if (found)
            return true; /* one at a time: it may settle others */
    }
    return false;
}

bool doubts_resolve(struct invocation *invocation, const struct join_result *result, struct answers *answers,
                    struct doubts_asked *asked)
{
    const struct inquiry *inquiry = doubts_inquiries(invocation->owner, result);
    if (!inquiry)
        return false;
    if (take_kinds(invocation, inquiry, result->doubts, answers))
        return true;
    for (int d = 0; d < result->doubts && choice_can_ask() && !asked->ended; d++) {
        if (is_skipped(asked, inquiry[d].key))
            continue;
        enum inquiry_outcome outcome = inquiry_ask(
            invocation, &inquiry[d], asked->answered + asked->skips + 1, asked->answered + result->doubts,
            count_alike(inquiry, result->doubts, inquiry[d].kind), answers);
        if (outcome == INQUIRY_ANSWERED) {
            asked->answered++;
            return true;
        }
        if (outcome == INQUIRY_SKIPPED)
            skip(invocation, asked, inquiry[d].key);
        else
            asked->ended = true;
    }
    return false;
}

enum status doubts_refuse(struct invocation *invocation, const struct join_result *result,
                          const struct answers *answers)
{
    const void *owner = invocation->owner;
    const struct inquiry *inquiry = doubts_inquiries(owner, result);
    if (!inquiry || inquiry_list(invocation, inquiry, result->doubts) != STATUS_OK)
        return error_add_memory(invocation->error);
    const struct place place = {.file = answers->file};
    for (int d = 0; d < result->doubts; d++) {
        const char *value = answers_find(answers, inquiry[d].key);
        if (value)
            error_add(invocation->error, STATUS_INPUT, answers->file ? &place : NULL,
                      _("“%s” is no answer to the question “%s”; the choices stand above."), value,
                      inquiry[d].key);
    }
    const char *file = answers->file ? answers->file : "answers.csv";
    return error_add(
        invocation->error, STATUS_INPUT, NULL,
        _("Rows that may be one member or another: %d. Nothing was done. On a terminal each is asked. Or "
          "write a CSV file with the headings 问题,编号, copy each line above into it with an id or 新 "
          "behind it, and name it: --answers %s"),
        result->doubts, shell_word(owner, file));
}
