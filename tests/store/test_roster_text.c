/* What a version keeps of its members: any roster comes back cell by cell, and equal members give equal
 * bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "model/roster.h"
#include "roster/tidy.h"
#include "store/roster_text.h"
#include "tests/base/random.h"

enum { ROUNDS = 400, MOST_MEMBERS = 12, MOST_FURTHER = 3 };

/* Cells as people write them, and as they do not; none of blanks alone. */
static char *any_text(const void *owner, uint64_t *random)
{
    static const char *const piece[] = {
        "王", "某校", ",", "\"", ";",   "\t",   " ",  "\n",           "'",  "=1+1", "0",    "007", "，",
        "、", "|",    "#", "-",  "\\N", "合计", "𠮷", "\xee\x80\x80", "　", "NULL", "sep=;"};
    char *text = talloc_strdup(owner, "");
    for (int n = random_below(random, 4); n > 0; n--)
        text = talloc_asprintf_append(text, "%s", piece[random_below(random, sizeof piece / sizeof *piece)]);
    if (tidy_is_blank(text))
        *text = '\0';
    return text;
}

static void fill_columns(struct roster *roster, int further)
{
    roster->columns = ATTRIBUTES_BUILT_IN + further;
    roster->column = talloc_zero_array(roster, struct column, (unsigned)roster->columns);
    for (int c = 0; c < roster->columns; c++)
        roster->column[c] =
            c < ATTRIBUTES_BUILT_IN
                ? (struct column){attribute_name(c), attribute_heading(c), attribute_type(c), false}
                : (struct column){NULL, talloc_asprintf(roster, "栏,\"%d", c), VALUE_TEXT, false};
}

static void fill_member(struct roster *roster, int m, uint64_t *random)
{
    const char **value = talloc_array(roster, const char *, (unsigned)roster->columns);
    for (int c = 0; c < roster->columns; c++)
        value[c] = any_text(roster, random);
    value[ATTRIBUTE_ID] = talloc_asprintf(roster, "%s%d", random_below(random, 2) ? "JH" : "", 100 + m);
    value[ATTRIBUTE_NAME] = talloc_asprintf(roster, "王%s", value[ATTRIBUTE_NAME]);
    value[ATTRIBUTE_WINDOW] =
        roster->windows ? roster->window[random_below(random, roster->windows)].name : "";
    value[ATTRIBUTE_ORDER] =
        random_below(random, 2) ? "" : talloc_asprintf(roster, "%d", random_below(random, 99));
    roster->member[m] =
        (struct member){.id = value[ATTRIBUTE_ID],
                        .name = value[ATTRIBUTE_NAME],
                        .row = m + 2,
                        .window = WINDOW_NONE,
                        .exempt = *value[ATTRIBUTE_EXEMPT] != '\0',
                        .order = *value[ATTRIBUTE_ORDER] ? atoi(value[ATTRIBUTE_ORDER]) : ORDER_NONE,
                        .value = value};
}

static struct roster *any_roster(const void *owner, uint64_t *random)
{
    struct roster *roster = talloc_zero(owner, struct roster);
    roster->file = "any";
    fill_columns(roster, random_below(random, MOST_FURTHER + 1));
    roster->windows = random_below(random, 4);
    roster->window = talloc_zero_array(roster, struct window, 4);
    for (int w = 0; w < roster->windows; w++)
        roster->window[w] =
            (struct window){.name = talloc_asprintf(roster, "%s窗口%d", any_text(roster, random), w),
                            .full_name = talloc_asprintf(roster, "%s全称", any_text(roster, random)),
                            .kind = any_text(roster, random),
                            .order = random_below(random, 2) ? ORDER_NONE : w - 1};
    roster->members = 1 + random_below(random, MOST_MEMBERS);
    roster->member = talloc_zero_array(roster, struct member, MOST_MEMBERS + 1);
    for (int m = 0; m < roster->members; m++)
        fill_member(roster, m, random);
    assert_true(roster_finish(roster));
    return roster;
}

