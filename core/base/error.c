#include "base/error.h"

#include <errno.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"

struct error *error_new(const void *owner)
{
    return talloc_zero(owner, struct error);
}

/* A further fault with a copy of the place, or NULL where memory ran out. */
static struct fault *new_fault(struct error *error, const struct place *place)
{
    /* Room doubles at each power of two, so that many faults are not copied at each. */
    unsigned count = (unsigned)error->count;
    if ((count & (count - 1)) == 0) {
        struct fault *grown = talloc_realloc(error, error->fault, struct fault, count ? 2 * count : 1);
        if (!grown)
            return NULL;
        error->fault = grown;
    }
    struct fault *fault = &error->fault[error->count++];
    memset(fault, 0, sizeof *fault);
    if (place) {
        fault->place = *place;
        fault->place.file = place->file ? talloc_strdup(error, place->file) : NULL;
        fault->place.sheet = place->sheet ? talloc_strdup(error, place->sheet) : NULL;
        fault->place.heading = place->heading ? talloc_strdup(error, place->heading) : NULL;
        fault->place.value = place->value ? talloc_strdup(error, place->value) : NULL;
        fault->place.line_text = place->line_text ? talloc_strdup(error, place->line_text) : NULL;
    }
    return fault;
}

enum status error_add(struct error *error, enum status status, const struct place *place, const char *format,
                      ...)
{
    if (status > error->status)
        error->status = status;
    struct fault *fault = new_fault(error, place);
    if (!fault)
        return error->status = STATUS_MACHINE;
    fault->kind = format;
    va_list arguments;
    va_start(arguments, format);
    fault->message = talloc_vasprintf(error, format, arguments);
    va_end(arguments);
    if (!fault->message)
        fault->message = "";
    return status;
}

enum status error_copy(struct error *error, enum status status, const struct fault *from)
{
    if (status > error->status)
        error->status = status;
    struct fault *fault = new_fault(error, &from->place);
    if (!fault)
        return error->status = STATUS_MACHINE;
    fault->kind = from->kind;
    fault->message = talloc_strdup(error, from->message);
    if (!fault->message)
        fault->message = "";
    return status;
}

enum status error_add_errno(struct error *error, const char *name, int errnum)
{
    const struct place place = {.file = name};
    switch (errnum) {
    case ENOENT:
        return error_add(error, STATUS_INPUT, &place,
                         _("There is no such file. Please check its name and folder."));
    case EACCES:
    case EPERM:
        return error_add(error, STATUS_INPUT, &place,
                         _("The file may not be opened. Please check who is allowed to read or write it."));
    case EISDIR:
        return error_add(error, STATUS_INPUT, &place, _("This is a folder, not a file. Please name a file."));
    case ENOTDIR:
        return error_add(error, STATUS_INPUT, &place,
                         _("Part of this path is not a folder. Please check the path."));
    case ELOOP:
        return error_add(error, STATUS_INPUT, &place,
                         _("The links of this path lead round in a circle. Please check the path."));
    case ENOSPC:
    case EDQUOT:
        return error_add(error, STATUS_MACHINE, &place, _("The disk is full. Nothing was changed."));
    case EFBIG:
        return error_add(error, STATUS_MACHINE, &place,
                         _("The file would pass the size that this account may write. Nothing was changed."));
    default:
        return error_add(error, STATUS_MACHINE, &place, _("The file could not be read or written: %s."),
                         strerror(errnum));
    }
}

enum status error_add_memory(struct error *error)
{
    return error_add(error, STATUS_MACHINE, NULL, _("The machine has too little memory for this."));
}
