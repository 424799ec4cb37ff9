/* tongxin members, member show: who is in the term. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/json_lines.h"
#include "cli/options.h"
#include "cli/term.h"
#include "cli/terminal.h"
#include "roster/person_name.h"
#include "roster/roster_row.h"
#include "store/plans.h"

static const char *const help_members[] = {
    N_("Usage: tongxin members [FILTER...]"),
    N_("Lists the members. FILTER is a text that stands in a cell, or COLUMN=VALUE; several must all hold."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --left               those who left, instead"),
    N_("  --json               as JSON, with all columns"),
    "",
    N_("Example:"),
    "  tongxin members 窗口=提案委 中共",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

static const char *const help_show[] = {
    N_("Usage: tongxin member show MEMBER"),
    N_("Shows all that is known of a member: the roster's columns, and the pairs in the version in force."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin member show JH0025",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

enum { FILTERS_MOST = 16 };

/* COLUMN=VALUE, or a text anywhere. */
struct filter {
    int attribute, further; /* -1, -1: any cell */
    const char *text, *folded;
};

static enum status read_filter(struct term *term, const char *word, struct filter *filter)
{
    const char *equals = strchr(word, '=');
    *filter = (struct filter){-1, -1, word, person_name_fold(term->invocation->owner, word)};
    if (!filter->folded)
        return error_add_memory(term->invocation->error);
    if (!equals || equals == word)
        return STATUS_OK;
    const char *heading = talloc_strndup(term->invocation->owner, word, (size_t)(equals - word));
    if (!heading)
        return error_add_memory(term->invocation->error);
    filter->attribute = roster_row_attribute(heading, term->invocation->error);
    for (int f = 0; f < term->members->further; f++)
        if (strcmp(term->members->heading[f], heading) == 0)
            filter->further = f;
    filter->text = equals + 1;
    if (filter->attribute < 0 && filter->further < 0)
        return error_add(term->invocation->error, STATUS_INPUT, NULL, _("The roster has no column “%s”."),
                         heading);
    return STATUS_OK;
}

/* Whether the text is somewhere in the cell, what is not seen and the ways of writing dots aside. */
static bool holds(const char *cell, const struct filter *filter)
{
    if (strstr(cell, filter->text))
        return true;
    char *folded = *cell && *filter->folded ? person_name_fold(NULL, cell) : NULL;
    bool found = folded && strstr(folded, filter->folded);
    talloc_free(folded);
    return found;
}

static bool passes(const struct term_members *members, const struct member_record *member,
                   const struct filter *filter)
{
    if (filter->attribute >= 0) {
        const char *cell = member->value[filter->attribute];
        bool is_list = attribute_type(filter->attribute) == VALUE_LIST;
        return strcmp(cell, filter->text) == 0 || person_name_meant(cell, filter->text) ||
               (is_list && strstr(cell, filter->text));
    }
    if (filter->further >= 0)
        return strcmp(member->further[filter->further], filter->text) == 0 ||
               person_name_meant(member->further[filter->further], filter->text);
    bool found = false;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN && !found; a++)
        found = holds(member->value[a], filter);
    for (int f = 0; f < members->further && !found; f++)
        found = holds(member->further[f], filter);
    return found;
}

static int choose(const struct term_members *members, const struct filter *filter, int filters, bool left,
                  int *chosen)
{
    int count = 0;
    for (int m = 0; m < members->members; m++) {
        bool passed = members->member[m].left == left;
        for (int f = 0; passed && f < filters; f++)
            passed = passes(members, &members->member[m], &filter[f]);
        if (passed)
            chosen[count++] = m;
    }
    return count;
}

static void print_table(const struct term *term, const int *chosen, int count, bool left)
{
    enum { COLUMNS = 6 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT,
                                              ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    static const enum attribute shown[COLUMNS] = {ATTRIBUTE_NAME,   ATTRIBUTE_ID,     ATTRIBUTE_PARTY,
                                                  ATTRIBUTE_SECTOR, ATTRIBUTE_WINDOW, ATTRIBUTE_UNIT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)count + 1));
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = c == COLUMNS - 1 && left ? _("Left") : attribute_heading(shown[c]);
    for (int i = 0; cell && i < count; i++) {
        const struct member_record *member = &term->members->member[chosen[i]];
        for (int c = 0; c < COLUMNS; c++)
            cell[COLUMNS * (i + 1) + c] = member->value[shown[c]];
        if (left)
            cell[COLUMNS * (i + 1) + COLUMNS - 1] =
                talloc_asprintf(owner, "%s %s", member->leaving, member->leaving_reason);
        else if (!*member->value[ATTRIBUTE_WINDOW] && *member->value[ATTRIBUTE_EXEMPT])
            cell[COLUMNS * (i + 1) + COLUMNS - 2] = member->value[ATTRIBUTE_EXEMPT];
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, count + 1, align, cell});
}

