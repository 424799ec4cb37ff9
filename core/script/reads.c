#include "script/reads.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/extends.h"
#include "script/lexical_parts.h"

enum {
    ITEMS_MOST = 1000, /* of one reader: texts that a function makes up could be without number */
    VALUE_MOST = 1000, /* bytes of a text that is looked for */
};

struct item {
    enum target_kind kind;
    int column;
    const char *value; /* NULL: the column alone */
};

struct reader {
    const struct declaration *declaration; /* NULL: a set */
    const char *file;
    int line;
    int items;
    struct item *item;
};

/* The lines of a function, so that a text which it compares with an attribute is found in its writing. */
struct span {
    int reader, text, first, last;
};

struct set_reads {
    int count;
    int reader[]; /* [count] ascending */
};

struct reads {
    int readers, spans, at; /* at: the reader of now, -1: none */
    int sets;
    const struct set_reads **set; /* [sets] each of its readers once: a loop makes no new ones */
    struct reader *reader;
    struct span *span;
    const void *function; /* that was entered last */
    bool failed;
};

static struct reads *reads_of(struct host *host)
{
    if (!host->reads) {
        host->reads = talloc_zero(host, struct reads);
        if (host->reads)
            host->reads->at = -1;
    }
    return host->reads;
}

static int add_reader(struct reads *reads, const struct declaration *declaration, const char *file, int line)
{
    struct reader *grown = talloc_realloc(reads, reads->reader, struct reader, (unsigned)reads->readers + 1);
    if (!grown) {
        reads->failed = true;
        return -1;
    }
    reads->reader = grown;
    grown[reads->readers] = (struct reader){.declaration = declaration, .file = file, .line = line};
    return reads->readers++;
}

/* The reader of the sets of a line: one, however often a loop makes such a set. */
static int reader_at(struct reads *reads, const char *file, int line)
{
    for (int r = 0; r < reads->readers; r++) {
        const struct reader *reader = &reads->reader[r];
        if (!reader->declaration && reader->line == line && reader->file && strcmp(reader->file, file) == 0)
            return r;
    }
    return add_reader(reads, NULL, talloc_strdup(reads, file), line);
}

static int reader_of(struct reads *reads, const struct declaration *declaration)
{
    for (int r = 0; r < reads->readers; r++)
        if (reads->reader[r].declaration == declaration)
            return r;
    return add_reader(reads, declaration, declaration->origin.file, declaration->origin.line);
}

static bool same_item(const struct item *one, const struct item *other)
{
    if (one->column != other->column || one->kind != other->kind)
        return false;
    return one->value && other->value ? strcmp(one->value, other->value) == 0 : one->value == other->value;
}

/* A text that no cell can be is no text to look for. */
static bool can_be_a_cell(const char *value)
{
    size_t size = strlen(value);
    return size > 0 && size <= VALUE_MOST && text_valid_until(value, size) == size;
}

static void add_item(struct reads *reads, int at, const struct item *item)
{
    struct reader *reader = at < 0 ? NULL : &reads->reader[at];
    for (int i = 0; reader && i < reader->items; i++)
        if (same_item(&reader->item[i], item))
            return;
    if (!reader || reader->items >= ITEMS_MOST || (item->value && !can_be_a_cell(item->value)))
        return;
    struct item *grown = talloc_realloc(reads, reader->item, struct item, (unsigned)reader->items + 1);
    if (!grown) {
        reads->failed = true;
        return;
    }
    reader->item = grown;
    grown[reader->items] = *item;
    if (item->value) {
        grown[reader->items].value = talloc_strdup(reads, item->value);
        reads->failed |= !grown[reader->items].value;
    }
    reader->items++;
}

/* The one of these readers; `made` is freed where there is one already. */
static const struct set_reads *kept_set(struct reads *reads, struct set_reads *made)
{
    for (int s = 0; s < reads->sets; s++)
        if (reads->set[s]->count == made->count &&
            memcmp(reads->set[s]->reader, made->reader, (size_t)made->count * sizeof(int)) == 0) {
            talloc_free(made);
            return reads->set[s];
        }
    const struct set_reads **grown =
        talloc_realloc(reads, reads->set, const struct set_reads *, (unsigned)reads->sets + 1);
    if (!grown)
        return made;
    reads->set = grown;
    return grown[reads->sets++] = made;
}

/* ---- while the script runs ---- */

