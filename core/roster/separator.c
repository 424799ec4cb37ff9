#include "roster/separator.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
    RECORDS = 20,    /* titles stand above headings */
    BYTES = 1 << 20, /* of those records */
    SEPARATORS = 3,
};

static const char separators[] = ",;\t";

/* True where text[0..size) is one of the headings; blanks, quotation marks and ="..." aside. */
static bool is_heading(const char *text, size_t size, const char *const *headings)
{
    static const char around[] = " \"='";
    while (size > 0 && memchr(around, *text, sizeof around - 1))
        text++, size--;
    while (size > 0 && memchr(around, text[size - 1], sizeof around - 1))
        size--;
    for (; size > 0 && *headings; headings++)
        if (strlen(*headings) == size && strncasecmp(*headings, text, size) == 0)
            return true;
    return false;
}

/* How many cells are headings of the one among the first records that has most. */
static int count_headings(const char *text, size_t size, char separator, const char *const *headings)
{
    bool quoted = false, blank = true;
    int most = 0, records = 0, known = 0;
    for (size_t at = 0, begin = 0; at <= size && records < RECORDS; at++) {
        char c = at < size ? text[at] : '\n';
        if (c == '"')
            quoted = !quoted;
        bool ends = (c == '\n' || c == '\r') && (!quoted || at == size);
        blank = blank && (ends || c == ' ');
        if (!ends && (quoted || c != separator))
            continue;
        known += is_heading(text + begin, at - begin, headings);
        begin = at + 1;
        if (!ends)
            continue;
        most = known > most ? known : most;
        records += !blank;
        known = 0;
        blank = true;
    }
    return most;
}

int separator_headings(const char *text, size_t size, const char *const *headings)
{
    int most = 0;
    for (int i = 0; i < SEPARATORS; i++) {
        int known = count_headings(text, size, separators[i], headings);
        most = known > most ? known : most;
    }
    return most;
}

/* The one that stands most often in the first record that is not blank. */
static char most_frequent(const char *text, size_t size)
{
    int count[SEPARATORS] = {0}, best = 0;
    bool quoted = false, begun = false;
    for (size_t at = 0; at < size; at++) {
        char c = text[at];
        if (c == '"')
            quoted = !quoted;
        const char *found = quoted ? NULL : memchr(separators, c, SEPARATORS);
        if (found)
            count[found - separators]++;
        bool ends = !quoted && (c == '\n' || c == '\r');
        if (ends && begun)
            break;
        begun = begun || (!ends && !found && c != ' ');
        if (ends)
            memset(count, 0, sizeof count);
    }
    for (int i = 1; i < SEPARATORS; i++)
        if (count[i] > count[best])
            best = i;
    return separators[best];
}

char separator_tell(const char *text, size_t size, const char *const *headings)
{
    static const char said[] = "sep=";
    const size_t length = sizeof said - 1, looked = size < BYTES ? size : BYTES;
    int best = -1, most = 0;
    if (size > length + 1 && strncasecmp(text, said, length) == 0 &&
        memchr(separators, text[length], SEPARATORS) && memchr("\r\n", text[length + 1], 2))
        return text[length];
    for (int i = 0; i < SEPARATORS; i++) {
        int known = count_headings(text, looked, separators[i], headings);
        if (known <= most)
            continue;
        best = i;
        most = known;
    }
    return best >= 0 ? separators[best] : most_frequent(text, looked);
}

void separator_locate(const char *text, size_t size, const char *const *headings, int *row, int *column)
{
    char separator = separator_tell(text, size, headings);
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
