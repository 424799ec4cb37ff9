#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/files_read.h"
#include "base/language.h"
#include "cli/choice.h"
#include "planning/plan_file.h"
#include "report/render.h"
#include "roster/workbook_mark.h"
#include "store/term_guard.h"

/* ---- our mark ---- */

enum { BEGIN = 4096 };
_Static_assert((int)PLAN_MARK_WITHIN <= (int)BEGIN && (int)RENDER_MARK_WITHIN <= (int)BEGIN,
               "the marks are within what is read");

/* The file's first bytes and a NUL; "" where it cannot be read. It is only looked at, not an input. */
static void read_begin(const char *file, char begin[BEGIN + 1])
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd < 0 ? 0 : pread(fd, begin, BEGIN, 0);
    begin[got > 0 ? got : 0] = '\0';
    if (fd >= 0)
        close(fd);
}

static bool is_ours(enum output_kind kind, const char *file)
{
    char begin[BEGIN + 1];
    switch (kind) {
    case OUTPUT_PLAN:
        read_begin(file, begin);
        return plan_is_ours(begin);
    case OUTPUT_REPORT:
        read_begin(file, begin);
        return render_is_ours(begin);
    case OUTPUT_WORKBOOK:
    case OUTPUT_MEMBERS:
        return workbook_is_ours(file);
    case OUTPUT_ANSWERS:
        return true; /* they were read as answers beforehand */
    case OUTPUT_BACKUP:
        break;
    }
    return false;
}

/* ---- may it be written? ---- */

static enum status refuse(struct invocation *invocation, const struct output *output, const char *sentence)
{
    const struct place place = {.file = output->name};
    return error_add(invocation->error, STATUS_INPUT, &place, "%s", sentence);
}

static bool is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* A regular file stands there; `seen` is what it is now. */
static enum status check_file(struct invocation *invocation, struct output *output, const char *target,
                              const struct stat *seen)
{
    /* First, since a term file that is open must not be opened again. */
    if (files_read_is_held(seen) || (!output->is_held && store_is_term(target)))
        return refuse(invocation, output,
                      _("This is a term file, with its members, plans and log: nothing is written over it. "
                        "Please name another file; nothing was written."));
    if (output->kind != OUTPUT_ANSWERS && !output->is_held && files_read_has(seen))
        return refuse(invocation, output,
                      _("This file is read in the same run, so it is not written over. Please name another "
                        "file; nothing was written."));
    if (file_is_descriptor(target))
        return STATUS_OK; /* whoever opened it meant it */
    bool agreed = output->agreed && output->is_there && is_same(&output->replaced, seen);
    output->is_there = true;
    output->replaced = *seen;
    output->agreed = agreed || output->force || output->is_held || is_ours(output->kind, target);
    if (output->agreed)
        return STATUS_OK;
    char *question = talloc_asprintf(
        invocation->owner,
        _("%s exists already, and it is nothing that this command wrote. Replace it? [y/N]"), output->name);
    output->agreed = question && choice_confirm(question);
    return output->agreed
               ? STATUS_OK
               : refuse(invocation, output,
                        _("This file exists already, and it is nothing that this command wrote. Please name "
                          "another file, or add --force to replace it; nothing was written."));
}

enum status output_check(struct invocation *invocation, struct output *output)
{
    struct stat seen;
    if (!output->name)
        return STATUS_OK;
    char *target = file_target(invocation->owner, output->name);
    if (!target)
        return error_add_errno(invocation->error, output->name, errno);
    if (store_is_journal(target))
        return refuse(
            invocation, output,
            _("A file of this name belongs to the term file beside it: it would be taken for what a "
              "broken-off change left. Please name another file; nothing was written."));
    if (stat(target, &seen) != 0)
        return STATUS_OK; /* nothing is there, or writing tells why not */
    if (S_ISDIR(seen.st_mode))
        return error_add_errno(invocation->error, output->name, EISDIR);
    if (!S_ISREG(seen.st_mode))
        return STATUS_OK;
    return check_file(invocation, output, target, &seen);
}

enum status output_write(struct invocation *invocation, struct output *output, const char *bytes, size_t size)
{
    enum status status = output_check(invocation, output);
    if (status != STATUS_OK)
        return status;
    return output->kind == OUTPUT_MEMBERS ? file_write_private(output->name, bytes, size, invocation->error)
                                          : file_write(output->name, bytes, size, invocation->error);
}
