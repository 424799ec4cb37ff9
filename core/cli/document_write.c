#include "cli/document_write.h"

#include <stdio.h>

#include "base/file.h"
#include "base/language.h"
#include "report/render.h"

enum status document_format(const struct invocation *invocation, const char *output, const char *wanted,
                            const char **format)
{
    *format = wanted ? wanted : "md";
    return !wanted && output ? render_format_of(output, format, invocation->error) : STATUS_OK;
}

enum status document_write(const struct invocation *invocation, const struct document *document,
                           const char *output, const char *format)
{
    char *bytes;
    size_t size;
    enum status status =
        document_render(invocation->owner, document, format, &bytes, &size, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (!output) {
        fwrite(bytes, 1, size, stdout);
        return STATUS_OK;
    }
    status = file_write(output, bytes, size, invocation->error);
    if (status == STATUS_OK)
        printf(_("The report is in %s.\n"), output);
    return status;
}
