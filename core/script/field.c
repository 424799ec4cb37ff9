/* Reads the fields of a declaration by the tables of words.h. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/field_parts.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"
#include "script/typed_columns.h"

bool field_complain(const struct spot *spot, const char *expects, int index)
{
    host_fault(spot->host, spot->declaration->origin.line, _("“%s” of %s must be %s, not %s."), spot->field,
               spot->declaration->subject, expects, host_describe(spot->host->L, index));
    return false;
}

/* A text that can stand in files: UTF-8 without NUL. NULL where it is none. */
static const char *read_text(const void *owner, lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TSTRING)
        return NULL;
    size_t size;
    const char *text = lua_tolstring(L, index, &size);
    if (strlen(text) != size || text_valid_until(text, size) != size)
        return NULL;
    return talloc_strndup(owner, text, size);
}

const char **field_read_texts(struct host *host, const void *owner, int index, int *count)
{
    lua_State *L = host->L;
    bool is_list = lua_istable(L, index);
    *count = is_list ? (int)lua_rawlen(L, index) : 1;
    int entries = 0;
    if (is_list)
        for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
            entries++;
    if (is_list && entries != *count)
        return NULL;
    const char **texts = talloc_array(owner, const char *, (unsigned)*count);
    for (int i = 0; texts && i < *count; i++) {
        if (is_list)
            lua_rawgeti(L, index, i + 1);
        else
            lua_pushvalue(L, index);
        texts[i] = read_text(texts, L, -1);
        lua_pop(L, 1);
        if (!texts[i])
            return NULL;
    }
    return texts;
}

bool field_read_whole(lua_State *L, int index, lua_Integer from, lua_Integer to, int32_t *number)
{
    int is_whole;
    lua_Integer value = lua_tointegerx(L, index, &is_whole);
    if (lua_type(L, index) != LUA_TNUMBER || !is_whole || value < from || value > to)
        return false;
    *number = (int32_t)value;
    return true;
}

static bool read_points(const struct spot *spot, int index, const char *expects, int32_t *number)
{
    lua_State *L = spot->host->L;
    if (field_read_whole(L, index, -POINTS_MOST, POINTS_MOST, number))
        return true;
    if (lua_type(L, index) != LUA_TNUMBER)
        return field_complain(spot, expects, index);
    lua_Number value = lua_tonumber(L, index);
    if (value != floor(value))
        host_fault(
            spot->host, spot->declaration->origin.line,
            _("“points” of %s is the decimal %.14g. Points are whole numbers: please multiply all points of "
              "this stage by 10, 100 or whatever makes them whole."),
            spot->declaration->subject, value);
    else
        host_fault(spot->host, spot->declaration->origin.line,
                   _("“points” of %s is %.14g. Points lie between -1000000 and 1000000: please choose "
                     "smaller ones."),
                   spot->declaration->subject, value);
    return false;
}

bool field_read_range(struct host *host, const struct declaration *declaration, const char *field, int index,
                      struct range *range)
{
    const struct spot spot = {host, declaration, field};
    enum field_type type = word_table(declaration->word)[word_field(declaration->word, field)].type;
    return field_read_bounds(&spot, type, lua_absindex(host->L, index), range);
}

/* People listed by hand, or the name of a set as a text. */
static bool complain_no_set(const struct spot *spot, const char *expects, int index)
{
    lua_State *L = spot->host->L;
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
    if (strcmp(text, "members") == 0 || strcmp(text, "windows") == 0)
        host_fault(spot->host, spot->declaration->origin.line,
                   _("“%s” of %s must be %s, not the text “%s”. Please write %s()."), spot->field,
                   spot->declaration->subject, expects, text, text);
    else
        host_fault(
            spot->host, spot->declaration->origin.line,
            _("“%s” of %s must be %s, not %s. To name members one by one: members { id = { \"JH0001\", "
              "\"JH0002\" } }."),
            spot->field, spot->declaration->subject, expects, host_describe(L, index));
    return false;
}

static bool read_set(const struct spot *spot, enum field_type type, int index, struct field_value *value)
{
    const struct set *set = set_test(spot->host->L, index);
    if (!set && (lua_type(spot->host->L, index) == LUA_TSTRING || lua_istable(spot->host->L, index)))
        return complain_no_set(spot, field_expects(type), index);
    if (!set || (type == FIELD_MEMBERS && set->kind != TARGET_MEMBER && !set->broken))
        return field_complain(spot, field_expects(type), index);
    if (set->broken)
        return false;
    value->kind = set->kind;
    value->groups = set->groups;
    value->reads = set->reads;
    value->count = set->count;
    value->indices = talloc_array(spot->declaration, int, (unsigned)set->count);
    if (value->indices && set->count > 0)
        memcpy(value->indices, set->index, (size_t)set->count * sizeof(int));
    return value->indices != NULL;
}

