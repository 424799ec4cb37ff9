#include "cli/term.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/choice.h"
#include "cli/inputs.h"
#include "roster/person_name.h"
#include "store/plans.h"

static const char usual_file[] = "tongxin.db";

const char *term_file(const char *db)
{
    const char *set = getenv("TONGXIN_DB");
    if (db)
        return db;
    return set && *set ? set : usual_file;
}

static const char *login(void)
{
    const char *set = getenv("TONGXIN_USER");
    if (set && *set)
        return set;
    const struct passwd *entry = getpwuid(getuid());
    if (entry && *entry->pw_name)
        return entry->pw_name;
    const char *name = getenv("LOGNAME");
    return name && *name ? name : "?";
}

enum status term_identify(struct invocation *invocation, struct term *term)
{
    term->invocation = invocation;
    const char *who = login();
    if (text_valid_until(who, strlen(who)) != strlen(who))
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("The name in the variable TONGXIN_USER is not valid UTF-8."));
    term->who = talloc_strdup(invocation->owner, who);
    return term->who ? clock_read(&term->now, invocation->error) : error_add_memory(invocation->error);
}

static const char *name_in_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* The folder where the file should be, whole. */
static const char *folder_of(const void *owner, const char *file)
{
    char here[4096];
    const char *slash = strrchr(file, '/');
    const char *folder =
        slash ? talloc_strndup(owner, file, slash == file ? 1 : (size_t)(slash - file)) : ".";
    if (!folder || *folder == '/' || !getcwd(here, sizeof here))
        return folder ? text_printable(owner, folder) : "";
    return text_printable(owner, strcmp(folder, ".") == 0 ? talloc_strdup(owner, here)
                                                          : talloc_asprintf(owner, "%s/%s", here, folder));
}

enum status term_open(struct invocation *invocation, const char *db, enum store_access access,
                      struct term *term)
{
    memset(term, 0, sizeof *term);
    term->file = term_file(db);
    struct stat seen;
    if (term_identify(invocation, term) != STATUS_OK)
        return invocation->error->status;
    if (stat(term->file, &seen) != 0)
        return error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("There is no term file “%s” in the folder %s. Please go to the folder of the term, "
              "name its file with --db, or begin a term: tongxin init --scheme SCHEME --roster "
              "FILE"),
            name_in_folder(term->file), folder_of(invocation->owner, term->file));
    enum status status = store_open(invocation->owner, term->file, access, &term->store, invocation->error);
    return status == STATUS_OK ? term_read(invocation->owner, term->store, &term->record, invocation->error)
                               : status;
}

enum status term_read_members(struct term *term)
{
    talloc_free(term->members);
    term->members = NULL;
    return members_read(term->invocation->owner, term->store, term->now.date, &term->members,
                        term->invocation->error);
}

enum status term_begin(struct term *term)
{
    return store_begin(term->store, term->invocation->error);
}

void term_say(struct term *term, const char *format, ...)
{
    const void *owner = term->invocation->owner;
    va_list arguments;
    va_start(arguments, format);
    char *sentence = talloc_vasprintf(owner, format, arguments);
    va_end(arguments);
    size_t size = sentence ? strlen(sentence) : 0;
    if (size > 0 && sentence[size - 1] == '\n')
        sentence[size - 1] = '\0';
    const char *shown = sentence ? text_printable(owner, sentence) : "";
    term->said = term->said ? talloc_asprintf_append(term->said, "%s\n", shown)
                            : talloc_asprintf(owner, "%s\n", shown);
}

static enum status commit(struct term *term, struct store_change *change)
{
    enum status status = plans_in_force(term->store, &change->version, term->invocation->error);
    if (status != STATUS_OK) {
        store_rollback(term->store);
        return status;
    }
    change->who = term->who;
    change->now = term->now;
    status = store_commit(term->store, change, NULL, term->invocation->error);
    if (status == STATUS_OK)
        term->invocation->made = true;
    if (status == STATUS_OK && term->said)
        fputs(term->said, stdout);
    return status;
}

enum status term_enter(struct invocation *invocation, const char *db, enum store_access access,
                       struct term *term)
{
    enum status status = term_open(invocation, db, access, term);
    if (status == STATUS_OK && access == STORE_WRITE)
        status = term_begin(term);
    return status == STATUS_OK ? term_read_members(term) : status;
}

enum status term_commit(struct term *term, const char *action, const char *subject, const char *reason,
                        const char *detail)
{
    struct store_change change = {.action = action,
                                  .subject = subject ? subject : "",
                                  .reason = reason ? reason : "",
                                  .detail = detail};
    return commit(term, &change);
}

enum status term_commit_undo(struct term *term, const char *subject, const char *reason, int64_t undoes)
{
    struct store_change change = {
        .action = "undo", .subject = subject, .reason = reason ? reason : "", .undoes = undoes};
    return commit(term, &change);
}

void term_give_up(struct term *term)
{
    store_rollback(term->store);
}

const char *term_file_word(const struct term *term)
{
    return shell_word(term->invocation->owner, term->file);
}

