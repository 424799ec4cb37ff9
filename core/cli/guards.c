#include "cli/guards.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/choice.h"

static const char *said(const char *text)
{
    return *text ? text : _("(empty)");
}

static char *text_of(const void *owner, const struct import_guard *guard)
{
    switch (guard->kind) {
    case GUARD_LEAVE:
        return talloc_asprintf(
            owner,
            _("With this file %d of %d members would be marked as having left. Is it the whole roster?"),
            guard->count, guard->of);
    case GUARD_MOVED:
        return talloc_asprintf(owner,
                               _("%d of %d members would get another's name under their id (%s: %s, would be "
                                 "%s). Was one column sorted alone, or did the ids slip by a row?"),
                               guard->count, guard->of, guard->id, guard->before, guard->now);
    case GUARD_OTHER:
        return talloc_asprintf(
            owner,
            _("%d of %d members would become somebody else under their id (%s: %s, would be "
              "%s). Somebody new gets an id of their own."),
            guard->count, guard->of, guard->id, guard->before, guard->now);
    case GUARD_TWO_IDS:
        return talloc_asprintf(owner,
                               _("%d of %d members would leave under one id and join under another (%s: %s, "
                                 "would be %s), and lose their pairs. Are the ids those of another list?"),
                               guard->count, guard->of, guard->id, guard->before, guard->now);
    default:
        return talloc_asprintf(
            owner,
            _("The column %s would hold the same cells as before, or nearly so, but at other members: %d "
              "of %d (%s: %s, would be %s). Was it sorted alone?"),
            guard->heading, guard->count, guard->of, guard->id, said(guard->before), said(guard->now));
    }
}

/* The answer is to this import alone: how many are concerned, and who is the first of them. */
static char *key_of(const void *owner, const struct import_guard *guard)
{
    static const char *const words[] = {[GUARD_LEAVE] = "大批离任",
                                        [GUARD_MOVED] = "姓名换到别人编号下",
                                        [GUARD_OTHER] = "编号换了人",
                                        [GUARD_TWO_IDS] = "同一姓名换了编号",
                                        [GUARD_REORDERED] = "一列换了顺序"};
    if (guard->kind == GUARD_LEAVE)
        return talloc_asprintf(owner, "%s：%d/%d", words[guard->kind], guard->count, guard->of);
    return talloc_asprintf(owner, "%s：%d/%d，%s%s%s %s→%s", words[guard->kind], guard->count, guard->of,
                           guard->heading ? guard->heading : "", guard->heading ? " " : "", guard->id,
                           guard->before, guard->now);
}

static bool make_inquiry(const void *owner, const struct import_guard *guard, struct inquiry *inquiry)
{
    *inquiry = (struct inquiry){.key = key_of(owner, guard),
                                .text = text_of(owner, guard),
                                .choices = 2,
                                .choice = talloc_array(owner, struct inquiry_choice, 2)};
    if (!inquiry->key || !inquiry->text || !inquiry->choice)
        return false;
    inquiry->choice[0] = (struct inquiry_choice){INQUIRY_YES, _("that is meant"), NULL};
    inquiry->choice[1] = (struct inquiry_choice){INQUIRY_NO, _("no: nothing is to be changed"), NULL};
    return true;
}

static bool is_meant(struct invocation *invocation, const struct inquiry *inquiry, int number, int of,
                     bool asks, struct answers *answers)
{
    const struct inquiry_choice *choice = inquiry_answered(inquiry, answers);
    if (!choice && asks && choice_can_ask() &&
        inquiry_ask(invocation, inquiry, number, of, 1, answers) == INQUIRY_ANSWERED)
        choice = inquiry_answered(inquiry, answers);
    return choice && strcmp(choice->value, INQUIRY_YES) == 0;
}

enum status guards_pass(struct invocation *invocation, const struct import_guards *guards, const char *file,
                        bool asks, struct answers *answers)
{
    const struct place place = {.file = file};
    for (int g = 0; g < guards->count; g++) {
        struct inquiry inquiry;
        if (!make_inquiry(invocation->owner, &guards->guard[g], &inquiry))
            return error_add_memory(invocation->error);
        if (!is_meant(invocation, &inquiry, g + 1, guards->count, asks, answers))
            error_add(invocation->error, STATUS_INPUT, &place,
                      _("%s If that is meant, add --yes, or name a file of answers (--answers) with this row "
                        "below the headings 问题,编号: “%s,是”. Nothing was changed."),
                      inquiry.text, inquiry.key);
    }
    return invocation->error->status;
}