const struct set_reads *reads_begin_set(struct host *host, int line)
{
    struct reads *reads = reads_of(host);
    struct set_reads *set = talloc_size(host, sizeof *set + sizeof(int));
    if (!reads || !set)
        return NULL;
    reads->at = reader_at(reads, host_file(host), line);
    reads->function = NULL;
    set->count = reads->at >= 0;
    set->reader[0] = reads->at;
    return kept_set(reads, set);
}

const struct set_reads *reads_join(struct host *host, const struct set_reads *one,
                                   const struct set_reads *other)
{
    if (!one || !other || one == other)
        return one ? one : other;
    size_t most = (size_t)one->count + (size_t)other->count;
    struct set_reads *joined = talloc_size(host, sizeof *joined + most * sizeof(int));
    if (!joined) {
        reads_of(host)->failed = true;
        return one;
    }
    joined->count = 0;
    for (int i = 0, k = 0; i < one->count || k < other->count;) {
        bool first = i < one->count && (k == other->count || one->reader[i] <= other->reader[k]);
        bool second = k < other->count && (i == one->count || other->reader[k] <= one->reader[i]);
        joined->reader[joined->count++] = first ? one->reader[i] : other->reader[k];
        i += first;
        k += second;
    }
    return kept_set(reads_of(host), joined);
}

void reads_enter(struct host *host, const char *subject, int index)
{
    lua_State *L = host->L;
    struct reads *reads = reads_of(host);
    const void *function = lua_topointer(L, index);
    if (!reads || reads->function == function)
        return;
    reads->function = function;
    for (int i = 0; i < host->declarations; i++)
        if (host->declaration[i]->subject == subject)
            reads->at = reader_of(reads, host->declaration[i]);
    lua_Debug told;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &told);
    int text = told.linedefined > 0 ? extends_text(host->bases, told.source + 1) : -1;
    struct span *grown =
        text < 0 ? NULL : talloc_realloc(reads, reads->span, struct span, (unsigned)reads->spans + 1);
    if (!grown) {
        reads->failed |= text >= 0;
        return;
    }
    reads->span = grown;
    grown[reads->spans++] = (struct span){reads->at, text, told.linedefined, told.lastlinedefined};
}

void reads_note(struct host *host, enum target_kind kind, int column, const char *value)
{
    struct reads *reads = reads_of(host);
    if (reads)
        add_item(reads, reads->at, &(struct item){kind, column, value});
}

/* ---- texts that functions compare with attributes ---- */

static bool is_name(const struct tokens *tokens, int at)
{
    return at >= 0 && at < tokens->count && tokens->token[at].kind == TOKEN_NAME;
}

static bool is_mark(const struct tokens *tokens, int at, const char *mark)
{
    return at >= 0 && at < tokens->count && tokens->token[at].kind == TOKEN_MARK &&
           token_is(tokens, &tokens->token[at], mark);
}

static bool is_comparison(const struct tokens *tokens, int at)
{
    return is_mark(tokens, at, "==") || is_mark(tokens, at, "~=");
}

/* The column that `m.name` ending at `at` reads, or -1. */
static int column_at(const struct host *host, const struct tokens *tokens, int at)
{
    if (!is_name(tokens, at) || !is_mark(tokens, at - 1, ".") || !is_name(tokens, at - 2))
        return -1;
    char *name = talloc_strndup(NULL, tokens->bytes + tokens->token[at].at, tokens->token[at].size);
    int column = name ? attribute_find(host->roster, name) : -1;
    talloc_free(name);
    return column;
}

/* The plain text between quotation marks; NULL where it has escapes, is empty or no such text. */
static const char *text_at(struct reads *reads, const struct tokens *tokens, int at)
{
    if (at < 0 || at >= tokens->count || tokens->token[at].kind != TOKEN_TEXT || tokens->token[at].size < 3)
        return NULL;
    const char *bytes = tokens->bytes + tokens->token[at].at;
    size_t size = tokens->token[at].size;
    if ((*bytes != '"' && *bytes != '\'') || memchr(bytes, '\\', size))
        return NULL;
    return talloc_strndup(reads, bytes + 1, size - 2);
}

/* Only where that reader has read the column: then the function's writing means the roster. */
static void add_compared(struct reads *reads, int text, int row, int column, const char *value)
{
    for (int s = 0; value && column >= 0 && s < reads->spans; s++) {
        const struct span *span = &reads->span[s];
        if (span->text != text || row < span->first || row > span->last || span->reader < 0)
            continue;
        const struct reader *reader = &reads->reader[span->reader];
        bool has_read = false;
        for (int i = 0; i < reader->items; i++)
            has_read =
                has_read || (reader->item[i].column == column && reader->item[i].kind == TARGET_MEMBER);
        if (has_read)
            add_item(reads, span->reader, &(struct item){TARGET_MEMBER, column, value});
    }
}

