/* Repairs as people read them. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/relaxed.h"
#include "planning/repair_parts.h"

enum person { PERSON_LEADER, PERSON_PARTY, PERSON_OTHER, PERSON_ANY };

static enum person person_of(const struct roster *roster, int member)
{
    if (member_has_role(&roster->member[member], "党组成员"))
        return PERSON_LEADER;
    if (roster->column[ATTRIBUTE_PARTY].missing)
        return PERSON_ANY;
    return member_in_party(&roster->member[member], "中共") ? PERSON_PARTY : PERSON_OTHER;
}

static const char *person_word(enum person person)
{
    return person == PERSON_LEADER  ? _("leader")
           : person == PERSON_PARTY ? _("Party member")
           : person == PERSON_ANY   ? _("person")
                                    : _("non-Party member");
}

/* ---- Which sets are one line ---- */

/* What two moves of one line have in common. */
struct move_key {
    enum person person;
    bool out;
    int window; /* where they go, or, going out, where they are */
};

static struct move_key key_of(const struct roster *roster, const struct change *change)
{
    return (struct move_key){person_of(roster, change->member), change->out,
                             change->out ? change->left : change->window};
}

static int compare_keys(const void *a, const void *b)
{
    const struct move_key *one = a, *other = b;
    const int left[] = {one->out, one->window, (int)one->person};
    const int right[] = {other->out, other->window, (int)other->person};
    for (int i = 0; i < 3; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

bool changes_alike(const struct roster *roster, const struct change *one, const struct change *other)
{
    if (one->kind != other->kind || one->kind != CHANGE_MOVE)
        return compare_changes(one, other) == 0;
    const struct move_key left = key_of(roster, one), right = key_of(roster, other);
    return compare_keys(&left, &right) == 0;
}

static int keys_of(const struct roster *roster, const struct change_set *set, struct move_key *key)
{
    int count = 0;
    for (int i = 0; i < set->count; i++)
        if (set->change[i].kind == CHANGE_MOVE)
            key[count++] = key_of(roster, &set->change[i]);
    qsort(key, (size_t)count, sizeof *key, compare_keys);
    return count;
}

static bool one_line(const struct roster *roster, const struct change_set *one,
                     const struct change_set *other)
{
    struct move_key left[CHANGES_MOST], right[CHANGES_MOST];
    int moves = keys_of(roster, one, left);
    if (one->count != other->count || keys_of(roster, other, right) != moves)
        return false;
    for (int i = 0; i < moves; i++)
        if (compare_keys(&left[i], &right[i]) != 0)
            return false;
    for (int i = 0; i < one->count - moves; i++) /* settings stand before moves */
        if (compare_changes(&one->change[i], &other->change[i]) != 0 ||
            one->change[i].by != other->change[i].by)
            return false;
    return true;
}

/* ---- Sentences ---- */

static const char *format_from_to(enum change_kind kind)
{
    switch (kind) {
    case CHANGE_LOAD_MIN:
        return _("“%s”: lower what each contacts at least from %d to %d");
    case CHANGE_LOAD_MAX:
        return _("“%s”: raise what each contacts at most from %d to %d");
    case CHANGE_COVER_MIN:
        return _("“%s”: lower how many at least contact each from %d to %d");
    case CHANGE_COVER_MAX:
        return _("“%s”: raise how many at most contact each from %d to %d");
    case CHANGE_LIMIT_MIN:
        return _("“%s”: lower the least number from %d to %d");
    default:
        return _("“%s”: raise the greatest number from %d to %d");
    }
}

static const char *format_by(enum change_kind kind)
{
    switch (kind) {
    case CHANGE_LOAD_MIN:
        return _("“%s”: lower what each contacts at least by %d");
    case CHANGE_LOAD_MAX:
        return _("“%s”: raise what each contacts at most by %d");
    case CHANGE_COVER_MIN:
        return _("“%s”: lower how many at least contact each by %d");
    case CHANGE_COVER_MAX:
        return _("“%s”: raise how many at most contact each by %d");
    case CHANGE_LIMIT_MIN:
        return _("“%s”: lower the least number by %d");
    default:
        return _("“%s”: raise the greatest number by %d");
    }
}

static char *say_setting(const void *owner, const struct scheme *scheme, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_PRINCIPLE:
        return talloc_asprintf(owner, _("let “%s” hold in principle only"),
                               scheme->rule[change->index].origin.title);
    case CHANGE_LIFT:
        return talloc_asprintf(owner, _("take back “%s”"), scheme->rule[change->index].pinned->what);
    case CHANGE_SHORTFALL:
        return talloc_asprintf(owner, _("“%s”: allow each to fall short by %d"),
                               scheme->cover[change->index].origin.title, (int)change->by);
    default:
        break;
    }
    bool of_rule = change->kind == CHANGE_LIMIT_MIN || change->kind == CHANGE_LIMIT_MAX;
    const char *title =
        of_rule ? scheme->rule[change->index].origin.title : scheme->relation[change->index].origin.title;
    if (change->from >= 0)
        return talloc_asprintf(owner, format_from_to(change->kind), title, (int)change->from,
                               (int)change->to);
    return talloc_asprintf(owner, format_by(change->kind), title, (int)change->by);
}

static char *say_example(const void *owner, const struct roster *roster, const struct change *change)
{
    const struct member *member = &roster->member[change->member];
    const char *to = window_word(owner, roster->window[change->window].name);
    const char *person = person_word(person_of(roster, change->member));
    if (change->left == WINDOW_NONE)
        return talloc_asprintf(owner, _("put the %s %s %s, who is in no window, into window %s"), person,
                               member->name, member->id, to);
    return talloc_asprintf(owner, _("move the %s %s %s from window %s to window %s"), person, member->name,
                           member->id, window_word(owner, roster->window[change->left].name), to);
}

/* One member moves, and others could in his place. */
static char *say_move(const void *owner, const struct roster *roster, const struct repair *repair,
                      const struct change *change)
{
    const struct member *member = &roster->member[change->member];
    const char *person = person_word(person_of(roster, change->member));
    const char *to = window_word(owner, roster->window[change->window].name);
    if (repair->alternatives == 1)
        return say_example(owner, roster, change);
    if (change->out && change->left != WINDOW_NONE)
        return talloc_asprintf(owner,
                               _("move a %s out of window %s: %d would do, for example %s %s to window %s"),
                               person, window_word(owner, roster->window[change->left].name), repair->members,
                               member->name, member->id, to);
    if (change->left == WINDOW_NONE)
        return talloc_asprintf(owner, _("move a %s to window %s: %d would do, for example %s %s"), person, to,
                               repair->members, member->name, member->id);
    return talloc_asprintf(
        owner, _("move a %s to window %s: %d would do, for example %s %s, now in window %s"), person, to,
        repair->members, member->name, member->id, window_word(owner, roster->window[change->left].name));
}

static char *say(const void *owner, const struct roster *roster, const struct scheme *scheme,
                 const struct repair *repair, bool whole)
{
    int moves = 0;
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < repair->changes; i++)
        moves += repair->change[i].kind == CHANGE_MOVE;
    for (int i = 0; text && i < repair->changes; i++) {
        const struct change *change = &repair->change[i];
        char *part = change->kind != CHANGE_MOVE ? say_setting(text, scheme, change)
                     : moves == 1                ? say_move(text, roster, repair, change)
                                                 : say_example(text, roster, change);
        text = part ? talloc_asprintf_append(text, "%s%s", i > 0 ? _("; and ") : "", part) : NULL;
    }
    if (text && moves > 1 && repair->alternatives > 1)
        text = talloc_asprintf_append(
            text,
            whole ? _(" (or others of their kind: %d ways would do)")
                  : _(" (or others of their kind: all %d ways that were tried would do)"),
            repair->alternatives);
    return text;
}

