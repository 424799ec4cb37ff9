/* A document into a file, or printed. */
#ifndef TONGXIN_CLI_DOCUMENT_WRITE_H
#define TONGXIN_CLI_DOCUMENT_WRITE_H

#include "cli/output.h"
#include "report/document.h"

/* The form: what --format says, else the output's ending, else md. STATUS_INPUT for what is not written. */
enum status document_format(const struct invocation *invocation, const char *output, const char *wanted,
                            const char **format);

/* Writes the document to the file `output`, whole or not at all, and says so; without a name it is printed.
 */
enum status document_write(struct invocation *invocation, const struct document *document,
                           struct output *output, const char *format);

#endif
