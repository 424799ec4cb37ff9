/* How a failure travels: a status for the program, and faults for people.
 * Nothing below core/cli prints or exits; it adds faults to the caller's struct error and returns a status.
 */
#ifndef TONGXIN_BASE_ERROR_H
#define TONGXIN_BASE_ERROR_H

#include <stdarg.h>

/* What a function that can fail returns; the values are the exit statuses of ARCHITECTURE.md. */
enum status {
    STATUS_OK = 0,
    STATUS_NO = 1,      /* a truthful "no": no plan, violations found, a gap left by the clock */
    STATUS_INPUT = 2,   /* the input is at fault: usage, file, encoding, roster, scheme */
    STATUS_MACHINE = 3, /* the machine is at fault: disk, memory, database */
};

/* Where a fault is. Every part may be missing: NULL or 0. */
struct place {
    const char *file;      /* as the user named it */
    int row;               /* counted as a spreadsheet does (the heading is row 1); a script's line */
    int column;            /* from 1; for a script in characters */
    const char *heading;   /* the column's heading, as the file writes it */
    const char *value;     /* the text at fault */
    const char *line_text; /* the whole line of a script where a caret at `column` helps */
    const char *sheet;     /* of a workbook: then row and column are shown as a cell, F17 */
};

/* One fault: where, and a full sentence that says what is wrong and what to do. */
struct fault {
    struct place place;
    const char *message;
    const char *kind; /* the format of the message, which tells faults of one kind; "%s": the message does */
};

/* All faults of one run of a function, in the order found. Owns its texts; make it with error_new. */
struct error {
    enum status status; /* the gravest of the faults added; STATUS_OK while there are none */
    int count;
    struct fault *fault; /* [count] */
};

/* An empty error owned by `owner` (a talloc context, may be NULL). */
struct error *error_new(const void *owner);

/* Adds a fault; copies the place's texts. Returns `status`, so that callers may `return error_add(...)`.
 * place may be NULL. The message is a printf format already in the reader's language. */
enum status error_add(struct error *error, enum status status, const struct place *place, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));

/* Adds a copy of a fault of another list, with its kind. Returns `status`. */
enum status error_copy(struct error *error, enum status status, const struct fault *fault);

/* The file `name` could not be opened, read or written: message from errno; STATUS_INPUT for what the user
 * can mend (no such file, no permission), else STATUS_MACHINE. */
enum status error_add_errno(struct error *error, const char *name, int errnum);

/* Memory ran out: STATUS_MACHINE. */
enum status error_add_memory(struct error *error);

#endif