/* ---- Lines ---- */

/* Who moves in any of the sets that are one line with the first. */
static bool take_members(struct repairs *repairs, struct repair *repair, const struct roster *roster,
                         const struct change_list *found, int first)
{
    bool *moves = talloc_zero_array(repairs, bool, (unsigned)roster->members + 1);
    repair->member = talloc_array(repairs, int, (unsigned)roster->members + 1);
    if (!moves || !repair->member)
        return false;
    for (int i = first; i < found->count; i++)
        for (int k = 0; one_line(roster, &found->set[first], &found->set[i]) && k < found->set[i].count; k++)
            if (found->set[i].change[k].kind == CHANGE_MOVE)
                moves[found->set[i].change[k].member] = true;
    for (int m = 0; m < roster->members; m++)
        if (moves[m])
            repair->member[repair->members++] = m;
    talloc_free(moves);
    return true;
}

/* Who of the two should be the example: who contacts fewer, or else is missed less. */
static bool is_better_example(const struct roster *roster, const int *load, const struct change *one,
                              const struct change *other)
{
    int left = load ? load[one->member] : 0, right = load ? load[other->member] : 0;
    if (left != right)
        return left < right;
    return change_promise(roster, one) > change_promise(roster, other);
}

static const struct change *only_move(const struct change_set *set)
{
    const struct change *move = NULL;
    for (int i = 0; i < set->count; i++) {
        if (set->change[i].kind != CHANGE_MOVE)
            continue;
        if (move)
            return NULL;
        move = &set->change[i];
    }
    return move;
}