bool field_read_condition(const struct spot *spot, int index, enum field_type type,
                          struct condition *condition)
{
    lua_State *L = spot->host->L;
    if (comparison_test(L, index, condition))
        return condition->column >= 0; /* the complaint about its attribute came when it was made */
    if (!lua_isfunction(L, index) || lua_iscfunction(L, index)) /* the word itself: differ without "unit" */
        return field_complain(spot, field_expects(type), index);
    lua_pushvalue(L, index);
    condition->kind = CONDITION_FUNCTION;
    condition->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return true;
}

bool field_read_columns(const struct spot *spot, enum field_type type, int index, struct field_value *value)
{
    value->texts = field_read_texts(spot->host, spot->declaration, index, &value->count);
    if (!value->texts || value->count == 0 || (type == FIELD_COLUMN && value->count > 1))
        return field_complain(spot, field_expects(type), index);
    value->indices = talloc_array(spot->declaration, int, (unsigned)value->count);
    bool ok = value->indices != NULL;
    for (int i = 0; value->indices && i < value->count; i++) {
        value->indices[i] = attribute_find(spot->host->roster, value->texts[i]);
        if (value->indices[i] >= 0)
            continue;
        host_fault(spot->host, spot->declaration->origin.line, "%s",
                   attribute_complaint(spot->declaration, spot->host->roster, value->texts[i]));
        ok = false;
    }
    return ok;
}

/* What may be a whole number or a function. */
static bool read_whole_or_function(const struct spot *spot, enum field_type type, int32_t most, int index,
                                   struct field_value *value)
{
    lua_State *L = spot->host->L;
    value->is_function = lua_isfunction(L, index);
    if (value->is_function)
        return field_read_condition(spot, index, type, &value->condition);
    return field_read_whole(L, index, 0, most, &value->number) ||
           field_complain(spot, field_expects(type), index);
}

static bool read_field(const struct spot *spot, enum field_type type, int index, struct field_value *value)
{
    lua_State *L = spot->host->L;
    struct condition comparison;
    switch (type) {
    case FIELD_TEXT:
    case FIELD_RELATION:
        value->text = read_text(spot->declaration, L, index);
        return (value->text && *value->text) || field_complain(spot, field_expects(type), index);
    case FIELD_TEXTS:
    case FIELD_RELATIONS:
        value->texts = field_read_texts(spot->host, spot->declaration, index, &value->count);
        return (value->texts && value->count > 0) || field_complain(spot, field_expects(type), index);
    case FIELD_COUNT:
        return field_read_whole(L, index, 0, POINTS_MOST, &value->number) ||
               field_complain(spot, field_expects(type), index);
    case FIELD_COUNT_OF_END:
        return read_whole_or_function(spot, type, UNLIMITED - 1, index, value);
    case FIELD_WEIGHT:
        return read_whole_or_function(spot, type, POINTS_MOST, index, value);
    case FIELD_POINTS_OF_PAIR:
        value->is_function = lua_isfunction(L, index);
        if (value->is_function)
            return field_read_condition(spot, index, type, &value->condition);
        return read_points(spot, index, field_expects(type), &value->number);
    case FIELD_POINTS:
        return read_points(spot, index, field_expects(type), &value->number);
    case FIELD_POINTS_A_UNIT:
        if (!read_points(spot, index, field_expects(type), &value->number))
            return false;
        return value->number > 0 || field_complain(spot, field_expects(type), index);
    case FIELD_FLAG:
        value->number = lua_toboolean(L, index);
        return lua_isboolean(L, index) || field_complain(spot, field_expects(type), index);
    case FIELD_RANGE:
    case FIELD_RANGE_OR_POINTS:
        value->is_function = lua_isfunction(L, index);
        value->range = (struct range){0, UNLIMITED, 0}; /* until each is asked */
        if (value->is_function)
            return field_read_condition(spot, index, type, &value->condition);
        return field_read_bounds(spot, type, index, &value->range);
    case FIELD_SHORTFALL:
        value->given = !lua_isboolean(L, index) || lua_toboolean(L, index);
        return lua_isboolean(L, index) || field_read_whole(L, index, 1, POINTS_MOST, &value->number) ||
               field_complain(spot, field_expects(type), index);
    case FIELD_BALANCE:
        return field_read_balance(spot, index, value);
    case FIELD_SHARE:
        return lua_isfunction(L, index) ? field_read_condition(spot, index, type, &value->condition)
                                        : field_complain(spot, field_expects(type), index);
    case FIELD_END:
        return field_is_end(L, index, &value->end) || field_complain(spot, field_expects(type), index);
    case FIELD_PER:
        return field_read_per(spot, index, value);
    case FIELD_MEMBERS:
    case FIELD_TARGETS:
        return read_set(spot, type, index, value);
    case FIELD_TARGETS_OR_TWO:
        value->is_function = lua_isfunction(L, index) || comparison_test(L, index, &comparison);
        return value->is_function ? field_read_condition(spot, index, type, &value->condition)
                                  : read_set(spot, type, index, value);
    case FIELD_CONDITION:
        return field_read_condition(spot, index, type, &value->condition);
    case FIELD_PAIRS:
        return field_read_pairs(spot, index, value);
    case FIELD_COLUMN:
    case FIELD_COLUMNS:
        return field_read_columns(spot, type, index, value);
    case FIELD_NEEDS:
        return needs_read(spot->host, spot->declaration->origin.line, index);
    case FIELD_PAIR_COLUMNS:
        return pair_columns_read(spot->host, spot->declaration->origin.line, index);
    }
    return false;
}

