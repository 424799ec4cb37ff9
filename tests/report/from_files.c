/* For tests: from the files of an office to a report on standard output.
 *   from_files ROSTER WINDOWS SCHEME PLAN REPORT FORMAT [TODAY] */
#include <stdio.h>
#include <talloc.h>

#include "planning/plan_file.h"
#include "report/render.h"
#include "roster/roster_read.h"
#include "script/report_script.h"

struct files {
    const char *roster, *windows, *scheme, *plan, *report, *format, *today;
};

static enum status make_report(const void *owner, const struct files *files, struct error *error)
{
    struct report_input input = {.today = files->today};
    struct roster *roster;
    struct tidied_list *tidied;
    struct script_text text;
    struct scheme *scheme;
    struct named_plan *named;
    struct pair *pair;
    struct document *document;
    char *bytes;
    size_t size;
    enum status status = roster_read(owner, files->roster, files->windows, &roster, &tidied, error);
    if (status == STATUS_OK)
        status = script_find_scheme(owner, files->scheme, &text, error);
    if (status == STATUS_OK)
        status = script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme,
                                    error);
    if (status == STATUS_OK)
        status = plan_read(owner, files->plan, &named, error);
    if (status == STATUS_OK)
        status = plan_bind(owner, named, scheme, roster, BIND_REFUSE, &pair, &input.pairs, NULL, error);
    if (status == STATUS_OK)
        status = script_find_report(owner, files->report, &text, error);
    if (status != STATUS_OK)
        return status;
    input.roster = roster;
    input.scheme = scheme;
    input.pair = pair;
    status = script_run_report(owner, &text, &input, &document, error);
    if (status == STATUS_OK)
        status = document_render(owner, document, files->format, &bytes, &size, error);
    if (status == STATUS_OK && fwrite(bytes, 1, size, stdout) != size)
        return STATUS_MACHINE;
    return status;
}

int main(int count, char **arguments)
{
    enum { FIXED = 7 };
    if (count < FIXED)
        return STATUS_INPUT;
    const struct files files = {arguments[1],
                                arguments[2],
                                arguments[3],
                                arguments[4],
                                arguments[5],
                                arguments[6],
                                count > FIXED ? arguments[FIXED] : NULL};
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    enum status status = make_report(owner, &files, error);
    for (int i = 0; i < error->count; i++) {
        const struct fault *fault = &error->fault[i];
        fprintf(stderr, "%s:%d: %s\n", fault->place.file ? fault->place.file : "", fault->place.row,
                fault->message);
    }
    talloc_free(owner);
    return status;
}
