/* Fuzzes the scheme host, without its child: any bytes are a scheme or a list of faults, within bounded
 * memory, and whatever the host makes of them its parent would take. Here alone instructions are counted: in
 * the program the child's alarm does that. */
#define _GNU_SOURCE /* memfd_create */
#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <talloc.h>
#include <unistd.h>

#include "base/text.h"
#include "roster/needs.h"
#include "roster/roster_read.h"
#include "script/lexical.h"
#include "script/sandbox_state.h"
#include "script/script_run.h"
#include "script/transport.h"

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 8 << 20, STEP = 10000, STEPS = 100 };

static struct roster *roster;

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count;
    (void)words;
    static const char table[] =
        "编号,姓名,性别,党派,界别,窗口,县市区,单位,身份,免联系理由,排序,出生年月,街道\n"
        "A1,安一,男,中共,中共,甲,城区,一中,党组成员,,1,1965-03,东街\n"
        "A2,白二,女,中共,教育界,甲,城区,一中,界别党员负责人,,,1970年,西街\n"
        "A3,陈三,男,民建、中共,经济界,乙,乡区,,,,,,东街、西街\n"
        "B1,戴四,女,民建,经济界,甲,城区,一中,界别活动组组长,,2,1981.5.6,\n"
        "B2,冯五,男,无党派,无党派,甲,乡区,,专委会副主任、界别活动组组长,,,,东街\n"
        "B3,郭六,女,民盟,教育界,乙,城区,二中,,,,,西街\n"
        "X2,孔九,女,中共,教育界,丙,城区,,,因病,,,\n";
    char name[32];
    int fd = memfd_create("roster", 0);
    must(fd >= 0 && write(fd, table, sizeof table - 1) == (ssize_t)sizeof table - 1);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    struct error *error = error_new(NULL);
    struct tidied_list *tidied;
    must(roster_read(NULL, name, NULL, &roster, &tidied, error) == STATUS_OK);
    talloc_free(tidied);
    talloc_free(error);
    close(fd);
    return 0;
}

/* ---- the bound on time ---- */

static int steps;

static void on_step(lua_State *L, lua_Debug *step)
{
    (void)step;
    if (++steps < STEPS)
        return;
    sandbox_of(L)->exhausted = true; /* no pcall keeps it */
    luaL_error(L, "too many steps");
}

static void opened(void *argument, lua_State *L, const struct error *error)
{
    (void)argument;
    (void)error;
    steps = 0;
    lua_sethook(L, on_step, LUA_MASKCOUNT, STEP);
}

/* ---- what must hold ---- */

static void check_faults(const struct error *error)
{
    must(error->status == STATUS_INPUT && error->count > 0);
    for (int i = 0; i < error->count; i++) {
        const char *message = error->fault[i].message;
        must(*message && text_valid_until(message, strlen(message)) == strlen(message));
        must(error->fault[i].place.row >= 0);
    }
}

struct bytes {
    const void *owner;
    char *byte;
    size_t size, at;
};

static bool keep(void *target, const char *bytes, size_t size)
{
    struct bytes *kept = target;
    kept->byte = talloc_realloc_size(kept->owner, kept->byte, kept->size + size);
    must(kept->byte);
    memcpy(kept->byte + kept->size, bytes, size);
    kept->size += size;
    return true;
}

static ptrdiff_t hand_out(void *source, char *bytes, size_t room)
{
    struct bytes *kept = source;
    size_t size = kept->size - kept->at < room ? kept->size - kept->at : room;
    memcpy(bytes, kept->byte + kept->at, size);
    kept->at += size;
    return (ptrdiff_t)size;
}

static void check_transport(const void *owner, const struct scheme *scheme)
{
    static const struct transport_adopter nothing;
    struct bytes bytes = {.owner = owner};
    struct stream_writer *writer = talloc_zero(owner, struct stream_writer);
    writer->put = keep;
    writer->target = &bytes;
    transport_put_scheme(writer, scheme);
    stream_flush(writer);
    struct stream_reader *reader = talloc_zero(owner, struct stream_reader);
    reader->fill = hand_out;
    reader->source = &bytes;
    must(transport_get_scheme(reader, owner, roster, &nothing, error_new(owner)) != NULL);
    must(reader->at == reader->end && bytes.at == bytes.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    void *owner = talloc_new(NULL);
    const struct script_text text = {"fuzz.lua", (const char *)bytes, size, NULL};
    struct error *slips = error_new(owner), *error = error_new(owner);
    bool is_clean = lexical_look(&text, slips) == STATUS_OK;
    if (!is_clean)
        check_faults(slips);
    const struct script_request request = {.text = &text, .roster = roster};
    const struct script_watch watch = {.opened = opened};
    struct scheme *scheme;
    roster_forget_needs(roster); /* of the scheme before this one */
    enum status status = script_run_scheme(owner, &request, MEMORY, &watch, true, &scheme, error);
    must(status == error->status && (status == STATUS_OK) == (scheme != NULL));
    if (scheme) {
        must(is_clean); /* what the look faults, Lua refuses too */
        check_transport(owner, scheme);
    } else {
        check_faults(error);
    }
    talloc_free(owner);
    return 0;
}