static void find_compared(struct host *host, struct reads *reads, int text)
{
    const struct script_text *script = &host->bases->text[text];
    struct tokens *tokens = lexical_tokens(reads, script->bytes, script->size);
    reads->failed |= !tokens;
    for (int t = 0; tokens && t < tokens->count; t++) {
        if (!is_comparison(tokens, t))
            continue;
        int row = tokens->token[t].row;
        const char *behind = text_at(reads, tokens, t + 1), *before = text_at(reads, tokens, t - 1);
        if (behind)
            add_compared(reads, text, row, column_at(host, tokens, t - 1), behind);
        if (before)
            add_compared(reads, text, row, column_at(host, tokens, t + 3), before);
    }
    talloc_free(tokens);
}

/* ---- handing over ---- */

static void note_columns(struct reads *reads, int at, const struct field_value *value)
{
    for (int i = 0; value->indices && i < value->count; i++)
        add_item(reads, at, &(struct item){TARGET_MEMBER, value->indices[i], NULL});
}

/* Columns that the declaration names itself, and comparisons that are no functions. */
static void note_fields(struct reads *reads, const struct declaration *declaration)
{
    const struct field *table = word_table(declaration->word);
    int at = reader_of(reads, declaration);
    for (int f = 0; table[f].name; f++) {
        const struct field_value *value = &declaration->value[f];
        if (!value->given)
            continue;
        if (table[f].type == FIELD_COLUMN || table[f].type == FIELD_COLUMNS ||
            (table[f].type == FIELD_PER && value->per == LIMIT_TEAM && !value->is_function))
            note_columns(reads, at, value);
        if ((table[f].type == FIELD_CONDITION || table[f].type == FIELD_TARGETS_OR_TWO) &&
            value->condition.kind != CONDITION_FUNCTION)
            add_item(reads, at, &(struct item){TARGET_MEMBER, value->condition.column, NULL});
    }
}

static bool is_wish(const struct declaration *declaration)
{
    if (declaration->word->declares != DECLARES_RULE)
        return false;
    return declaration->word->kind == RULE_PREFER ||
           (declaration->word->kind == RULE_LINK && declaration_value(declaration, "points"));
}

static bool add_reads(struct host *host, const struct declaration *declaration, const struct reader *reader)
{
    struct scheme *scheme = host->scheme;
    struct scheme_read *grown = talloc_realloc(scheme, scheme->read, struct scheme_read,
                                               (unsigned)(scheme->reads + reader->items) + 1);
    if (!grown)
        return false;
    scheme->read = grown;
    for (int i = 0; i < reader->items; i++) {
        const struct item *item = &reader->item[i];
        grown[scheme->reads++] = (struct scheme_read){
            .origin = resolve_origin(scheme, declaration),
            .file = talloc_strdup(scheme, reader->file),
            .line = reader->line,
            .of_set = reader->declaration == NULL,
            .kind = item->kind,
            .column = item->column,
            .value = item->value ? talloc_strdup(scheme, item->value) : NULL,
            .is_wish = is_wish(declaration),
        };
    }
    return true;
}

static bool hand_over(struct host *host, const struct reads *reads, const struct declaration *declaration)
{
    const struct field *table = word_table(declaration->word);
    bool done = true;
    for (int r = 0; done && r < reads->readers; r++) {
        bool reads_it = reads->reader[r].declaration == declaration;
        for (int f = 0; !reads_it && table[f].name; f++) {
            const struct set_reads *set = declaration->value[f].given ? declaration->value[f].reads : NULL;
            for (int i = 0; set && i < set->count; i++)
                reads_it = reads_it || set->reader[i] == r;
        }
        if (reads_it)
            done = add_reads(host, declaration, &reads->reader[r]);
    }
    return done;
}

bool reads_hand_over(struct host *host)
{
    struct reads *reads = reads_of(host);
    bool done = reads != NULL;
    for (int i = 0; done && i < host->declarations; i++)
        note_fields(reads, host->declaration[i]);
    for (int t = 0; done && t < host->bases->texts; t++)
        find_compared(host, reads, t);
    for (int i = 0; done && i < host->declarations; i++)
        done = hand_over(host, reads, host->declaration[i]);
    return done && !reads->failed;
}
