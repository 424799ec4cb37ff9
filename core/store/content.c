/* Contents: texts by their SHA-256. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "store/db.h"

enum status store_keep(struct store *store, const void *bytes, size_t size, char hash[HASH_TEXT],
                       struct error *error)
{
    store_hash(bytes, size, hash);
    struct query *query = db_query(store, "INSERT INTO content (hash, bytes) SELECT ?1, ?2 WHERE NOT EXISTS "
                                          "(SELECT 1 FROM content WHERE hash = ?1)");
    db_text(query, 1, hash);
    db_blob(query, 2, bytes, size);
    return db_run(query, error);
}

enum status store_content(const void *owner, struct store *store, const char *hash, char **bytes,
                          size_t *size, struct error *error)
{
    struct query *query = db_query(store, "SELECT bytes FROM content WHERE hash = ?1");
    db_text(query, 1, hash);
    char *copy = NULL, found[HASH_TEXT] = "";
    bool is_there = db_row(query);
    if (is_there) {
        const void *blob = db_column_blob(query, 0, size);
        store_hash(blob, *size, found);
        copy = talloc_array(owner, char, *size + 1);
        if (copy) {
            memcpy(copy, blob, *size);
            copy[*size] = '\0';
        }
    }
    enum status status = db_done(query, error);
    if (status != STATUS_OK)
        return status;
    if (is_there && !copy)
        return error_add_memory(error);
    if (!is_there || strcmp(found, hash) != 0) {
        const struct place place = {.file = store->file};
        talloc_free(copy);
        return error_add(
            error, STATUS_NO, &place,
            _("A text that the file keeps (%.12s) is missing or not as it was written. Please go back to "
              "the last backup."),
            hash);
    }
    *bytes = copy;
    return STATUS_OK;
}
