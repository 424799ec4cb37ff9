#include "script/report_script.h"

#include <talloc.h>

#include "base/language.h"
#include "script/lexical.h"
#include "script/report_host.h"
#include "script/report_table.h"
#include "script/sandbox.h"

enum { MEMORY_MOST = 160 * 1024 * 1024 }; /* bytes of Lua's objects */

static const char host_key; /* its address is the key in Lua's registry */

struct report_host *report_host_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &host_key);
    struct report_host *host = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return host;
}

static int install(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &host_key);
    report_words_install(L);
    report_table_install(L);
    report_content_install(L);
    report_views_install(L);
    report_plan_install(L);
    report_lists_install(L);
    return 0;
}

static enum status run(struct report_host *host, const struct script_text *text, struct error *error)
{
    enum status status = lexical_look(text, error);
    if (status == STATUS_OK)
        status = sandbox_protect(host->L, install, host, error);
    if (status == STATUS_OK)
        status = sandbox_run(host->L, text, error);
    if (status != STATUS_OK)
        return status;
    const struct place place = {.file = text->file};
    if (!host->document)
        return error_add(
            error, STATUS_INPUT, &place,
            _("The script makes no report. Please begin it with: local r = report { title = \"...\" }."));
    status = report_tables_check(host->last, error);
    return status == STATUS_OK ? document_check(host->document, error) : status;
}

enum status script_run_report(const void *owner, const struct script_text *text,
                              const struct report_input *input, struct document **document,
                              struct error *error)
{
    *document = NULL;
    /* Whatever the script makes hangs here first, so that a report that fails leaves nothing behind. */
    void *scratch = talloc_new(owner);
    struct report_host host = {
        .owner = scratch, .input = input, .L = scratch ? sandbox_open(MEMORY_MOST) : NULL};
    if (!host.L) {
        talloc_free(scratch);
        return error_add_memory(error);
    }
    enum status status = run(&host, text, error);
    sandbox_close(host.L);
    if (status == STATUS_OK)
        *document = talloc_steal(owner, host.document);
    talloc_free(scratch);
    return status;
}
