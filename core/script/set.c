/* Sets of members, windows and groups: members { ... }, windows { ... }, groups "..." and their + - *. */
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/typed_cell.h"
#include "script/host.h"
#include "script/reads.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

static const char set_type[] = "tongxin.set";

struct set *set_test(lua_State *L, int index)
{
    return luaL_testudata(L, index, set_type);
}

struct set *set_push(lua_State *L, enum target_kind kind, int room)
{
    struct set *set = lua_newuserdatauv(L, sizeof *set + (size_t)room * sizeof(int), 0);
    memset(set, 0, sizeof *set);
    set->kind = kind;
    luaL_setmetatable(L, set_type);
    return set;
}

void set_push_value(lua_State *L, const struct field_value *value)
{
    struct set *set = set_push(L, value ? value->kind : TARGET_MEMBER, value ? value->count : 0);
    set->broken = !value;
    set->groups = value ? value->groups : NULL;
    set->reads = value ? value->reads : NULL;
    set->count = value ? value->count : 0;
    if (set->count > 0)
        memcpy(set->index, value->indices, (size_t)set->count * sizeof(int));
}

/* ---- + - * # ---- */

/* A broken set was told already, and one of groups has no column then. */
static void complain_mixed(lua_State *L, char operator, const struct set * a, const struct set *b)
{
    struct host *host = host_of(L);
    if ((a && a->broken) || (b && b->broken))
        return;
    if (a && b && a->kind == b->kind)
        host_fault(
            host, sandbox_line(L, NULL),
            _("“%c” joins groups of one column, not of “%s” and “%s”. Please check both sides."), operator,
            host->roster->column[a->groups->column].heading, host->roster->column[b->groups->column].heading);
    else
        host_fault(host, sandbox_line(L, NULL),
                   _("“%c” joins two sets of members, of windows or of groups, not %s and %s. Please "
                     "check both sides."),
                   operator, host_describe(L, 1), host_describe(L, 2));
}

static int combine(lua_State *L, char operator)
{
    const struct set *a = set_test(L, 1), *b = set_test(L, 2);
    if (!a || !b || a->kind != b->kind || a->groups != b->groups) {
        complain_mixed(L, operator, a, b);
        set_push(L, a ? a->kind : TARGET_MEMBER, 0)->broken = true;
        return 1;
    }
    struct set *set = set_push(L, a->kind, a->count + b->count);
    set->broken = a->broken || b->broken;
    set->groups = a->groups;
    set->reads = reads_join(host_of(L), a->reads, b->reads);
    int i = 0, k = 0;
    while (i < a->count || k < b->count) {
        bool in_a = i < a->count && (k == b->count || a->index[i] <= b->index[k]);
        bool in_b = k < b->count && (i == a->count || b->index[k] <= a->index[i]);
        int index = in_a ? a->index[i] : b->index[k];
        i += in_a;
        k += in_b;
        if (operator== '+' ||(operator== '-' ? in_a && !in_b : in_a && in_b))
            set->index[set->count++] = index;
    }
    return 1;
}

static int set_add(lua_State *L)
{
    return combine(L, '+');
}

static int set_subtract(lua_State *L)
{
    return combine(L, '-');
}

static int set_intersect(lua_State *L)
{
    return combine(L, '*');
}

static int set_index(lua_State *L)
{
    return sandbox_raise(
        L, _("A set is not looked into one by one. #set says how many are in it; members { field = "
             "value } or members(function(m) ... end) take some, and + - * join sets."));
}

static int set_concat(lua_State *L)
{
    return sandbox_raise(L, _("“..” joins texts. Sets are joined by +, and #set says how many are in one."));
}

static int set_length(lua_State *L)
{
    lua_pushinteger(L, set_test(L, 1)->count);
    return 1;
}

/* ---- filters ---- */

/* One field of members { ... } or windows { ... }: any of these values. */
struct filter {
    int column; /* attribute of a member; enum window_field of a window */
    int count;
    const char **texts;  /* [count], or */
    lua_Number *numbers; /* [count] */
    bool is_flag, flag;
};

enum window_field { WINDOW_NAME, WINDOW_FULL_NAME, WINDOW_KIND, WINDOW_ORDER, WINDOW_FIELDS };
static const char *const window_fields[WINDOW_FIELDS] = {"name", "full_name", "kind", "order"};

static int find_filter_column(struct host *host, enum target_kind kind, const char *name, int line)
{
    if (kind == TARGET_MEMBER) {
        int column = attribute_find(host->roster, name);
        if (column < 0)
            host_fault(host, line, "%s", attribute_complaint(host, host->roster, name));
        return column;
    }
    for (int i = 0; i < WINDOW_FIELDS; i++)
        if (strcmp(window_fields[i], name) == 0)
            return i;
    const char *nearest = text_nearest(name, window_fields, WINDOW_FIELDS);
    if (nearest)
        host_fault(host, line, _("Windows have no “%s”. Did you mean “%s”?"), name, nearest);
    else
        host_fault(host, line, _("Windows have no “%s”. There are: name, full_name, kind, order."), name);
    return -1;
}

