/* The parts of a packed workbook (OPC over zip): unpacked piece by piece into an XML parser that expands
 * nothing and fetches nothing. Used by xlsx.c and xlsx_sheet.c.
 * Source: ECMA-376 part 2 (parts, relationships); libzip's and libxml2's manuals. */
#ifndef TONGXIN_ROSTER_XLSX_PART_H
#define TONGXIN_ROSTER_XLSX_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* An open packed file. */
struct package {
    void *zip; /* zip_t */
    const char *file;
    int64_t unpacked; /* bytes so far, of all parts: BOOK_UNPACKED_BYTES at most */
    struct error *error;
};

/* Attributes of an element. */
struct attributes {
    int count;
    const unsigned char **item; /* as libxml2's SAX2 hands them over */
};

/* The value of the attribute with this name, whatever its prefix, and its size; NULL where there is none. */
const char *part_attribute(const struct attributes *attributes, const char *name, size_t *size);

/* The same as a copy; "" where there is none, NULL where memory ran out. */
char *part_attribute_copy(const void *owner, const struct attributes *attributes, const char *name);

/* The attribute as a whole number from 0 on, or -1. */
int64_t part_attribute_number(const struct attributes *attributes, const char *name);

/* Whether the attribute is "1", "true" or "on". */
bool part_attribute_true(const struct attributes *attributes, const char *name);

/* What a part is told to, by local names, prefixes aside. Each returns STATUS_OK, or a status after adding a
 * fault: then reading stops. Any may be NULL. */
struct part_handler {
    enum status (*start)(void *context, const char *name, const struct attributes *attributes);
    enum status (*end)(void *context, const char *name);
    enum status (*text)(void *context, const char *text, size_t size);
};

/* Opens packed bytes, which must outlive the package. Refused: what is no zip, and a directory of absurd
 * size. */
enum status package_open(struct package *package, const char *file, const char *bytes, size_t size,
                         struct error *error);
void package_close(struct package *package);

bool package_has(const struct package *package, const char *part);

/* Reads the whole part. Refused (STATUS_INPUT) with its name: a part that is missing, damaged, that holds a
 * DOCTYPE, or that unpacks too far. */
enum status package_read(struct package *package, const char *part, const struct part_handler *handler,
                         void *context);

/* The name of the part that `target` means, seen from the part `source`. Owned by `owner`; NULL where memory
 * ran out. */
char *package_resolve(const void *owner, const char *source, const char *target);

#endif
