/* The Lua host for reports: runs a report script on a roster, a scheme and a plan and hands back the document
 * that it built. Words of the language: scripts/reports/README.md. */
#ifndef TONGXIN_SCRIPT_REPORT_SCRIPT_H
#define TONGXIN_SCRIPT_REPORT_SCRIPT_H

#include "base/error.h"
#include "model/plan.h"
#include "report/document.h"
#include "script/script.h"

/* What a report sees. Nothing of it is changed or kept. */
struct report_input {
    const struct roster *roster;
    const struct scheme *scheme;
    int pairs;
    const struct pair *pair; /* [pairs] of the plan, in any order */
    const char *today;       /* the date as the report shall print it, or NULL: there is no clock */
};

/* Finds a report: `wanted` is a file's path, or the NAME of a report that travels with the program.
 * *text is owned by `owner`. Unknown names are STATUS_INPUT with the names there are and the nearest one. */
enum status script_find_report(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error);

/* Runs the report: *document is owned by `owner`, its tables are sound (document_check). A fault of the
 * script is STATUS_INPUT with file and line. */
enum status script_run_report(const void *owner, const struct script_text *text,
                              const struct report_input *input, struct document **document,
                              struct error *error);

#endif