/* Of the sets that are one line with the first, the one that stands for them. Where several move it is the
 * first. */
static const struct change_set *example_of(const struct roster *roster, const int *load,
                                           const struct change_list *found, int first)
{
    const struct change_set *best = &found->set[first];
    for (int i = first + 1; i < found->count && only_move(best); i++)
        if (one_line(roster, &found->set[first], &found->set[i]) &&
            is_better_example(roster, load, only_move(&found->set[i]), only_move(best)))
            best = &found->set[i];
    return best;
}

static bool take_line(struct repairs *repairs, const struct roster *roster, const struct scheme *scheme,
                      const int *load, const struct change_list *found, int first, int alternatives)
{
    const struct change_set *set = example_of(roster, load, found, first);
    struct repair *repair = &repairs->repair[repairs->count++];
    *repair = (struct repair){.changes = set->count, .alternatives = alternatives};
    repair->change = talloc_array(repairs, struct change, (unsigned)set->count + 1);
    if (!repair->change)
        return false;
    for (int i = 0; i < set->count; i++) {
        repair->change[i] = set->change[i];
        if (set->change[i].kind != CHANGE_MOVE)
            change_measure(scheme, &repair->change[i]);
    }
    if (!take_members(repairs, repair, roster, found, first))
        return false;
    repair->text = say(repairs, roster, scheme, repair, repairs->whole);
    struct repair alone = *repair;
    alone.alternatives = 1;
    repair->exact = say(repairs, roster, scheme, &alone, true);
    return repair->text && repair->exact;
}

bool repairs_tell(struct repairs *repairs, const struct roster *roster, const struct scheme *scheme,
                  const int *load, const struct change_list *found)
{
    bool *told = talloc_zero_array(repairs, bool, (unsigned)found->count + 1);
    repairs->repair = talloc_array(repairs, struct repair, REPAIRS_MOST);
    bool ok = told && repairs->repair;
    for (int i = 0; ok && i < found->count; i++) {
        int alternatives = 0;
        for (int k = i; !told[i] && k < found->count; k++)
            if (!told[k] && one_line(roster, &found->set[i], &found->set[k])) {
                told[k] = k > i;
                alternatives++;
            }
        if (alternatives == 0)
            continue;
        if (repairs->count == REPAIRS_MOST)
            repairs->left_out++;
        else
            ok = take_line(repairs, roster, scheme, load, found, i, alternatives);
    }
    talloc_free(told);
    return ok;
}
