/* The Lua host for schemes: runs a county's script on a roster and hands back plain data (model/scheme.h).
 * Language: scripts/README.md. */
#ifndef TONGXIN_SCRIPT_SCRIPT_H
#define TONGXIN_SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/pair_table.h"
#include "model/scheme.h"

/* The text of a script and the file name that its faults show ("jinhua-2022.lua"). */
struct script_text {
    const char *file;
    const char *bytes;
    size_t size;
    const char *path; /* of the file, for scripts that stand beside it; NULL where it came with the program */
    int unseen;       /* characters that are not seen and were taken out of its texts (unseen.h) */
    uint32_t unseen_code; /* the first of them */
};

/* A parameter that the office sets: --set max_load=3. */
struct script_setting {
    const char *name, *value;
};

struct script_bases;

/* What a scheme is run on. */
struct script_request {
    const struct script_text *text;
    struct roster *roster;          /* the columns that the scheme's `needs` names get their types */
    bool no_roster;                 /* the roster is empty and stands for any: needed columns are there */
    const struct pair_table *pairs; /* NULL: no --pairs */
    int settings;
    const struct script_setting *setting; /* [settings] */
    const struct script_bases *bases;     /* what the scheme extends (bundle.h); NULL: it is looked for */
};

/* Finds a scheme: `wanted` is a file's path, or the NAME of a scheme that travels with the program.
 * *text is owned by `owner`. Unknown names are STATUS_INPUT with the names there are and the nearest one. */
enum status script_find_scheme(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error);

/* The same for the scheme that the script `from` extends: a file in the same folder, or a NAME, never
 * a path. That there is none is
 * a fault at `place`. */
enum status script_find_base(const void *owner, const struct script_text *from, const char *wanted,
                             struct script_text *text, const struct place *place, struct error *error);

/* Runs the scheme on the roster: *scheme (owned by `owner`) has its sets, candidate pairs and rule values
 * filled. All faults that can be found in one run are in `error`, each with file and line. */
enum status script_load_scheme(const void *owner, const struct script_request *request,
                               struct scheme **scheme, struct error *error);

#endif
