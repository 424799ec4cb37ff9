#include "roster/separator.h"

#include <stdbool.h>
#include <string.h>

static const char separators[] = ",;\t";

char separator_tell(const char *text, size_t size)
{
    int count[sizeof separators - 1] = {0};
    bool quoted = false, begun = false;
    for (size_t at = 0; at < size; at++) {
        char c = text[at];
        if (c == '"')
            quoted = !quoted;
        const char *found = c && !quoted ? strchr(separators, c) : NULL;
        if (found)
            count[found - separators]++;
        bool ends = !quoted && (c == '\n' || c == '\r');
        if (ends && begun)
            break;
        begun = begun || (!ends && !found && c != ' ');
        if (ends)
            memset(count, 0, sizeof count);
    }
    int best = 0;
    for (int i = 1; i < (int)sizeof separators - 1; i++)
        if (count[i] > count[best])
            best = i;
    return separators[best];
}

void separator_locate(const char *text, size_t size, int *row, int *column)
{
    char separator = separator_tell(text, size);
    bool quoted = false;
    *row = *column = 1;
    for (size_t at = 0; at < size; at++) {
        char c = text[at];
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == separator) {
            ++*column;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            if (c == '\r' && at + 1 < size && text[at + 1] == '\n')
                at++;
            ++*row;
            *column = 1;
        }
    }
}