/* Faults for keys that are no fields, in the order of the keys. */
static void refuse_unknown_fields(struct host *host, struct declaration *declaration, int index)
{
    lua_State *L = host->L;
    int count = word_fields(declaration->word);
    const char **names = talloc_array(declaration, const char *, (unsigned)count);
    for (int i = 0; names && i < count; i++)
        names[i] = word_table(declaration->word)[i].name;
    sandbox_push_keys(L, index);
    for (lua_Integer i = 1; names && lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        bool is_text = lua_type(L, -1) == LUA_TSTRING;
        const char *key = sandbox_text(L, -1);
        const char *nearest = text_nearest(key, names, count);
        bool known = is_text && word_field(declaration->word, key) >= 0;
        declaration->broken |= !known;
        if (!known && !is_text)
            host_fault(host, declaration->origin.line,
                       _("%s holds a value without a name (number %s). Please write field = value."),
                       declaration->subject, key);
        else if (!known && nearest)
            host_fault(host, declaration->origin.line, _("%s has no field “%s”. Did you mean “%s”?"),
                       declaration->subject, key, nearest);
        else if (!known)
            host_fault(host, declaration->origin.line,
                       _("%s has no field “%s”. Please look up its fields in the guide to schemes."),
                       declaration->subject, key);
        lua_pop(L, 2);
    }
    lua_pop(L, 2);
    talloc_free(names);
}

void field_amend(struct host *host, struct declaration *declaration, int index, int line)
{
    lua_State *L = host->L;
    struct spot spot = {host, declaration, NULL};
    int declared = declaration->origin.line;
    declaration->origin.line = line; /* where faults are now */
    const struct field *table = word_table(declaration->word);
    for (int i = 0; table[i].name; i++) {
        const struct field *field = &table[i];
        struct field_value value = {.given = true};
        lua_pushstring(L, field->name);
        spot.field = field->name;
        if (lua_rawget(L, index) != LUA_TNIL) {
            if (read_field(&spot, field->type, lua_gettop(L), &value))
                declaration->value[i] = value;
            else
                declaration->broken = true;
        }
        lua_pop(L, 1);
    }
    refuse_unknown_fields(host, declaration, index);
    declaration->origin.line = declared;
}

void field_read_all(struct host *host, struct declaration *declaration, int index)
{
    lua_State *L = host->L;
    struct spot spot = {host, declaration, NULL};
    const struct field *table = word_table(declaration->word);
    for (int i = 0; table[i].name; i++) {
        const struct field *field = &table[i];
        struct field_value *value = &declaration->value[i];
        lua_pushstring(L, field->name);
        int type = lua_rawget(L, index);
        spot.field = field->name;
        value->given = type != LUA_TNIL;
        if (value->given && !read_field(&spot, field->type, lua_gettop(L), value)) {
            value->given = false;
            declaration->broken = true;
        } else if (!value->given && field->needed) {
            declaration->broken = true;
            host_fault(host, declaration->origin.line, _("%s lacks “%s”, which must be %s."),
                       declaration->subject, field->name, field_expects(field->type));
        }
        lua_pop(L, 1);
    }
    refuse_unknown_fields(host, declaration, index);
}
