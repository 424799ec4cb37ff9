#include "cli/lacks.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/inputs.h"
#include "cli/prose.h"

/* “同单位回避” (jinhua-2022.lua:98) and 2 more. */
static char *readers(const void *owner, const struct lack *lack)
{
    const struct scheme_read *read = lack->read;
    return lack->others > 0
               ? talloc_asprintf(owner, _("“%s” (%s:%d) and %d more"), read->origin.title, read->file,
                                 read->line, lack->others)
               : talloc_asprintf(owner, _("“%s” (%s:%d)"), read->origin.title, read->file, read->line);
}

static char *listed(const void *owner, const struct lack *lack)
{
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && i < lack->choices; i++)
        list = talloc_asprintf_append(list, _("%s“%s”"), i > 0 ? _(", ") : "", lack->choice[i]);
    return list;
}

/* --columns 单位=工作单位及职务 */
static const char *say_so(const void *owner, const struct lack *lack, const char *heading)
{
    const char *word = talloc_asprintf(owner, "%s=%s", lack->heading, heading);
    return word ? talloc_asprintf(owner, "--columns %s", shell_word(owner, word)) : "";
}

static char *column_sentence(const void *owner, const struct lack *lack)
{
    const char *who = readers(owner, lack);
    if (lack->choices > 0)
        return talloc_asprintf(
            owner,
            _("The scheme reads the column “%s”: %s. The roster has none. It may be headed %s "
              "there; if so, add %s."),
            lack->heading, who, listed(owner, lack), say_so(owner, lack, lack->choice[0]));
    return talloc_asprintf(owner,
                           _("The scheme reads the column “%s”: %s. The roster has none. Add it, or name the "
                             "heading that it has (%s); where there is none at all: %s."),
                           lack->heading, who, say_so(owner, lack, _("HEADING")), say_so(owner, lack, ""));
}

static char *cells_sentence(const void *owner, const struct lack *lack)
{
    const char *who = readers(owner, lack);
    if (lack->of == TARGET_WINDOW)
        return talloc_asprintf(
            owner,
            _("No window has anything under “%s”, which the scheme reads: %s. Is the table "
              "of windows missing (--windows)?"),
            lack->heading, who);
    return talloc_asprintf(owner,
                           _("The column “%s” is empty for everybody, and the scheme reads it: %s. What it "
                             "says there holds of nobody."),
                           lack->heading, who);
}

static char *text_sentence(const void *owner, const struct lack *lack)
{
    const char *who = readers(owner, lack);
    const char *near = lack->choices > 0 ? lack->choice[0] : NULL;
    if (lack->of == TARGET_WINDOW && near)
        return talloc_asprintf(owner,
                               _("The scheme looks for windows with “%s” under “%s”: %s. There is none. The "
                                 "nearest that there is: “%s”."),
                               lack->text, lack->heading, who, near);
    if (lack->of == TARGET_WINDOW)
        return talloc_asprintf(owner,
                               _("The scheme looks for windows with “%s” under “%s”: %s. There is none."),
                               lack->text, lack->heading, who);
    if (near)
        return talloc_asprintf(
            owner,
            _("The scheme looks for “%s” under “%s”: %s. Nobody has that. The nearest that "
              "there is: “%s”."),
            lack->text, lack->heading, who, near);
    return talloc_asprintf(owner, _("The scheme looks for “%s” under “%s”: %s. Nobody has that."), lack->text,
                           lack->heading, who);
}

static bool is_denied(const struct lack *lack, const struct column_names *names)
{
    for (int i = 0; names && i < names->count; i++)
        if (!*names->name[i].heading &&
            (strcmp(names->name[i].field, lack->heading) == 0 ||
             strcmp(names->name[i].field, attribute_name((enum attribute)lack->column)) == 0))
            return true;
    return false;
}

bool lacks_ask(struct invocation *invocation, const struct lacks *lacks, struct column_names *names)
{
    const void *owner = invocation->owner;
    bool answered = false;
    for (int i = 0; i < lacks->count && choice_can_ask(); i++) {
        const struct lack *lack = &lacks->lack[i];
        if (lack->kind != LACK_COLUMN || lack->choices == 0 || is_denied(lack, names))
            continue;
        const char **choice = talloc_array(owner, const char *, (unsigned)lack->choices + 1);
        if (!choice)
            return false;
        memcpy(choice, lack->choice, (size_t)lack->choices * sizeof *choice);
        choice[lack->choices] = _("none of them: there is no such column");
        int chosen = choice_pick(
            !lack->read
                ? talloc_asprintf(owner, _("No list has a column “%s”. Which heading is it?"), lack->heading)
                : talloc_asprintf(
                      owner, _("The scheme reads the column “%s”: %s. Which heading of the roster is that?"),
                      lack->heading, readers(owner, lack)),
            choice, lack->choices + 1);
        if (chosen >= 0)
            answered = column_names_add(owner, names, lack->heading,
                                        chosen == lack->choices ? "" : choice[chosen], false) ||
                       answered;
    }
    return answered;
}

enum status lacks_refuse(struct invocation *invocation, const struct lacks *lacks,
                         const struct column_names *names, const char *file)
{
    for (int i = 0; i < lacks->count; i++) {
        const struct lack *lack = &lacks->lack[i];
        const struct place place = {.file = file, .heading = lack->heading};
        if (lack_is_hard(lack) && !is_denied(lack, names))
            error_add(invocation->error, STATUS_INPUT, &place, "%s",
                      column_sentence(invocation->owner, lack));
    }
    return invocation->error->status;
}

static const char *sentence_of(const void *owner, const struct lack *lack, const struct column_names *names)
{
    if (lack->kind == LACK_TEXT)
        return text_sentence(owner, lack);
    bool may_be_said = lack->kind == LACK_COLUMN && lack->is_wish && !is_denied(lack, names);
    return may_be_said ? column_sentence(owner, lack) : cells_sentence(owner, lack);
}

void lacks_print(FILE *out, const struct lacks *lacks, const struct column_names *names)
{
    void *owner = talloc_new(NULL);
    for (int i = 0; lacks && i < lacks->count; i++) {
        const char *sentence = sentence_of(owner, &lacks->lack[i], names);
        if (sentence)
            prose(out, "%s", sentence);
    }
    if (lacks && lacks->count > 0)
        fputc('\n', out);
    talloc_free(owner);
}