/* Reads a number or a list of numbers at `index`; NULL where it is neither. */
static lua_Number *read_numbers(struct host *host, int index, int *count)
{
    lua_State *L = host->L;
    bool is_list = lua_istable(L, index);
    *count = is_list ? (int)lua_rawlen(L, index) : 1;
    lua_Number *numbers = *count > 0 ? talloc_array(host, lua_Number, (unsigned)*count) : NULL;
    for (int i = 0; numbers && i < *count; i++) {
        if (is_list)
            lua_rawgeti(L, index, i + 1);
        else
            lua_pushvalue(L, index);
        bool is_number = lua_type(L, -1) == LUA_TNUMBER;
        numbers[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
        if (!is_number) {
            talloc_free(numbers);
            return NULL;
        }
    }
    return numbers;
}

/* A date is compared as core/roster writes it, however the scheme does; an empty one stays. */
static bool filter_date(struct host *host, const char **text, const char *name, int line)
{
    const struct place place = {.file = host_file(host), .row = line};
    int faults = host->error->count;
    *text = typed_cell(host, VALUE_DATE, *text, &place, host->error);
    for (int i = faults; i < host->error->count; i++)
        host->error->fault[i].message =
            talloc_asprintf(host->error, _("%s: %s"), name, host->error->fault[i].message);
    return *text && host->error->count == faults;
}

/* Reads the value on top of the stack. */
static bool read_filter(struct host *host, struct filter *filter, enum target_kind kind, const char *name,
                        int line)
{
    lua_State *L = host->L;
    enum value_type type = kind == TARGET_MEMBER            ? host->roster->column[filter->column].type
                           : filter->column == WINDOW_ORDER ? VALUE_INTEGER
                                                            : VALUE_TEXT;
    filter->is_flag = kind == TARGET_MEMBER && filter->column == ATTRIBUTE_EXEMPT && lua_isboolean(L, -1);
    filter->flag = lua_toboolean(L, -1);
    if (filter->is_flag)
        return true;
    if (type == VALUE_INTEGER) {
        filter->numbers = read_numbers(host, lua_gettop(L), &filter->count);
        if (!filter->numbers)
            host_fault(host, line,
                       _("“%s” must be compared with a number or a list of numbers, not with %s."), name,
                       host_describe(L, -1));
        return filter->numbers != NULL;
    }
    filter->texts = field_read_texts(host, host, lua_gettop(L), &filter->count);
    if (!filter->texts || filter->count == 0)
        host_fault(host, line, _("“%s” must be compared with a text or a list of texts, not with %s."), name,
                   host_describe(L, -1));
    for (int i = 0; filter->texts && type == VALUE_DATE && i < filter->count; i++)
        if (!filter_date(host, &filter->texts[i], name, line))
            return false;
    return filter->texts && filter->count > 0;
}

static bool text_matches(const struct filter *filter, const char *text, bool is_list)
{
    for (int i = 0; i < filter->count; i++)
        if (is_list ? text_list_has(text, filter->texts[i]) : strcmp(text, filter->texts[i]) == 0)
            return true;
    return false;
}

static bool number_matches(const struct filter *filter, lua_Number number)
{
    for (int i = 0; i < filter->count; i++)
        if (filter->numbers[i] == number)
            return true;
    return false;
}

static bool member_matches(const struct filter *filter, const struct roster *roster, int index)
{
    const struct member *member = &roster->member[index];
    if (filter->is_flag)
        return filter->flag == member->exempt;
    if (filter->numbers && filter->column == ATTRIBUTE_ORDER)
        return number_matches(filter, member->order == ORDER_NONE ? HUGE_VAL : member->order);
    const char *text = member->value[filter->column];
    if (filter->numbers)
        return *text && number_matches(filter, (lua_Number)strtoll(text, NULL, 10));
    return text_matches(filter, text, roster->column[filter->column].type == VALUE_LIST);
}

static bool window_matches(const struct filter *filter, const struct roster *roster, int index)
{
    const struct window *window = &roster->window[index];
    if (filter->numbers)
        return number_matches(filter, window->order == ORDER_NONE ? HUGE_VAL : window->order);
    return text_matches(filter,
                        filter->column == WINDOW_NAME        ? window->name
                        : filter->column == WINDOW_FULL_NAME ? window->full_name
                                                             : window->kind,
                        false);
}

/* Exempt members are in no set that does not ask for them; a window that nobody is in can be nobody's target.
 */
static struct set *push_all(lua_State *L, const struct roster *roster, enum target_kind kind, bool exempt_too)
{
    int room = kind == TARGET_MEMBER ? roster->members : roster->windows;
    struct set *set = set_push(L, kind, room);
    for (int i = 0; i < room; i++)
        if (kind == TARGET_MEMBER ? exempt_too || !roster->member[i].exempt : roster->window[i].members > 0)
            set->index[set->count++] = i;
    return set;
}

/* An exemption is asked for where there is one, and an order of windows where there is a table of them. */
static void note_filter(struct host *host, enum target_kind kind, const struct filter *filter)
{
    if (filter->is_flag || filter->numbers)
        return;
    reads_note(host, kind, filter->column, NULL);
    for (int i = 0; i < filter->count; i++)
        reads_note(host, kind, filter->column, filter->texts[i]);
}

static void keep_matching(struct set *set, const struct roster *roster, const struct filter *filter)
{
    int kept = 0;
    for (int i = 0; i < set->count; i++)
        if (set->kind == TARGET_MEMBER ? member_matches(filter, roster, set->index[i])
                                       : window_matches(filter, roster, set->index[i]))
            set->index[kept++] = set->index[i];
    set->count = kept;
}

/* The table at index 1 says what to keep; leaves the set on top of the stack. */
static void filter_by_table(struct host *host, enum target_kind kind, const char *word, int line)
{
    lua_State *L = host->L;
    lua_pushliteral(L, "exempt");
    bool asks_exempt = lua_rawget(L, 1) != LUA_TNIL;
    struct set *set = push_all(L, host->roster, kind, asks_exempt);
    sandbox_push_keys(L, 1);
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        struct filter filter = {.column = -1};
        if (lua_type(L, -1) == LUA_TSTRING)
            filter.column = find_filter_column(host, kind, lua_tostring(L, -1), line);
        else
            host_fault(host, line,
                       _("“%s” holds a value without a name. Please write %s { attribute = value }."), word,
                       word);
        const char *name = sandbox_text(L, -1);
        lua_pushvalue(L, -2);
        lua_rawget(L, 1);
        if (filter.column >= 0 && read_filter(host, &filter, kind, name, line)) {
            note_filter(host, kind, &filter);
            keep_matching(set, host->roster, &filter);
        } else
            set->broken = true;
        talloc_free(filter.texts);
        talloc_free(filter.numbers);
        lua_pop(L, 3);
    }
    lua_pop(L, 2);
}

