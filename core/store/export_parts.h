/* What writing and reading an export share. */
#ifndef TONGXIN_STORE_EXPORT_PARTS_H
#define TONGXIN_STORE_EXPORT_PARTS_H

#define EXPORT_MANIFEST "manifest.json"
#define EXPORT_CONTENT "hash"             /* the heading of content.csv, which lists all texts */
#define EXPORT_SEQUENCE "sqlite_sequence" /* the last number that each table gave: none is given twice */
enum { EXPORT_ROWS = 500000 };            /* of one file */

/* All tables but content, those that others refer to first; ends with NULL. */
extern const char *const export_tables[];

#endif
