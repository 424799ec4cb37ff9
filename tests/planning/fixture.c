#include "tests/planning/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/plan_file.h"
#include "tests/base/random.h"

/* ---- The county ---- */

static const struct {
    const char *id, *name, *party, *sector, *window, *county, *unit, *role, *exempt;
} people[] = {
    {"L1", "宋志恒", "中共", "中共", "提案", "婺城", "", "党组成员", ""},
    {"L2", "祝伦根", "中共", "中共", "经济", "金东", "", "党组成员", ""},
    {"P1", "郑春跃", "中共", "经济", "提案", "婺城", "甲校", "界别党员负责人", ""},
    {"P2", "池献洪", "中共", "教育", "提案", "金东", "乙局", "", ""},
    {"P3", "梅文斌", "中共", "经济", "经济", "婺城", "丙院", "界别党员负责人", ""},
    {"P4", "孙 涛", "民建、中共", "教育", "经济", "金东", "甲校", "", ""},
    {"N1", "陈琳", "民建", "经济", "提案", "婺城", "甲校", "界别活动组组长", ""},
    {"N2", "严亮奇", "无党派", "无党派", "提案", "金东", "", "", ""},
    {"N3", "王磊", "民盟", "教育", "提案", "金东", "某中学", "", ""},
    {"N4", "厉晓明", "九三学社", "经济", "经济", "婺城", "丙院", "专委会副主任", ""},
    {"N5", "蒋美华", "民进", "教育", "经济", "金东", "", "", ""},
    {"N6", "王磊", "群众", "经济", "经济", "", "某公司", "", ""},
    {"X1", "阿卜杜拉•买买提", "群众", "宗教", "", "", "", "", "长期在境外"},
};
enum { PEOPLE = sizeof people / sizeof people[0] };

struct roster *fixture_roster(const void *owner)
{
    struct roster *roster = talloc_zero(owner, struct roster);
    roster->file = "花名册.csv";
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] =
            (struct column){attribute_name((enum attribute)c), attribute_heading((enum attribute)c),
                            attribute_type((enum attribute)c)};
    roster->members = PEOPLE;
    roster->member = talloc_zero_array(roster, struct member, PEOPLE);
    for (int m = 0; m < PEOPLE; m++) {
        const char *value[ATTRIBUTES_BUILT_IN] = {
            people[m].id,     people[m].name, "", people[m].party, people[m].sector, people[m].window,
            people[m].county, people[m].unit, "", people[m].role,  people[m].exempt, ""};
        roster->member[m] = (struct member){.id = people[m].id,
                                            .name = people[m].name,
                                            .row = m + 2,
                                            .exempt = *people[m].exempt != '\0',
                                            .order = ORDER_NONE,
                                            .value = talloc_memdup(roster, value, sizeof value)};
    }
    static const struct window windows[] = {{"提案", "委员同心汇·提案窗口", "专委会", 1, 0},
                                            {"经济", "委员同心汇·经济窗口", "专委会", 2, 0},
                                            {"空置", "空置", "", ORDER_NONE, 0}};
    roster->windows = 3;
    roster->window = talloc_memdup(roster, windows, sizeof windows);
    assert_true(roster_finish(roster));
    return roster;
}

/* ---- Its scheme ---- */

enum { BRANCH, SECTOR_HEAD, HEADS, LIAISON, VISIT, RELATIONS };

static bool is_leader(const struct member *member)
{
    return member->id[0] == 'L';
}

static bool is_party(const struct member *member)
{
    return member->id[0] == 'P';
}

static bool is_other(const struct member *member)
{
    return member->id[0] == 'N';
}

static bool is_head(const struct member *member)
{
    return is_other(member) && *member->value[ATTRIBUTE_ROLE];
}

static int select_members(const struct roster *roster, bool (*which)(const struct member *), const int **list)
{
    int *chosen = talloc_array(roster, int, (unsigned)roster->members), count = 0;
    for (int m = 0; m < roster->members; m++)
        if (which(&roster->member[m]))
            chosen[count++] = m;
    *list = chosen;
    return count;
}

static struct range *same_range(const struct roster *roster, int count, int lo, int hi)
{
    struct range *range = talloc_array(roster, struct range, (unsigned)count + 1);
    for (int i = 0; i < count; i++)
        range[i] = (struct range){lo, hi, 0};
    return range;
}

