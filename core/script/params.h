/* What the files of parameters share: the parameters of a run and what sets them. */
#ifndef TONGXIN_SCRIPT_PARAMS_H
#define TONGXIN_SCRIPT_PARAMS_H

#include "script/extends.h"

/* params { max_load = 3 } before `extends`: the value that the base's parameter takes as its usual one. */
struct override {
    const char *name, *value, *file;
    int line;
    enum parameter_type type;
    bool taken;
};

struct params {
    int count, overrides;
    struct parameter *parameter; /* [count] in the order declared */
    struct override *override;   /* [overrides] outermost file first */
};

/* The parameter of that name, or NULL; params may be NULL. */
struct parameter *parameter_find(const struct params *params, const char *name);

/* The value at `index` as text, and its type; NULL where it is none of a parameter. Owned by `owner`. */
char *parameter_read(const void *owner, lua_State *L, int index, enum parameter_type *type);

/* Pushes the value of that type that the text says. */
void parameter_push(lua_State *L, enum parameter_type type, const char *value);

/* What the parameter may be, in the reader's language: "a whole number from 1 to 6". */
const char *parameter_allowed(const void *owner, const struct parameter *parameter);

/* The value as the parameter writes it, or NULL where it does not allow it. */
const char *parameter_allow(const struct parameter *parameter, const void *owner, const char *value);

#endif
