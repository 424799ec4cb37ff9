#include "planning/conflict_parts.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/blanks.h"
#include "planning/rules/rules.h"

static enum target_kind end_kind(const struct problem *problem, const struct duty *duty)
{
    return duty->kind == DUTY_COVER ? problem->scheme->relation[duty->owner].target_kind : TARGET_MEMBER;
}

bool duty_ends_in_window(const struct problem *problem, const struct duty *duty)
{
    return end_kind(problem, duty) == TARGET_WINDOW;
}

bool duty_ends_in_member(const struct problem *problem, const struct duty *duty)
{
    return end_kind(problem, duty) == TARGET_MEMBER && duty->end >= 0;
}

const struct origin *duty_origin(const struct problem *problem, const struct duty *duty)
{
    if (duty->kind == DUTY_EVERYONE || duty->kind == DUTY_SHORTFALL)
        return &problem->scheme->cover[duty->owner].origin;
    if (duty->kind == DUTY_RULE)
        return &problem->scheme->rule[duty->owner].origin;
    return &problem->scheme->relation[duty->owner].origin;
}

const struct pinned *duty_pinned(const struct problem *problem, const struct duty *duty)
{
    return duty->kind == DUTY_RULE ? problem->scheme->rule[duty->owner].pinned : NULL;
}

const char *duty_title(const struct problem *problem, const struct duty *duty)
{
    const struct pinned *pinned = duty_pinned(problem, duty);
    return pinned ? pinned->what : duty_origin(problem, duty)->title;
}

/* The relation's one column, or -1. */
static int within_of(const struct relation *relation)
{
    return relation->within_count == 1 ? relation->within[0] : -1;
}

int duty_column(const struct problem *problem, const struct duty *duty)
{
    const struct scheme *scheme = problem->scheme;
    int column = -1;
    if (!duty_ends_in_member(problem, duty) || duty->kind == DUTY_RULE)
        return -1;
    if (duty->kind == DUTY_LOAD || duty->kind == DUTY_COVER) {
        column = within_of(&scheme->relation[duty->owner]);
        return column == ATTRIBUTE_WINDOW ? -1 : column;
    }
    const struct cover *cover = &scheme->cover[duty->owner];
    bool first = true;
    for (int k = 0; k < cover->relations; k++) {
        const struct relation *relation = &scheme->relation[cover->relation[k]];
        if (index_in(relation->target, relation->targets, duty->end) < 0)
            continue;
        if (!first && within_of(relation) != column)
            return -1;
        column = within_of(relation);
        first = false;
    }
    return column == ATTRIBUTE_WINDOW ? -1 : column;
}

int64_t duty_place(const struct problem *problem, const struct duty *duty)
{
    int column = duty_column(problem, duty);
    if (column < 0)
        return duty_window(problem, duty);
    return ((int64_t)column + 1) << 32 | problem->roster->code[column][duty->end];
}

int duty_window(const struct problem *problem, const struct duty *duty)
{
    if (duty_ends_in_window(problem, duty))
        return duty->end;
    if (duty_column(problem, duty) >= 0)
        return WINDOW_NONE;
    return duty_ends_in_member(problem, duty) ? problem->roster->member[duty->end].window : WINDOW_NONE;
}

/* Whether an earlier one of the rows has the same end: a limit may have several for one. */
static bool named_before(const struct problem *problem, const int *duty, int i)
{
    const struct duty *one = &problem->duty[duty[i]];
    for (int k = 0; k < i; k++) {
        const struct duty *other = &problem->duty[duty[k]];
        if (one->kind == DUTY_RULE && other->kind == DUTY_RULE && one->owner == other->owner &&
            one->end == other->end)
            return true;
    }
    return false;
}

/* "张三 JH0001、李四 JH0002": ends of rows, windows by their names. */
static char *name_ends(const void *owner, const struct problem *problem, const int *duty, int count)
{
    char *text = talloc_strdup(owner, "");
    int named = 0, left = 0;
    for (int i = 0; i < count && text; i++) {
        const struct duty *d = &problem->duty[duty[i]];
        if (named_before(problem, duty, i))
            continue;
        if (named == NAMES_SHOWN) {
            left++;
            continue;
        }
        if (named++ > 0)
            text = talloc_strdup_append(text, _(", "));
        if (d->end < 0)
            text = talloc_asprintf_append(text, _("“%s”"), duty_title(problem, d));
        else if (!duty_ends_in_member(problem, d))
            text = talloc_strdup_append(
                text, target_name(&problem->scheme->relation[d->owner], problem->roster, d->end));
        else
            text = talloc_asprintf_append(text, "%s %s", problem->roster->member[d->end].name,
                                          problem->roster->member[d->end].id);
    }
    return text && left > 0 ? talloc_asprintf_append(text, _(" and %d more"), left) : text;
}

/* ---- Targets whom nobody may contact ---- */

static bool window_has_party_member(const struct roster *roster, int window)
{
    for (int m = 0; m < roster->members; m++)
        if (roster->member[m].window == window && !roster->member[m].exempt &&
            member_in_party(&roster->member[m], "中共"))
            return true;
    return false;
}

