/* Schemes that take over another one: extends, and what a file may do with what it took over (replace, amend,
 * remove), and the parameters that it may set. Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_EXTENDS_H
#define TONGXIN_SCRIPT_EXTENDS_H

#include "script/host.h"

/* ---- the texts (extends_find.c): scripts open no files, so all texts are there before one runs ---- */

/* text[from] says extends "wanted", which is text[to]. */
struct extension {
    int from, to;
    const char *wanted;
};

struct script_bases {
    int texts;
    struct script_text *text; /* [texts] the scheme itself, then what it extends, outermost first */
    int extensions;
    struct extension *extension; /* [extensions] */
};

/* Looks at the writing of the scheme and finds what its `extends "NAME"` names, and what that extends, and so
 * on: a path beside the extending file, or the name of a scheme that travels with the program. Faults:
 * slips of writing in all texts, names that there are not, circles, chains of more than 8. Owned by `owner`;
 * NULL only where memory ran out. */
struct script_bases *extends_find(const void *owner, const struct script_text *text, struct error *error);

/* Index of the text with this file name, or -1. */
int extends_text(const struct script_bases *bases, const char *file);

/* Adds the faults of `from` to `to`: those of no file, then file by file as the texts stand in `bases`, then
 * other files in the order found; within a file by line, then as found. */
void extends_order_faults(const struct script_bases *bases, const struct error *from, struct error *to);

/* ---- extends "NAME" (extends.c) ---- */

/* Compiles what the scheme extends, so that all errors of writing come before one text is run. */
enum status extends_compile(struct host *host);
void extends_install(lua_State *L);
/* Pushes the scheme's handle, which carries the methods s:WORD. */
void scheme_push_handle(lua_State *L);
/* Raises where the first argument is no handle, or the scheme is complete. */
void scheme_check_handle(lua_State *L, const char *word);
/* __call of the handle: extends "NAME" { name = ... }. */
int extends_name(lua_State *L);

/* ---- what is done with declarations of a base (reuse.c) ---- */

/* Puts the declaration in the place of the base's of the same name; until its { ... } comes, s:from and s:to
 * mean the base's. False where there is none: it is new. */
bool reuse_replace(struct host *host, struct declaration *declaration);
/* The place of the declaration of that name that was removed, or -1. */
int reuse_order(const struct host *host, const char *name);
/* Pushes the method of that name (amend, remove, from, to); false where it is none. */
bool reuse_push_method(lua_State *L, const char *name);
/* Where the declaration of that name was removed; false where none was. */
bool reuse_removed(const struct host *host, const char *name, const char **file, int *line);

/* Faults for amendments whose { ... } never came. */
void reuse_check(struct host *host);

/* ---- parameters (params.c) ---- */

void params_install(lua_State *L);
/* Faults for settings that no parameter took; then copies the parameters into the scheme. False where memory
 * ran out. */
bool params_hand_over(struct host *host);

#endif