const char *term_options(const struct term *term)
{
    if (strcmp(term->file, usual_file) == 0)
        return "";
    const char *set = getenv("TONGXIN_DB");
    if (set && strcmp(set, term->file) == 0)
        return "";
    return talloc_asprintf(term->invocation->owner, " --db %s",
                           shell_word(term->invocation->owner, term->file));
}

const char *term_name(const struct term *term, int member)
{
    const struct member_record *record = &term->members->member[member];
    const void *owner = term->invocation->owner;
    return text_printable(
        owner, talloc_asprintf(owner, "%s %s", record->value[ATTRIBUTE_NAME], record->value[ATTRIBUTE_ID]));
}

enum { NEAREST_MOST = 5 };

/* The members whose name holds the word or is held by it, else those with the nearest name: "何燕国 JH0356,
 * …"; NULL: none. */
static const char *nearest_members(const struct term *term, const char *word)
{
    const struct term_members *members = term->members;
    const char **name = talloc_array(term->invocation->owner, const char *, (unsigned)members->members + 1);
    char *list = NULL;
    int listed = 0;
    for (int m = 0; name && m < members->members; m++)
        name[m] = members->member[m].value[ATTRIBUTE_NAME];
    const char *nearest = name ? text_nearest(word, name, members->members) : NULL;
    for (int by_distance = 0; name && by_distance < 2 && !list; by_distance++)
        for (int m = 0; m < members->members && listed < NEAREST_MOST; m++) {
            bool near = by_distance ? nearest && strcmp(name[m], nearest) == 0
                                    : strstr(name[m], word) || strstr(word, name[m]);
            if (!near)
                continue;
            list = list ? talloc_asprintf_append(list, "%s%s", _(", "), term_name(term, m))
                        : talloc_strdup(term->invocation->owner, term_name(term, m));
            listed++;
        }
    return list;
}

static int nobody(struct term *term, const char *word)
{
    const char *nearest = nearest_members(term, word);
    if (nearest)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no member “%s”, by id or name. Nearest: %s."), word, nearest);
    else
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no member “%s”, by id or name. To list all: tongxin members"), word);
    return -1;
}

/* What tells namesakes apart. */
static const char *about(const struct term *term, int member)
{
    const struct member_record *record = &term->members->member[member];
    char *text = talloc_strdup(term->invocation->owner, term_name(term, member));
    static const enum attribute attributes[] = {ATTRIBUTE_SECTOR, ATTRIBUTE_WINDOW, ATTRIBUTE_UNIT};
    for (size_t i = 0; text && i < sizeof attributes / sizeof *attributes; i++)
        if (*record->value[attributes[i]])
            text = talloc_asprintf_append(text, "  %s", record->value[attributes[i]]);
    if (text && record->left)
        text = talloc_asprintf_append(text, _("  (left %s)"), record->leaving);
    return text;
}

static bool is_called(const struct member_record *member, const char *word, bool folded)
{
    const char *name = member->value[ATTRIBUTE_NAME];
    return folded ? person_name_meant(name, word) || person_name_meant(member->value[ATTRIBUTE_ID], word)
                  : strcmp(name, word) == 0;
}

int term_member(struct term *term, const char *word)
{
    const struct term_members *members = term->members;
    int found = members_find(members, word);
    if (found >= 0)
        return found;
    int *named = talloc_array(term->invocation->owner, int, (unsigned)members->members + 1), count = 0;
    /* A name of old may hold what is not seen, and dots are written in many ways. */
    for (int by = 0; named && by < 4 && count == 0; by++)
        for (int m = 0; m < members->members; m++)
            if (members->member[m].left == (by % 2 == 1) && is_called(&members->member[m], word, by >= 2))
                named[count++] = m;
    if (count == 0)
        return nobody(term, word);
    if (count == 1)
        return named[0];
    const char **choice = talloc_array(named, const char *, (unsigned)count);
    for (int i = 0; choice && i < count; i++)
        choice[i] = about(term, named[i]);
    char *question = talloc_asprintf(named, _("%d members are called %s. Which one is meant?"), count, word);
    int chosen =
        choice_ask(term->invocation, question, choice, count, _("Write the id instead of the name."));
    return chosen < 0 ? -1 : named[chosen];
}

int term_window(struct term *term, const char *word)
{
    const struct term_members *members = term->members;
    int found = members_find_window(members, word);
    for (int w = 0; found < 0 && w < members->windows; w++)
        if (!members->window[w].closed && person_name_meant(members->window[w].name, word))
            found = w;
    if (found >= 0)
        return found;
    const char **name = talloc_array(term->invocation->owner, const char *, (unsigned)members->windows + 1);
    int count = 0;
    for (int w = 0; name && w < members->windows; w++)
        if (!members->window[w].closed)
            name[count++] = members->window[w].name;
    const char *nearest = name ? text_nearest(word, name, count) : NULL;
    if (nearest)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no window “%s”. The nearest name is “%s”."), word, nearest);
    else
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no window “%s”. To list all: tongxin window list"), word);
    return -1;
}
