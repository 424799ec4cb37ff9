#include "cli/typed_words.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"

static bool names_a_file(const char *word)
{
    struct stat seen;
    const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
    return lstat(equals ? equals + 1 : word, &seen) == 0;
}

enum status typed_words_clean(const void *owner, int argc, char **argv, struct error *error)
{
    for (int i = 1; i < argc; i++) {
        struct characters_found found;
        const char *now = characters_clean(owner, argv[i], &found);
        if (now == argv[i] || names_a_file(argv[i]))
            continue;
        const char *shown = now ? characters_shown(owner, argv[i]) : NULL;
        if (!shown)
            return error_add_memory(error);
        if (found.refused && found.kind == CHARACTER_REORDERS)
            error_add(
                error, STATUS_INPUT, NULL,
                _("“%s”: the character U+%04X, which is not seen, turns the order of the others. Please "
                  "type the word anew."),
                shown, (unsigned)found.refused);
        else if (found.refused)
            error_add(error, STATUS_INPUT, NULL,
                      _("“%s”: the character U+%04X, which is not seen, steers machines and is no text. "
                        "Please type the word anew."),
                      shown, (unsigned)found.refused);
        else
            fprintf(stderr, _("What is not seen was taken off: “%s” is read as “%s”.\n"), shown, now);
        argv[i] = (char *)(uintptr_t)now; /* words are not changed after this */
    }
    return error->status;
}