static void set_relation(struct scheme *scheme, struct roster *roster, int index, const char *name,
                         const char *title, bool (*from)(const struct member *),
                         bool (*to)(const struct member *), struct range load, struct range cover)
{
    struct relation *relation = &scheme->relation[index];
    relation->origin = (struct origin){name, title, "一（二）1", "county.lua", 10 + index};
    relation->sources = select_members(roster, from, &relation->source);
    if (to) {
        relation->targets = select_members(roster, to, &relation->target);
    } else { /* the windows that have members */
        int *windows = talloc_array(roster, int, (unsigned)roster->windows);
        for (int w = 0; w < roster->windows; w++)
            if (roster->window[w].members > 0)
                windows[relation->targets++] = w;
        relation->target = windows;
        relation->target_kind = TARGET_WINDOW;
    }
    relation->load = same_range(roster, relation->sources, load.lo, load.hi);
    relation->cover = same_range(roster, relation->targets, cover.lo, cover.hi);
}

static void set_relations(struct scheme *scheme, struct roster *roster)
{
    static const int window = ATTRIBUTE_WINDOW;
    static const char *also[] = {"界别党员"};
    static const char *liaison_was[] = {"contact"}, *visit_was[] = {"contact", "call", "探访"};
    const struct range once = {1, 1, 0}, at_most_once = {0, 1, 0};
    set_relation(scheme, roster, BRANCH, "branch", "履职临时党支部", is_leader, NULL, (struct range){1, 2, 0},
                 once);
    set_relation(scheme, roster, SECTOR_HEAD, "sector_head", "界别党员委员", is_leader, is_party, once,
                 at_most_once);
    set_relation(scheme, roster, HEADS, "heads", "党外组长或副主任", is_leader, is_head, at_most_once,
                 (struct range){0, UNLIMITED, 0});
    set_relation(scheme, roster, LIAISON, "liaison", "党员委员联系党外委员", is_party, is_other,
                 (struct range){0, 2, 0}, (struct range){0, UNLIMITED, 0});
    set_relation(scheme, roster, VISIT, "visit", "走访", is_party, is_other, (struct range){0, UNLIMITED, 0},
                 (struct range){0, UNLIMITED, 0});
    scheme->relation[SECTOR_HEAD].also = also;
    scheme->relation[SECTOR_HEAD].also_count = 1;
    scheme->relation[LIAISON].was = liaison_was; /* "contact" was divided into these two */
    scheme->relation[LIAISON].was_count = 1;
    scheme->relation[VISIT].was = visit_was;
    scheme->relation[VISIT].was_count = 3;
    scheme->relation[BRANCH].balance[END_SOURCE] = scheme->relation[LIAISON].balance[END_SOURCE] = true;
    scheme->relation[LIAISON].within_count = 1;
    scheme->relation[LIAISON].within = &window;
    for (int r = 0; r < scheme->relations; r++)
        assert_int_equal(relation_enumerate(scheme, &scheme->relation[r], roster, 10000), ENUMERATED);
}

static void set_covers(struct scheme *scheme, struct roster *roster)
{
    static const int heads_or_liaison[] = {HEADS, LIAISON}, visit[] = {VISIT};
    for (int c = 0; c < scheme->covers; c++) {
        struct cover *cover = &scheme->cover[c];
        cover->targets = select_members(roster, is_other, &cover->target);
        cover->relations = c == 0 ? 2 : 1;
        cover->relation = c == 0 ? heads_or_liaison : visit;
        cover->times = same_range(roster, cover->targets, c == 0 ? 1 : 2, c == 0 ? 1 : UNLIMITED);
    }
    scheme->cover[0].origin = (struct origin){"everyone", "全覆盖", "一（二）2", "county.lua", 20};
    scheme->cover[1].origin = (struct origin){"visits", "走访两次", "三4", "county.lua", 21};
    scheme->cover[1].shortfall = 1;
}

static int is_not_sector_head(const struct roster *roster, int source, int target)
{
    (void)source;
    return !member_has_role(&roster->member[target], "界别党员负责人");
}

static int have_same_unit(const struct roster *roster, int source, int target)
{
    int one = roster->code[ATTRIBUTE_UNIT][source];
    return one != 0 && one == roster->code[ATTRIBUTE_UNIT][target];
}

static int have_same_county(const struct roster *roster, int source, int target)
{
    int one = roster->code[ATTRIBUTE_COUNTY][source];
    return one != 0 && one == roster->code[ATTRIBUTE_COUNTY][target];
}

static void set_rule(struct scheme *scheme, struct roster *roster, int index, struct rule rule,
                     const int *relation, int relations, int (*points)(const struct roster *, int, int))
{
    rule.relation = relation;
    rule.relations = relations;
    const int32_t **value = talloc_array(scheme, const int32_t *, (unsigned)relations);
    for (int k = 0; points && k < relations; k++) {
        const struct relation *r = &scheme->relation[relation[k]];
        int32_t *list = talloc_array(scheme, int32_t, (unsigned)r->pairs + 1);
        for (int p = 0; p < r->pairs; p++)
            list[p] = rule.points * points(roster, r->pair_source[p], r->pair_target[p]);
        value[k] = list;
    }
    rule.value = points ? value : NULL;
    scheme->rule[index] = rule;
}