void set_keep_answered(struct host *host, struct set *set, int index, const char *word, int line)
{
    lua_State *L = host->L;
    int kept = 0;
    for (int i = 0; i < set->count && !set->broken; i++) {
        lua_pushvalue(L, index);
        const struct end end = {.kind = set->kind,
                                .index = set->index[i],
                                .group_column = set->groups ? set->groups->column : -1,
                                .groups = set->groups ? set->groups->count : 0,
                                .group = set->groups ? set->groups->name : NULL};
        int answer = view_ask(host, word, line, 1, &end);
        set->broken = answer < 0;
        if (answer > 0)
            set->index[kept++] = set->index[i];
    }
    set->count = kept;
    if (host->request->no_roster && set->kind != TARGET_GROUP) {
        lua_pushvalue(L, index);
        probe_function(host, word, 1, &(struct end){.kind = set->kind});
    }
}

static int make_set(lua_State *L, enum target_kind kind, const char *word)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL);
    host_refuse_late(L, word);
    const struct set_reads *reads = reads_begin_set(host, line);
    if (kind == TARGET_WINDOW)
        reads_note(host, TARGET_MEMBER, ATTRIBUTE_WINDOW, NULL);
    if (lua_isnone(L, 1)) {
        push_all(L, host->roster, kind, false);
    } else if (lua_istable(L, 1)) {
        lua_settop(L, 1);
        filter_by_table(host, kind, word, line);
    } else if (lua_isfunction(L, 1)) {
        lua_settop(L, 1);
        set_keep_answered(host, push_all(L, host->roster, kind, false), 1, word, line);
    } else {
        host_fault(host, line,
                   _("“%s” must be followed by { attribute = value }, by a function of one, or by () for "
                     "all, not by "
                     "%s."),
                   word, host_describe(L, 1));
        set_push(L, kind, 0)->broken = true;
    }
    set_test(L, -1)->reads = reads;
    return 1;
}

static int make_members(lua_State *L)
{
    return make_set(L, TARGET_MEMBER, "members");
}

static int make_windows(lua_State *L)
{
    return make_set(L, TARGET_WINDOW, "windows");
}

void set_install(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__add", set_add},    {"__sub", set_subtract}, {"__mul", set_intersect},
        {"__len", set_length}, {"__index", set_index},  {"__concat", set_concat},
        {NULL, NULL},
    };
    luaL_newmetatable(L, set_type);
    luaL_setfuncs(L, methods, 0);
    lua_pushliteral(L, "set");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
    lua_pushcfunction(L, make_members);
    sandbox_expose(L, "members");
    lua_pushcfunction(L, make_windows);
    sandbox_expose(L, "windows");
    groups_install(L);
}
