/* Times the functions of a scheme's rules against the same rules as C functions over interned values, both
 * writing their results for 1,000 x 2,000 pairs; prints the medians and their ratio. How to run it:
 * README.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#include "loaded.h"

enum {
    SOURCES = 1000,
    TARGETS = 2000,
    MEMBERS = SOURCES + TARGETS,
    ROUNDS = 15,
    SECTORS = 30,
    UNITS = 900,
    CALLS_MOST = 10000
};

/* ---- the roster ---- */

static uint32_t state = 20221;

static int any(int below)
{
    state = state * 1664525u + 1013904223u;
    return (int)((state >> 8) % (uint32_t)below);
}

static void set(struct roster *roster, const char **value, enum attribute attribute, const char *letter,
                int number)
{
    value[attribute] = talloc_asprintf(roster, "%s%d", letter, number);
}

/* Sources are in 中共, targets in 民建. No attribute that the five rules read has more than 60 values. */
static struct roster *make_roster(void)
{
    struct roster *roster = talloc_zero(NULL, struct roster);
    roster->file = "generated";
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] = (struct column){attribute_name(c), attribute_heading(c), attribute_type(c)};
    roster->members = MEMBERS;
    roster->member = talloc_zero_array(roster, struct member, MEMBERS);
    for (int m = 0; m < MEMBERS; m++) {
        const char **value = talloc_array(roster, const char *, ATTRIBUTES_BUILT_IN);
        for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
            value[c] = "";
        int order = 1 + any(60);
        value[ATTRIBUTE_ID] = talloc_asprintf(roster, "M%04d", m);
        value[ATTRIBUTE_NAME] = value[ATTRIBUTE_ID];
        value[ATTRIBUTE_GENDER] = any(2) ? "男" : "女";
        value[ATTRIBUTE_PARTY] = m < SOURCES ? "中共" : "民建";
        value[ATTRIBUTE_ROLE] = any(10) ? "" : "专委会副主任";
        set(roster, value, ATTRIBUTE_SECTOR, "界别", any(SECTORS));
        set(roster, value, ATTRIBUTE_COUNTY, "县", any(60));
        set(roster, value, ATTRIBUTE_POST, "职务", any(12));
        set(roster, value, ATTRIBUTE_UNIT, "单位", any(UNITS));
        set(roster, value, ATTRIBUTE_ORDER, "", order);
        roster->member[m] = (struct member){
            .id = value[ATTRIBUTE_ID], .name = value[ATTRIBUTE_NAME], .order = order, .value = value};
    }
    if (!roster_finish(roster))
        abort();
    return roster;
}

/* ---- the rules in Lua ---- */

static const char head[] = "local s = scheme { name = 'bench' }\n"
                           "local from, to = members { party = '中共' }, members { party = '民建' }\n"
                           "local kindred = {}\n"
                           "for i = 0, 29 do kindred['界别' .. i] = '界别' .. (i + 7) % 30 end\n"
                           "s:relation 'liaison' { from = from, to = to }\n";

static const char *const lua_rules[] = {
    "s:prefer 'county' { on = 'liaison', points = function(a, b) return a.county == b.county and 3 or 0 end "
    "}\n",
    "s:prefer 'sector' { on = 'liaison', points = function(a, b)\n"
    "  if a.sector == b.sector then return 2 end\n"
    "  return (kindred[a.sector] == b.sector or kindred[b.sector] == a.sector) and 1 or 0 end }\n",
    "s:principle 'age' { on = 'liaison', points = 2,\n"
    "  expect = function(a, b) return math.abs(a.order - b.order) <= 20 end }\n",
    "s:forbid 'posts' { on = 'liaison',\n"
    "  when = function(a, b) return a.gender ~= b.gender and a.post == b.post end }\n",
    "s:prefer 'vice-chairs' { on = 'liaison', points = function(a, b)\n"
    "  if not a:has_role '专委会副主任' then return 0 end\n"
    "  return a.sector == b.sector and 4 or b:has_role '专委会副主任' and -1 or 0 end }\n",
};
enum { RULES = sizeof lua_rules / sizeof *lua_rules };

/* ---- the same in C ---- */

struct interned {
    const int *county, *sector, *gender, *post;
    int *order;
    bool *vice_chair;             /* by member */
    bool (*kindred)[SECTORS + 1]; /* by codes */
};

static int32_t county(const struct interned *of, int a, int b)
{
    return of->county[a] == of->county[b] ? 3 : 0;
}

static int32_t sector(const struct interned *of, int a, int b)
{
    int one = of->sector[a], other = of->sector[b];
    return one == other ? 2 : of->kindred[one][other];
}

static int32_t age(const struct interned *of, int a, int b)
{
    return abs(of->order[a] - of->order[b]) <= 20 ? 0 : 2;
}

static int32_t posts(const struct interned *of, int a, int b)
{
    return of->gender[a] != of->gender[b] && of->post[a] == of->post[b];
}

static int32_t vice_chairs(const struct interned *of, int a, int b)
{
    if (!of->vice_chair[a])
        return 0;
    return of->sector[a] == of->sector[b] ? 4 : of->vice_chair[b] ? -1 : 0;
}

typedef int32_t rule_of_pair(const struct interned *of, int a, int b);
static rule_of_pair *const c_rules[RULES] = {county, sector, age, posts, vice_chairs};
static const char *const names[RULES] = {"county", "sector", "age", "posts", "vice-chairs"};

