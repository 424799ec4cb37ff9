#include "cli/inputs.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/options.h"
#include "planning/plan_file.h"
#include "script/script.h"

static enum status read_scheme(struct invocation *invocation, struct inputs *inputs)
{
    struct script_text text;
    enum status status = script_find_scheme(invocation->owner, inputs->scheme_name, &text, invocation->error);
    if (status != STATUS_OK || !inputs->roster)
        return status;
    return script_load_scheme(invocation->owner,
                              &(struct script_request){.text = &text, .roster = inputs->roster},
                              &inputs->scheme, invocation->error);
}

static enum status read_previous(struct invocation *invocation, struct inputs *inputs)
{
    struct named_plan *named;
    enum status status = plan_read(invocation->owner, inputs->previous_file, &named, invocation->error);
    if (status != STATUS_OK || !inputs->scheme)
        return status;
    return plan_bind(invocation->owner, named, inputs->scheme, inputs->roster, BIND_LEAVE, &inputs->previous,
                     &inputs->previous_pairs, NULL, invocation->error);
}

enum status inputs_read(struct invocation *invocation, struct inputs *inputs)
{
    options_need(invocation, inputs->scheme_name, "scheme",
                 _("the scheme's file, or the name of one that travels with the program (jinhua-2022)"));
    options_need(invocation, inputs->roster_file, "roster", _("the roster, a CSV file"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    roster_read(invocation->owner, inputs->roster_file, inputs->windows_file, &inputs->roster,
                &inputs->tidied, invocation->error);
    read_scheme(invocation, inputs);
    if (inputs->previous_file)
        read_previous(invocation, inputs);
    return invocation->error->status;
}

char *shell_word(const void *owner, const char *word)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%";
    bool plain = *word != '\0';
    for (const char *c = word; *c; c++)
        plain = plain && ((unsigned char)*c >= 0x80 || strchr(harmless, *c));
    if (plain)
        return talloc_strdup(owner, word);
    char *quoted = talloc_strdup(owner, "'");
    for (const char *c = word; *c && quoted; c++)
        quoted = *c == '\'' ? talloc_strdup_append(quoted, "'\\''") : talloc_strndup_append(quoted, c, 1);
    return quoted ? talloc_strdup_append(quoted, "'") : NULL;
}

char *inputs_options(const struct invocation *invocation, const struct inputs *inputs)
{
    const void *owner = invocation->owner;
    char *text = talloc_asprintf(owner, "--scheme %s --roster %s", shell_word(owner, inputs->scheme_name),
                                 shell_word(owner, inputs->roster_file));
    if (inputs->windows_file)
        text = talloc_asprintf_append(text, " --windows %s", shell_word(owner, inputs->windows_file));
    return text;
}