struct kept {
    char *members, *windows;
    size_t members_size, windows_size;
};

static struct kept keep(const void *owner, const struct roster *roster)
{
    struct kept kept;
    struct error *error = error_new(owner);
    assert_int_equal(roster_to_text(owner, roster, &kept.members, &kept.members_size, &kept.windows,
                                    &kept.windows_size, error),
                     STATUS_OK);
    return kept;
}

static enum status take(const void *owner, const struct kept *kept, struct roster **roster)
{
    struct error *error = error_new(owner);
    enum status status = roster_from_text(owner, "kept", kept->members, kept->members_size, kept->windows,
                                          kept->windows_size, roster, error);
    assert_int_equal(status != STATUS_OK, error->count > 0);
    return status;
}

static void assert_same_members(const struct roster *one, const struct roster *other)
{
    assert_int_equal(one->members, other->members);
    assert_int_equal(one->columns, other->columns);
    for (int c = 0; c < one->columns; c++)
        assert_string_equal(one->column[c].heading, other->column[c].heading);
    for (int m = 0; m < one->members; m++) {
        const struct member *member = &one->member[m], *again = &other->member[m];
        assert_int_equal(member->window, again->window);
        assert_int_equal(member->exempt, again->exempt);
        assert_int_equal(member->order, again->order);
        for (int c = 0; c < one->columns; c++)
            assert_string_equal(member->value[c], again->value[c]);
    }
}

static void any_roster_comes_back_cell_by_cell(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        void *owner = talloc_new(NULL);
        uint64_t random = seed;
        struct roster *roster = any_roster(owner, &random), *again = NULL;
        struct kept kept = keep(owner, roster);
        if (take(owner, &kept, &again) != STATUS_OK)
            fail_msg("seed %d: %s\n%s", (int)seed, kept.members, kept.windows);
        assert_same_members(roster, again);
        assert_int_equal(roster->windows, again->windows);
        for (int w = 0; w < roster->windows; w++) {
            assert_string_equal(roster->window[w].name, again->window[w].name);
            assert_string_equal(roster->window[w].full_name, again->window[w].full_name);
            assert_string_equal(roster->window[w].kind, again->window[w].kind);
            assert_int_equal(roster->window[w].order, again->window[w].order);
        }
        struct kept twice = keep(owner, again);
        assert_int_equal(kept.members_size, twice.members_size);
        assert_memory_equal(kept.members, twice.members, kept.members_size);
        assert_int_equal(kept.windows_size, twice.windows_size);
        assert_memory_equal(kept.windows, twice.windows, kept.windows_size);
        talloc_free(owner);
    }
}

/* Cut off or with a byte changed: a roster, or a sentence; never a window that is not there. */
static void a_damaged_text_is_a_roster_or_refused(void **state)
{
    (void)state;
    int refused = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        void *owner = talloc_new(NULL);
        uint64_t random = seed;
        struct roster *read = NULL;
        struct kept kept = keep(owner, any_roster(owner, &random));
        char **text = random_below(&random, 2) ? &kept.members : &kept.windows;
        size_t *size = text == &kept.members ? &kept.members_size : &kept.windows_size;
        if (random_below(&random, 2))
            *size = (size_t)random_below(&random, (int)*size);
        else
            (*text)[random_below(&random, (int)*size)] ^= (char)(1 + random_below(&random, 255));
        if (take(owner, &kept, &read) != STATUS_OK)
            refused++;
        else
            for (int m = 0; m < read->members; m++)
                assert_int_equal(read->member[m].window == WINDOW_NONE,
                                 !*read->member[m].value[ATTRIBUTE_WINDOW]);
        talloc_free(owner);
    }
    assert_true(refused > ROUNDS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_roster_comes_back_cell_by_cell),
        cmocka_unit_test(a_damaged_text_is_a_roster_or_refused),
    };
    return cmocka_run_group_tests_name("store/roster_text", tests, NULL, NULL);
}
