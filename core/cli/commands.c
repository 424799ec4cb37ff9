/* The list of commands, and help. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"

/* In the order in which `tongxin help` lists them; one line each. */
/* clang-format off */
const struct command *const commands[] = {
    &command_solve,
    &command_check,
    &command_rebalance,
    &command_explain,
    &command_options,
    &command_drill,
    &command_report,
    &command_scheme_check,
    &command_roster_template,
    &command_roster_tidy,
    &command_init,
    &command_import,
    &command_members,
    &command_member_show,
    &command_member_add,
    &command_member_set,
    &command_member_move,
    &command_member_leave,
    &command_member_return,
    &command_member_exempt,
    &command_member_replace,
    &command_window_list,
    &command_window_rename,
    &command_window_merge,
    &command_window_split,
    &command_plan,
    &command_publish,
    &command_discard,
    &command_file,
    &command_history,
    &command_show,
    &command_diff,
    &command_restore,
    &command_rerun,
    &command_edit,
    &command_pairs_import,
    &command_pin,
    &command_forbid,
    &command_unpin,
    &command_pins,
    &command_log,
    &command_undo,
    &command_export,
    &command_verify,
    &command_backup,
    &command_help,
    NULL};
/* clang-format on */

/* Whether the words begin with those of the command's name; how many they are. */
static int begins_with(const char *name, char *const *word, int words)
{
    const char *blank = strchr(name, ' ');
    size_t length = blank ? (size_t)(blank - name) : strlen(name);
    if (words < 1 || strlen(word[0]) != length || strncmp(word[0], name, length) != 0)
        return 0;
    if (!blank)
        return 1;
    return words > 1 && strcmp(word[1], blank + 1) == 0 ? 2 : 0;
}

const struct command *command_find(char *const *word, int words, int *taken)
{
    for (int i = 0; commands[i]; i++) {
        *taken = begins_with(commands[i]->name, word, words);
        if (*taken > 0)
            return commands[i];
    }
    return NULL;
}

/* The command whose first word this is, or NULL. */
static const char *second_word_missing(const char *name)
{
    size_t length = strlen(name);
    for (int i = 0; commands[i]; i++)
        if (strncmp(commands[i]->name, name, length) == 0 && commands[i]->name[length] == ' ')
            return commands[i]->name;
    return NULL;
}

/* Names the command with this first word whose second word is nearest. */
static enum status second_word_unknown(struct error *error, const char *first, const char *second,
                                       const char *any)
{
    const char *names[sizeof commands / sizeof commands[0]];
    size_t length = strlen(first) + 1;
    int count = 0;
    for (int i = 0; commands[i]; i++)
        if (strncmp(commands[i]->name, any, length) == 0)
            names[count++] = commands[i]->name + length;
    const char *nearest = text_nearest(second, names, count);
    return error_add(error, STATUS_INPUT, NULL, _("There is no command “%s %s”. Did you mean: tongxin %s"),
                     first, second, nearest ? nearest - length : any);
}

enum status command_unknown(struct error *error, char *const *word, int words)
{
    const char *name = word[0], *longer = second_word_missing(name);
    if (longer && words > 1)
        return second_word_unknown(error, name, word[1], longer);
    if (longer)
        return error_add(error, STATUS_INPUT, NULL, _("There is no command “%s”. Did you mean: tongxin %s"),
                         name, longer);
    const char *names[sizeof commands / sizeof commands[0]];
    int count = 0;
    for (; commands[count]; count++)
        names[count] = commands[count]->name;
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        return error_add(error, STATUS_INPUT, NULL, _("There is no command “%s”. Did you mean: tongxin %s"),
                         name, nearest);
    return error_add(error, STATUS_INPUT, NULL, _("There is no command “%s”. For a list: tongxin help"),
                     name);
}

void command_print_help(const struct command *command)
{
    for (const char *const *line = command->help; *line; line++)
        if (strncmp(*line, "  tongxin ", 10) == 0 || strncmp(*line, "    ", 4) == 0)
            puts(*line); /* an example is copied as it stands */
        else
            terminal_help_line(stdout, **line ? _(*line) : "");
}

void command_print_overview(void)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT};
    const char *cell[2 * (sizeof commands / sizeof commands[0])];
    int rows = 0;
    terminal_help_line(
        stdout, _("Tongxin plans who keeps in touch with whom in a consultative committee: a roster and the "
                  "committee's own measure in, a proven, balanced plan out."));
    puts("");
    puts(_("Commands:"));
    for (; commands[rows]; rows++) {
        cell[2 * rows] = commands[rows]->name;
        cell[2 * rows + 1] = _(commands[rows]->summary);
    }
    terminal_table(stdout, &(struct text_table){2, rows, align, cell});
    puts("");
    terminal_help_line(stdout, _("More about one of them, with an example: tongxin help COMMAND"));
    terminal_help_line(stdout,
                       _("In Chinese or English: --lang zh, --lang en, or the variable TONGXIN_LANG"));
}

static enum status run_help(struct invocation *invocation)
{
    if (invocation->argc < 2) {
        command_print_overview();
        return STATUS_OK;
    }
    int taken;
    const struct command *command = command_find(invocation->argv + 1, invocation->argc - 1, &taken);
    if (!command)
        return command_unknown(invocation->error, invocation->argv + 1, invocation->argc - 1);
    command_print_help(command);
    return STATUS_OK;
}

static const char *const help[] = {
    N_("Usage: tongxin help [COMMAND]"),
    N_("Lists the commands, or tells about one of them."),
    "",
    N_("Example:"),
    "  tongxin help solve",
    NULL,
};

const struct command command_help = {
    .name = "help",
    .summary = N_("tell about a command, with an example"),
    .help = help,
    .run = run_help,
};
