/* Reading the fields of a declaration. Between the files field*.c only. */
#ifndef TONGXIN_SCRIPT_FIELD_PARTS_H
#define TONGXIN_SCRIPT_FIELD_PARTS_H

#include "script/host.h"

/* Where a value stands, for faults about it. */
struct spot {
    struct host *host;
    const struct declaration *declaration;
    const char *field;
};

/* The fault that the field must be `expects` and not what is at `index`; returns false. */
bool field_complain(const struct spot *spot, const char *expects, int index);

/* A whole number from `from` to `to`; false where it is none. */
bool field_read_whole(lua_State *L, int index, lua_Integer from, lua_Integer to, int32_t *number);
/* n, { min, max }, { min = n } or { max = n }; false with a fault that names the part at fault. */
bool field_read_bounds(const struct spot *spot, enum field_type type, int index, struct range *range);

/* A comparison, or a function that is kept in the registry. */
bool field_read_condition(const struct spot *spot, int index, enum field_type type,
                          struct condition *condition);
/* One attribute (FIELD_COLUMN) or a list of them. */
bool field_read_columns(const struct spot *spot, enum field_type type, int index, struct field_value *value);

/* "source" or "target". */
bool field_is_end(lua_State *L, int index, enum pair_end *end);
bool field_read_balance(const struct spot *spot, int index, struct field_value *value);
bool field_read_per(const struct spot *spot, int index, struct field_value *value);
bool field_read_pairs(const struct spot *spot, int index, struct field_value *value);

#endif