static void set_rules(struct scheme *scheme, struct roster *roster)
{
    static const int sector_head[] = {SECTOR_HEAD}, liaison[] = {LIAISON}, visit[] = {VISIT};
    static const int linked[] = {SECTOR_HEAD, HEADS};
    int principle = scheme_stage(scheme, "principle"), preference = scheme_stage(scheme, "preference");
    int distance = scheme_stage(scheme, "同单位");
    set_rule(
        scheme, roster, 0,
        (struct rule){
            RULE_FORBID, {"visit-unit", "走访同单位回避", "", "county.lua", 30}, 0, NULL, -1, 1, -1, NULL},
        visit, 1, have_same_unit);
    set_rule(scheme, roster, 1,
             (struct rule){RULE_PRINCIPLE,
                           {"head-first", "原则上是负责同志", "", "county.lua", 31},
                           0,
                           NULL,
                           principle,
                           1,
                           -1,
                           NULL},
             sector_head, 1, is_not_sector_head);
    set_rule(scheme, roster, 2,
             (struct rule){RULE_PRINCIPLE,
                           {"same-unit", "同单位回避", "", "county.lua", 32},
                           0,
                           NULL,
                           distance,
                           5,
                           -1,
                           NULL},
             liaison, 1, have_same_unit);
    set_rule(
        scheme, roster, 3,
        (struct rule){
            RULE_PREFER, {"same-county", "同县市区", "", "county.lua", 33}, 0, NULL, preference, 3, -1, NULL},
        liaison, 1, have_same_county);
    set_rule(scheme, roster, 4,
             (struct rule){RULE_LINK,
                           {"own-windows", "联系的窗口", "", "county.lua", 34},
                           0,
                           NULL,
                           preference,
                           2,
                           BRANCH,
                           NULL},
             linked, 2, NULL);
}

struct scheme *fixture_scheme(const void *owner, struct roster *roster)
{
    static const struct scheme_stage stages[] = {{"coverage", false}, {"principle", false},
                                                 {"change", false},   {"同单位", false},
                                                 {"balance", false},  {"preference", true}};
    struct scheme *scheme = talloc_zero(owner, struct scheme);
    scheme->name = "county";
    scheme->title = "某县联系办法";
    scheme->source = "";
    scheme->file = "county.lua";
    scheme->relations = RELATIONS;
    scheme->covers = 2;
    scheme->rules = 5;
    scheme->stages = 6;
    scheme->relation = talloc_zero_array(scheme, struct relation, RELATIONS);
    scheme->cover = talloc_zero_array(scheme, struct cover, 2);
    scheme->rule = talloc_zero_array(scheme, struct rule, 5);
    scheme->stage = talloc_memdup(scheme, stages, sizeof stages);
    set_relations(scheme, roster);
    set_covers(scheme, roster);
    set_rules(scheme, roster);
    return scheme;
}

/* ---- Its plans ---- */

struct plan *fixture_plan(const void *owner, const struct scheme *scheme, uint64_t *random)
{
    struct plan *plan = talloc_zero(owner, struct plan);
    plan->scheme = scheme->name;
    plan->has_previous = true;
    plan->stages = random_below(random, 4);
    plan->stage = talloc_zero_array(plan, struct stage_value, 4);
    for (int s = 0; s < plan->stages; s++)
        plan->stage[s] = (struct stage_value){scheme->stage[s].name, false, (int64_t)random_next(random) >> 8,
                                              -(int64_t)(random_next(random) >> 8)};
    for (int r = 0; r < scheme->relations; r++)
        for (int p = 0; p < scheme->relation[r].pairs; p++) {
            if (random_below(random, 3))
                continue;
            plan->pair = talloc_realloc(plan, plan->pair, struct pair, (unsigned)plan->pairs + 1);
            plan->pair[plan->pairs++] =
                (struct pair){r, scheme->relation[r].pair_source[p], scheme->relation[r].pair_target[p],
                              random_below(random, 2)};
        }
    return plan;
}

enum status fixture_read(const void *owner, const char *bytes, size_t size, struct named_plan **plan,
                         struct error *error)
{
    char name[] = "/tmp/tongxin-plan-XXXXXX";
    int file = mkstemp(name);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), (ssize_t)size);
    close(file);
    enum status status = plan_read(owner, name, plan, error);
    remove(name);
    return status;
}