static struct interned intern(struct roster *roster)
{
    const int *const *code = roster->code;
    struct interned of = {code[ATTRIBUTE_COUNTY], code[ATTRIBUTE_SECTOR], code[ATTRIBUTE_GENDER],
                          code[ATTRIBUTE_POST]};
    int number[SECTORS + 1] = {0}; /* 界别N of each code */
    of.order = talloc_array(roster, int, MEMBERS);
    of.vice_chair = talloc_array(roster, bool, MEMBERS);
    of.kindred = talloc_zero_size(roster, sizeof *of.kindred * (SECTORS + 1));
    for (int m = 0; m < MEMBERS; m++) {
        of.order[m] = roster->member[m].order;
        of.vice_chair[m] = member_has_role(&roster->member[m], "专委会副主任");
        number[of.sector[m]] = atoi(roster->member[m].value[ATTRIBUTE_SECTOR] + strlen("界别"));
    }
    for (int i = 1; i <= SECTORS; i++)
        for (int k = 1; k <= SECTORS; k++)
            of.kindred[i][k] =
                (number[i] + 7) % SECTORS == number[k] || (number[k] + 7) % SECTORS == number[i];
    return of;
}

/* ---- timing ---- */

/* Of the processor, so that what else the machine does counts little. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double median(double *seconds)
{
    qsort(seconds, ROUNDS, sizeof *seconds, ascending);
    return seconds[ROUNDS / 2];
}

static struct host *open(struct roster *roster, int first, int count)
{
    static struct script_text text;
    static struct script_request request;
    char *script = talloc_strdup(roster, head);
    for (int i = first; i < first + count; i++)
        script = talloc_strdup_append(script, lua_rules[i]);
    text = (struct script_text){.file = "bench.lua", .bytes = script, .size = strlen(script)};
    request = (struct script_request){.text = &text, .roster = roster};
    return loaded_open(&request, 0, NULL);
}

static double time_lua(struct host *host)
{
    double begin = now();
    loaded_evaluate(host);
    double end = now();
    if (host->error->count > 0) {
        fprintf(stderr, "%s\n", host->error->fault[0].message);
        exit(1);
    }
    return end - begin;
}

static double time_c(const struct interned *of, const struct relation *relation, int first, int count,
                     int32_t **values)
{
    double begin = now();
    for (int i = first; i < first + count; i++) {
        values[i] = talloc_array(relation, int32_t, (unsigned)relation->pairs);
        rule_of_pair *rule = c_rules[i];
        for (int p = 0; p < relation->pairs; p++)
            values[i][p] = rule(of, relation->pair_source[p], relation->pair_target[p]);
    }
    return now() - begin;
}

/* Both in turn, with memory of their own each time. Returns the ratio. */
static double compare(struct roster *roster, const struct interned *of, const char *name, int first,
                      int count)
{
    double lua[ROUNDS], c[ROUNDS];
    int64_t calls = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int32_t *values[RULES] = {NULL};
        struct host *host = open(roster, first, count);
        const struct relation *relation = &host->scheme->relation[0];
        lua[round] = time_lua(host);
        c[round] = time_c(of, relation, first, count, values);
        for (int i = 0; i < count; i++)
            if (memcmp(host->scheme->rule[i].value[0], values[first + i],
                       (size_t)relation->pairs * sizeof(int32_t)) != 0) {
                fprintf(stderr, "%s: Lua and C differ\n", names[first + i]);
                exit(1);
            }
        calls = 0;
        for (int i = 0; i < host->scheme->traces; i++) {
            calls += host->scheme->trace[i].calls;
            if (host->scheme->trace[i].calls >= CALLS_MOST) {
                fprintf(stderr, "%s: too many Lua calls\n", host->scheme->trace[i].origin.name);
                exit(1);
            }
        }
        for (int i = first; i < first + count; i++)
            talloc_free(values[i]);
        loaded_close(host);
    }
    double ratio = median(lua) / median(c);
    printf("%-12s %8.2f ms %8.2f ms %6.2f %8lld\n", name, 1e3 * median(lua), 1e3 * median(c), ratio,
           (long long)calls);
    return ratio;
}

/* A rule alone, without a counterpart. */
static void time_alone(struct roster *roster, const char *name, const char *rule)
{
    static struct script_text text;
    const struct script_request request = {.text = &text, .roster = roster};
    char *script = talloc_asprintf(roster, "%s%s", head, rule);
    text = (struct script_text){.file = "bench.lua", .bytes = script, .size = strlen(script)};
    double seconds[ROUNDS];
    int64_t calls = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct host *host = loaded_open(&request, 0, NULL);
        seconds[round] = time_lua(host);
        calls = host->scheme->traces > 0 ? host->scheme->trace[0].calls : 0;
        loaded_close(host);
    }
    printf("%-12s %8.2f ms %27lld\n", name, 1e3 * median(seconds), (long long)calls);
}

int main(int count, char **argv)
{
    double most = count == 3 && strcmp(argv[1], "--most") == 0 ? strtod(argv[2], NULL) : 1e9;
    struct roster *roster = make_roster();
    const struct interned of = intern(roster);
    printf("%-12s %11s %11s %6s %8s\n", "rule", "host", "C", "ratio", "calls");
    for (int i = 0; i < RULES; i++)
        compare(roster, &of, names[i], i, 1);
    double ratio = compare(roster, &of, "all five", 0, RULES);
    time_alone(roster, "differ unit", "s:principle 'u' { on = 'liaison', expect = differ 'unit' }\n");
    time_alone(roster, "a.unit==",
               "s:forbid 'u' { on = 'liaison', when = function(a, b) return a.unit == "
               "b.unit end }\n");
    time_alone(roster, "a.id==",
               "s:forbid 'u' { on = 'liaison', when = function(a, b) return a.id == b.id "
               "end }\n");
    talloc_free(roster);
    return ratio > most;
}
