/* Files of the tree that the build puts inside the program (schemes, reports, code tables),
 * so that a scheme's NAME works wherever the program stands. */
#ifndef TONGXIN_BASE_EMBED_H
#define TONGXIN_BASE_EMBED_H

#include <stddef.h>

/* One file: its name without a folder, its bytes (a NUL follows them) and their number. */
struct embedded_file {
    const char *name;
    const char *bytes;
    size_t size;
};

/* Lists that the build makes; each ends with an entry whose name is NULL. */
extern const struct embedded_file embedded_schemes[]; /* scripts/schemes/ *.lua */
extern const struct embedded_file embedded_reports[]; /* scripts/reports/ *.lua */
extern const struct embedded_file embedded_codes[];   /* data/codes/ *.csv */
extern const struct embedded_file embedded_schema[];  /* data/schema/ *.sql, in their order */

/* The entry called `name`, or NULL. */
const struct embedded_file *embed_find(const struct embedded_file *list, const char *name);

#endif
