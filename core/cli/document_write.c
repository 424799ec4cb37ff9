#include "cli/document_write.h"

#include <stdio.h>

#include "base/language.h"
#include "base/text.h"
#include "report/render.h"

enum status document_format(const struct invocation *invocation, const char *output, const char *wanted,
                            const char **format)
{
    *format = wanted ? wanted : "md";
    return !wanted && output ? render_format_of(output, format, invocation->error) : STATUS_OK;
}

enum status document_write(struct invocation *invocation, const struct document *document,
                           struct output *output, const char *format)
{
    char *bytes;
    size_t size;
    enum status status =
        document_render(invocation->owner, document, format, &bytes, &size, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (!output->name) {
        fwrite(bytes, 1, size, stdout);
        return STATUS_OK;
    }
    status = output_write(invocation, output, bytes, size);
    if (status == STATUS_OK)
        printf(_("The report is in %s.\n"), text_printable(invocation->owner, output->name));
    return status;
}
