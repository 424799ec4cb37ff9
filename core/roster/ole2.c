#include "roster/ole2.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <talloc.h>

#include "roster/little.h"

enum {
    HEADER = 512,
    ENTRY = 128,
    HEADER_SECTORS = 109, /* of the table of sectors, named in the header */
    NAME_BYTES = 64,
    STREAM = 2, /* types of entries */
    ROOT = 5,
};

#define SECTOR_LAST 0xFFFFFFF0U /* higher numbers are marks */
#define NO_ENTRY 0xFFFFFFFFU

static const char compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* A table that says which sector follows which. */
struct chain_table {
    uint32_t *next; /* [count] */
    size_t count;
};

struct container {
    const void *owner;
    const unsigned char *bytes;
    size_t size;
    unsigned shift; /* a sector has 1 << shift bytes */
    struct chain_table sectors, mini_sectors;
    unsigned char *directory;
    size_t directory_size;
    unsigned char *mini; /* streams below `cutoff` bytes lie in it */
    size_t mini_size;
    uint32_t cutoff;
};

bool ole2_sniff(const char *bytes, size_t size)
{
    return size >= sizeof compound - 1 && memcmp(bytes, compound, sizeof compound - 1) == 0;
}

/* Copies the sector into out, zeros behind the end of the file. Returns false where it begins behind it. */
static bool copy_sector(const struct container *container, uint32_t sector, unsigned char *out)
{
    size_t bytes = (size_t)1 << container->shift, at = ((size_t)sector + 1) << container->shift;
    if (!out || sector > SECTOR_LAST || at >= container->size)
        return false;
    size_t there = container->size - at < bytes ? container->size - at : bytes;
    memcpy(out, container->bytes + at, there);
    memset(out + there, 0, bytes - there);
    return true;
}

/* Reads the sectors of a chain, `most` bytes of it; SIZE_MAX: all. *size: what was read. */
static unsigned char *read_chain(const struct container *container, uint32_t first, size_t most, size_t *size)
{
    size_t bytes = (size_t)1 << container->shift, room = 0;
    unsigned char *out = NULL;
    *size = 0;
    for (size_t steps = 0; first <= SECTOR_LAST && *size < most && steps <= container->sectors.count;
         steps++) {
        if (*size + bytes > room) {
            room = room ? 2 * room : 16 * bytes;
            unsigned char *grown = talloc_realloc(container->owner, out, unsigned char, room);
            if (!grown)
                return NULL;
            out = grown;
        }
        if (!copy_sector(container, first, out + *size) || first >= container->sectors.count)
            return NULL;
        *size += bytes;
        first = container->sectors.next[first];
    }
    return out;
}

/* Appends the entries of one sector of a table of sectors. */
static bool add_table_sector(struct container *container, uint32_t sector, size_t most)
{
    struct chain_table *table = &container->sectors;
    size_t entries = ((size_t)1 << container->shift) / 4;
    unsigned char *raw = talloc_array(container->owner, unsigned char, (size_t)1 << container->shift);
    if (!raw || table->count + entries > most + entries || !copy_sector(container, sector, raw))
        return false;
    for (size_t i = 0; i < entries; i++)
        table->next[table->count++] = little32(raw + 4 * i);
    talloc_free(raw);
    return true;
}

/* The table of sectors: its first 109 sectors are named in the header, further ones in sectors of their own.
 */
static bool read_sectors(struct container *container)
{
    const unsigned char *header = container->bytes;
    size_t entries = ((size_t)1 << container->shift) / 4, sectors = (container->size >> container->shift) + 1;
    size_t tables = little32(header + 44);
    if (tables > sectors / entries + 2)
        tables = sectors / entries + 2; /* more than that the file has no sectors for */
    const size_t most = tables * entries;
    container->sectors.next = talloc_array(container->owner, uint32_t, most + entries);
    unsigned char *raw = talloc_array(container->owner, unsigned char, (size_t)1 << container->shift);
    if (!container->sectors.next || !raw)
        return false;
    size_t done = 0;
    for (; done < tables && done < HEADER_SECTORS; done++)
        if (!add_table_sector(container, little32(header + 76 + 4 * done), most))
            return false;
    uint32_t further = little32(header + 68);
    for (size_t steps = 0; done < tables && steps < tables; steps++) {
        if (!copy_sector(container, further, raw))
            return false;
        for (size_t i = 0; i + 1 < entries && done < tables; i++, done++)
            if (!add_table_sector(container, little32(raw + 4 * i), most))
                return false;
        further = little32(raw + 4 * (entries - 1));
    }
    talloc_free(raw);
    return true;
}

