#include "store/log.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "store/db.h"

static void hex(const uint8_t digest[SHA256_DIGEST_SIZE], char hash[HASH_TEXT])
{
    for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++)
        snprintf(hash + 2 * i, 3, "%02x", digest[i]);
}

void store_hash(const void *bytes, size_t size, char hash[HASH_TEXT])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, sizeof digest, digest);
    hex(digest, hash);
}

/* Each field goes in with its length, so that no two entries have the same bytes. */
static void add_field(struct sha256_ctx *context, const void *bytes, size_t size)
{
    char length[32];
    int digits = snprintf(length, sizeof length, "%zu:", size);
    sha256_update(context, (size_t)digits, (const uint8_t *)length);
    sha256_update(context, size, bytes);
}

static void add_text(struct sha256_ctx *context, const char *text)
{
    add_field(context, text, strlen(text));
}

static void add_number(struct sha256_ctx *context, int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    add_text(context, text);
}

/* The columns of an entry that its hash covers, in the order of the table. */
struct hashed {
    int64_t number, version, undoes; /* 0: NULL */
    const char *at, *who, *action, *subject, *reason, *detail, *before;
    const void *changes;
    size_t size;
};

static void hash_entry(const struct hashed *entry, char hash[HASH_TEXT])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    add_number(&context, entry->number);
    add_text(&context, entry->at);
    add_text(&context, entry->who);
    add_text(&context, entry->action);
    add_text(&context, entry->subject);
    add_text(&context, entry->reason);
    add_number(&context, entry->version);
    add_text(&context, entry->detail);
    add_field(&context, entry->changes, entry->size);
    add_number(&context, entry->undoes);
    add_text(&context, entry->before);
    sha256_digest(&context, sizeof digest, digest);
    hex(digest, hash);
}

static enum status last_entry(struct store *store, int64_t *number, char before[HASH_TEXT],
                              struct error *error)
{
    struct query *query = db_query(store, "SELECT number, hash FROM log ORDER BY number DESC LIMIT 1");
    *number = 0;
    before[0] = '\0';
    if (db_row(query)) {
        *number = db_column_integer(query, 0);
        snprintf(before, HASH_TEXT, "%s", db_column_text(query, 1));
    }
    return db_done(query, error);
}

enum status log_last(struct store *store, int64_t *number, struct error *error)
{
    char hash[HASH_TEXT];
    return last_entry(store, number, hash, error);
}

static void bind_number_or_null(struct query *query, int parameter, int64_t number)
{
    if (number)
        db_integer(query, parameter, number);
    else
        db_null(query, parameter);
}