static bool goes_by_party(const struct problem *problem)
{
    const struct origin *origin;
    return scheme_goes_by(problem->scheme, ATTRIBUTE_PARTY, &origin);
}

/* What the rule asks at the first of these rows, and how many more are like it. */
static char *rule_sentence(const void *owner, const struct problem *problem, const int *rows, int count)
{
    const struct duty *first = &problem->duty[rows[0]];
    const struct rule *rule = &problem->scheme->rule[first->owner];
    char *asks = rule_kinds[rule->kind]->explain(owner, problem->roster, problem->scheme, rule, first->row);
    if (!asks)
        return NULL;
    if (rule->kind == RULE_LIMIT && rule->pinned)
        return talloc_asprintf(owner, _("“%s”: the scheme does not allow this pair."),
                               duty_title(problem, first));
    if (count == 1 || first->row < 0)
        return talloc_asprintf(owner, _("%s No pairs can do that."), asks);
    return talloc_asprintf(owner, _("%s No pairs can do that, nor what it asks of %d more."), asks,
                           count - 1);
}

/* Who may contact them is of the same group of another column than 窗口. */
static char *nobody_in_group(const void *owner, const struct problem *problem, const struct duty *duty,
                             const char *names)
{
    int column = duty_column(problem, duty);
    const char *heading = problem->roster->column[column].heading;
    const char *cell = problem->roster->member[duty->end].value[column];
    if (!*cell)
        return talloc_asprintf(owner,
                               _("These people have nothing under “%s”, and nobody may contact them: %s."),
                               heading, names);
    return talloc_asprintf(owner, _("%s “%s”: nobody there may contact these people: %s."), heading, cell,
                           names);
}

char *conflict_nobody(const void *owner, const struct problem *problem, const int *duty, int count)
{
    const struct roster *roster = problem->roster;
    const struct duty *first = &problem->duty[duty[0]];
    int window = duty_window(problem, first);
    if (first->kind == DUTY_RULE)
        return rule_sentence(owner, problem, duty, count);
    char *names = name_ends(owner, problem, duty, count);
    if (!names)
        return NULL;
    if (first->kind == DUTY_LOAD)
        return talloc_asprintf(owner, _("Under “%s” there is nobody whom they could contact: %s."),
                               duty_title(problem, first), names);
    if (duty_ends_in_window(problem, first))
        return talloc_asprintf(owner, _("Under “%s” nobody may take on these windows: %s."),
                               duty_title(problem, first), names);
    if (!duty_ends_in_member(problem, first))
        return talloc_asprintf(owner, _("Under “%s” nobody may take on these groups: %s."),
                               duty_title(problem, first), names);
    if (duty_column(problem, first) >= 0)
        return nobody_in_group(owner, problem, first, names);
    if (roster->windows == 0)
        return talloc_asprintf(owner, _("Nobody may contact these people: %s."), names);
    if (window == WINDOW_NONE)
        return talloc_asprintf(owner, _("These people are in no window, and nobody may contact them: %s."),
                               names);
    if (goes_by_party(problem) && !window_has_party_member(roster, window))
        return talloc_asprintf(owner,
                               _("Window %s has no Party member, so nobody can contact its people: %s."),
                               window_word(owner, roster->window[window].name), names);
    return talloc_asprintf(owner, _("In window %s nobody may contact these people: %s."),
                           window_word(owner, roster->window[window].name), names);
}

/* ---- Cuts: more is asked for than can be given ---- */

/* Units that the rows' bounds ask for, and what the limits give. */
static int64_t demanded(const struct problem *problem, const struct clash *cut)
{
    int64_t units = 0;
    for (int i = 0; i < cut->demands; i++)
        units += problem->sum[cut->demand[i]].lo;
    return units;
}

static int64_t granted(const struct problem *problem, const struct clash *cut)
{
    int64_t units = cut->pairs;
    for (int i = 0; i < cut->limits; i++) {
        const struct solver_sum *sum = &problem->sum[cut->limit[i]];
        units += sum->stage == SOLVER_HARD && sum->hi < sum->n ? sum->hi : sum->n;
    }
    return units;
}

/* The titles of what asks, each once, to stand between quotation marks; *count is how many. */
static char *titles(const void *owner, const struct problem *problem, const struct clash *cut, int *count)
{
    char *text = NULL;
    *count = 0;
    for (int i = 0; i < cut->demands; i++) {
        const struct origin *origin = duty_origin(problem, &problem->duty[cut->demand[i]]);
        bool before = false;
        for (int k = 0; k < i; k++)
            before = before || duty_origin(problem, &problem->duty[cut->demand[k]]) == origin;
        if (before)
            continue;
        (*count)++;
        const char *title = duty_title(problem, &problem->duty[cut->demand[i]]);
        text = text ? talloc_asprintf_append(text, "%s%s", _("”, “"), title) : talloc_strdup(owner, title);
        if (!text)
            return NULL;
    }
    return text;
}

