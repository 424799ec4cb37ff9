/* tongxin: the program. Chooses the language, finds the command, prints its faults, returns its status. */
#define _DEFAULT_SOURCE /* readlink */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/standing.h"
#include "cli/terminal.h"
#include "cli/typed_words.h"
#include "cli/version.h"

/* Message catalogues lie beside the program (a build folder, a stick) or where it was installed. */
static const char *catalogue_folder(const void *owner)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length > 0) {
        path[length] = '\0';
        char *slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
        static const char *const beside[] = {"%s/locale", "%s/../share/locale"};
        for (size_t i = 0; slash && i < 2; i++) {
            char *folder = talloc_asprintf(owner, beside[i], path);
            char *probe = talloc_asprintf(owner, "%s/zh_CN/LC_MESSAGES/tongxin.mo", folder);
            struct stat seen;
            if (probe && stat(probe, &seen) == 0)
                return folder;
        }
    }
    return VERSION_LOCALE_FOLDER;
}

/* Takes --lang X and --lang=X out of the words, wherever they stand before a lone --. */
static const char *take_language(int *argc, char **argv)
{
    const char *language = NULL;
    int kept = 1;
    bool only_words = false;
    for (int i = 1; i < *argc; i++) {
        only_words = only_words || strcmp(argv[i], "--") == 0;
        if (!only_words && strncmp(argv[i], "--lang=", 7) == 0)
            language = argv[i] + 7;
        else if (!only_words && strcmp(argv[i], "--lang") == 0)
            language = i + 1 < *argc ? argv[++i] : "";
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    *argc = kept;
    return language;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

/* The command's words after its name, behind the name itself; NULL where memory ran out. */
static char **words_of(void *owner, const struct command *command, int argc, char **argv, int taken)
{
    char **words = talloc_array(owner, char *, (unsigned)(argc - taken) + 1);
    char *name = talloc_strdup(owner, command->name);
    if (!words || !name)
        return NULL;
    words[0] = name;
    for (int i = 1; i <= argc - taken; i++)
        words[i] = argv[taken + i];
    return words;
}

static enum status dispatch(void *owner, int argc, char **argv, struct error *error,
                            struct invocation *invocation)
{
    if (argc < 2 && standing_has_term()) {
        struct invocation alone = {owner, 0, argv + argc, error};
        return standing_print(&alone);
    }
    if (argc < 2) {
        command_print_overview();
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tongxin %s\n", VERSION_NUMBER);
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        command_print_overview();
        return STATUS_OK;
    }
    int taken;
    const struct command *command = command_find(argv + 1, argc - 1, &taken);
    if (!command)
        return command_unknown(error, argv + 1, argc - 1);
    if (asks_for_help(argc - 1, argv + 1)) {
        command_print_help(command);
        return STATUS_OK;
    }
    char **words = words_of(owner, command, argc, argv, taken);
    if (!words)
        return error_add_memory(error);
    *invocation = (struct invocation){owner, argc - taken, words, error};
    if (typed_words_clean(owner, invocation->argc, words, error) != STATUS_OK)
        return error->status;
    return command->run(invocation);
}

int main(int argc, char **argv)
{
    void *owner = talloc_new(NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error to report, not a reason to die */
    const char *language = take_language(&argc, argv);
    const char *folder = catalogue_folder(owner);
    int known = language_choose(language, folder);
    if (!known)
        language_choose(NULL, folder);
    struct error *error = error_new(owner);
    enum status status;
    struct invocation invocation = {0};
    if (!known)
        status = error_add(error, STATUS_INPUT, NULL, _("--lang knows zh and en, not “%s”."), language);
    else
        status = dispatch(owner, argc, argv, error, &invocation);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        error_add(error, STATUS_MACHINE, NULL, _("Standard output could not be written."));
        status = STATUS_MACHINE;
    }
    if (invocation.checks_scheme)
        terminal_check_faults(stderr, error);
    else
        terminal_faults(stderr, error);
    if (invocation.made && status != STATUS_OK && status != STATUS_NO)
        fprintf(stderr, _("The change itself is made and kept; please do not repeat it. To see it: tongxin "
                          "log --last 1\n"));
    talloc_free(owner);
    return (int)status;
}