enum status log_add(struct store *store, const struct store_change *change, const void *changes, size_t size,
                    int64_t *number, char hash[HASH_TEXT], struct error *error)
{
    char before[HASH_TEXT];
    int64_t last;
    if (last_entry(store, &last, before, error) != STATUS_OK)
        return error->status;
    const struct hashed entry = {last + 1,
                                 change->version,
                                 change->undoes,
                                 change->now.moment,
                                 change->who,
                                 change->action,
                                 change->subject,
                                 change->reason,
                                 change->detail ? change->detail : "{}",
                                 before,
                                 changes,
                                 size};
    hash_entry(&entry, hash);
    struct query *query = db_query(
        store, "INSERT INTO log (number, at, who, action, subject, reason, version, detail, changes, undoes, "
               "before, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    db_integer(query, 1, entry.number);
    db_text(query, 2, entry.at);
    db_text(query, 3, entry.who);
    db_text(query, 4, entry.action);
    db_text(query, 5, entry.subject);
    db_text(query, 6, entry.reason);
    bind_number_or_null(query, 7, entry.version);
    db_text(query, 8, entry.detail);
    db_blob(query, 9, changes, size);
    bind_number_or_null(query, 10, entry.undoes);
    db_text(query, 11, before);
    db_text(query, 12, hash);
    if (number)
        *number = entry.number;
    return db_run(query, error);
}

enum status log_read(const void *owner, struct store *store, int64_t from, int most, struct log_entry **entry,
                     int *count, struct error *error)
{
    struct query *query = db_query(
        store,
        "SELECT number, coalesce(undoes, 0), at, who, action, subject, reason, detail, coalesce(version, 0), "
        "(SELECT count(*) FROM log AS later WHERE later.undoes = log.number), hash FROM log WHERE number "
        ">= ?1 ORDER BY number LIMIT ?2");
    db_integer(query, 1, from);
    db_integer(query, 2, most);
    struct log_entry *list = talloc_array(owner, struct log_entry, 0);
    int read = 0;
    while (list && db_row(query)) {
        struct log_entry *grown = talloc_realloc(owner, list, struct log_entry, (unsigned)read + 1);
        if (!grown) {
            talloc_free(list);
            list = NULL;
            break;
        }
        list = grown;
        list[read++] = (struct log_entry){
            .number = db_column_integer(query, 0),
            .undoes = db_column_integer(query, 1),
            .at = talloc_strdup(owner, db_column_text(query, 2)),
            .who = talloc_strdup(owner, db_column_text(query, 3)),
            .action = talloc_strdup(owner, db_column_text(query, 4)),
            .subject = talloc_strdup(owner, db_column_text(query, 5)),
            .reason = talloc_strdup(owner, db_column_text(query, 6)),
            .detail = talloc_strdup(owner, db_column_text(query, 7)),
            .version = (int)db_column_integer(query, 8),
            .undone = db_column_integer(query, 9) > 0,
            .hash = talloc_strdup(owner, db_column_text(query, 10)),
        };
    }
    enum status status = db_done(query, error);
    if (status == STATUS_OK && !list)
        status = error_add_memory(error);
    *entry = list;
    *count = read;
    return status;
}

/* A number that is there is not 0, and no text goes on behind a NUL: the hash could not tell. */
static bool is_plain(struct query *query)
{
    static const int texts[] = {1, 2, 3, 4, 5, 7, 10, 11}, numbers[] = {6, 9};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t size = strlen(db_column_text(query, texts[i])), all;
        db_column_blob(query, texts[i], &all);
        if (size != all)
            return false;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!db_column_is_null(query, numbers[i]) && db_column_integer(query, numbers[i]) == 0)
            return false;
    return true;
}

static bool is_as_written(struct query *query, int64_t expected, const char *before)
{
    size_t size;
    const void *changes = db_column_blob(query, 8, &size);
    const struct hashed entry = {
        .number = db_column_integer(query, 0),
        .at = db_column_text(query, 1),
        .who = db_column_text(query, 2),
        .action = db_column_text(query, 3),
        .subject = db_column_text(query, 4),
        .reason = db_column_text(query, 5),
        .version = db_column_integer(query, 6),
        .detail = db_column_text(query, 7),
        .undoes = db_column_integer(query, 9),
        .before = db_column_text(query, 10),
        .changes = changes,
        .size = size,
    };
    char hash[HASH_TEXT];
    hash_entry(&entry, hash);
    return is_plain(query) && entry.number == expected && strcmp(entry.before, before) == 0 &&
           strcmp(hash, db_column_text(query, 11)) == 0;
}

enum status log_verify(struct store *store, int64_t *entries, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT number, at, who, action, subject, reason, version, detail, changes, "
                        "undoes, before, hash FROM log ORDER BY number");
    char before[HASH_TEXT] = "";
    bool sound = true;
    *entries = 0;
    while (sound && db_row(query)) {
        sound = is_as_written(query, *entries + 1, before);
        snprintf(before, sizeof before, "%s", db_column_text(query, 11));
        ++*entries;
    }
    enum status status = db_done(query, error);
    if (status != STATUS_OK || sound)
        return status;
    const struct place place = {.file = store->file};
    return error_add(
        error, STATUS_NO, &place,
        _("Entry %lld of the log is not as it was written: this entry or one before it was changed or "
          "removed by another program. Please go back to the last backup."),
        (long long)*entries);
}