static bool read_mini(struct container *container)
{
    size_t size;
    const unsigned char *root = container->directory;
    unsigned char *raw = read_chain(container, little32(container->bytes + 60), SIZE_MAX, &size);
    container->mini_sectors.count = raw ? size / 4 : 0;
    container->mini_sectors.next = talloc_array(container->owner, uint32_t, size / 4 + 1);
    if (!container->mini_sectors.next)
        return false;
    for (size_t i = 0; i < container->mini_sectors.count; i++)
        container->mini_sectors.next[i] = little32(raw + 4 * i);
    talloc_free(raw);
    container->mini = read_chain(container, little32(root + 116), SIZE_MAX, &container->mini_size);
    if (!container->mini)
        container->mini_size = 0;
    return true;
}

static bool open_container(struct container *container)
{
    const unsigned char *header = container->bytes;
    if (!ole2_sniff((const char *)header, container->size) || container->size < HEADER)
        return false;
    container->shift = little16(header + 30);
    container->cutoff = little32(header + 56);
    if ((container->shift != 9 && container->shift != 12) || little16(header + 32) != 6)
        return false;
    if (!read_sectors(container))
        return false;
    container->directory = read_chain(container, little32(header + 48), SIZE_MAX, &container->directory_size);
    return container->directory && container->directory_size >= ENTRY && container->directory[66] == ROOT &&
           read_mini(container);
}

static const unsigned char *entry_at(const struct container *container, uint32_t index)
{
    return index < container->directory_size / ENTRY ? container->directory + (size_t)ENTRY * index : NULL;
}

static bool has_name(const unsigned char *entry, const char *name)
{
    char narrow[NAME_BYTES / 2 + 1];
    size_t length = little16(entry + 64) / 2;
    if (length < 1 || length > NAME_BYTES / 2)
        return false;
    for (size_t i = 0; i + 1 < length; i++)
        narrow[i] = entry[2 * i + 1] == 0 ? (char)entry[2 * i] : '?';
    narrow[length - 1] = '\0';
    return strcasecmp(narrow, name) == 0;
}

/* The stream among the root's children, which form a tree of siblings. */
static const unsigned char *find_entry(const struct container *container, const char *name)
{
    size_t count = container->directory_size / ENTRY, waiting = 0;
    uint32_t *stack = talloc_array(container->owner, uint32_t, count + 2);
    const unsigned char *found = NULL;
    if (!stack)
        return NULL;
    stack[waiting++] = little32(container->directory + 76);
    for (size_t steps = 0; waiting > 0 && steps < count && !found; steps++) {
        const unsigned char *entry = entry_at(container, stack[--waiting]);
        if (!entry)
            continue;
        if (entry[66] == STREAM && has_name(entry, name))
            found = entry;
        for (int side = 0; side < 2; side++)
            if (little32(entry + 68 + 4 * side) != NO_ENTRY && waiting < count)
                stack[waiting++] = little32(entry + 68 + 4 * side);
    }
    talloc_free(stack);
    return found;
}

static unsigned char *read_mini_chain(const struct container *container, uint32_t first, size_t length)
{
    enum { MINI = 64 };
    unsigned char *out = talloc_array(container->owner, unsigned char, length + MINI);
    size_t done = 0;
    while (out && done < length) {
        size_t at = (size_t)first * MINI;
        if (first >= container->mini_sectors.count || at + MINI > container->mini_size)
            return NULL;
        memcpy(out + done, container->mini + at, MINI);
        done += MINI;
        first = container->mini_sectors.next[first];
    }
    return out;
}

bool ole2_stream(const void *owner, const char *bytes, size_t size, const char *name, unsigned char **stream,
                 size_t *length)
{
    void *scratch = talloc_new(owner);
    struct container container = {.owner = scratch, .bytes = (const unsigned char *)bytes, .size = size};
    const unsigned char *entry = NULL;
    size_t there = 0;
    *stream = NULL;
    if (scratch && open_container(&container))
        entry = find_entry(&container, name);
    if (entry) {
        *length = little32(entry + 120);
        if (*length > 0 && *length <= size && *length < container.cutoff)
            *stream = read_mini_chain(&container, little32(entry + 116), there = *length);
        else if (*length > 0 && *length <= size)
            *stream = read_chain(&container, little32(entry + 116), *length, &there);
    }
    if (*stream && there >= *length)
        talloc_steal(owner, *stream);
    else
        *stream = NULL;
    talloc_free(scratch);
    return *stream != NULL;
}
