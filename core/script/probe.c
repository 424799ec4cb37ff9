/* scheme check without a roster: each function is asked once of somebody who has no cells, to find the
 * attributes that it misspells. Whatever else it makes of nobody is not told. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"

/* Whether the fault is about an attribute that there is not. */
static bool is_about_attribute(struct host *host, const char *message)
{
    static const char unlike[] = "\x01"; /* near no name */
    char *members = attribute_complaint(host, host->roster, unlike);
    char *windows =
        talloc_asprintf(host, _("Windows have no “%s”. There are: name, full_name, kind, order."), unlike);
    bool found = false;
    for (int i = 0; i < 2; i++) {
        const char *sentence = i == 0 ? members : windows;
        const char *end = sentence ? strstr(sentence, unlike) : NULL;
        found = found || (end && strncmp(message, sentence, (size_t)(end - sentence)) == 0);
    }
    talloc_free(members);
    talloc_free(windows);
    return found;
}

/* A copy of the roster whose arrays hold somebody, although it counts nobody. */
static struct roster *stand_in(const struct host *host)
{
    struct roster *roster = talloc_memdup(host, host->roster, sizeof *roster);
    const char **value = roster ? talloc_array(roster, const char *, (unsigned)roster->columns) : NULL;
    struct member *member = roster ? talloc_zero(roster, struct member) : NULL;
    struct window *window = roster ? talloc_zero(roster, struct window) : NULL;
    if (!value || !member || !window)
        return NULL;
    for (int c = 0; c < roster->columns; c++)
        value[c] = "";
    *member = (struct member){
        .id = _("member"), .name = _("any"), .window = WINDOW_NONE, .order = ORDER_NONE, .value = value};
    *window = (struct window){.name = _("any window"), .full_name = "", .kind = "", .order = ORDER_NONE};
    roster->member = member;
    roster->window = window;
    return roster;
}

void probe_function(struct host *host, const char *subject, int count, const struct end *nobody)
{
    struct roster *roster = host->roster, *somebody = stand_in(host);
    int faults = host->error->count;
    if (!somebody) {
        lua_pop(host->L, 1);
        error_add_memory(host->error);
        return;
    }
    enum status status = host->error->status;
    host->roster = somebody;
    if (view_call(host, subject, count, nobody))
        lua_pop(host->L, 1);
    host->roster = roster;
    talloc_free(somebody);
    int kept = faults;
    for (int i = faults; i < host->error->count; i++)
        if (is_about_attribute(host, host->error->fault[i].message))
            host->error->fault[kept++] = host->error->fault[i];
    host->error->count = kept;
    if (kept == faults && host->error->status == STATUS_INPUT)
        host->error->status = status;
}

/* What a rule is on: members or windows; -1 where it is on both, or on what there is not. */
static int kind_of_targets(const struct host *host, const struct declaration *declaration)
{
    int kind = -1;
    const struct rule *rule = &host->scheme->rule[declaration->index];
    for (int i = 0; i < rule->relations; i++) {
        int next = (int)host->scheme->relation[rule->relation[i]].target_kind;
        if (i > 0 && next != kind)
            return -1;
        kind = next;
    }
    return kind == TARGET_GROUP ? -1 : kind;
}

/* Of what kind the one end is that the field's function asks about; -1: groups, or unknown. */
static int kind_of_end(const struct host *host, const struct declaration *declaration,
                       const struct field *field)
{
    if (declaration->word->declares == DECLARES_RELATION) {
        const struct relation *relation = &host->scheme->relation[declaration->index];
        bool target = strcmp(field->name, "cover") == 0 ||
                      (field->type == FIELD_SHARE && !relation->balance[END_SOURCE]);
        int kind = target ? (int)relation->target_kind : TARGET_MEMBER;
        return kind == TARGET_GROUP ? -1 : kind;
    }
    if (declaration->word->declares != DECLARES_RULE ||
        host->scheme->rule[declaration->index].end == END_SOURCE)
        return TARGET_MEMBER;
    return kind_of_targets(host, declaration);
}

static void probe_field(struct host *host, const struct declaration *declaration, int number)
{
    const struct field_value *value = &declaration->value[number];
    const struct field *field = &word_table(declaration->word)[number];
    bool of_pair =
        field->type == FIELD_CONDITION || field->type == FIELD_POINTS_OF_PAIR || field->type == FIELD_WEIGHT;
    bool of_two = field->type == FIELD_TARGETS_OR_TWO;
    bool always = field->type == FIELD_CONDITION || field->type == FIELD_SHARE;
    if (!value->given || value->condition.kind != CONDITION_FUNCTION || (!always && !value->is_function))
        return;
    int other = of_pair ? kind_of_targets(host, declaration) : kind_of_end(host, declaration, field);
    if (other < 0)
        return;
    const struct end nobody[] = {{.kind = of_pair ? TARGET_MEMBER : (enum target_kind)other},
                                 {.kind = (enum target_kind)other}};
    lua_rawgeti(host->L, LUA_REGISTRYINDEX, value->condition.reference);
    probe_function(host, declaration->subject, of_pair || of_two ? 2 : 1, nobody);
}

void probe_declarations(struct host *host)
{
    for (int i = 0; i < host->declarations; i++) {
        const struct declaration *declaration = host->declaration[i];
        host->file = declaration->origin.file;
        for (int field = 0; field < word_fields(declaration->word) && !declaration->broken; field++)
            probe_field(host, declaration, field);
    }
}
