/* Makes the table of strokes.h while the project is built. Reads
 *   Unihan (package unicode-data): kTotalStrokes, whose first value is the mainland's number, and kTGH, the
 * number in the 通用规范汉字表, which is itself in the order of strokes level by level; stroke.dict.yaml
 * (package rime-data-stroke): strokes by letter. Its first part has Taiwan's forms, its second those of the
 * mainland where they differ; strokes_corrections.txt of this folder, which wins. Of several codes the
 * mainland's whose length is kTotalStrokes is taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { CHARACTERS = 0x32400, STROKES_MOST = 79, LINE_MOST = 4096 };

enum source {
    SOURCE_NONE,
    SOURCE_TAIWAN,
    SOURCE_MAINLAND,
    SOURCE_FITTING_TAIWAN,
    SOURCE_FITTING_MAINLAND,
    SOURCE_OWN
};

struct entry {
    uint32_t character;
    int total;    /* kTotalStrokes */
    int standard; /* number in the 通用规范汉字表, or 0 */
    int count;    /* strokes that count for the order */
    enum source source;
    char strokes[STROKES_MOST + 1]; /* '1' to '5' */
};

static struct entry entries[CHARACTERS];
static uint32_t place_of[CHARACTERS];

static void fail(const char *what, const char *file)
{
    fprintf(stderr, "strokes_generate: %s: %s\n", file, what);
    exit(EXIT_FAILURE);
}

static FILE *open_list(const char *file)
{
    FILE *stream = fopen(file, "r");
    if (!stream)
        fail("cannot be read", file);
    return stream;
}

static void read_unihan(const char *file)
{
    FILE *stream = open_list(file);
    char line[LINE_MOST];
    while (fgets(line, sizeof line, stream)) {
        char *property, *value, *end = line;
        unsigned long character = strncmp(line, "U+", 2) == 0 ? strtoul(line + 2, &end, 16) : CHARACTERS;
        if (character >= CHARACTERS || *end != '\t')
            continue;
        property = end + 1;
        value = strchr(property, '\t');
        if (!value)
            continue;
        *value++ = '\0';
        if (strcmp(property, "kTotalStrokes") == 0)
            entries[character].total = (int)strtol(value, NULL, 10);
        else if (strcmp(property, "kTGH") == 0 && strchr(value, ':'))
            entries[character].standard = (int)strtol(strchr(value, ':') + 1, NULL, 10);
    }
    fclose(stream);
}

/* The character that the line begins with, where nothing but `separator` follows it; *rest what comes behind.
 */
static uint32_t leading_character(const char *line, char separator, const char **rest)
{
    size_t length, size = strlen(line);
    uint32_t character = size > 0 ? text_decode(line, size, &length) : UINT32_MAX;
    if (character >= CHARACTERS || line[length] != separator)
        return 0;
    *rest = line + length + 1;
    return character;
}

static void offer(uint32_t character, const char *strokes, size_t length, enum source source)
{
    struct entry *entry = &entries[character];
    if (length == 0 || length > STROKES_MOST || source <= entry->source)
        return;
    memcpy(entry->strokes, strokes, length);
    entry->strokes[length] = '\0';
    entry->source = source;
}

static void read_strokes(const char *file)
{
    static const char letters[] = "hspnz";
    FILE *stream = open_list(file);
    char line[LINE_MOST];
    int mainland = 0, number = 0;
    while (fgets(line, sizeof line, stream)) {
        const char *rest;
        char strokes[STROKES_MOST + 1];
        size_t length = 0;
        if (strstr(line, "Mainland China's standard"))
            mainland = 1;
        uint32_t character = leading_character(line, '\t', &rest);
        if (character == 0)
            continue;
        for (; rest[length] && strchr(letters, rest[length]) && length < STROKES_MOST; length++)
            strokes[length] = (char)('1' + (strchr(letters, rest[length]) - letters));
        if (rest[length] != '\n' && rest[length] != '\t')
            continue;
        int fits = (int)length == entries[character].total;
        offer(character, strokes, length,
              fits ? (mainland ? SOURCE_FITTING_MAINLAND : SOURCE_FITTING_TAIWAN)
                   : (mainland ? SOURCE_MAINLAND : SOURCE_TAIWAN));
        number++;
    }
    fclose(stream);
    if (!mainland || number < 50000)
        fail("is not the list of the package rime-data-stroke as it used to be", file);
}

static void read_corrections(const char *file)
{
    FILE *stream = open_list(file);
    char line[LINE_MOST];
    while (fgets(line, sizeof line, stream)) {
        const char *rest;
        if (line[0] == '#')
            continue;
        uint32_t character = leading_character(line, ' ', &rest);
        size_t length = character ? strspn(rest, "12345") : 0;
        if (length == 0 || rest[length] != '\n' || entries[character].source == SOURCE_OWN)
            fail(line, file);
        offer(character, rest, length, SOURCE_OWN);
    }
    fclose(stream);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *one = *(const struct entry *const *)a, *other = *(const struct entry *const *)b;
    if (one->count != other->count)
        return one->count < other->count ? -1 : 1;
    if (!one->strokes[0] != !other->strokes[0])
        return one->strokes[0] ? -1 : 1;
    int order = strcmp(one->strokes, other->strokes);
    if (order != 0)
        return order;
    if (!one->standard != !other->standard)
        return one->standard ? -1 : 1;
    if (one->standard != other->standard)
        return one->standard < other->standard ? -1 : 1;
    return (one->character > other->character) - (one->character < other->character);
}

static void find_places(void)
{
    static const struct entry *sorted[CHARACTERS];
    size_t number = 0;
    for (uint32_t c = 0; c < CHARACTERS; c++) {
        struct entry *entry = &entries[c];
        entry->character = c;
        entry->count = entry->strokes[0] ? (int)strlen(entry->strokes) : entry->total;
        if (entry->count > 0)
            sorted[number++] = entry;
    }
    qsort(sorted, number, sizeof *sorted, compare_entries);
    for (size_t i = 0; i < number; i++)
        place_of[sorted[i]->character] = (uint32_t)i + 1;
}

static void write_table(const char *file)
{
    FILE *stream = fopen(file, "w");
    if (!stream)
        fail("cannot be written", file);
    fprintf(stream, "/* Made by strokes_generate. */\n#include \"report/strokes.h\"\n"
                    "const struct strokes_run strokes_runs[] = {\n");
    uint32_t start = 0;
    int runs = 0;
    for (uint32_t c = 0; c < CHARACTERS; c++) {
        uint32_t first = c;
        while (c < CHARACTERS && place_of[c])
            c++;
        if (c == first)
            continue;
        fprintf(stream, "    {0x%X, %u, %u},\n", (unsigned)first, (unsigned)(c - first), (unsigned)start);
        start += c - first;
        runs++;
    }
    fprintf(stream, "};\nconst int strokes_run_count = %d;\nconst uint32_t strokes_places[] = {", runs);
    int column = 0;
    for (uint32_t c = 0; c < CHARACTERS; c++)
        if (place_of[c])
            fprintf(stream, "%s%u,", column++ % 16 ? "" : "\n    ", (unsigned)place_of[c]);
    fprintf(stream, "\n};\n");
    if (fclose(stream) != 0)
        fail("cannot be written", file);
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: strokes_generate UNIHAN STROKES CORRECTIONS OUTPUT\n");
        return EXIT_FAILURE;
    }
    read_unihan(arguments[1]);
    read_strokes(arguments[2]);
    read_corrections(arguments[3]);
    find_places();
    write_table(arguments[4]);
    return EXIT_SUCCESS;
}
