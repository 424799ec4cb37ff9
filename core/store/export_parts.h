/* What writing and reading an export share. */
#ifndef TONGXIN_STORE_EXPORT_PARTS_H
#define TONGXIN_STORE_EXPORT_PARTS_H

#define EXPORT_MANIFEST "manifest.json"
enum { EXPORT_ROWS = 500000 }; /* of one file */

/* All tables but content, those that others refer to first; ends with NULL. */
extern const char *const export_tables[];

#endif