static json_t *member_json(const struct term_members *members, const struct member_record *member)
{
    json_t *object = json_object();
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        json_object_set_new(object, attribute_name(a), json_string(member->value[a]));
    json_object_set_new(object, "joined", json_string(member->joined));
    json_object_set_new(object, "left", json_text_or_null(member->left ? member->leaving : NULL));
    json_object_set_new(object, "leaves", json_text_or_null(member->left ? NULL : member->leaving));
    json_object_set_new(object, "reason", json_string(member->leaving_reason));
    json_object_set_new(object, "successor", json_text_or_null(member->became));
    for (int f = 0; f < members->further; f++)
        json_object_set_new(object, members->heading[f], json_string(member->further[f]));
    return object;
}

static enum status print_json(const struct term *term, const int *chosen, int count)
{
    struct json_lines lines = {0};
    for (int i = 0; i < count; i++)
        json_line(&lines, member_json(term->members, &term->members->member[chosen[i]]));
    return json_lines_end(&lines) ? STATUS_OK : error_add_memory(term->invocation->error);
}

static enum status run_members(struct invocation *invocation)
{
    const char *db = NULL, *word[FILTERS_MOST];
    bool left = false, json = false;
    struct term term;
    struct filter filter[FILTERS_MOST];
    int words;
    const struct option_row rows[] = {
        {"db", 0, &db, NULL}, {"left", 0, NULL, &left}, {"json", 0, NULL, &json}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, word, FILTERS_MOST, &words);
    if (status == STATUS_OK)
        status = term_enter(invocation, db, STORE_READ, &term);
    for (int w = 0; status == STATUS_OK && w < words; w++)
        status = read_filter(&term, word[w], &filter[w]);
    if (status != STATUS_OK)
        return status;
    int *chosen = talloc_array(invocation->owner, int, (unsigned)term.members->members + 1);
    if (!chosen)
        return error_add_memory(invocation->error);
    int count = choose(term.members, filter, words, left, chosen);
    if (json)
        return print_json(&term, chosen, count);
    if (count > 0)
        print_table(&term, chosen, count, left);
    printf(left ? _("Members who left: %d.\n") : _("Members: %d.\n"), count);
    return STATUS_OK;
}

/* ---- one member ---- */

static void print_member(const struct term *term, int member)
{
    const struct member_record *record = &term->members->member[member];
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT};
    const char *cell[2 * (ATTRIBUTES_BUILT_IN + 8)];
    int rows = 0;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        if (*record->value[a]) {
            cell[2 * rows] = attribute_heading(a);
            cell[2 * rows++ + 1] = record->value[a];
        }
    if (*record->joined) {
        cell[2 * rows] = _("joined");
        cell[2 * rows++ + 1] = record->joined;
    }
    if (record->leaving) {
        cell[2 * rows] = record->left ? _("left") : _("leaves");
        cell[2 * rows++ + 1] =
            talloc_asprintf(term->invocation->owner, "%s %s", record->leaving, record->leaving_reason);
    }
    if (record->became) {
        cell[2 * rows] = _("successor");
        cell[2 * rows++ + 1] = record->became;
    }
    terminal_table(stdout, &(struct text_table){2, rows, align, cell});
    for (int f = 0; f < term->members->further; f++)
        if (*record->further[f])
            printf("  %s  %s\n", term->members->heading[f], record->further[f]);
}

static enum status print_pairs(struct term *term, int member)
{
    int version;
    struct plan_partner *partner;
    int partners;
    const char *id = term->members->member[member].value[ATTRIBUTE_ID];
    enum status status = plans_in_force(term->store, &version, term->invocation->error);
    if (status == STATUS_OK && version)
        status = plans_partners(term->invocation->owner, term->store, version, id, &partner, &partners,
                                term->invocation->error);
    if (status != STATUS_OK || !version)
        return status;
    printf(_("\nIn version %d, which is in force:\n"), version);
    for (int p = 0; p < partners; p++) {
        int other = members_find(term->members, partner[p].other);
        const char *name = other < 0 ? partner[p].other : term_name(term, other);
        printf(partner[p].is_source ? _("  contacts %s (%s)\n") : _("  is contacted by %s (%s)\n"), name,
               partner[p].relation);
    }
    if (partners == 0)
        puts(_("  no pair"));
    return STATUS_OK;
}

static enum status run_show(struct invocation *invocation)
{
    const char *db = NULL, *word = NULL;
    struct term term;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &word, 1, &words);
    if (status == STATUS_OK && !word)
        status = error_add(invocation->error, STATUS_INPUT, NULL, _("Name the member."));
    if (status == STATUS_OK)
        status = term_enter(invocation, db, STORE_READ, &term);
    int member = status == STATUS_OK ? term_member(&term, word) : -1;
    if (member < 0)
        return invocation->error->status;
    print_member(&term, member);
    return print_pairs(&term, member);
}

const struct command command_members = {
    .name = "members", .summary = N_("list the members"), .help = help_members, .run = run_members};
const struct command command_member_show = {.name = "member show",
                                            .summary = N_("show all that is known of a member"),
                                            .help = help_show,
                                            .run = run_show};