/* The one window that all of the cut's rows belong to, or WINDOW_NONE. */
static int cut_window(const struct problem *problem, const struct clash *cut)
{
    int window = cut->demands > 0 ? duty_window(problem, &problem->duty[cut->demand[0]]) : WINDOW_NONE;
    for (int i = 0; i < cut->demands + cut->limits; i++) {
        int row = i < cut->demands ? cut->demand[i] : cut->limit[i - cut->demands];
        if (duty_ends_in_window(problem, &problem->duty[row]) ||
            duty_window(problem, &problem->duty[row]) != window)
            return WINDOW_NONE;
    }
    return window;
}

/* The first row where all of the cut's rows have one place in the same other column than 窗口; or NULL. */
static const struct duty *cut_group(const struct problem *problem, const struct clash *cut)
{
    const struct duty *first = cut->demands > 0 ? &problem->duty[cut->demand[0]] : NULL;
    for (int i = 0; first && i < cut->demands + cut->limits; i++) {
        int row = i < cut->demands ? cut->demand[i] : cut->limit[i - cut->demands];
        if (duty_column(problem, &problem->duty[row]) < 0 ||
            duty_place(problem, &problem->duty[row]) != duty_place(problem, first))
            return NULL;
    }
    return first;
}

/* "In window 提案委: ", or nothing. */
static char *cut_place(const void *owner, const struct problem *problem, const struct clash *cut)
{
    const struct duty *group = cut_group(problem, cut);
    int column = group ? duty_column(problem, group) : -1;
    if (group)
        return talloc_asprintf(owner, _("%s “%s”: "), problem->roster->column[column].heading,
                               problem->roster->member[group->end].value[column]);
    int window = cut_window(problem, cut);
    return window == WINDOW_NONE ? talloc_strdup(owner, "")
                                 : talloc_asprintf(owner, _("In window %s: "),
                                                   window_word(owner, problem->roster->window[window].name));
}

/* How many members, windows or groups ask to be contacted; 0 where the rows are about anything else. */
static int asking_ends(const struct problem *problem, const struct clash *cut)
{
    int count = 0;
    for (int i = 0; i < cut->demands; i++) {
        const struct duty *duty = &problem->duty[cut->demand[i]];
        bool again = false;
        if (duty->kind == DUTY_LOAD || duty->kind == DUTY_RULE)
            return 0;
        for (int k = 0; k < i; k++) {
            const struct duty *other = &problem->duty[cut->demand[k]];
            again |= other->end == duty->end && end_kind(problem, other) == end_kind(problem, duty);
        }
        count += !again;
    }
    return count;
}

/* "People who need a contact: 20. There is room for 18": those who ask, not pairs, are counted. */
static char *count_asking(const void *owner, const struct problem *problem, const struct clash *cut, int ends,
                          const char *title)
{
    long long asked = (long long)demanded(problem, cut), room = (long long)granted(problem, cut);
    bool people = true;
    for (int i = 0; i < cut->demands; i++)
        people = people && duty_ends_in_member(problem, &problem->duty[cut->demand[i]]);
    if (asked != ends)
        return talloc_asprintf(
            owner, _("Those who need a contact by “%s”: %d, %lld contacts in all. There is room for %lld."),
            title, ends, asked, room);
    return talloc_asprintf(
        owner,
        people ? _("People who need a contact by “%s”: %d. There is room for %lld.")
               : _("Windows or groups that need a contact by “%s”: %d. There is room for %lld."),
        title, ends, room);
}

char *conflict_cut(const void *owner, const struct problem *problem, const struct clash *cut)
{
    char *who = name_ends(owner, problem, cut->demand, cut->demands);
    char *limits = name_ends(owner, problem, cut->limit, cut->limits);
    int count;
    char *title = titles(owner, problem, cut, &count), *text = cut_place(owner, problem, cut);
    if (!who || !limits || !title || !text)
        return NULL;
    int ends = asking_ends(problem, cut);
    const char *counted = ends > 0 ? count_asking(owner, problem, cut, ends, title) : NULL;
    if (counted)
        return cut->limits > 0
                   ? talloc_asprintf_append(text, _("%s They are: %s. These are at their limit: %s."),
                                            counted, who, limits)
                   : talloc_asprintf_append(text, _("%s They are: %s."), counted, who);
    if (cut->limits > 0)
        return talloc_asprintf_append(
            text,
            count == 1 ? _("“%s” asks for at least %lld pairs here, but at most %lld can be made. "
                           "They need a pair: %s. These are at their limit: %s.")
                       : _("“%s” ask for at least %lld pairs here, but at most %lld can be made. "
                           "They need a pair: %s. These are at their limit: %s."),
            title, (long long)demanded(problem, cut), (long long)granted(problem, cut), who, limits);
    return talloc_asprintf_append(
        text,
        count == 1 ? _("“%s” asks for at least %lld pairs here, but only %lld can be made. "
                       "They need more: %s.")
                   : _("“%s” ask for at least %lld pairs here, but only %lld can be made. "
                       "They need more: %s."),
        title, (long long)demanded(problem, cut), (long long)granted(problem, cut), who);
}
