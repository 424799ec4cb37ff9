#include "script/script.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/host.h"
#include "script/lexical.h"
#include "script/sandbox.h"

enum { MEMORY_MOST = 160 * 1024 * 1024 }; /* bytes of Lua's objects (measured) */

static int install_words(lua_State *L)
{
    host_install(lua_touserdata(L, 1));
    return 0;
}

static int evaluate(lua_State *L)
{
    evaluate_ranges(lua_touserdata(L, 1));
    evaluate_shares(lua_touserdata(L, 1));
    evaluate_rules(lua_touserdata(L, 1));
    return 0;
}

/* In the order of lines; faults of one line stay in the order found. */
static void hand_over(const struct error *from, struct error *to)
{
    int last = -1;
    for (;;) {
        int next = -1;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row > last && (next < 0 || from->fault[i].place.row < next))
                next = from->fault[i].place.row;
        if (next < 0)
            return;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row == next)
                error_add(to, from->status, &from->fault[i].place, "%s", from->fault[i].message);
        last = next;
    }
}

static void run(struct host *host, const void *owner, const struct script_text *text)
{
    if (lexical_look(text, host->error) != STATUS_OK ||
        sandbox_protect(host->L, install_words, host, host->error) != STATUS_OK ||
        sandbox_run(host->L, text, host->error) != STATUS_OK)
        return; /* what the rest of the script would have declared is unknown */
    resolve_scheme(host, owner);
    if (host->error->status != STATUS_MACHINE)
        sandbox_protect(host->L, evaluate, host, host->error);
}

enum status script_load_scheme(const void *owner, const struct script_request *request,
                               struct scheme **scheme, struct error *error)
{
    *scheme = NULL;
    struct host *host = talloc_zero(owner, struct host);
    if (!host)
        return error_add_memory(error);
    host->request = request;
    host->roster = request->roster;
    host->file = request->text->file;
    host->error = error_new(host);
    host->L = sandbox_open(MEMORY_MOST);
    if (!host->L || !host->error) {
        sandbox_close(host->L);
        talloc_free(host);
        return error_add_memory(error);
    }
    run(host, owner, request->text);
    sandbox_close(host->L);
    enum status status = host->error->status;
    hand_over(host->error, error);
    if (status == STATUS_OK)
        *scheme = host->scheme;
    else
        talloc_free(host->scheme);
    talloc_free(host);
    return status;
}
